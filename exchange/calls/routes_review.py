"""The reviewer's side: what is to do, reading and scoring, conflicts of interest."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, i18n
from exchange.accounts.gate import the_person
from exchange.calls import queries, reviewing
from exchange.calls.forms_review import ConflictForm, ReviewBase, review_form
from exchange.calls.gate import own_review, reviewed_call
from exchange.calls.models import Review
from exchange.domain.call_reviews import HIGHEST, weighted_score
from exchange.domain.calls import DECIDABLE, Phase, Reason, ReviewState, phase
from exchange.domain.refusal import Refusal
from exchange.forums.face import local_time

bp = Blueprint("calls_review", __name__, url_prefix="/f/<slug>/review")

OPEN = frozenset({ReviewState.ASSIGNED, ReviewState.DRAFT})


@bp.get("/")
def index(slug: str) -> ResponseReturnValue:
    call = reviewed_call(slug)
    reviews = queries.reviews_of(the_person(), call)
    partial = reviewing.partial_pairs(call, reviews)
    conflicted = {each.id for each in reviews if _is_conflict(each, (each.proposal_id, each.reviewer_id) in partial)}
    open_ones = [each for each in reviews if _is_to_do(each, each.id in conflicted)]
    return render_template(
        "calls/review/index.html",
        call=call,
        reviews=reviews,
        conflicted=conflicted,
        conflict=ReviewState.CONFLICT,
        following=open_ones[0] if open_ones else None,
        done=len(reviews) - len(open_ones),
        closed=phase(call.opens_at, call.closes_at, clock.now()) is Phase.CLOSED,
        closes=local_time(call.closes_at, call.forum),
    )


def _is_conflict(review: Review, partial: bool) -> bool:
    return partial or review.state is ReviewState.CONFLICT


def _is_to_do(review: Review, conflicted: bool) -> bool:
    return review.state in OPEN and not conflicted and review.proposal.state in DECIDABLE


def _next_after(review: Review) -> Review | None:
    """The next one to do, round the list."""
    call = review.proposal.call
    reviews = queries.reviews_of(review.reviewer, call)
    partial = reviewing.partial_pairs(call, reviews)
    todo = [each for each in reviews if _is_to_do(each, (each.proposal_id, each.reviewer_id) in partial)]
    later = [each for each in todo if each.proposal.number > review.proposal.number]
    return next(iter([*later, *(each for each in todo if each.id != review.id)]), None)


@bp.route("/<int:number>", methods=["GET", "POST"])
def review(slug: str, number: int) -> ResponseReturnValue:
    row = own_review(slug, number)
    form = review_form(row.proposal.call, row.points, row.comment)
    if request.method == "GET":
        return _page(row, form)
    submit = request.form.get("action") != "save"
    if not form.validate():
        return _page(row, form), 422
    try:
        reviewing.save_review(row, form.scores(), form.comment.data or "", submit=submit)
    except Refusal as refusal:
        if refusal.reason is Reason.SCORES_MISSING:
            form.ask_for_missing()
        form.form_errors = [i18n.sentence(refusal)]
        return _page(row, form), 422
    return _onward(row, submitted=submit)


def _onward(row: Review, *, submitted: bool) -> ResponseReturnValue:
    slug = row.proposal.call.forum.slug
    if not submitted:
        flash(_("Saved. Only you see it until you submit it."), "success")
        return redirect(url_for("calls_review.review", slug=slug, number=row.proposal.number), 303)
    flash(_("Your review of %(code)s is submitted.", code=row.proposal.code), "success")
    following = _next_after(row)
    if following is None:
        return redirect(url_for("calls_review.index", slug=slug), 303)
    return redirect(url_for("calls_review.review", slug=slug, number=following.proposal.number), 303)


def _page(row: Review, form: ReviewBase) -> str:
    call, proposal = row.proposal.call, row.proposal
    conflicted = _is_conflict(row, reviewing.is_conflicted(row))
    seen = row.state is ReviewState.SUBMITTED
    others = queries.other_reviews(row) if seen and not conflicted else []
    return render_template(
        "calls/review/review.html",
        call=call,
        proposal=proposal,
        review=row,
        form=form,
        conflicted=conflicted,
        partial=conflicted and row.state is not ReviewState.CONFLICT,
        decided=proposal.state not in DECIDABLE,
        closed=phase(call.opens_at, call.closes_at, clock.now()) is Phase.CLOSED,
        closes=local_time(call.closes_at, call.forum),
        others=[(each, weighted_score(each.points, call.weights)) for each in others],
        following=_next_after(row),
        highest=HIGHEST,
    )


@bp.route("/<int:number>/conflict", methods=["GET", "POST"])
def conflict(slug: str, number: int) -> ResponseReturnValue:
    row = own_review(slug, number)
    form = ConflictForm()
    if not form.validate_on_submit():
        page = render_template("calls/review/conflict.html", review=row, proposal=row.proposal, form=form)
        return page, 422 if form.errors else 200
    try:
        reviewing.declare_conflict(row, form.reason.data or "")
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("Thank you. You do not review %(code)s; the organisers know why.", code=row.proposal.code), "success")
    return redirect(url_for("calls_review.index", slug=slug), 303)


@bp.post("/<int:number>/conflict/take-back")
def take_back(slug: str, number: int) -> ResponseReturnValue:
    row = own_review(slug, number)
    try:
        reviewing.take_back_conflict(row)
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    return redirect(url_for("calls_review.review", slug=slug, number=number), 303)
