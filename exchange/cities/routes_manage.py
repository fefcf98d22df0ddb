"""The secretariat's side of the cities: the list, tables in and out, and requests."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import files, i18n
from exchange.accounts.gate import admin_required, the_person
from exchange.cities import queries, service
from exchange.cities.cells import COLUMNS, REQUIRED, Known, cells_of
from exchange.cities.forms import (
    CityForm,
    DeclineForm,
    UploadForm,
    page_number,
    read_search,
    search_as_query,
    values_for_form,
)
from exchange.cities.models import City, CityRequest, Region, RequestState
from exchange.cities.routes_public import status_choices, table_file
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.files import Outcome, Upload
from exchange.i18n import word
from exchange.stale import held

bp = Blueprint("cities_manage", __name__, url_prefix="/manage/cities")


@bp.get("/")
@admin_required
def index() -> ResponseReturnValue:
    search = read_search(request.args)
    return render_template(
        "cities/manage_list.html",
        search=search,
        pager=queries.page_of(queries.find_cities(search), page_number(request.args)),
        regions=[(region.value, word(region)) for region in Region],
        statuses=status_choices(),
        asked=search_as_query(search),
        waiting=queries.requests_by_state()[RequestState.ASKED],
    )


@bp.route("/new", methods=["GET", "POST"])
@admin_required
def create() -> ResponseReturnValue:
    form = CityForm()
    form.offer_choices()
    if created := _created(form):
        flash(_("%(name)s is in the list now.", name=created.name), "success")
        return redirect(url_for("cities.city", number=created.id), 303)
    return render_template("cities/manage_city.html", form=form, city=None), 422 if form.errors else 200


def _created(form: CityForm) -> City | None:
    values = form.check(Known(queries.cities_by_key())) if form.is_submitted() else None
    if values is None:
        return None
    try:
        return service.create_city(values)
    except Refusal as refusal:
        form.name.errors = [i18n.sentence(refusal)]
        return None


@bp.route("/<int:number>", methods=["GET", "POST"])
@admin_required
def change(number: int) -> ResponseReturnValue:
    city = held(queries.city_with(number) or abort(404))
    form = CityForm(data=values_for_form(city))
    form.offer_choices()
    values = form.check(Known(queries.cities_by_key())) if form.is_submitted() else None
    if values is not None and form.is_fresh():
        try:
            service.change_city(city, values)
        except Refusal as refusal:
            form.name.errors = [i18n.sentence(refusal)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("cities.city", number=city.id), 303)
    return render_template("cities/manage_city.html", form=form, city=city), 422 if form.errors else 200


# Tables


@bp.get("/export.<any(csv, xlsx):kind>")
@admin_required
def export(kind: str) -> ResponseReturnValue:
    """All cities, with the focal points' addresses."""
    rows = [cells_of(city, private=True) for city in queries.cities_for_export()]
    return table_file(kind, "cities", COLUMNS, rows)


@bp.get("/template.<any(csv, xlsx):kind>")
@admin_required
def template(kind: str) -> ResponseReturnValue:
    """An empty table with the right first line."""
    return table_file(kind, "cities-template", COLUMNS, [])


@bp.route("/import", methods=["GET", "POST"])
@admin_required
def import_table() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            rows = files.read_table(sent.filename or "", sent.read(), REQUIRED)
        except Refusal as refusal:
            form.file.errors = [i18n.sentence(refusal)]
        else:
            upload = files.keep_upload(service.UPLOAD, the_person().id, sent.filename or "", rows)
            return redirect(url_for("cities_manage.preview", number=upload.id), 303)
    page = render_template("cities/manage_import.html", form=form, columns=COLUMNS, required=REQUIRED)
    return page, 422 if form.errors else 200


@bp.get("/import/<int:number>")
@admin_required
def preview(number: int) -> ResponseReturnValue:
    upload = _upload(number)
    lines = service.planned(upload)
    counts = {outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome}
    # Changes first: a city that gets another name or region must be in sight before it is confirmed.
    first = next((outcome.value for outcome in (Outcome.CHANGED, Outcome.WRONG) if counts[outcome]), "all")
    wanted = request.args.get("show", first)
    shown = [line for line in lines if wanted in {"all", line.outcome.value}]
    return render_template(
        "cities/manage_preview.html",
        upload=upload,
        counts=counts,
        moves=sum(line.moves for line in lines if line.outcome is Outcome.CHANGED),
        good=counts[Outcome.NEW] + counts[Outcome.CHANGED],
        wanted=wanted,
        pager=queries.page_of(shown, page_number(request.args)),
        sentence=i18n.sentence,
    )


@bp.post("/import/<int:number>")
@admin_required
def confirm(number: int) -> ResponseReturnValue:
    _upload(number)
    counts = service.apply_upload(number)
    if counts is None:
        flash(_("This table was imported before. Nothing was done twice."), "info")
    else:
        new, changed, left = counts[Outcome.NEW], counts[Outcome.CHANGED], counts[Outcome.WRONG]
        flash(_("%(new)s new, %(changed)s changed, %(left)s left out.", new=new, changed=changed, left=left), "success")
    return redirect(url_for("cities_manage.index"), 303)


def _upload(number: int) -> Upload:
    upload = db.session.get(Upload, number)
    if upload is None or upload.kind != service.UPLOAD:
        abort(404)
    return upload


# Requests


@bp.get("/requests")
@admin_required
def requests() -> ResponseReturnValue:
    wanted = request.args.get("state", "")
    state = RequestState(wanted) if wanted in {state.value for state in RequestState} else RequestState.ASKED
    rows = queries.city_requests(state)
    counts = queries.requests_by_state()
    return render_template("cities/manage_requests.html", rows=rows, state=state, counts=counts)


@bp.route("/requests/<int:number>", methods=["GET", "POST"])
@admin_required
def decide(number: int) -> ResponseReturnValue:
    """The request; posting the city's form accepts it as a new city."""
    asked = _asked(number)
    form = CityForm(data=service.request_values(asked))
    form.offer_choices()
    values = form.check(Known(queries.cities_by_key())) if form.is_submitted() else None
    if values is not None:
        try:
            city = service.accept_as_new(number, values)
        except Refusal as refusal:
            form.name.errors = [i18n.sentence(refusal)]
        else:
            return _accepted(city)
    return _request_page(asked, form), 422 if form.errors else 200


@bp.post("/requests/<int:number>/accept")
@admin_required
def accept(number: int) -> ResponseReturnValue:
    """Answers a request with a city of the list."""
    _asked(number)
    city = queries.city_with(request.form.get("city", 0, type=int)) or abort(404)
    service.accept_with(number, city)
    return _accepted(city)


def _accepted(city: City) -> ResponseReturnValue:
    flash(_("Accepted: %(name)s. The person who asked is told by e-mail.", name=city.name), "success")
    return redirect(url_for("cities_manage.requests"), 303)


@bp.post("/requests/<int:number>/decline")
@admin_required
def decline(number: int) -> ResponseReturnValue:
    asked = _asked(number)
    form = DeclineForm(prefix="decline")
    if not form.validate_on_submit():
        return _request_page(asked, None, form), 422
    service.decline(number, form.reason.data or "")
    flash(_("Declined. The person who asked is told by e-mail."), "success")
    return redirect(url_for("cities_manage.requests"), 303)


def _asked(number: int) -> CityRequest:
    return queries.request_with(number) or abort(404)


def _request_page(asked: CityRequest, form: CityForm | None, refusing: DeclineForm | None = None) -> str:
    if form is None:
        form = CityForm(formdata=None, data=service.request_values(asked))
        form.offer_choices()
    return render_template(
        "cities/manage_request.html",
        asked=asked,
        form=form,
        refusing=refusing or DeclineForm(formdata=None, prefix="decline"),
        similar=queries.similar_cities(asked.name, asked.country_code),
    )
