"""An agenda with all that is known about it, as the planner takes it; and the planner's answer in rooms and times."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from exchange.domain.agenda_grid import Grid, Hours, grid_of
from exchange.domain.agenda_items import (
    Items,
    Rules,
    barred_name,
    bars,
    broken_among,
    has,
    interpreted,
    minutes_of,
    people_of,
    span_of,
)
from exchange.domain.agenda_planner.instance import Instance, Placement, Room, Series
from exchange.domain.timetable import Facts, Placed, Span, Waiting
from exchange.domain.timetable_levels import ClashKind


@dataclass(frozen=True)
class Spot:
    """Where a session stands: the key of its room (None: no room), and its time."""

    room: int | None
    time: Span


@dataclass(frozen=True)
class Question:
    """What to plan. `movable` are keys of the sessions that may get another place; the others stay where they are, and
    those of them that stand nowhere are left out. `wishes` hold for each delegate the weight of each session by key.
    With `immovable` the planner cannot leave out what stays, even where it contradicts what moves.

    Raises ValueError when the forum's days are not known.
    """

    facts: Facts
    movable: frozenset[int]
    hours: Hours = field(default_factory=Hours)
    wishes: Sequence[Mapping[int, int]] = ()
    immovable: bool = False

    @cached_property
    def grid(self) -> Grid:
        """The units of time."""
        lengths = [minutes_of(one) for one in self.facts.sessions if one.key in self.movable]
        return grid_of(self.facts, self.hours, lengths)

    @cached_property
    def instance(self) -> Instance:
        """The agenda as the planner takes it; sessions and rooms go by their keys as text."""
        return _Translation(self).instance()

    def placements(self) -> dict[str, Placement]:
        """Where the sessions of the instance stand now; those without a room or a time are left out."""
        found = {}
        for one in self.facts.sessions:
            item = self.instance.session.get(str(one.key))
            start = self.grid.unit_at(one.starts_at) if isinstance(one, Placed) else None
            if item and start is not None and isinstance(one, Placed) and (item.roomless or one.room is not None):
                found[item.id] = Placement(start, None if item.roomless else str(one.room))
        return found

    def spots(self, placements: Mapping[str, Placement]) -> dict[int, Spot]:
        """A plan as rooms and times of the movable sessions, by key."""
        minutes = {str(one.key): minutes_of(one) for one in self.facts.sessions if one.key in self.movable}
        found = {}
        for name, (start, room) in placements.items():
            if name in minutes:
                began = self.grid.units[start].starts_at
                time = Span(began, began + timedelta(minutes=minutes[name]))
                found[int(name)] = Spot(None if room is None else int(room), time)
        return found


def movable_in(facts: Facts, keys: Collection[int] | None = None) -> frozenset[int]:
    """The sessions a plan may move: those asked for (None: all) unless both their time and their room are locked."""
    asked = [one for one in facts.sessions if keys is None or one.key in keys]
    return frozenset(one.key for one in asked if not (isinstance(one, Placed) and one.time_locked and one.room_locked))


class _Translation:
    def __init__(self, question: Question) -> None:
        self.question, self.facts, self.grid = question, question.facts, question.grid
        self.rules = Rules(self.facts.levels)
        self.items = Items(self.facts, self.grid, question.hours.step)
        fixed = [one for one in self.facts.sessions if isinstance(one, Placed) and one.key not in question.movable]
        self.fixed = [
            one for one in fixed if self.grid.unit_at(one.starts_at) is not None and one.ends_at > one.starts_at
        ]
        broken = broken_among(self.facts, self.fixed)
        self.ghosts = [one for one in self.fixed if question.immovable or one.key in broken]

    def instance(self) -> Instance:
        ghosts = {one.key for one in self.ghosts}
        items = [self.items.moving(one) for one in self._moving()]
        items += [self.items.staying(one, ghost=one.key in ghosts) for one in self.fixed]
        kept = {item.id for item in items} - {str(key) for key in ghosts}
        return Instance(
            blocks=tuple(unit.block for unit in self.grid.units),
            days=tuple(unit.day for unit in self.grid.units),
            rooms=tuple(self._rooms()),
            sessions=tuple(items),
            absences=self._absences(),
            teams=self._teams(),
            series=tuple(self._series(kept)),
            order=tuple(self._order(kept)),
            wishes=tuple({str(key): weight for key, weight in one.items()} for one in self.question.wishes),
        )

    def _rooms(self) -> Iterator[Room]:
        for hall in self.facts.halls:
            taken = [span_of(one) for one in self.ghosts if one.room == hall.key]
            if self.rules.keeps(ClashKind.ROOM_OUT):
                taken += [Span(outage.starts_at, outage.ends_at) for outage in hall.outages]
            # Booths are features here, because a booth is for a language: any number of them may be open at once.
            yield Room(str(hall.key), hall.capacity, has(hall), booths=99, unavailable=self._units(taken))

    def _units(self, spans: Sequence[Span]) -> frozenset[int]:
        return frozenset[int]().union(*(self.grid.covered(span) for span in spans))

    def _absences(self) -> dict[str, frozenset[int]]:
        """When people are away, on a study visit, or in a session that is not part of the plan."""
        away: defaultdict[str, list[Span]] = defaultdict(list)
        if self.rules.keeps(ClashKind.ABSENCE):
            for key, spans in self.facts.absences.items():
                away[f"person {key}"] += spans
        for outing in self.facts.outings:
            busy = outing.leads | (outing.guests if self.rules.keeps(ClashKind.VISIT_SEAT) else frozenset())
            for key in busy:
                away[f"person {key}"].append(Span(outing.starts_at, outing.ends_at))
        for one in self.ghosts:
            for name in people_of(one, self.rules):
                away[name].append(span_of(one))
        found = {name: self._units(spans) for name, spans in sorted(away.items())}
        return found | {barred_name(one): units for one in self._moving() if (units := self._barred(one))}

    def _moving(self) -> list[Placed | Waiting]:
        return [one for one in self.facts.sessions if one.key in self.question.movable]

    def _barred(self, one: Placed | Waiting) -> frozenset[int]:
        """Units that sessions bar which are no part of the plan themselves."""
        barred: set[int] = set()
        for ghost in self.ghosts:
            beside, before, after = bars(one, ghost, self.rules)
            units = self.grid.covered(span_of(ghost))
            barred.update(units if beside else ())
            barred.update(range(max(units) + 1) if before else ())
            barred.update(range(min(units), len(self.grid.units)) if after else ())
        return frozenset(barred)

    def _teams(self) -> dict[str, tuple[int, ...]]:
        busy: Counter[tuple[str, int]] = Counter()
        for one in self.ghosts:
            units = self.grid.covered(span_of(one))
            busy.update((code, unit) for code in interpreted(one, self.facts, self.rules) for unit in units)
        all_units = range(len(self.grid.units))
        return {
            code: tuple(max(0, team.teams - busy[code, unit]) for unit in all_units)
            for code, team in sorted(self.facts.teams.items())
        }

    def _series(self, kept: Collection[str]) -> Iterator[Series]:
        if not self.rules.keeps(ClashKind.SERIES):
            return
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.facts.sessions:
            if one.series and str(one.key) in kept:
                found[one.series].append(str(one.key))
        yield from (Series(name, tuple(members)) for name, members in sorted(found.items()) if len(members) > 1)

    def _order(self, kept: Collection[str]) -> Iterator[tuple[str, str]]:
        if not self.rules.keeps(ClashKind.ORDER):
            return
        for one in self.facts.sessions:
            for earlier in sorted(one.after):
                if {str(one.key), str(earlier)} <= set(kept):
                    yield str(earlier), str(one.key)
