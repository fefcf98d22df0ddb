"""What each session asks of a plan, in the planner's words.

What the organiser does not ignore, the planner keeps. A session that stands somewhere is asked for no more than it has
there now: the planner must not tear it out over a warning that somebody accepted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from exchange.domain.agenda_grid import Grid
from exchange.domain.agenda_planner.instance import Session as Item
from exchange.domain.timetable import Facts, Hall, Placed, Span, Waiting
from exchange.domain.timetable_check import Timetable
from exchange.domain.timetable_levels import ClashKind, Level

# What sessions that both stay where they are can have against each other or against the forum. The planner cannot mend
# it and must not stop at it: they take their room and their people's time, and ask for nothing more.
_BROKEN = frozenset(
    {
        ClashKind.ROOM_TWICE,
        ClashKind.PERSON_TWICE,
        ClashKind.CITY_TWICE,
        ClashKind.ABSENCE,
        ClashKind.VISIT_SEAT,
        ClashKind.ROOM_OUT,
        ClashKind.TEAMS_SHORT,
        ClashKind.SERIES,
        ClashKind.ORDER,
        ClashKind.EXCLUSIVE,
    }
)


@dataclass(frozen=True)
class Rules:
    """Which rules a plan keeps: all that are not ignored."""

    levels: Mapping[ClashKind, Level]

    def keeps(self, kind: ClashKind) -> bool:
        """Whether a plan may not break the rule."""
        return self.levels[kind] is not Level.IGNORE


def minutes_of(one: Placed | Waiting) -> int:
    """How long a session is."""
    if isinstance(one, Waiting):
        return one.minutes
    return int((one.ends_at - one.starts_at).total_seconds()) // 60


def span_of(one: Placed) -> Span:
    """The time it takes."""
    return Span(one.starts_at, one.ends_at)


def broken_among(facts: Facts, fixed: Sequence[Placed]) -> frozenset[int]:
    """Sessions that stay and already break a rule a plan would have to keep, by key."""
    found = Timetable(replace(facts, sessions=fixed)).clashes()
    return frozenset(one.key for clash in found if clash.kind in _BROKEN for one in clash.sessions)


def people_of(one: Placed | Waiting, rules: Rules) -> frozenset[str]:
    """Who must be there: persons, and the cities that take part."""
    persons = {f"person {each.key}" for each in one.people} if rules.keeps(ClashKind.PERSON_TWICE) else set()
    cities = {f"city {each.key}" for each in one.cities} if rules.keeps(ClashKind.CITY_TWICE) else set()
    return frozenset(persons | cities)


def barred_name(one: Placed | Waiting) -> str:
    """Stands among the people of a session that may move: it is away when broken sessions bar a time to it."""
    return f"session {one.key}"


def bars(one: Placed | Waiting, ghost: Placed, rules: Rules) -> tuple[bool, bool, bool]:
    """Whether a session that stays bars its own time, all before its end, and all after its start to another."""
    beside = (rules.keeps(ClashKind.EXCLUSIVE) and (one.exclusive or ghost.exclusive)) or (
        rules.keeps(ClashKind.SERIES) and bool(one.series) and one.series == ghost.series
    )
    ordered = rules.keeps(ClashKind.ORDER)
    return beside, ordered and ghost.key in one.after, ordered and one.key in ghost.after


def interpreted(one: Placed | Waiting, facts: Facts, rules: Rules) -> frozenset[str]:
    """Languages that need a team; none while nobody told how many teams there are."""
    if not facts.teams or not rules.keeps(ClashKind.TEAMS_SHORT):
        return frozenset()
    # The floor's own language is among them: its booth speaks when an answer comes in another one.
    return frozenset(one.languages if len(one.languages) > 1 else ())


def has(hall: Hall) -> frozenset[str]:
    """What a room has, as features: equipment, and a booth for each language."""
    return frozenset({*(str(need) for need in hall.features), *(f"booth {code}" for code in hall.booths)})


class Items:
    """Sessions in the planner's words. Raises KeyError for one that stands outside the grid."""

    def __init__(self, facts: Facts, grid: Grid, step: int) -> None:
        self.facts, self.grid = facts, grid
        self.rules = Rules(facts.levels)
        self.halls = {hall.key: hall for hall in facts.halls}
        self.usual = grid.starts(step)
        self.wrong: defaultdict[int, set[ClashKind]] = defaultdict(set)
        # Only a warning can have been accepted: what stops publishing has to be mended.
        for clash in (each for each in Timetable(facts).clashes() if not each.blocks_publishing):
            for one in clash.sessions:
                self.wrong[one.key].add(clash.kind)

    def staying(self, one: Placed, *, ghost: bool) -> Item:
        """A session that keeps its place. A `ghost` is there for the wishes only."""
        start = self.grid.unit_at(one.starts_at)
        if start is None:
            raise KeyError(one.code)
        units = len(self.grid.covered(span_of(one)))
        item = Item(id=str(one.key), units=units, lock_start=start, spans_breaks=True, roomless=True)
        if ghost:
            return item
        return replace(
            item,
            people=people_of(one, self.rules),
            languages=interpreted(one, self.facts, self.rules),
            exclusive=self._exclusive(one),
            roomless=one.room is None,
            lock_room=None if one.room is None else str(one.room),
        )

    def moving(self, one: Placed | Waiting) -> Item:
        """A session that may get another place."""
        wrong = self.wrong[one.key] if isinstance(one, Placed) else set[ClashKind]()
        languages = interpreted(one, self.facts, self.rules)
        item = Item(
            id=str(one.key),
            units=max(1, self.grid.length(minutes_of(one))),
            people=people_of(one, self.rules) | {barred_name(one)},
            languages=frozenset() if ClashKind.TEAMS_SHORT in wrong else languages,
            features=frozenset(self._features(one, wrong)),
            exclusive=self._exclusive(one),
        )
        return self._in_time(self._in_room(item, one, wrong), one)

    def _exclusive(self, one: Placed | Waiting) -> bool:
        return one.exclusive and self.rules.keeps(ClashKind.EXCLUSIVE)

    def _features(self, one: Placed | Waiting, wrong: Iterable[ClashKind]) -> Iterator[str]:
        kept = {kind for kind in ClashKind if self.rules.keeps(kind)}.difference(wrong)
        if {ClashKind.ACCESS, ClashKind.FEATURE_MISSING} <= kept:
            yield from (str(need) for need in one.needs)
        if ClashKind.BOOTH_MISSING in kept:
            yield from (f"booth {code}" for code in one.languages[1:])

    def _in_room(self, item: Item, one: Placed | Waiting, wrong: Iterable[ClashKind]) -> Item:
        """With its seats, or with the rooms that hold them where the layout of the chairs decides."""
        if isinstance(one, Placed) and one.room_locked and one.room is not None:
            return replace(item, lock_room=str(one.room))
        if ClashKind.TOO_SMALL in wrong or not self.rules.keeps(ClashKind.TOO_SMALL):
            return item
        people = self._people(one)
        if not any(one.layout in hall.capacities for hall in self.halls.values()):
            return replace(item, seats=people)
        holding = (hall for hall in self.halls.values() if hall.holds(one.layout) >= people)
        return replace(item, rooms=frozenset(str(hall.key) for hall in holding))

    def _people(self, one: Placed | Waiting) -> int:
        """Those expected, or those who want to come where that stops publishing."""
        counted = self.facts.levels[ClashKind.TOO_SMALL_FOR_WISHES].at_least(Level.PUBLISH)
        return max(one.seats or 0, one.wishes if counted else 0)

    def _in_time(self, item: Item, one: Placed | Waiting) -> Item:
        if isinstance(one, Placed) and one.time_locked:
            return replace(item, lock_start=self.grid.unit_at(one.starts_at), spans_breaks=True)
        if one.allowed and self.rules.keeps(ClashKind.OUTSIDE_ALLOWED):
            return replace(item, starts=frozenset(self._allowed(one, item.units)), spans_breaks=True)
        if isinstance(one, Placed) and self._outside_hours(one):
            return replace(item, starts=frozenset(self._likewise(one, item.units)), spans_breaks=True)
        return replace(item, starts=self.usual | self._here(one))

    def _allowed(self, one: Placed | Waiting, units: int) -> Iterator[int]:
        for start in range(len(self.grid.units)):
            if self.grid.runs(start, units):
                span = self.grid.span(start, units)
                if any(each.starts_at <= span.starts_at and span.ends_at <= each.ends_at for each in one.allowed):
                    yield start

    def _outside_hours(self, one: Placed) -> bool:
        """A side event at lunch, an evening: whoever put it there meant it."""
        return not all(self.grid.units[unit].usual for unit in self.grid.covered(span_of(one)))

    def _likewise(self, one: Placed, units: int) -> Iterator[int]:
        """The same time on each day, as far as it exists there."""
        zone = self.facts.zone or UTC
        hour = one.starts_at.astimezone(zone).time()
        for start, unit in enumerate(self.grid.units):
            if unit.starts_at.astimezone(zone).time() == hour and self.grid.runs(start, units):
                yield start

    def _here(self, one: Placed | Waiting) -> frozenset[int]:
        """Where it stands now, if that is within one stretch."""
        start = self.grid.unit_at(one.starts_at) if isinstance(one, Placed) else None
        return frozenset() if start is None else frozenset({start})
