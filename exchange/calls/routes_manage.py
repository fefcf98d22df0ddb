"""The organiser's side of a call: settings, criteria, reviewers, each proposal."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from exchange import clock, i18n
from exchange.audit import lines_about
from exchange.calls import choosing, defaults, queries, ranking, reviewing, service, setting_up
from exchange.calls.forms_manage import call_form, criteria_form
from exchange.calls.gate import managed_call, managed_proposal
from exchange.calls.models import Proposal
from exchange.calls.routes_choose import bp as choose
from exchange.domain.call_reviews import is_partial, weighted_score
from exchange.domain.calls import DECIDABLE, Phase, ReviewState, phase
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.i18n import own_names

# What happens to a proposal, as its history tells it.
EVENTS = {
    "proposal.written": _l("Written"),
    "proposal.changed": _l("Changed"),
    "proposal.sent": lazy_pgettext("proposal", "Sent"),
    "proposal.withdrawn": lazy_pgettext("proposal", "Withdrawn"),
    "proposal.marked": _l("Marked"),
    "proposal.accepted": lazy_pgettext("proposal", "Accepted"),
    "proposal.waiting": lazy_pgettext("proposal", "On the waiting list"),
    "proposal.declined": lazy_pgettext("proposal", "Declined"),
    "proposal.merged": lazy_pgettext("proposal", "Merged"),
    "proposal.in_agenda": _l("Landed in the agenda's tray"),
    "proposal.decision_undone": _l("Decision undone"),
    "review.assigned": _l("Given to a reviewer"),
    "review.taken": _l("Taken back from a reviewer"),
    "review.saved": _l("Review saved"),
    "review.submitted": _l("Review submitted"),
    "review.conflict": _l("Conflict of interest declared"),
    "review.conflict_taken_back": _l("Conflict of interest taken back"),
}

bp = Blueprint("calls_manage", __name__, url_prefix="/f/<slug>/manage/call")
bp.register_blueprint(choose)


@bp.route("/settings", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    call = queries.call_of(forum)
    form = call_form(forum, call, defaults.usual_duties(forum) if call is None else {})
    if not form.validate_on_submit():
        page = render_template(
            "calls/manage/settings.html",
            form=form,
            call=call,
            names=own_names(forum.languages),
            zone=forum.time_zone,
            open=call is not None and phase(call.opens_at, call.closes_at, clock.now()) is Phase.OPEN,
        )
        return page, 422 if form.errors else 200
    criteria = defaults.usual_criteria(forum) if call is None else ()
    setting_up.save_call(forum, form.settings(call, criteria))
    flash(_("Saved."), "success")
    following = "calls_manage.criteria" if call is None else "calls_manage.choose.index"
    return redirect(url_for(following, slug=slug), 303)


@bp.route("/criteria", methods=["GET", "POST"])
def criteria(slug: str) -> ResponseReturnValue:
    call = managed_call(slug)
    form = criteria_form(call, more=bool(request.form.get("more")))
    if not request.form.get("more") and form.validate_on_submit():
        try:
            setting_up.save_criteria(call, form.drafts(call))
        except Refusal as refusal:
            form.form_errors = [i18n.sentence(refusal)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("calls_manage.choose.index", slug=slug), 303)
    names = own_names(call.forum.languages)
    total = sum(each.weight for each in call.criteria)
    page = render_template("calls/manage/criteria.html", form=form, call=call, names=names, total=total)
    return page, 422 if form.errors and not request.form.get("more") else 200


@bp.route("/reviewers", methods=["GET", "POST"])
def reviewers(slug: str) -> ResponseReturnValue:
    call = managed_call(slug)
    if request.method == "POST":
        return _assign_all(slug)
    people = queries.reviewers_of(call.forum)
    proposals = queries.sent_proposals(call)
    partial = reviewing.partial_pairs(call, [review for each in proposals for review in each.reviews])
    tally = {person.id: Counter[str]() for person in people}
    for proposal in proposals:
        for review in proposal.reviews:
            kept = ReviewState.CONFLICT if (proposal.id, review.reviewer_id) in partial else review.state
            tally.setdefault(review.reviewer_id, Counter())[kept.value] += 1
    lacking = [each for each in proposals if each.state in DECIDABLE and _judges(each, partial) < call.reviews_wanted]
    return render_template(
        "calls/manage/reviewers.html", call=call, people=people, tally=tally, lacking=lacking, sent=len(proposals)
    )


def _judges(proposal: Proposal, partial: set[tuple[int, int]]) -> int:
    """How many can judge a proposal: given to them, and without a conflict."""
    return sum(
        review.state is not ReviewState.CONFLICT and (proposal.id, review.reviewer_id) not in partial
        for review in proposal.reviews
    )


def _assign_all(slug: str) -> ResponseReturnValue:
    try:
        number = reviewing.assign_all(managed_call(slug))
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        text = ngettext("%(num)s review is assigned.", "%(num)s reviews are assigned.", number)
        nothing = _(
            "Nothing was left to assign: every proposal has its reviewers, or nobody else is without a conflict."
        )
        flash(text if number else nothing, "success" if number else "info")
    return redirect(url_for("calls_manage.reviewers", slug=slug), 303)


@bp.get("/proposals/<int:number>")
def proposal(slug: str, number: int) -> ResponseReturnValue:
    row = managed_proposal(slug, number)
    call = row.call
    people = queries.reviewers_of(call.forum)
    stakes = reviewing.stakes_of([row])[row.id]
    conflicted = {each.key for each in reviewing.panel(call, people, [row]) if is_partial(each, stakes)}
    given = {review.reviewer_id: review for review in row.reviews}
    return render_template(
        "calls/manage/proposal.html",
        proposal=row,
        call=call,
        row=ranking.rows_of(call, [row])[0],
        people=people,
        conflicted=conflicted,
        partial={person for _proposal, person in reviewing.partial_pairs(call, row.reviews)},
        given=given,
        points={each.id: weighted_score(each.points, call.weights) for each in row.reviews},
        open=choosing.is_open(row),
        withdrawable=service.may_withdraw(row),
        merged=queries.merged_into([row]).get(row.id, []),
        history=lines_about(row),
        events=EVENTS,
        least_developed=ranking.is_least_developed(row),
    )


@bp.post("/proposals/<int:number>/reviewers")
def assign(slug: str, number: int) -> ResponseReturnValue:
    row = managed_proposal(slug, number)
    wanted = {int(each) for each in request.form.getlist("reviewers") if each.isdigit() and len(each) < 10}
    try:
        reviewing.assign(row, wanted)
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for("calls_manage.proposal", slug=slug, number=number, _anchor="reviewers"), 303)


@bp.route("/proposals/<int:number>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """For somebody who asks by mail, or a proposal that should not be there."""
    row = managed_proposal(slug, number)
    if request.method == "GET":
        return render_template("calls/manage/withdraw.html", proposal=row)
    try:
        service.withdraw(row)
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("%(code)s is withdrawn.", code=row.code), "success")
    return redirect(url_for("calls_manage.proposal", slug=slug, number=number), 303)
