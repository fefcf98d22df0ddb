"""The host's side: writing a visit with its stops and legs, and offering it."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.domain.seats import Reason as SeatReason
from exchange.domain.visit_route import BLOCKING, Finding, Problem, check, smallest_capacity, timing
from exchange.fields import written
from exchange.forums.gate import may_organise
from exchange.i18n import own_names, sentence
from exchange.stale import Revised, held
from exchange.visits import forms, forms_route, queries, service
from exchange.visits.demand import demand_of
from exchange.visits.gate import hosted_visit, hosting_forum, may_create
from exchange.visits.guests import guests_of
from exchange.visits.models import StudyVisit, VisitState
from exchange.visits.rearrange import rearranged
from exchange.visits.sheet import (
    REQUIRED,
    Missing,
    differences,
    draft_sheet,
    findings,
    legs_of,
    missing,
    place_of_forum,
    stops_of,
    untranslated,
)
from exchange.visits.showing import finding_text, shown, timeline
from exchange.web import Form

bp = Blueprint("visits_host", __name__)

# What cannot be kept as it is, and beside which field the sentence stands.
CONTRADICTIONS = {
    Problem.ENDS_BEFORE_START: "leaves",
    Problem.NEGATIVE_LEG: "arrives",
    Problem.HALF_A_PLACE: "latitude",
    Problem.OUTSIDE_THE_WORLD: "latitude",
    Problem.SWAPPED: "latitude",
}


@bp.get("/f/<slug>/host/")
def visits(slug: str) -> ResponseReturnValue:
    forum = hosting_forum(slug)
    everything = may_organise(g.person, forum)
    rows = queries.visits_of(forum, None if everything else g.person)
    return render_template("visits/host_list.html", visits=rows, may_create=may_create(g.person, forum))


@bp.route("/f/<slug>/host/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    forum = hosting_forum(slug)
    if not may_create(g.person, forum):
        abort(403)
    form = forms.new_visit_form(forum)
    if not form.validate_on_submit():
        names = own_names(forum.languages)
        return render_template("visits/host_new.html", form=form, names=names), 422 if form.errors else 200
    visit = service.create_visit(forum, g.person, titles := written(form.titles.data), list(titles))
    db.session.flush()
    flash(_("The idea is kept. Go on with the stops, or write more about it."), "success")
    return redirect(_overview(slug, visit), 303)


def _overview(slug: str, visit: StudyVisit) -> str:
    return url_for("visits_host.visit", slug=slug, code=visit.code)


@bp.get("/f/<slug>/host/<code>")
def visit(slug: str, code: str) -> ResponseReturnValue:
    visit = hosted_visit(slug, code)
    found = findings(visit)
    gaps = set(missing(visit))
    return render_template(
        "visits/host_visit.html",
        visit=visit,
        shown=shown(draft_sheet(visit), visit.forum),
        problems=[(finding.blocks, finding_text(finding)) for finding in found],
        parts=[(part, part not in gaps, part in REQUIRED) for part in Missing],
        ready=not REQUIRED & gaps,
        untranslated=untranslated(visit),
        changed=differences(visit),
        smallest=smallest_capacity(visit.capacity, [leg.seats for leg in visit.legs]),
        demand=demand_of(visit.forum)[visit.id],
        may_cancel=may_cancel(visit),
    )


def may_cancel(visit: StudyVisit) -> bool:
    """Organisers while the visit lies ahead; a host only what was never published."""
    if visit.state in (VisitState.CANCELLED, VisitState.RUN, VisitState.REPORTED):
        return False
    return may_organise(g.person, visit.forum) or visit.published_at is None


@bp.get("/f/<slug>/host/<code>/guests")
def guests(slug: str, code: str) -> ResponseReturnValue:
    """Who wishes to come, in numbers and with their questions; who has a seat, by name."""
    visit = hosted_visit(slug, code)
    return render_template(
        "visits/host_guests.html",
        visit=visit,
        guests=guests_of(visit, request.args.get("page", 1, type=int)),
        ranks=range(1, max(visit.forum.visit_wish_limit, 1) + 1),
    )


@bp.get("/f/<slug>/host/<code>/preview")
def preview(slug: str, code: str) -> ResponseReturnValue:
    visit = hosted_visit(slug, code)
    found = shown(draft_sheet(visit), visit.forum)
    return render_template("visits/visit.html", shown=found, preview=True, warnings=[], seat=False, rank=None)


@bp.route("/f/<slug>/host/<code>/edit", methods=["GET", "POST"])
def edit(slug: str, code: str) -> ResponseReturnValue:
    visit = held(hosted_visit(slug, code))
    form = forms.visit_form(visit)
    if form.validate_on_submit() and form.is_fresh() and _saved(form, visit):
        flash(_("Saved."), "success")
        return redirect(_overview(slug, visit), 303)
    names = own_names(visit.forum.languages)
    return render_template("visits/host_edit.html", form=form, visit=visit, names=names), 422 if form.errors else 200


def _saved(form: Any, visit: StudyVisit) -> bool:
    try:
        service.change_visit(visit, forms.visit_values(form))
    except Refusal as refusal:
        field = form.city_cap if refusal.reason is SeatReason.CAP_BELOW_SEATS_GIVEN else form.capacity
        field.errors = [sentence(refusal)]
        return False
    return True


@bp.route("/f/<slug>/host/<code>/route", methods=["GET", "POST"])
def route(slug: str, code: str) -> ResponseReturnValue:
    visit = held(hosted_visit(slug, code))
    if order := request.form.get("do", ""):
        return _rearrange(visit, order)
    form = forms_route.route_form(visit)
    if form.validate_on_submit() and _fits(form, visit) and _route_saved(form, visit):
        flash(_("Saved."), "success")
        return redirect(url_for("visits_host.route", slug=slug, code=visit.code), 303)
    return _route_page(form, visit), 422 if form.errors else 200


def _route_saved(form: Revised, visit: StudyVisit) -> bool:
    try:
        service.set_route(visit, *forms_route.route_values(form, visit), form.state_seen)
    except Refusal as refusal:
        form.show_stale(refusal, forms_route.route_as_typed(visit))
        form.form_errors.append(_("What is saved now you see under “As saved”."))
        return False
    return True


def _rearrange(visit: StudyVisit, order: str) -> ResponseReturnValue:
    form = forms_route.route_form(visit, rearranged(request.form, order))
    # Nothing is changed yet, so the form's token must stay good for the saving that follows.
    db.session.rollback()
    return _route_page(form, visit)


def _route_page(form: Form, visit: StudyVisit) -> str:
    stops, legs = stops_of(visit), legs_of(visit, stops_of(visit))
    return render_template(
        "visits/host_route.html",
        form=form,
        visit=visit,
        names=own_names(visit.forum.languages),
        saved=timeline(stops, legs, visit.forum),
        timing=timing(stops),
        problems=[(finding.blocks, finding_text(finding)) for finding in findings(visit)],
    )


def _fits(form: Form, visit: StudyVisit) -> bool:
    """Writes contradictions beside their fields; what is only missing may be saved."""
    if not form.day.data and any(entry["arrives"] or entry["leaves"] for entry in form.stops.data):
        form.day.errors = [_("Please choose the day of the visit.")]
        return False
    stops, _legs = forms_route.route_values(form, visit)
    found = check(forms_route.as_stops(stops), near=place_of_forum(visit))
    wrong = [finding for finding in found if finding.problem in BLOCKING and finding.problem in CONTRADICTIONS]
    for finding in wrong:
        _complain(form, finding)
    form.stops.errors = [entry.errors for entry in form.stops if entry.errors]
    if len(stops) < 2:
        form.day.errors = [finding_text(Finding(Problem.TOO_FEW_STOPS))]
    return not wrong and len(stops) >= 2


def _complain(form: Form, finding: Finding) -> None:
    entry = form.stops[finding.stop or 0].form[CONTRADICTIONS[finding.problem]]
    entry.errors = [*entry.errors, finding_text(finding)]


@bp.post("/f/<slug>/host/<code>/offer")
def offer(slug: str, code: str) -> ResponseReturnValue:
    return _move(slug, code, VisitState.OFFERED, _("The visit is offered. The organisers look at it and publish it."))


@bp.post("/f/<slug>/host/<code>/take-back")
def take_back(slug: str, code: str) -> ResponseReturnValue:
    return _move(slug, code, VisitState.IDEA, _("The visit is an idea again."))


def _move(slug: str, code: str, state: VisitState, done: str) -> ResponseReturnValue:
    visit = hosted_visit(slug, code)
    if state is VisitState.IDEA and visit.state is not VisitState.OFFERED:
        raise Refusal(service.Reason.WRONG_STATE, state=visit.state)
    service.move(visit, state)
    flash(done, "success")
    return redirect(_overview(slug, visit), 303)


@bp.route("/f/<slug>/host/<code>/cancel", methods=["GET", "POST"])
def cancel(slug: str, code: str) -> ResponseReturnValue:
    visit = hosted_visit(slug, code)
    if not may_cancel(visit):
        abort(403)
    if request.method == "GET":
        seats, _most = service.seats_given(visit)
        return render_template("visits/cancel.html", visit=visit, seats=seats)
    told = service.cancel(visit)
    flash(_("The visit is cancelled; %(number)s people are told.", number=told), "success")
    return redirect(_overview(slug, visit), 303)
