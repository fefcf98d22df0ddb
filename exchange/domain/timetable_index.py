"""The facts of an agenda, laid out so that the rules find what a session meets without looking at all others."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Protocol, TypeVar

from exchange.domain.timetable import Clash, Facts, Hall, Involved, Outing, Placed
from exchange.domain.timetable_levels import ClashKind

Key = TypeVar("Key", bound=Hashable)


class Timed(Protocol):
    """Anything with a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def meet(one: Timed, other: Timed) -> bool:
    """Whether two things share a moment; ends are exclusive."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def minutes_between(one: Timed, other: Timed) -> int:
    """Minutes from the end of the earlier to the start of the later; below zero when they overlap."""
    gap = max(other.starts_at - one.ends_at, one.starts_at - other.ends_at)
    return int(gap.total_seconds() // 60)


class Index:
    """Placed sessions by what they could clash over. A session that ends before it starts disturbs no other."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.sessions = {one.key: one for one in facts.sessions}
        placed = [one for one in facts.sessions if isinstance(one, Placed)]
        self.placed = sorted(placed, key=lambda one: (one.starts_at, one.code))
        self.standing = {one.key: one for one in self.placed if one.ends_at > one.starts_at}
        self.halls: dict[int | None, Hall] = {hall.key: hall for hall in facts.halls}
        self.in_room = self._by(lambda one: [one.room])
        self.of_person = self._by(lambda one: {person.key for person in one.people})
        self.of_city = self._by(lambda one: {city.key for city in one.cities})
        self.in_series = self._by(lambda one: [one.series] if one.series else [])
        self.following = self._by(lambda one: one.after)
        self.interpreted = self._by(self.teams_wanted)
        self.exclusive = [one for one in self.standing.values() if one.exclusive]

    def _by(self, keys: Any) -> dict[Any, list[Placed]]:
        found: defaultdict[Any, list[Placed]] = defaultdict(list)
        for one in self.standing.values():
            for key in keys(one):
                found[key].append(one)
        return dict(found)

    def others(self, shelf: dict[Key, list[Placed]], keys: Iterable[Key], one: Placed) -> Iterator[tuple[Key, Placed]]:
        """What stands under some keys, without the session itself."""
        return ((key, other) for key in keys for other in shelf.get(key, ()) if other.key != one.key)

    def found(
        self,
        kind: ClashKind,
        *sessions: Placed,
        room: Hall | None = None,
        person: Involved | None = None,
        **facts: Any,
    ) -> Clash:
        """A clash with the level of its rule."""
        if len(sessions) > 1:
            sessions = tuple(sorted(sessions, key=lambda one: (one.starts_at, one.code)))
        return Clash(kind, sessions, self.facts.levels[kind], room, person, facts)

    def teams_wanted(self, one: Placed) -> list[tuple[str, date]]:
        """(language, day) of each team a session needs. The floor's own language is among them: its booth speaks when
        an answer comes in another one."""
        day = self.day(one)
        return [(language, day) for language in one.languages] if len(one.languages) > 1 else []

    def day(self, one: Placed) -> date:
        """The day on the walls of the venue."""
        return one.starts_at.astimezone(self.facts.zone or UTC).date()

    def night_after(self, instant: datetime) -> datetime:
        """The midnight that ends an instant's day on the walls of the venue."""
        zone = self.facts.zone or UTC
        tomorrow = instant.astimezone(zone).date() + timedelta(days=1)
        # In UTC: two times of one zone would be compared by what the walls show, summer time or not.
        return datetime.combine(tomorrow, time(), zone).astimezone(UTC)

    @cached_property
    def outings_of(self) -> dict[int, list[Outing]]:
        """The study visits each person leads or has a seat on."""
        found: defaultdict[int, list[Outing]] = defaultdict(list)
        for outing in self.facts.outings:
            for key in outing.leads | outing.guests:
                found[key].append(outing)
        return dict(found)

    @cached_property
    def wished_with(self) -> dict[int, list[tuple[int, int]]]:
        """(another session, how many want both) by session."""
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for (one, other), delegates in self.facts.wished_together.items():
            found[one].append((other, delegates))
            found[other].append((one, delegates))
        return dict(found)
