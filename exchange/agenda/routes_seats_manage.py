"""The organiser's side of seats in sessions: limits, lists, seats by hand, tables."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import web
from exchange.accounts.gate import the_person
from exchange.agenda import queries, queries_seats, seat_limits, seat_lists, sentences
from exchange.agenda.forms_seats import GiveSeatForm, LimitsForm, TakeBackForm, limits_form
from exchange.agenda.models import Session
from exchange.agenda.models_seats import SessionSignup
from exchange.agenda.seat_panel import moment
from exchange.cities.queries import page_of
from exchange.domain.delegations import ENDED
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import LIVE, SeatStanding, costs_a_place
from exchange.files import write_csv, write_xlsx
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import sentence, word
from exchange.registration.models import Registration
from exchange.registration.queries import my_registration, person_of

bp = Blueprint("seats", __name__)
PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/seats/")
def index(slug: str) -> str:
    """Every session that needs signing up, with its figures."""
    forum = managed_forum(slug)
    lines = seat_lists.signup_lines(forum, queries.published_programme(forum))
    return render_template("agenda/manage/seats_index.html", lines=lines, says=sentences, zone=forum.zone)


def _found(slug: str, code: str) -> tuple[Forum, Session, SessionSignup | None]:
    forum = managed_forum(slug)
    session = queries.session_with_code(forum, code)
    if session is None:
        abort(404)
    return forum, session, queries_seats.signup_with(session)


def _open(slug: str, code: str) -> tuple[Forum, Session, SessionSignup]:
    forum, session, signup = _found(slug, code)
    if signup is None:
        abort(404)
    return forum, session, signup


@bp.get("/sessions/<code>/seats")
def show(slug: str, code: str) -> ResponseReturnValue:
    forum, session, signup = _found(slug, code)
    if signup is None:
        return _limits_page(forum, session, None, limits_form(forum, None, session.seats))
    return _list_page(forum, signup, GiveSeatForm(formdata=None))


def _list_page(forum: Forum, signup: SessionSignup, form: GiveSeatForm) -> str:
    wanted = seat_lists.filter_from(request.args)
    every = seat_lists.seat_lines(signup, seat_lists.SeatFilter())
    lines = seat_lists.seat_lines(signup, wanted) if wanted != seat_lists.SeatFilter() else every
    limits = queries_seats.limits_of(signup, queries.published_programme(forum))
    counts = queries_seats.figures([signup.session_id])[signup.session_id]
    return render_template(
        "agenda/manage/seats.html",
        session=signup.session,
        line=seat_lists.SignupLine(signup, limits, counts),
        opens=moment(signup.opens_at, forum) if signup.opens_at else "",
        roles=[word(role) for role in sorted(limits.roles)],
        pager=page_of(lines, request.args.get("page", 1, type=int), PER_PAGE),
        wanted=wanted,
        standings=[(one.value, word(one)) for one in SeatStanding],
        cities=seat_lists.cities_among(every),
        live=LIVE,
        costs_a_place=costs_a_place,
        form=form,
        says=sentences,
        moment=moment,
    )


@bp.route("/sessions/<code>/seats/limits", methods=["GET", "POST"])
def limits(slug: str, code: str) -> ResponseReturnValue:
    forum, session, signup = _found(slug, code)
    form = limits_form(forum, signup, session.seats)
    if not form.validate_on_submit():
        return _limits_page(forum, session, signup, form), 422 if form.errors else 200
    signup = seat_limits.set_limits(session, form.draft())
    flash(_("The limits of %(code)s are saved. They hold from now on.", code=code), "success")
    room = queries_seats.limits_of(signup, queries.published_programme(forum)).room
    if room is not None and room < signup.places:
        flash(_("The room holds only %(room)s, so no more than that get a seat.", room=room), "warning")
    return redirect(url_for("agenda_manage.seats.show", slug=slug, code=code), 303)


def _limits_page(forum: Forum, session: Session, signup: SessionSignup | None, form: LimitsForm) -> str:
    return render_template(
        "agenda/manage/seats_limits.html", form=form, session=session, signup=signup, zone=forum.time_zone
    )


@bp.route("/sessions/<code>/seats/lift", methods=["GET", "POST"])
def lift(slug: str, code: str) -> ResponseReturnValue:
    """Makes a session open to everybody again."""
    _forum, session, signup = _open(slug, code)
    if request.method == "GET":
        return render_template("agenda/manage/seats_lift.html", session=session)
    try:
        seat_limits.lift_limits(signup)
    except Refusal as refusal:
        web.refused(refusal)
        return render_template("agenda/manage/seats_lift.html", session=session), 422
    flash(_("%(code)s needs no signing up any more.", code=code), "success")
    return redirect(url_for("agenda_manage.seats.index", slug=slug), 303)


@bp.post("/sessions/<code>/seats/give")
def give(slug: str, code: str) -> ResponseReturnValue:
    forum, _session, signup = _open(slug, code)
    form = GiveSeatForm()
    if not form.validate_on_submit():
        return _list_page(forum, signup, form), 422
    registration = _registered(forum, form.email.data or "")
    if registration is None:
        form.email.errors = [_("Nobody with this address is registered for this forum.")]
        return _list_page(forum, signup, form), 422
    try:
        seat_limits.give_seat(signup, registration, form.reason.data or "", the_person())
    except Refusal as refusal:
        form.email.errors = [sentence(refusal)]
        return _list_page(forum, signup, form), 422
    flash(_("%(name)s has a seat and gets a mail.", name=registration.person.name), "success")
    return redirect(url_for("agenda_manage.seats.show", slug=slug, code=code), 303)


def _registered(forum: Forum, email: str) -> Registration | None:
    registration = my_registration(forum, person_of(email.strip().lower()))
    return None if registration is None or registration.standing in ENDED else registration


@bp.route("/sessions/<code>/seats/<int:number>/take-back", methods=["GET", "POST"])
def take_back(slug: str, code: str, number: int) -> ResponseReturnValue:
    _forum, session, signup = _open(slug, code)
    seat = queries_seats.seat_with(signup, number)
    if seat is None:
        abort(404)
    form = TakeBackForm()
    if not form.validate_on_submit():
        page = render_template("agenda/manage/seats_take_back.html", session=session, seat=seat, form=form)
        return page, 422 if form.errors else 200
    seat_limits.take_back(signup, number, form.reason.data or "")
    flash(_("%(name)s is no longer on the list and gets a mail.", name=seat.registration.person.name), "success")
    return redirect(url_for("agenda_manage.seats.show", slug=slug, code=code), 303)


@bp.get("/sessions/<code>/seats.<any(csv,xlsx):kind>")
def export(slug: str, code: str, kind: str) -> Response:
    """The list as it is filtered."""
    forum, _session, signup = _open(slug, code)
    lines = seat_lists.seat_lines(signup, seat_lists.filter_from(request.args))
    return _table(f"{forum.slug}-{code}-seats", kind, seat_lists.table_of(lines))


@bp.get("/seats.<any(csv,xlsx):kind>")
def export_all(slug: str, kind: str) -> Response:
    """The seats of every session."""
    forum = managed_forum(slug)
    return _table(f"{forum.slug}-session-seats", kind, seat_lists.whole_table(forum))


def _table(name: str, kind: str, rows: list[tuple[object, ...]]) -> Response:
    is_csv = kind == "csv"
    content = write_csv(seat_lists.COLUMNS, rows) if is_csv else write_xlsx("seats", seat_lists.COLUMNS, rows)
    answer = Response(content, mimetype="text/csv" if is_csv else XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
