"""Study visits as everyone reads them, and the wishes of delegates."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange.accounts.gate import sign_in_required
from exchange.domain.refusal import Refusal
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum
from exchange.i18n import localised, sentence
from exchange.registration.models import Registration
from exchange.visits import advice, forms, queries, seating
from exchange.visits.models import VisitState
from exchange.visits.sheet import published_sheet
from exchange.visits.showing import Shown, shown, shown_all

bp = Blueprint("visits", __name__)


@bp.get("/f/<slug>/visits/")
def visits(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.registration_of(g.person, forum)
    wishes = queries.wishes_of(registration) if registration else []
    seats = queries.seats_of(registration) if registration else []
    return render_template(
        "visits/visits.html",
        visits=shown_all(queries.published_visits(forum), forum),
        ranks={wish.visit.guid: wish.rank for wish in wishes},
        seats={seat.visit.guid for seat in seats},
        registration=registration,
        open=queries.takes_wishes(forum),
    )


@bp.get("/f/<slug>/visits/<code>")
def visit(slug: str, code: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    row = queries.shown_visit(forum, code)
    sheet = published_sheet(row) if row else None
    if row is None or sheet is None:
        abort(404)
    registration = queries.registration_of(g.person, forum)
    wishes = queries.wishes_of(registration) if registration else []
    warnings = advice.warnings([sheet], registration, forum) if registration else {}
    return render_template(
        "visits/visit.html",
        shown=shown(sheet, forum),
        preview=False,
        warnings=warnings.get(sheet.guid, []),
        seat=bool(registration and queries.seat_of(row, registration.id)),
        rank=next((wish.rank for wish in wishes if wish.visit_id == row.id), None),
        open=row.state is VisitState.OPEN,
        registration=registration,
    )


@bp.route("/f/<slug>/visits/wishes", methods=["GET", "POST"])
@sign_in_required
def wishes(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.registration_of(g.person, forum)
    if registration is None:
        return render_template("visits/wishes_closed.html"), 200 if request.method == "GET" else 403
    visits = shown_all(queries.published_visits(forum), forum)
    before = [{"visit": str(wish.visit_id), "question": wish.question} for wish in queries.wishes_of(registration)]
    form = forms.wishes_form(max(forum.visit_wish_limit, 1), _choices(visits, forum), before)
    if form.validate_on_submit() and (number := _kept(form, registration)) is not None:
        flash(_told(number), "success")
        return redirect(url_for("visits.wishes", slug=slug), 303)
    found = advice.warnings([each.sheet for each in visits], registration, forum)
    page = render_template(
        "visits/wishes.html",
        form=form,
        visits=visits,
        warnings=found,
        seats=queries.seats_of(registration),
        open=queries.takes_wishes(forum),
    )
    return page, 422 if form.errors else 200


def _told(number: int) -> str:
    told: str = ngettext("Your wish is kept.", "Your %(num)s wishes are kept.", number)
    return told if number else str(_("You have no wishes now."))


def _choices(visits: list[Shown], forum: Forum) -> list[tuple[str, str]]:
    takes = {visit.id for visit in queries.wishable(forum)}
    return [(str(each.sheet.number), _choice(each, forum, each.sheet.number in takes)) for each in visits]


def _choice(each: Shown, forum: Forum, takes: bool) -> str:
    facts: dict[str, Any] = {
        "code": each.sheet.code,
        "title": localised(each.sheet.titles, forum.languages).text,
        "times": each.times,
    }
    if each.sheet.is_cancelled:
        return str(_("%(code)s · %(title)s (cancelled)", **facts))
    if not takes:
        return str(_("%(code)s · %(title)s (closed)", **facts))
    return str(_("%(code)s · %(title)s (%(times)s)", **facts))


def _kept(form: Any, registration: Registration) -> int | None:
    """How many wishes were kept; None with a sentence beside the field that was refused."""
    entries = [entry.form for entry in form.wishes]
    choices = [(_number(entry.visit.data), entry.question.data or "") for entry in entries]
    try:
        return seating.set_wishes(registration, choices)
    except Refusal as refusal:
        place = refusal.facts.get("place")
        field = entries[place if isinstance(place, int) else 0].visit
        field.errors = [sentence(refusal)]
        form.wishes.errors = [entry.errors for entry in form.wishes if entry.errors]
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
