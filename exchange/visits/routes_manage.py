"""The organiser's side of visits: demand, publishing, hosts, wishes and seats."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from exchange.domain.refusal import Refusal
from exchange.files import write_csv, write_xlsx
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import current_language, sentence
from exchange.registration.models import Registration
from exchange.visits import demand, exports, forms, queries, seating, service
from exchange.visits.changes import changes
from exchange.visits.demand import WishFilter
from exchange.visits.models import StudyVisit, VisitState
from exchange.visits.seating import GIVES_SEATS, span_of
from exchange.visits.sheet import REQUIRED, differences, draft_mark, missing, untranslated
from exchange.web import Form, refused

bp = Blueprint("visits_manage", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/f/<slug>/manage/visits/")
def visits(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    rows = queries.visits_of(forum)
    demanded = demand.demand_of(forum)
    return render_template(
        "visits/manage_list.html",
        visits=[(visit, demanded[visit.id], span_of(visit), differences(visit), untranslated(visit)) for visit in rows],
        ranks=range(1, max(forum.visit_wish_limit, 1) + 1),
        zone=forum.zone,
    )


def _visit(forum: Forum, code: str) -> StudyVisit:
    visit = queries.visit_of(forum, code)
    if visit is None:
        abort(404)
    return visit


def _page(slug: str, visit: StudyVisit) -> str:
    return url_for("visits_manage.visit", slug=slug, code=visit.code)


@bp.get("/f/<slug>/manage/visits/<code>")
def visit(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    return _visit_page(forum, _visit(forum, code), forms.InviteForm(formdata=None), forms.SeatForm(formdata=None))


def _visit_page(forum: Forum, visit: StudyVisit, invite: Form, seat: Form) -> str:
    seats = demand.all_seats(forum, visit)
    pager = demand.wishes_page(forum, WishFilter(visit=visit.code, sort="rank"), request.args.get("page", 1, int))
    hindrances = seating.hindrances(visit, (wish.registration for wish in pager.items), seats)
    return render_template(
        "visits/manage_visit.html",
        visit=visit,
        demand=demand.demand_of(forum)[visit.id],
        ranks=range(1, max(forum.visit_wish_limit, 1) + 1),
        changed=changes(visit),
        published=_published(visit),
        ready=not REQUIRED & set(missing(visit)),
        untranslated=untranslated(visit),
        seen=draft_mark(visit),
        invite=invite,
        seat_form=seat,
        seats=seats,
        seated={seat.registration_id for seat in seats},
        pager=pager,
        hindrances={number: sentence(refusal) for number, refusal in hindrances.items()},
        gives=visit.state in GIVES_SEATS,
        span=span_of(visit),
    )


def _published(visit: StudyVisit) -> str:
    """When the public got what it reads now, in the forum's zone."""
    at = visit.published_at and visit.published_at.astimezone(visit.forum.zone)
    return f"{format_date(at.date(), 'long')}, {at:%H:%M}" if at else ""


VERBS: dict[str, tuple[Callable[[StudyVisit], None], Callable[[], str]]] = {
    "publish": (
        lambda visit: service.publish(visit, request.form.get("seen", "")),
        lambda: _("The visit is published as it is written now."),
    ),
    "check": (lambda visit: service.move(visit, VisitState.CHECKED), lambda: _("The visit is checked.")),
    "unpublish": (
        lambda visit: service.move(visit, VisitState.CHECKED),
        lambda: _("The visit is no longer public. Its wishes are kept."),
    ),
    "send-back": (lambda visit: service.move(visit, VisitState.IDEA), lambda: _("The host writes on.")),
    "close": (lambda visit: service.move(visit, VisitState.FULL), lambda: _("The visit takes no more wishes.")),
    "open": (lambda visit: service.move(visit, VisitState.OPEN), lambda: _("The visit takes wishes again.")),
    "restore": (lambda visit: service.move(visit, VisitState.IDEA), lambda: _("The visit is an idea again.")),
}


@bp.post("/f/<slug>/manage/visits/<code>/<any(publish,check,unpublish,'send-back',close,open,restore):verb>")
def act(slug: str, code: str, verb: str) -> ResponseReturnValue:
    visit = _visit(managed_forum(slug), code)
    do, told = VERBS[verb]
    try:
        do(visit)
    except Refusal as refusal:
        if refusal.reason is not service.Reason.WRITTEN_SINCE:
            raise
        refused(refusal)
    else:
        flash(told(), "success")
    return redirect(_page(slug, visit), 303)


@bp.post("/f/<slug>/manage/visits/<code>/hosts")
def invite_host(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    visit = _visit(forum, code)
    form = forms.InviteForm()
    if not form.validate_on_submit():
        return _visit_page(forum, visit, form, forms.SeatForm(formdata=None)), 422
    person = service.invite_host(visit, form.email.data or "", current_language())
    flash(_("%(name)s may write this visit now and gets a mail.", name=person.name), "success")
    return redirect(_page(slug, visit), 303)


@bp.post("/f/<slug>/manage/visits/<code>/hosts/<int:person_id>/remove")
def remove_host(slug: str, code: str, person_id: int) -> ResponseReturnValue:
    visit = _visit(managed_forum(slug), code)
    service.remove_host(visit, person_id)
    flash(_("Done. The person can no longer write this visit."), "success")
    return redirect(_page(slug, visit), 303)


@bp.post("/f/<slug>/manage/visits/<code>/seats")
def give_seat(slug: str, code: str) -> ResponseReturnValue:
    """Gives a seat to the registration of a button, or to the person of a typed address."""
    forum = managed_forum(slug)
    visit = _visit(forum, code)
    form = forms.SeatForm()
    registration = _chosen(forum, form)
    if registration is None:
        form.email.errors = [_("Nobody with this address is registered for this forum.")]
        return _visit_page(forum, visit, forms.InviteForm(formdata=None), form), 422
    try:
        seating.give_seat(visit, registration, g.person)
    except Refusal as refusal:
        if form.email.data:
            form.email.errors = [sentence(refusal)]
        else:
            refused(refusal)
        return _visit_page(forum, visit, forms.InviteForm(formdata=None), form), 422
    flash(_("%(name)s has a seat and gets a mail.", name=registration.person.name), "success")
    return redirect(_page(slug, visit) if form.email.data else _row(slug, visit, registration), 303)


def _row(slug: str, visit: StudyVisit, registration: Registration) -> str:
    """The list of wishes where the button was, at the person's row."""
    page = request.args.get("page", type=int)
    anchor = f"wish-{registration.id}"
    return url_for("visits_manage.visit", slug=slug, code=visit.code, page=page, _anchor=anchor)


def _chosen(forum: Forum, form: "forms.SeatForm") -> Registration | None:
    if number := request.form.get("registration_id", type=int):
        return queries.registration_in(forum, number)
    return queries.registration_with_email(forum, form.email.data or "")


@bp.route("/f/<slug>/manage/visits/<code>/seats/<int:registration_id>/remove", methods=["GET", "POST"])
def remove_seat(slug: str, code: str, registration_id: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    visit = _visit(forum, code)
    seat = queries.seat_of(visit, registration_id)
    if seat is None:
        abort(404)
    if request.method == "GET":
        return render_template("visits/remove_seat.html", visit=visit, seat=seat)
    seating.take_seat(seat)
    flash(_("The seat of %(name)s is free again.", name=seat.registration.person.name), "success")
    return redirect(_page(slug, visit), 303)


def _filter() -> WishFilter:
    args = request.args
    return WishFilter(
        text=args.get("q", "")[:100],
        visit=args.get("visit", "")[:8],
        city=args.get("city", type=int),
        rank=args.get("rank", type=int),
        sort=args.get("sort", "")[:10],
    )


@bp.get("/f/<slug>/manage/visits/wishes")
def wishes(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    wanted = _filter()
    return render_template(
        "visits/manage_wishes.html",
        pager=demand.wishes_page(forum, wanted, request.args.get("page", 1, int)),
        wanted=wanted,
        visits=[(visit.code, visit.code) for visit in queries.visits_of(forum)],
        cities=demand.wishing_cities(forum),
        ranks=[(rank, str(rank)) for rank in range(1, max(forum.visit_wish_limit, 1) + 1)],
    )


@bp.get("/f/<slug>/manage/visits/<any(wishes,seats):what>.<any(csv,xlsx):kind>")
def export(slug: str, what: str, kind: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    columns, rows = _table(forum, what)
    content = write_csv(columns, rows) if kind == "csv" else write_xlsx(what, columns, rows)
    answer = Response(content, mimetype="text/csv" if kind == "csv" else XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{forum.slug}-visit-{what}.{kind}"'
    return answer


def _table(forum: Forum, what: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    if what == "wishes":
        return exports.WISH_COLUMNS, exports.wish_rows(demand.all_wishes(forum, _filter()))
    return exports.SEAT_COLUMNS, exports.seat_rows(demand.all_seats(forum))
