"""An allocation in the form the solvers work on: possible seats by number, and the limits they share.

People and visits stand in an order drawn from the seed, never in that of the input.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

from exchange.domain.visit_allocation.eligibility import obstacle, whispers
from exchange.domain.visit_allocation.instance import Delegate, Instance, Seats, Visit

LOT_BITS = 20


class Possible(NamedTuple):
    """A seat somebody could have: numbers of the person and the visit; rank 0 is a seat nobody wished for."""

    person: int
    visit: int
    rank: int
    locked: bool
    current: bool
    lot: int


class Kind(StrEnum):
    """What a limit inside a visit is about."""

    CITY = "city"
    GROUP = "group"
    INTERPRETERS = "interpreters"


class Limit(NamedTuple):
    """At most `cap` of these possible seats of one visit may be given."""

    visit: int
    kind: Kind
    members: frozenset[int]
    cap: int


@dataclass(frozen=True)
class Seating:
    """`city_of` holds the number of each person's city, None for who comes for none; `held` says who has a seat now."""

    instance: Instance
    seed: int
    people: tuple[Delegate, ...]
    visits: tuple[Visit, ...]
    possible: tuple[Possible, ...]
    city_of: tuple[int | None, ...]
    held: tuple[bool, ...]

    @cached_property
    def by_person(self) -> dict[int, list[int]]:
        """The numbers of the possible seats of each person who has any."""
        return _grouped([one.person for one in self.possible])

    @cached_property
    def by_visit(self) -> dict[int, list[int]]:
        """The numbers of the possible seats in each visit that has any."""
        return _grouped([one.visit for one in self.possible])

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The limits inside visits that could be reached."""
        return tuple(one for visit in sorted(self.by_visit) for one in self._limits(visit))

    @cached_property
    def limits_on(self) -> dict[int, list[Limit]]:
        """The limits that each possible seat counts for, where it counts for any."""
        limits: dict[int, list[Limit]] = defaultdict(list)
        for limit in self.limits:
            for member in limit.members:
                limits[member].append(limit)
        return limits

    @cached_property
    def nested(self) -> bool:
        """Whether any two limits are apart or one inside the other: then the allocation is a flow in a network."""
        return all(
            one.members <= other.members or other.members <= one.members
            for sharing in self.limits_on.values()
            for one, other in combinations(sharing, 2)
        )

    def seats(self, chosen: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """The chosen possible seats by delegate, in the order of the half days."""
        given: dict[str, list[Visit]] = {name: [] for name in self.instance.delegate}
        for number in chosen:
            one = self.possible[number]
            given[self.people[one.person].id].append(self.visits[one.visit])
        return {
            name: tuple(one.id for one in sorted(visits, key=lambda one: (one.half_day, one.id)))
            for name, visits in given.items()
        }

    def _limits(self, visit: int) -> Iterator[Limit]:
        sets = {
            Kind.CITY: self._city_sets,
            Kind.GROUP: self._group_sets,
            Kind.INTERPRETERS: self._language_sets,
        }
        for kind, sets_of in sets.items():
            for sharing, cap in sets_of(visit):
                if len(sharing) > cap:
                    yield Limit(visit, kind, frozenset(sharing), cap)

    def _city_sets(self, visit: int) -> Iterator[tuple[list[int], int]]:
        cap = self.visits[visit].city_cap
        if cap is None:
            return
        sharing = defaultdict(list)
        for number in self.by_visit[visit]:
            sharing[self.city_of[self.possible[number].person]].append(number)
        for city, members in sharing.items():
            if city is not None:
                yield members, cap

    def _group_sets(self, visit: int) -> Iterator[tuple[list[int], int]]:
        for group, cap in sorted(self.visits[visit].group_caps.items()):
            yield [one for one in self.by_visit[visit] if self._person(one).group == group], cap

    def _language_sets(self, visit: int) -> Iterator[tuple[list[int], int]]:
        """Listeners find an interpreter each just when, for every set of languages, those who know no other whispered
        one are not more than its interpreters can serve (Hall's condition)."""
        about = self.visits[visit]
        if not about.interpreters:
            return
        needs = {one: whispers(self._person(one), about) for one in self.by_visit[visit]}
        used = sorted(set().union(*needs.values()))
        for size in range(1, len(used) + 1):
            for languages in combinations(used, size):
                within = [one for one, need in needs.items() if need and need <= set(languages)]
                yield within, sum(about.interpreters[one] for one in languages)

    def _person(self, number: int) -> Delegate:
        return self.people[self.possible[number].person]


def seating_of(instance: Instance, seed: int, current: Seats | None = None) -> Seating:
    """The possible seats: wishes without an obstacle, locks, and what people have now and may keep."""
    people = tuple(sorted(instance.delegates, key=lambda one: (draw(seed, one.id), one.id)))
    visits = tuple(sorted(instance.visits, key=lambda one: (draw(seed, one.id), one.id)))
    cities = {name: number for number, name in enumerate(dict.fromkeys(one.city for one in people if one.city))}
    now = current or {}
    possible = tuple(
        Possible(
            person,
            visit,
            delegate.rank.get(about.id, 0),
            about.id in delegate.locked,
            about.id in now.get(delegate.id, ()),
            draw(seed, delegate.id, about.id),
        )
        for person, delegate in enumerate(people)
        for visit, about in enumerate(visits)
        if may_have(delegate, about, now.get(delegate.id, ()))
    )
    return Seating(
        instance=instance,
        seed=seed,
        people=people,
        visits=visits,
        possible=possible,
        city_of=tuple(cities[one.city] if one.city else None for one in people),
        held=tuple(bool(now.get(one.id)) for one in people),
    )


def may_have(delegate: Delegate, visit: Visit, now: Sequence[str] = ()) -> bool:
    """Whether the seat is possible. A lock is somebody's decision: it stands whatever else is said."""
    if visit.id in delegate.locked:
        return True
    return (visit.id in delegate.rank or visit.id in now) and obstacle(delegate, visit) is None


def draw(seed: int, *names: str) -> int:
    """The lot of a person, or of a person in a visit: a number that depends on the seed and the names alone."""
    text = "\x1f".join((str(seed), *names)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> (64 - LOT_BITS)


def _grouped(keys: list[int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(key, []).append(number)
    return groups
