"""What cannot be, or should not be, in an agenda: the clashes of sessions with rooms, people and days.

Everything is found in one sweep over time per room and per person, so 200 sessions take a few milliseconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo


class Level(StrEnum):
    """block: it cannot take place like this; warn: the organiser should know."""

    BLOCK = "block"
    WARN = "warn"


class ClashKind(StrEnum):
    ROOM_TWICE = "room_twice"
    PERSON_TWICE = "person_twice"
    OUTSIDE_DAYS = "outside_days"
    ENDS_BEFORE_START = "ends_before_start"
    PAST_MIDNIGHT = "past_midnight"
    TOO_SMALL = "too_small"
    BOOTH_MISSING = "booth_missing"
    NO_ROOM = "no_room"
    IN_PAUSE = "in_pause"


BLOCKING = frozenset(
    {
        ClashKind.ROOM_TWICE,
        ClashKind.PERSON_TWICE,
        ClashKind.OUTSIDE_DAYS,
        ClashKind.ENDS_BEFORE_START,
        ClashKind.PAST_MIDNIGHT,
    }
)


@dataclass(frozen=True)
class Hall:
    """A room as the timetable sees it; `booths` are languages that can be interpreted there."""

    key: int
    name: str
    capacity: int
    booths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Break:
    """Coffee or lunch: time in which people expect no session."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Involved:
    """Somebody who must be in a session, with the role they have there."""

    key: int
    name: str
    role: str


@dataclass(frozen=True)
class Placed:
    """A session with a time. `room` is a Hall's key or None; `languages[0]` is the floor, the others are interpreted;
    `seats` is how many people are expected, None when nobody said."""

    key: int
    code: str
    title: str
    room: int | None
    starts_at: datetime
    ends_at: datetime
    people: tuple[Involved, ...] = ()
    seats: int | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clash:
    """One thing that is wrong. `sessions` are the one or two concerned, the earlier first; `facts` fill a sentence:
    seats and capacity for TOO_SMALL, missing (language codes) for BOOTH_MISSING, pause (a Break) for IN_PAUSE."""

    kind: ClashKind
    sessions: tuple[Placed, ...]
    room: Hall | None = None
    person: Involved | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return Level.BLOCK if self.kind in BLOCKING else Level.WARN

    @property
    def blocks(self) -> bool:
        return self.level is Level.BLOCK

    def concerns(self, key: int) -> bool:
        """Whether the session with this key is one of those that clash."""
        return any(session.key == key for session in self.sessions)

    def beside(self, key: int) -> Placed | None:
        """The other session of the two."""
        return next((session for session in self.sessions if session.key != key), None)

    def role_in(self, session: Placed) -> str:
        """What the person who is needed twice does in one of the sessions."""
        return next((one.role for one in session.people if self.person and one.key == self.person.key), "")


def clashes(
    sessions: Iterable[Placed],
    rooms: Iterable[Hall],
    opens: datetime | None = None,
    closes: datetime | None = None,
    pauses: Sequence[Break] = (),
    zone: ZoneInfo | None = None,
) -> list[Clash]:
    """Every clash, blocking ones first, then by time and code.

    `opens` is the first instant of the forum's first day, `closes` the first one after its last day.
    Midnight is that of `zone`; without it only the end of the last day counts.
    """
    placed = sorted(sessions, key=lambda one: (one.starts_at, one.code))
    halls = {room.key: room for room in rooms}
    sane = [one for one in placed if one.ends_at > one.starts_at]
    found = [
        *_lonely(placed, halls, opens, closes),
        *_past_midnight(sane, closes, zone),
        *_in_pauses(sane, pauses),
        *_rooms_twice(sane, halls),
        *_people_twice(sane),
    ]
    return sorted(found, key=lambda clash: (not clash.blocks, clash.sessions[0].starts_at, clash.sessions[0].code))


def overlapping(spans: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of spans that share a moment, each pair once; ends are exclusive."""
    running: list[int] = []
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        running = [other for other in running if spans[other][1] > spans[index][0]]
        yield from ((other, index) for other in running)
        running.append(index)


def _rooms_twice(placed: list[Placed], halls: Mapping[int, Hall]) -> Iterator[Clash]:
    inside = sorted((one for one in placed if one.room in halls), key=lambda one: one.room or 0)
    for key, group in groupby(inside, key=lambda one: one.room or 0):
        for pair in _pairs(list(group)):
            yield Clash(ClashKind.ROOM_TWICE, pair, room=halls[key])


def _people_twice(placed: list[Placed]) -> Iterator[Clash]:
    busy: dict[int, list[tuple[Involved, Placed]]] = {}
    for one in placed:
        for person in {person.key: person for person in one.people}.values():
            busy.setdefault(person.key, []).append((person, one))
    for engagements in busy.values():
        for pair in _pairs([one for _, one in engagements]):
            yield Clash(ClashKind.PERSON_TWICE, pair, person=engagements[0][0])


def _pairs(placed: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    for first, second in overlapping([(one.starts_at, one.ends_at) for one in placed]):
        yield placed[first], placed[second]


def _lonely(
    placed: list[Placed], halls: Mapping[int, Hall], opens: datetime | None, closes: datetime | None
) -> Iterator[Clash]:
    """What is wrong with a session whatever the others do."""
    for one in placed:
        if one.ends_at <= one.starts_at:
            yield Clash(ClashKind.ENDS_BEFORE_START, (one,))
        if (opens and one.starts_at < opens) or (closes and one.starts_at >= closes):
            yield Clash(ClashKind.OUTSIDE_DAYS, (one,))
        room = halls.get(one.room or 0)
        yield from _of_room(one, room) if room else (Clash(ClashKind.NO_ROOM, (one,)),)


def _past_midnight(placed: list[Placed], closes: datetime | None, zone: ZoneInfo | None) -> Iterator[Clash]:
    """Sessions that begin on one day and end on the next; midnight itself still belongs to the first."""
    for one in placed:
        over = closes is not None and one.starts_at < closes < one.ends_at
        if over or (zone and _night_after(one.starts_at, zone) < one.ends_at):
            yield Clash(ClashKind.PAST_MIDNIGHT, (one,))


def _night_after(instant: datetime, zone: ZoneInfo) -> datetime:
    """The midnight that ends the instant's day on the walls of a zone."""
    tomorrow = instant.astimezone(zone).date() + timedelta(days=1)
    # In UTC: two times of one zone would be compared by what the walls show, summer time or not.
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def _in_pauses(placed: list[Placed], pauses: Sequence[Break]) -> Iterator[Clash]:
    for one in placed:
        for pause in pauses:
            if one.starts_at < pause.ends_at and pause.starts_at < one.ends_at:
                yield Clash(ClashKind.IN_PAUSE, (one,), facts={"pause": pause})


def _of_room(one: Placed, room: Hall) -> Iterator[Clash]:
    if one.seats and one.seats > room.capacity:
        yield Clash(ClashKind.TOO_SMALL, (one,), room, facts={"seats": one.seats, "capacity": room.capacity})
    missing = tuple(code for code in one.languages[1:] if code not in room.booths)
    if missing:
        yield Clash(ClashKind.BOOTH_MISSING, (one,), room, facts={"missing": missing})
