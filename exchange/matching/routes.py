"""Cities that fit, and what each city needs, offers and learned."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import i18n
from exchange.cities.models import City
from exchange.cities.queries import city_with, page_of
from exchange.domain.matching import NoMatch, fits, why_none, without_language
from exchange.domain.refusal import Refusal
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum
from exchange.i18n import localised, sentence, word
from exchange.matching import queries, service
from exchange.matching.forms import StatementForm, themes
from exchange.matching.gate import may_speak_for, spoken_for
from exchange.matching.models import Direction, Statement
from exchange.matching.queries import StatementFilter
from exchange.matching.reasons import explained
from exchange.registration import participants
from exchange.registration.models import Registration
from exchange.registration.participants import may_see
from exchange.stale import held
from exchange.visits.queries import registration_of

bp = Blueprint("matching", __name__)
PER_PAGE = 20


@bp.get("/f/<slug>/cities/")
def cities_that_fit(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = registration_of(g.person, forum)
    if registration is None or registration.city is None:
        return render_template("matching/no_city.html", registration=registration)
    return _matches(forum, registration, registration.city)


def _matches(forum: Forum, registration: Registration, city: City) -> str:
    cities, spoken = queries.cities_at(forum), queries.spoken_at(forum)
    statements = queries.statements_at({*cities, city.id})
    by_city: dict[int, list[Statement]] = {number: [] for number in (*cities, city.id)}
    for statement in statements:
        by_city[statement.city_id].append(statement)
    mine = queries.profile(city, {*spoken.get(city.id, ()), *registration.speaks}, by_city[city.id])
    others = [queries.profile(each, spoken.get(each.id, ()), by_city[each.id]) for each in cities.values()]
    found = fits(mine, others)
    pager = page_of(found, request.args.get("page", 1, int), PER_PAGE)
    known = {statement.id: statement for statement in statements}
    reason = None if found else why_none(mine, others)
    return render_template(
        "matching/cities_that_fit.html",
        city=city,
        matches=[explained(fit, cities[fit.city], known) for fit in pager.items],
        pager=pager,
        reason=word(reason) if reason else "",
        nothing_said=reason is NoMatch.NOTHING_SAID or not by_city[city.id],
        contacts=participants.contacts(participants.participants(forum)) if may_see(g.person, forum) else None,
        speechless=[cities[number] for number in without_language(mine, others)],
        may_edit=may_speak_for(g.person, city),
    )


@bp.get("/f/<slug>/cities/statements")
def statements(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    args = request.args
    wanted = StatementFilter(args.get("q", "")[:100], args.get("theme", "")[:8], args.get("direction", "")[:10])
    return render_template(
        "matching/statements.html",
        pager=queries.statements_page(forum, wanted, args.get("page", 1, int)),
        wanted=wanted,
        themes=[(theme.code, localised(theme.names).text) for theme in themes()],
        directions=[(direction.value, word(direction)) for direction in Direction],
    )


@bp.get("/cities/<int:number>/exchange")
def city_exchange(number: int) -> ResponseReturnValue:
    city = city_with(number)
    if city is None:
        abort(404)
    return render_template(
        "matching/city_exchange.html",
        city=city,
        groups=grouped(queries.statements_of(city)),
        may_edit=may_speak_for(g.person, city),
    )


def grouped(statements: list[Statement]) -> list[tuple[Direction, list[Statement]]]:
    """Statements under their direction: needs, offers, lessons."""
    return [(direction, [each for each in statements if each.direction is direction]) for direction in Direction]


@bp.route("/cities/<int:number>/exchange/new", methods=["GET", "POST"])
def add(number: int) -> ResponseReturnValue:
    city, person = spoken_for(number)
    language = i18n.current_language()
    form = StatementForm(
        data={
            "direction": request.args.get("direction") if request.args.get("direction") in set(Direction) else None,
            "language": language if language in i18n.SPOKEN else "en",
        }
    )
    form.offer_choices()
    if form.validate_on_submit():
        try:
            service.state(city, person, form.values())
        except Refusal as refusal:
            form.subtheme_code.errors = [sentence(refusal)]
        else:
            flash(_("Kept. Add another one, or look at the cities that fit."), "success")
            return redirect(url_for("matching.city_exchange", number=number), 303)
    return _form_page(city, form), 422 if form.errors else 200


def _form_page(city: City, form: StatementForm, statement: Statement | None = None) -> str:
    return render_template("matching/statement.html", city=city, form=form, statement=statement)


def _own(city: City, statement_id: int) -> Statement:
    statement = queries.statement_of(city, statement_id)
    if statement is None:
        abort(404)
    return statement


@bp.route("/cities/<int:number>/exchange/<int:statement_id>/edit", methods=["GET", "POST"])
def edit(number: int, statement_id: int) -> ResponseReturnValue:
    city, person = spoken_for(number)
    statement = held(_own(city, statement_id))
    form = StatementForm(obj=statement)
    form.offer_choices()
    if form.validate_on_submit() and form.is_fresh():
        try:
            service.restate(statement, person, form.values())
        except Refusal as refusal:
            form.subtheme_code.errors = [sentence(refusal)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("matching.city_exchange", number=number), 303)
    return _form_page(city, form, statement), 422 if form.errors else 200


@bp.route("/cities/<int:number>/exchange/<int:statement_id>/delete", methods=["GET", "POST"])
def delete(number: int, statement_id: int) -> ResponseReturnValue:
    city, _person = spoken_for(number)
    statement = _own(city, statement_id)
    if request.method == "GET":
        return render_template("matching/delete.html", city=city, statement=statement)
    service.withdraw(statement)
    flash(_("Removed."), "success")
    return redirect(url_for("matching.city_exchange", number=number), 303)
