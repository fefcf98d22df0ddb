"""Who reviews what, conflicts of interest, and the scores. The proposal's call is locked while pairs are made."""

from collections import Counter
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.calls import queries
from exchange.calls.models import Call, Proposal, Review, ReviewScore
from exchange.calls.signals import reviews_assigned
from exchange.db import db, db_lock
from exchange.domain.call_reviews import Given, Reviewer, Stakes, assign_evenly, is_partial
from exchange.domain.calls import DECIDABLE, Phase, Reason, ReviewState, phase
from exchange.domain.refusal import Refusal


def stakes_of(proposals: Collection[Proposal]) -> dict[int, Stakes]:
    """What each proposal touches, by the number of its row; one query."""
    emails = {each.email for proposal in proposals for each in proposal.people if each.email}
    known = queries.people_with(emails) if emails else {}
    return {proposal.id: _stakes(proposal, known) for proposal in proposals}


def _stakes(proposal: Proposal, known: Mapping[str, int]) -> Stakes:
    cities = {proposal.city_id, *(each.city_id for each in proposal.people)} - {None}
    named = {known[each.email] for each in proposal.people if each.email in known}
    return Stakes(frozenset(city for city in cities if city), frozenset(named | {proposal.proposer_id}))


def panel(call: Call, people: Collection[Person], proposals: Collection[Proposal]) -> list[Reviewer]:
    """The reviewers as the rules know them: their cities, and the conflicts they have declared."""
    cities = queries.cities_of([person.id for person in people], call.forum)
    declared: dict[int, set[int]] = {person.id: set() for person in people}
    for proposal in proposals:
        for review in proposal.reviews:
            if review.state is ReviewState.CONFLICT and review.reviewer_id in declared:
                declared[review.reviewer_id].add(proposal.id)
    return [Reviewer(each.id, frozenset(cities[each.id]), frozenset(declared[each.id])) for each in people]


def partial_pairs(call: Call, reviews: Collection[Review]) -> set[tuple[int, int]]:
    """(proposal, person) of the reviews that do not count because of the reviewer's city or part in it; by row."""
    people = {review.reviewer_id for review in reviews}
    if not people:
        return set()
    cities = queries.cities_of(people, call.forum)
    stakes = stakes_of({review.proposal for review in reviews})
    return {
        (review.proposal_id, review.reviewer_id)
        for review in reviews
        if is_partial(Reviewer(review.reviewer_id, frozenset(cities[review.reviewer_id])), stakes[review.proposal_id])
    }


def given(proposal: Proposal, partial: Collection[tuple[int, int]]) -> list[Given]:
    """A proposal's reviews as the rules know them."""
    return [
        Given(review.state, review.points, conflict=(proposal.id, review.reviewer_id) in partial)
        for review in proposal.reviews
    ]


# The organiser


def assign_all(call: Call) -> int:
    """Gives every undecided proposal the reviewers it lacks, evenly; returns how many were given. Raises Refusal."""
    call = db_lock(Call, call.id)
    people = queries.reviewers_of(call.forum)
    if not people:
        raise Refusal(Reason.NO_REVIEWERS)
    proposals = [each for each in queries.sent_proposals(call) if each.state in DECIDABLE]
    held = [(each.id, review.reviewer_id) for each in proposals for review in each.reviews]
    pairs = assign_evenly(stakes_of(proposals), panel(call, people, proposals), call.reviews_wanted, held)
    by_number = {each.id: each for each in proposals}
    _give(call, [(by_number[proposal], person) for proposal, person in pairs], people)
    return len(pairs)


def assign(proposal: Proposal, wanted: Collection[int]) -> None:
    """Makes these people its reviewers; who has begun keeps it. Raises Refusal for somebody with a conflict."""
    call = db_lock(Call, proposal.call_id)
    people = [each for each in queries.reviewers_of(call.forum) if each.id in wanted]
    new = [each for each in people if not _reviews(proposal, each.id)]
    _refuse_partial(proposal, new)
    for review in list(proposal.reviews):
        if review.reviewer_id not in wanted and review.state is ReviewState.ASSIGNED:
            proposal.reviews.remove(review)
            audit.record("review.taken", proposal, code=proposal.code, person=review.reviewer_id)
    _give(call, [(proposal, each.id) for each in new], new)


def _refuse_partial(proposal: Proposal, people: Collection[Person]) -> None:
    stakes = stakes_of([proposal])[proposal.id]
    rows = panel(proposal.call, people, [proposal])
    for person, row in zip(people, rows, strict=True):
        if is_partial(row, stakes):
            raise Refusal(Reason.CONFLICT, name=person.name)


def _reviews(proposal: Proposal, person: int) -> bool:
    return any(review.reviewer_id == person for review in proposal.reviews)


def _give(call: Call, pairs: list[tuple[Proposal, int]], people: Collection[Person]) -> None:
    now = clock.now()
    for proposal, number in pairs:
        proposal.reviews.append(Review(proposal_id=proposal.id, reviewer_id=number, assigned_at=now))
        audit.record("review.assigned", proposal, code=proposal.code, person=number)
    numbers = Counter(number for _proposal, number in pairs)
    for person in people:
        if numbers[person.id]:
            reviews_assigned.send(call, reviewer=person, number=numbers[person.id])


# The reviewer


def save_review(review: Review, scores: Mapping[int, int], comment: str, *, submit: bool) -> None:
    """Keeps scores by criterion; submitting wants one for each. Raises Refusal; then nothing is changed."""
    call = _check_open(review)
    if review.state is ReviewState.CONFLICT or is_conflicted(review):
        raise Refusal(Reason.CONFLICT, name=review.reviewer.name)
    weights = call.weights
    known = {number: score for number, score in scores.items() if number in weights}
    submit = submit or review.state is ReviewState.SUBMITTED
    if submit and set(known) != set(weights):
        raise Refusal(Reason.SCORES_MISSING)
    held = {score.criterion_id: score for score in review.scores}
    review.scores = [_scored(held.get(number), number, score) for number, score in known.items()]
    review.comment = comment
    review.state = ReviewState.SUBMITTED if submit else ReviewState.DRAFT
    review.submitted_at = clock.now() if submit else None
    audit.record("review.submitted" if submit else "review.saved", review.proposal, code=review.proposal.code)


def _scored(row: ReviewScore | None, number: int, score: int) -> ReviewScore:
    if row is None:
        return ReviewScore(criterion_id=number, score=score)
    row.score = score
    return row


def declare_conflict(review: Review, reason: str) -> None:
    """Says that the reviewer cannot judge it: scores and comment are erased. Raises Refusal once it was decided."""
    _check_decidable(review)
    review.scores, review.comment, review.submitted_at = [], "", None
    review.state, review.conflict_reason = ReviewState.CONFLICT, reason
    audit.record("review.conflict", review.proposal, code=review.proposal.code)


def take_back_conflict(review: Review) -> None:
    """The reviewer was wrong about a conflict. Raises Refusal once it was decided."""
    _check_decidable(review)
    if review.state is ReviewState.CONFLICT:
        review.state, review.conflict_reason = ReviewState.ASSIGNED, ""
        audit.record("review.conflict_taken_back", review.proposal, code=review.proposal.code)


def is_conflicted(review: Review) -> bool:
    """Whether the reviewer's own city, or they themselves, stand in the proposal."""
    proposal = review.proposal
    cities = queries.cities_of([review.reviewer_id], proposal.call.forum)[review.reviewer_id]
    return is_partial(Reviewer(review.reviewer_id, frozenset(cities)), stakes_of([proposal])[proposal.id])


def _check_open(review: Review) -> Call:
    _check_decidable(review)
    call = review.proposal.call
    if phase(call.opens_at, call.closes_at, clock.now()) is not Phase.CLOSED:
        raise Refusal(Reason.NOT_CLOSED)
    return call


def _check_decidable(review: Review) -> None:
    db.session.execute(sa.select(Review.id).where(Review.id == review.id).with_for_update())
    db.session.refresh(review, ["state"])
    db.session.refresh(review.proposal, ["state"])
    if review.proposal.state not in DECIDABLE:
        raise Refusal(Reason.DECIDED)
