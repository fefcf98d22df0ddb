"""Reviews of proposals: weighted scores, conflicts of interest, and who reviews what. Facts: DOMAIN 2."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from exchange.domain.calls import ReviewState

HIGHEST = 5


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
