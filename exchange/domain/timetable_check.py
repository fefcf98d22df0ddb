"""The judge of an agenda: what clashes in it, and what would if a session stood elsewhere.

Each rule looks from one session at what it meets, so both answers come from the same rules.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime

from exchange.domain.timetable import Clash, Facts, Placed
from exchange.domain.timetable_index import Index
from exchange.domain.timetable_levels import ClashKind, Level
from exchange.domain.timetable_rooms import BY_ROOM, time_to_walk
from exchange.domain.timetable_rules import BY_TIME, in_order


class Timetable:
    """An agenda with all that is known about it. The facts are laid out once; ask as often as you like."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._index = Index(facts)
        self._at: dict[Hashable, Placed] = {}
        self._known: dict[Hashable, list[Clash]] = {}

    def clashes(self) -> list[Clash]:
        """Every clash once, the most serious first, then by time and code; without what the organiser ignores."""
        found: dict[Hashable, Clash] = {}
        for one in self._index.placed:
            for clash in self._of(one, one.room, one.key):
                found.setdefault(_same(clash), clash)
        return _in_order(list(found.values()))

    def clashes_if(self, key: int, room: int | None, starts_at: datetime, minutes: int | None = None) -> list[Clash]:
        """What would clash with a session (of the agenda or its tray) if it stood there, as long as it is or as told.

        What depends on the time alone is found once per start, so that a map of all rooms and starts costs little more
        than one of all starts. Raises KeyError for a session that is not known.
        """
        when = (key, starts_at, minutes)
        if when not in self._at:
            self._at[when] = self._index.sessions[key].at(starts_at, minutes)
        return _in_order(self._of(self._at[when], room, when))

    def _of(self, one: Placed, room: int | None, when: Hashable) -> list[Clash]:
        """What clashes with a session in a room; `when` stands for the session and its time."""
        hall = self._index.halls.get(room)
        found = self._once(when, lambda: self._of_time(one))
        if one.ends_at <= one.starts_at:
            return found
        if hall is None:
            return [*found, *self._counted([self._index.found(ClashKind.NO_ROOM, one)])]
        walks = self._once((when, hall.site), lambda: time_to_walk(self._index, one, hall.site))
        return [*found, *walks, *self._counted(clash for rule in BY_ROOM for clash in rule(self._index, one, hall))]

    def _of_time(self, one: Placed) -> Iterator[Clash]:
        rules = (in_order, *BY_TIME) if one.ends_at > one.starts_at else (in_order,)
        return (clash for rule in rules for clash in rule(self._index, one))

    def _once(self, key: Hashable, find: Callable[[], Iterable[Clash]]) -> list[Clash]:
        if key not in self._known:
            self._known[key] = self._counted(find())
        return self._known[key]

    def _counted(self, found: Iterable[Clash]) -> list[Clash]:
        return [clash for clash in found if clash.level is not Level.IGNORE]


def _same(clash: Clash) -> Hashable:
    """What tells a clash from others: seen from each of its sessions it is the same one."""
    person = clash.person.key if clash.person else None
    return clash.kind, *(one.key for one in clash.sessions), person, *clash.facts.values()


def _in_order(found: list[Clash]) -> list[Clash]:
    return sorted(found, key=lambda clash: (-clash.level.weight, clash.sessions[0].starts_at, clash.sessions[0].code))
