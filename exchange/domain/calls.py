"""A call for sessions: when it is open, who may have one proposal, where proposals stand, what may be decided."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.domain.refusal import Refusal

LEAST_REVIEWS = 2


class Phase(StrEnum):
    """Where a call stands."""

    OPENS_LATER = "opens_later"
    OPEN = "open"
    CLOSED = "closed"


class OnePer(StrEnum):
    """Who may have one proposal."""

    CITY = "city"
    PERSON = "person"


class ProposalState(StrEnum):
    """draft: only its proposer sees it; merged: it lives on in another proposal's session."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    MERGED = "merged"


class Decision(StrEnum):
    """What the organisers mean to do with a proposal, before anybody is told."""

    ACCEPT = "accept"
    WAIT = "wait"
    DECLINE = "decline"
    MERGE = "merge"


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFLICT = "conflict"


class Reason(StrEnum):
    """Why something about a call or a proposal is refused."""

    NOT_OPEN = "not_open"
    CLOSED = "closed"
    NOT_CLOSED = "not_closed"
    CITY_HAS_PROPOSED = "city_has_proposed"
    PERSON_HAS_PROPOSED = "person_has_proposed"
    TOO_MANY_DRAFTS = "too_many_drafts"
    NOT_EDITABLE = "not_editable"
    NOT_DECIDABLE = "not_decidable"
    CONFLICT = "conflict"
    SCORES_MISSING = "scores_missing"
    DECIDED = "decided"
    NO_REVIEWERS = "no_reviewers"
    NOTHING_MARKED = "nothing_marked"
    LEAD_NOT_ACCEPTED = "lead_not_accepted"
    LEAD_MERGED = "lead_merged"
    HAS_REVIEWS = "has_reviews"
    ALREADY_TOLD = "already_told"
    IN_AGENDA = "in_agenda"


OUTCOMES: dict[Decision, ProposalState] = {
    Decision.ACCEPT: ProposalState.ACCEPTED,
    Decision.WAIT: ProposalState.WAITING,
    Decision.DECLINE: ProposalState.DECLINED,
    Decision.MERGE: ProposalState.MERGED,
}
# Those that the one proposal of a city or person is counted among: what was sent and not taken back.
COUNTED = frozenset(ProposalState) - {ProposalState.DRAFT, ProposalState.WITHDRAWN}
EDITABLE = frozenset({ProposalState.DRAFT, ProposalState.SUBMITTED})
DECIDABLE = frozenset({ProposalState.SUBMITTED, ProposalState.WAITING})


def phase(opens_at: datetime, closes_at: datetime, now: datetime) -> Phase:
    """Where a call stands at `now`; the moment of closing is closed."""
    if now >= closes_at:
        return Phase.CLOSED
    return Phase.OPEN if now >= opens_at else Phase.OPENS_LATER


def check_open(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Raises Refusal when nothing can be proposed or changed now."""
    found = phase(opens_at, closes_at, now)
    if found is not Phase.OPEN:
        raise Refusal(Reason.CLOSED if found is Phase.CLOSED else Reason.NOT_OPEN)


@dataclass(frozen=True)
class Sender:
    """Who proposes: the person, and the city or, without one, the organisation's folded name."""

    person: int
    body: int | str


def check_one_each(rule: OnePer, sender: Sender, others: Iterable[Sender]) -> None:
    """Raises Refusal when the sender's city (or person) is among the `others` that have proposed already."""
    if rule is OnePer.PERSON:
        if any(other.person == sender.person for other in others):
            raise Refusal(Reason.PERSON_HAS_PROPOSED)
    elif any(other.body == sender.body for other in others):
        raise Refusal(Reason.CITY_HAS_PROPOSED)


# Choosing


@dataclass(frozen=True)
class Mark:
    """What is meant to happen to a proposal; `lead` is the one it is merged into."""

    proposal: int
    code: str
    decision: Decision
    lead: int | None = None


def check_marks(marks: Sequence[Mark], accepted: Collection[int] = ()) -> None:
    """Raises Refusal unless every merged proposal has a lead that is, or is being, accepted and not merged itself."""
    if not marks:
        raise Refusal(Reason.NOTHING_MARKED)
    chosen = {mark.proposal for mark in marks if mark.decision is Decision.ACCEPT} | set(accepted)
    merged = {mark.proposal for mark in marks if mark.decision is Decision.MERGE}
    for mark in marks:
        if mark.decision is not Decision.MERGE:
            continue
        if mark.lead in merged:
            raise Refusal(Reason.LEAD_MERGED, code=mark.code)
        if mark.lead not in chosen:
            raise Refusal(Reason.LEAD_NOT_ACCEPTED, code=mark.code)
