"""Why somebody has the seat they have, or none: as values that a page makes a sentence of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from exchange.domain.visit_allocation.eligibility import Obstacle, obstacle
from exchange.domain.visit_allocation.instance import Delegate, Instance, Seats
from exchange.domain.visit_allocation.seating import Kind, Limit, Seating, seating_of
from exchange.domain.visit_allocation.waiting_order import wanted_more


class Outcome(StrEnum):
    """What somebody got."""

    LOCKED = "locked"
    FIRST_CHOICE = "first_choice"
    LATER_CHOICE = "later_choice"
    KEPT = "kept"
    WITHOUT = "without"
    NO_WISHES = "no_wishes"


class Cause(StrEnum):
    """Why a wish was not met."""

    BARRED = "barred"
    STEPS = "steps"
    BUSY = "busy"
    LANGUAGE = "language"
    NOT_OFFERED = "not_offered"
    DOES_NOT_RUN = "does_not_run"
    CITY_FULL = "city_full"
    GROUP_FULL = "group_full"
    INTERPRETERS_FULL = "interpreters_full"
    FULL = "full"
    SAME_HALF_DAY = "same_half_day"
    NEEDED_ELSEWHERE = "needed_elsewhere"


class Before(StrEnum):
    """Why somebody else has the seat: it was locked; they had it already; they would have none; their city would have
    none; they ranked it higher or would be further down their list elsewhere; or none of these, and the lot decided."""

    LOCKED = "locked"
    HAD_IT = "had_it"
    NO_OTHER_SEAT = "no_other_seat"
    CITY_WITHOUT = "city_without"
    RANK = "rank"
    LOT = "lot"


@dataclass(frozen=True)
class Missed:
    """A wish that was not met. `first_choices` and `wishes` count all people's for it, `seats` those it has (with a cap
    or interpreters in the way: those within that limit), `needs` the people without whom it does not run. `before`
    counts who has the seats, by why they came first."""

    visit: str
    rank: int
    cause: Cause
    first_choices: int = 0
    wishes: int = 0
    seats: int = 0
    needs: int = 0
    before: Mapping[Before, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """What a delegate got, with the rank of each seat (0: not wished for), and which better wishes were missed."""

    outcome: Outcome
    ranks: tuple[int, ...]
    missed: tuple[Missed, ...]


CAUSE_OF = {
    Kind.CITY: Cause.CITY_FULL,
    Kind.GROUP: Cause.GROUP_FULL,
    Kind.INTERPRETERS: Cause.INTERPRETERS_FULL,
}


def reasons(instance: Instance, seats: Seats, current: Seats | None = None) -> dict[str, Reason]:
    """The reason for each delegate; `current` are the seats the allocation started from, if it did."""
    given = _Given(instance, seats, current or {})
    return {name: given.reason(one) for name, one in instance.delegate.items()}


class _Given:
    """The seats that were given, ready to be asked about."""

    def __init__(self, instance: Instance, seats: Seats, current: Seats) -> None:
        self.instance, self.seats, self.current = instance, seats, current
        self.seating: Seating = seating_of(instance, 0, seats)
        self.person = {one.id: number for number, one in enumerate(self.seating.people)}
        self.number = {
            (self.seating.people[one.person].id, self.seating.visits[one.visit].id): number
            for number, one in enumerate(self.seating.possible)
        }
        self.chosen = {self.number[name, visit] for name, visits in seats.items() for visit in visits}
        self.wishes: dict[str, Counter[int]] = defaultdict(Counter)
        for one in instance.delegates:
            for visit, rank in one.rank.items():
                self.wishes[visit][rank] += 1

    @cached_property
    def guests(self) -> dict[str, list[str]]:
        """Who has a seat, by visit."""
        guests: dict[str, list[str]] = defaultdict(list)
        for name, visits in self.seats.items():
            for visit in visits:
                guests[visit].append(name)
        return guests

    @cached_property
    def city_seats(self) -> Counter[str | None]:
        """How many people of each city have a seat."""
        return Counter(one.city for one in self.instance.delegates if self.seats.get(one.id))

    def reason(self, delegate: Delegate) -> Reason:
        given = self.seats.get(delegate.id, ())
        missed = tuple(self._missed(delegate, visit) for visit in wanted_more(self.instance, delegate, given))
        return Reason(self._outcome(delegate, given), tuple(delegate.rank.get(one, 0) for one in given), missed)

    def _outcome(self, delegate: Delegate, given: tuple[str, ...]) -> Outcome:
        if not given:
            return Outcome.WITHOUT if delegate.wishes else Outcome.NO_WISHES
        if delegate.locked.intersection(given):
            return Outcome.LOCKED
        best = min(delegate.rank.get(one, 0) for one in given)
        if best == 0:
            return Outcome.KEPT
        return Outcome.FIRST_CHOICE if best == 1 else Outcome.LATER_CHOICE

    def _missed(self, delegate: Delegate, visit: str) -> Missed:
        rank = delegate.rank[visit]
        if visit not in self.instance.visit:
            return Missed(visit, rank, Cause.NOT_OFFERED)
        about = self.instance.visit[visit]
        personal = obstacle(delegate, about)
        if personal is not None:
            return Missed(visit, rank, _cause(personal))
        cause, seats, rivals = self._in_the_way(delegate, visit)
        return Missed(
            visit,
            rank,
            cause,
            first_choices=self.wishes[visit][1],
            wishes=self.wishes[visit].total(),
            seats=seats,
            needs=about.least,
            before=Counter(self._before(delegate, visit, rival) for rival in rivals),
        )

    def _in_the_way(self, delegate: Delegate, visit: str) -> tuple[Cause, int, Iterable[str]]:
        """The cause, the seats it is about, and who has them."""
        about, guests = self.instance.visit[visit], self.guests.get(visit, [])
        if not guests:
            return Cause.DOES_NOT_RUN, about.most, ()
        if len(guests) >= about.most:
            return Cause.FULL, about.most, guests
        for limit in self.seating.limits_on.get(self.number[delegate.id, visit], ()):
            holders = self._holders(limit)
            if len(holders) >= limit.cap:
                return CAUSE_OF[limit.kind], limit.cap, holders
        half_days = {self.instance.visit[one].half_day for one in self.seats.get(delegate.id, ())}
        if self.instance.seats_per_delegate > 1 and about.half_day in half_days:
            return Cause.SAME_HALF_DAY, about.most, ()
        return Cause.NEEDED_ELSEWHERE, about.most, ()

    def _holders(self, limit: Limit) -> list[str]:
        members = sorted(self.chosen & limit.members)
        return [self.seating.people[self.seating.possible[number].person].id for number in members]

    def _before(self, delegate: Delegate, visit: str, rival: str) -> Before:
        """Why the rival, who has a seat there, came before the delegate, who has none."""
        other = self.instance.delegate[rival]
        if visit in other.locked:
            return Before.LOCKED
        if visit in self.current.get(rival, ()) and visit not in self.current.get(delegate.id, ()):
            return Before.HAD_IT
        mine, theirs = self.seats.get(delegate.id, ()), self.seats[rival]
        if mine and len(theirs) == 1 and not self._open_to(other, visit, mine):
            return Before.NO_OTHER_SEAT
        if not mine and self._city_would_lose(delegate, other):
            return Before.CITY_WITHOUT
        return Before.LOT if self._as_good(delegate, other, visit, mine) else Before.RANK

    def _open_to(self, other: Delegate, visit: str, mine: tuple[str, ...]) -> bool:
        """Whether the rival could go where the delegate goes now, or to a visit with a free seat."""
        return any(
            (one in mine or 0 < len(self.guests.get(one, [])) < self.instance.visit[one].most)
            for one in other.rank
            if one != visit and (other.id, one) in self.number
        )

    def _city_would_lose(self, delegate: Delegate, other: Delegate) -> bool:
        """Whether a city would be without a seat if the delegate had the rival's."""
        alone = bool(other.city) and self.city_seats[other.city] == 1 and len(self.seats[other.id]) == 1
        return alone and other.city != delegate.city and (not delegate.city or self.city_seats[delegate.city] > 0)

    def _as_good(self, delegate: Delegate, other: Delegate, visit: str, mine: tuple[str, ...]) -> bool:
        """Whether the plan's ranks would be the same with the two exchanged."""
        now, then = [other.rank.get(visit, 0)], [delegate.rank[visit]]
        if mine:
            last = max(mine, key=lambda one: delegate.rank.get(one, 0))
            now.append(delegate.rank.get(last, 0))
            then.append(other.rank.get(last, 0))
        return sorted(now) == sorted(then)


def _cause(personal: Obstacle) -> Cause:
    return Cause(personal.value)
