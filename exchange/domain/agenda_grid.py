"""The time of a forum cut into units, so that a planner can count it: the hours of each day, and the pauses in them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from math import gcd

from exchange.domain.timetable import Break, Facts, Placed, Span

FINEST = 5
COARSEST = 30


@dataclass(frozen=True)
class Hours:
    """When sessions may take place on each day, on the walls of the venue, and at which minutes after the start of a
    stretch between two pauses they may begin."""

    opens: time = time(9)
    closes: time = time(18, 30)
    step: int = 30


@dataclass(frozen=True)
class Unit:
    """A few minutes of a day. `block` is the stretch it belongs to, `usual` whether that is inside the hours and no
    pause."""

    starts_at: datetime
    day: int
    block: int
    usual: bool


@dataclass(frozen=True)
class Grid:
    """All units of a forum in order, each `minutes` long. Days are apart by the night, which has no units."""

    minutes: int
    units: tuple[Unit, ...]

    @cached_property
    def _starts(self) -> list[datetime]:
        return [unit.starts_at for unit in self.units]

    def length(self, minutes: int) -> int:
        """Units that so many minutes need."""
        return -(-minutes // self.minutes)

    def unit_at(self, instant: datetime) -> int | None:
        """The unit an instant falls into; None in the night."""
        index = bisect_right(self._starts, instant) - 1
        if index < 0 or instant >= self.units[index].starts_at + timedelta(minutes=self.minutes):
            return None
        return index

    def covered(self, span: Span) -> frozenset[int]:
        """The units that share a moment with a span of time."""
        length = timedelta(minutes=self.minutes)
        first = max(bisect_right(self._starts, span.starts_at - length), 0)
        found = []
        for index in range(first, len(self.units)):
            if self.units[index].starts_at >= span.ends_at:
                break
            found.append(index)
        return frozenset(found)

    def span(self, start: int, units: int) -> Span:
        """The time of some units in a row."""
        began = self.units[start].starts_at
        return Span(began, began + timedelta(minutes=self.minutes * units))

    def starts(self, step: int) -> frozenset[int]:
        """Units at which a session may begin: so many minutes after its stretch begins, or a multiple of that."""
        found: set[int] = set()
        for _block, group in groupby(range(len(self.units)), key=lambda index: self.units[index].block):
            stretch = list(group)
            if self.units[stretch[0]].usual:
                found.update(stretch[:: max(1, step // self.minutes)])
        return frozenset(found)

    def runs(self, start: int, units: int) -> bool:
        """Whether so many units follow each other on one day."""
        return start + units <= len(self.units) and self.units[start].day == self.units[start + units - 1].day


def grid_of(facts: Facts, hours: Hours, minutes: Sequence[int] = ()) -> Grid:
    """The units of a forum. `minutes` are lengths of sessions that should fit exactly.

    Raises ValueError when the facts do not say on which days the forum takes place.
    """
    if facts.opens is None or facts.closes is None:
        raise ValueError("the days of the forum are not known")
    windows = list(_windows(facts, hours))
    size = _unit_minutes(facts, hours, windows, minutes)
    return Grid(size, tuple(_units(facts, hours, windows, size)))


def _windows(facts: Facts, hours: Hours) -> Iterator[tuple[Span, Span]]:
    """For each day its usual hours, and these stretched over everything that stands earlier or later."""
    assert facts.opens and facts.closes  # noqa: S101 - grid_of asked
    zone = facts.zone or UTC
    day = facts.opens.astimezone(zone).date()
    while (midnight := datetime.combine(day, time(), zone)) < facts.closes:
        # In UTC, where a day in which the clocks change has no gap.
        usual = Span(*(datetime.combine(day, at, zone).astimezone(UTC) for at in (hours.opens, hours.closes)))
        night = datetime.combine(day + timedelta(days=1), time(), zone)
        there = [span for span in _fixed(facts) if midnight <= span.starts_at < night]
        first = min([usual.starts_at, *(span.starts_at for span in there)])
        last = max([usual.ends_at, *(min(span.ends_at, night) for span in there)])
        yield usual, Span(first, last)
        day += timedelta(days=1)


def _fixed(facts: Facts) -> Iterator[Span]:
    for one in facts.sessions:
        yield from one.allowed
        if isinstance(one, Placed) and one.ends_at > one.starts_at:
            yield Span(one.starts_at, one.ends_at)


def _unit_minutes(facts: Facts, hours: Hours, windows: list[tuple[Span, Span]], lengths: Iterable[int]) -> int:
    """The longest unit in which every boundary falls between two units; never finer than five minutes."""
    moments = [window.starts_at for _usual, window in windows]
    moments += [moment for one in facts.breaks for moment in (one.starts_at, one.ends_at)]
    moments += [one.starts_at for one in facts.sessions if isinstance(one, Placed)]
    origin = windows[0][1].starts_at
    size = gcd(COARSEST, hours.step, *lengths, *(int((one - origin).total_seconds()) // 60 for one in moments))
    return max(size, FINEST)


def _units(facts: Facts, hours: Hours, windows: list[tuple[Span, Span]], minutes: int) -> Iterator[Unit]:
    block = -1
    length = timedelta(minutes=minutes)
    for day, (usual, window) in enumerate(windows):
        kind: object = None
        moment = window.starts_at.astimezone(UTC)
        while moment < window.ends_at:
            pause = _pause_at(facts.breaks, moment, moment + length)
            inside = usual.starts_at <= moment and moment + length <= usual.ends_at
            if (pause, inside, day) != kind:
                block, kind = block + 1, (pause, inside, day)
            yield Unit(moment, day, block, inside and pause is None)
            moment += length


def _pause_at(breaks: Sequence[Break], start: datetime, end: datetime) -> int | None:
    """Which pause, by its place in the list, falls into a unit."""
    return next((n for n, one in enumerate(breaks) if one.starts_at < end and start < one.ends_at), None)


def likely_hours(facts: Facts, step: int = 30) -> Hours:
    """The hours in which the sessions stand that have a time; nine to half past six while there are none."""
    zone = facts.zone or UTC
    spans = [
        (one.starts_at.astimezone(zone), one.ends_at.astimezone(zone))
        for one in facts.sessions
        if isinstance(one, Placed) and one.starts_at < one.ends_at
    ]
    same_day = [(start.time(), end.time()) for start, end in spans if start.date() == end.date()]
    if not same_day:
        return Hours(step=step)
    return Hours(min(start for start, _end in same_day), max(end for _start, end in same_day), step)
