"""Which call, proposal or review a request is about, and who may see it."""

from flask import abort, g

from exchange.accounts.gate import the_person
from exchange.accounts.models import Person
from exchange.calls import queries
from exchange.calls.models import Call, Proposal, Review
from exchange.forums.gate import duties_of, managed_forum, public_forum
from exchange.forums.models import Duty, Forum


def may_review(person: Person | None, forum: Forum) -> bool:
    """Who has the duty to review."""
    return person is not None and Duty.REVIEWER in duties_of(person, forum)


def public_call(slug: str) -> Call:
    """The call of a forum for everybody who may see the forum; 404 when it has none."""
    forum = public_forum(slug, also=lambda forum: may_review(g.person, forum))
    return _call_of(forum)


def _call_of(forum: Forum) -> Call:
    call = queries.call_of(forum)
    if call is None:
        abort(404)
    return call


def own_proposal(slug: str, number: int) -> Proposal:
    """The asker's own proposal; sign-in page for strangers, 404 for everybody else's."""
    person = the_person()
    proposal = queries.proposal_with(public_call(slug), number)
    if proposal is None or proposal.proposer_id != person.id:
        abort(404)
    return proposal


def reviewed_call(slug: str) -> Call:
    """The call for one of its reviewers; sign-in page for strangers, 403 for others."""
    person = the_person()
    forum = public_forum(slug, also=lambda forum: may_review(person, forum))
    if not may_review(person, forum):
        abort(403)
    return _call_of(forum)


def own_review(slug: str, number: int) -> Review:
    """The asker's review of a proposal; 404 for what was not given to them."""
    call = reviewed_call(slug)
    review = next((each for each in queries.reviews_of(the_person(), call) if each.proposal.number == number), None)
    if review is None:
        abort(404)
    return review


def managed_call(slug: str) -> Call:
    """The call for one of the forum's organisers; 404 when there is none yet."""
    return _call_of(managed_forum(slug))


def managed_proposal(slug: str, number: int) -> Proposal:
    """A proposal that was sent, for an organiser; drafts are their proposer's own."""
    proposal = queries.proposal_with(managed_call(slug), number)
    if proposal is None or proposal.submitted_at is None:
        abort(404)
    return proposal
