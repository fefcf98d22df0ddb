"""A call for sessions: scores, conflicts of interest, fair assignment, one proposal a city, balance. DOMAIN 2."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from exchange.domain.refusal import Refusal

HIGHEST = 5
LEAST_REVIEWS = 2
# United Nations list of least developed countries, as of 2025.
LEAST_DEVELOPED = frozenset(
    (
        "AF", "AO", "BD", "BF", "BI", "BJ", "CD", "CF", "DJ", "ER", "ET", "GM", "GN", "GW", "HT", "KH", "KI", "KM",
        "LA", "LR", "LS", "MG", "ML", "MM", "MR", "MW", "MZ", "NE", "NP", "RW", "SB", "SD", "SL", "SN", "SO", "SS",
        "TD", "TG", "TL", "TV", "TZ", "UG", "YE", "ZM",
    )
)  # fmt: skip


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


# Scores


def weighted_score(scores: Mapping[int, int], weights: Mapping[int, int]) -> float:
    """Out of 100: scores 0 to 5 by criterion, each counted with its weight; criteria without a score are left out.

    Weights that are all 0 count alike.
    """
    known = {key: weight for key, weight in weights.items() if key in scores}
    if not known:
        return 0.0
    if not any(known.values()):
        known = dict.fromkeys(known, 1)
    total = sum(known.values())
    return 100 * sum(scores[key] * weight for key, weight in known.items()) / (HIGHEST * total)


@dataclass(frozen=True)
class Rating:
    """A proposal's mean out of 100 (None without reviews), the points between highest and lowest, and how many."""

    mean: float | None = None
    spread: float = 0.0
    reviews: int = 0
    conflicts: int = 0


@dataclass(frozen=True)
class Given:
    """One review: where it stands, its scores by criterion, and whether the reviewer has a conflict anyway."""

    state: ReviewState
    scores: Mapping[int, int] = field(default_factory=dict)
    conflict: bool = False

    @property
    def counts(self) -> bool:
        return self.state is ReviewState.SUBMITTED and not self.conflict


def rating(reviews: Sequence[Given], weights: Mapping[int, int]) -> Rating:
    """What the reviews say together; who has a conflict of interest never counts."""
    points = [weighted_score(review.scores, weights) for review in reviews if review.counts]
    conflicts = sum(review.conflict or review.state is ReviewState.CONFLICT for review in reviews)
    if not points:
        return Rating(conflicts=conflicts)
    return Rating(sum(points) / len(points), max(points) - min(points), len(points), conflicts)


# Who reviews what


@dataclass(frozen=True)
class Stakes:
    """What a proposal touches: the cities it comes from and the people named in it."""

    cities: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reviewer:
    """A reviewer, the cities they belong to and the proposals they have declared a conflict for."""

    key: int
    cities: frozenset[int] = frozenset()
    declared: frozenset[int] = frozenset()


def is_partial(reviewer: Reviewer, stakes: Stakes) -> bool:
    """Whether somebody cannot judge a proposal: it is their own city's, or they are named in it."""
    return reviewer.key in stakes.people or bool(reviewer.cities & stakes.cities)


def assign_evenly(
    proposals: Mapping[int, Stakes],
    reviewers: Sequence[Reviewer],
    wanted: int,
    given: Collection[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """New (proposal, reviewer) pairs so that each proposal has `wanted` reviewers without a conflict, if there are.

    `given` pairs stay. Always the same for the same input; no single pair could move to somebody with two fewer.
    """
    able = {key: _able(key, stakes, reviewers) for key, stakes in proposals.items()}
    taken = {key: {person for proposal, person in given if proposal == key} for key in proposals}
    load = Counter({reviewer.key: 0 for reviewer in reviewers})
    load.update(person for _proposal, person in given)
    new: list[tuple[int, int]] = []
    # Those with the least choice come first.
    for key in sorted(proposals, key=lambda key: (len(able[key]), key)):
        standing = len(taken[key] & able[key])
        free = sorted(able[key] - taken[key], key=lambda person: (load[person], person))
        for person in free[: max(wanted - standing, 0)]:
            new.append((key, person))
            taken[key].add(person)
            load[person] += 1
    return sorted(_levelled(new, able, taken, load))


def _able(key: int, stakes: Stakes, reviewers: Sequence[Reviewer]) -> set[int]:
    return {each.key for each in reviewers if key not in each.declared and not is_partial(each, stakes)}


def _levelled(
    pairs: list[tuple[int, int]], able: Mapping[int, set[int]], taken: Mapping[int, set[int]], load: Counter[int]
) -> list[tuple[int, int]]:
    """The pairs after every move from somebody to somebody with at least two fewer; each makes it more even."""
    moved = True
    while moved:
        moved = False
        for place, (proposal, person) in enumerate(pairs):
            others = able[proposal] - taken[proposal]
            lightest = min(others, key=lambda other: (load[other], other), default=None)
            if lightest is not None and load[lightest] + 2 <= load[person]:
                taken[proposal].symmetric_difference_update({person, lightest})
                load[person] -= 1
                load[lightest] += 1
                pairs[place] = (proposal, lightest)
                moved = True
    return pairs


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


@dataclass(frozen=True)
class Traits:
    """What the balance of a choice is counted by; `genders` are the speakers' (None: not known)."""

    minutes: int
    region: str | None = None
    income_group: str | None = None
    theme: str | None = None
    format: str | None = None
    country: str = ""
    languages: tuple[str, ...] = ()
    genders: tuple[str | None, ...] = ()

    @property
    def least_developed(self) -> bool:
        return self.country in LEAST_DEVELOPED


FACETS = ("region", "income_group", "theme", "format")


@dataclass(frozen=True)
class Balance:
    """How a choice is made up: proposals by facet, languages (a proposal may have several), speakers by gender."""

    chosen: int
    minutes: int
    least_developed: int
    facets: Mapping[str, Counter[str | None]]
    languages: Counter[str]
    genders: Counter[str | None]


def balance(chosen: Sequence[Traits]) -> Balance:
    """Counts a choice."""
    return Balance(
        chosen=len(chosen),
        minutes=sum(each.minutes for each in chosen),
        least_developed=sum(each.least_developed for each in chosen),
        facets={name: Counter(getattr(each, name) for each in chosen) for name in FACETS},
        languages=Counter(code for each in chosen for code in dict.fromkeys(each.languages)),
        genders=Counter(gender for each in chosen for gender in each.genders),
    )
