"""The directory of cities, a city's page, and "my city is not listed"."""

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import files, i18n
from exchange.accounts.gate import sign_in_required, the_person
from exchange.cities import atlas, queries, service
from exchange.cities.cells import COLUMNS
from exchange.cities.forms import AskForm, page_number, read_search, search_as_query
from exchange.cities.models import CityStatus, IncomeGroup, Region
from exchange.cities.queries import CityLine
from exchange.cities.signals import city_shown, sections
from exchange.domain.refusal import Refusal
from exchange.i18n import SPOKEN, country_name, language_name, word

bp = Blueprint("cities", __name__)

SUGGESTIONS = 20


@bp.get("/cities/")
def directory() -> ResponseReturnValue:
    search = read_search(request.args)
    lines = queries.find_cities(search)
    return render_template(
        "cities/directory.html",
        search=search,
        pager=queries.page_of(lines, page_number(request.args)),
        map=atlas.network_map(lines),
        countries=queries.countries_with_cities(),
        regions=[(region.value, word(region)) for region in Region],
        incomes=[(group.value, word(group)) for group in IncomeGroup],
        statuses=status_choices(),
        spoken=[(code, language_name(code)) for code in SPOKEN],
        asked=search_as_query(search),
    )


def status_choices() -> list[tuple[str, str]]:
    """Values and labels of the filter by status."""
    return [*((status.value, word(status)) for status in CityStatus), ("every", _("All, with former members"))]


@bp.get("/cities/export.<any(csv, xlsx):kind>")
def export(kind: str) -> ResponseReturnValue:
    """The cities that fit the same filters as the directory, as a table without private data."""
    rows = [_cells(line) for line in queries.find_cities(read_search(request.args))]
    return table_file(kind, "cities", COLUMNS[:-1], rows)


def _cells(line: CityLine) -> list[object]:
    return [
        line.name, line.country_code, line.region.value, line.income_group.value, "; ".join(line.other_names),
        line.status.value, " ".join(line.languages), line.latitude, line.longitude, line.population, line.website,
    ]  # fmt: skip


def table_file(kind: str, name: str, columns: tuple[str, ...], rows: list[list[object]]) -> Response:
    """A CSV or XLSX file to save."""
    if kind == "csv":
        content, mimetype = files.write_csv(columns, rows), "text/csv; charset=utf-8"
    else:
        content = files.write_xlsx(name, columns, rows)
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=mimetype, headers=headers)


@bp.get("/cities/suggest")
def suggest() -> ResponseReturnValue:
    """The first cities that fit `q`: JSON, or <option>s for htmx."""
    found = queries.city_choices(request.args.get("q", "")[:100], SUGGESTIONS)
    rows = [{"id": city.id, "name": city.name, "country": country_name(city.country_code)} for city in found]
    if request.headers.get("HX-Request"):
        return render_template("cities/suggest.html", rows=rows)
    return jsonify(rows)


@bp.get("/cities/<int:number>")
def city(number: int) -> ResponseReturnValue:
    found = queries.city_with(number)
    if found is None:
        abort(404)
    return render_template(
        "cities/city.html",
        city=found,
        map=atlas.network_map([found], kinds={found.id: "host"}),
        sections=sections(city_shown, found, person=g.person),
    )


@bp.route("/cities/ask", methods=["GET", "POST"])
@sign_in_required
def ask() -> ResponseReturnValue:
    form = AskForm(data={"name": request.args.get("name", "")[:120]})
    form.offer_countries()
    if form.validate_on_submit():
        try:
            asked = service.ask_for_city(the_person(), form.name.data or "", form.country.data, form.note.data or "")
        except Refusal as refusal:
            form.name.errors = [i18n.sentence(refusal)]
        else:
            flash(_("Thank you. We look at it and write to you about %(name)s.", name=asked.name), "success")
            return redirect(url_for("cities.directory"), 303)
    return render_template("cities/ask.html", form=form), 422 if form.errors else 200
