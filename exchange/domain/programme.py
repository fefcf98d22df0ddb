"""What a published agenda says: plain values, read from a release and never changed.

One `Programme` is one release. The public page, the calendars, schedule.json,
schedule.xml and the printed programme are all made from it, so they cannot
disagree. Instants are aware and in UTC; `forum.time_zone` turns them into what a
clock on the wall of the venue shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from exchange.domain.localised import Localised, Texts, direction, localise, named
from exchange.domain.text import initials
from exchange.domain.visit_sheet import Leg, Status, StepFree, Stop, VisitSheet

__all__ = [
    "Contributor",
    "Day",
    "ForumFacts",
    "Leg",
    "Localised",
    "Part",
    "Pause",
    "Programme",
    "Room",
    "Session",
    "Status",
    "StepFree",
    "Stop",
    "Texts",
    "Theme",
    "VisitSheet",
    "direction",
    "localise",
]


@dataclass(frozen=True)
class ForumFacts:
    """The forum as the release saw it. `starts_on` and `ends_on` are both days of the forum."""

    slug: str
    titles: Texts
    summaries: Texts
    starts_on: date
    ends_on: date
    time_zone: str
    languages: tuple[str, ...]
    venue_name: str
    venue_address: str
    host_city: str
    accent: str = "#b5482a"
    pattern_seed: str = ""
    fictional: bool = False

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Room:
    """`booths` are the languages that can be interpreted; `place` says where it is ("level 1").

    `names` and `places` are per language; `name` and `place` stand where there are none, as in releases of before.
    """

    code: str
    name: str
    capacity: int
    booths: tuple[str, ...] = ()
    step_free: bool = True
    place: str = ""
    names: Texts = field(default_factory=dict)
    places: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Theme:
    code: str
    names: Texts


@dataclass(frozen=True)
class Contributor:
    """A person of the programme; `key` is the same in every release of a forum."""

    key: str
    name: str
    family_name: str = ""
    function: str = ""
    city: str = ""
    country: str = ""

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True)
class Part:
    """One person's part in a session: the contributor's key and a role ("chair", "speaker")."""

    person: str
    role: str


@dataclass(frozen=True)
class Session:
    """A session in its room at its time.

    `languages` starts with the floor language; the others are interpreted.
    `guid` and `number` are kept for life and never given again; `sequence` and
    `updated_at` change with what a reader of the calendar would see.
    """

    guid: str
    number: int
    code: str
    format: str
    titles: Texts
    abstracts: Texts
    theme: str | None
    languages: tuple[str, ...]
    room: str | None
    starts_at: datetime
    ends_at: datetime
    people: tuple[Part, ...] = ()
    status: Status = Status.CONFIRMED
    sequence: int = 0
    updated_at: datetime = field(kw_only=True)

    @property
    def is_cancelled(self) -> bool:
        return self.status is Status.CANCELLED

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True)
class Pause:
    """Coffee or lunch: shown on the page and the paper, never an event of a calendar."""

    titles: Texts
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Day:
    """A day of the forum (1 = the first) and its sessions by time, then code."""

    index: int
    date: date
    sessions: tuple[Session, ...]
    pauses: tuple[Pause, ...]

    @property
    def confirmed(self) -> tuple[Session, ...]:
        return tuple(session for session in self.sessions if not session.is_cancelled)

    def by_start(self) -> list[tuple[datetime, list[Session]]]:
        """The day's sessions, gathered under the instant they start at."""
        starts: dict[datetime, list[Session]] = {}
        for session in self.sessions:
            starts.setdefault(session.starts_at, []).append(session)
        return list(starts.items())


@dataclass(frozen=True)
class Programme:
    """One release: `version` counts from 1, `note` says what the organiser wrote about it."""

    version: int
    published_at: datetime
    note: Texts
    forum: ForumFacts
    rooms: tuple[Room, ...]
    themes: tuple[Theme, ...]
    people: tuple[Contributor, ...]
    sessions: tuple[Session, ...]
    pauses: tuple[Pause, ...] = ()

    @cached_property
    def _rooms(self) -> dict[str, Room]:
        return {room.code: room for room in self.rooms}

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {theme.code: theme for theme in self.themes}

    @cached_property
    def _people(self) -> dict[str, Contributor]:
        return {person.key: person for person in self.people}

    @cached_property
    def _codes(self) -> dict[str, Session]:
        return {session.code: session for session in self.sessions}

    def room(self, code: str | None) -> Room | None:
        return self._rooms.get(code or "")

    def theme(self, code: str | None) -> Theme | None:
        return self._themes.get(code or "")

    def person(self, key: str) -> Contributor | None:
        return self._people.get(key)

    def session(self, code: str) -> Session | None:
        return self._codes.get(code)

    def people_of(self, session: Session) -> list[tuple[Contributor, str]]:
        """The session's people with their roles, in the order they were given."""
        found = ((self.person(part.person), part.role) for part in session.people)
        return [(person, role) for person, role in found if person is not None]

    def sessions_of(self, key: str) -> list[Session]:
        """A person's sessions, first one first."""
        return [s for s in self.in_order if any(part.person == key for part in s.people)]

    def say(self, texts: Texts, language: str) -> Localised:
        """The text in a language, or in the first of the forum's languages that has one."""
        return localise(texts, language, self.forum.languages)

    def room_name(self, room: Room | None, language: str) -> Localised:
        """What a room is called in a language; empty for no room."""
        return self._named(room.name, room.names, language) if room else Localised("", language, is_fallback=False)

    def room_place(self, room: Room, language: str) -> Localised:
        """Where a room is, in a language."""
        return self._named(room.place, room.places, language)

    def stop_name(self, stop: Stop, language: str) -> Localised:
        """What a stop of a visit is called in a language."""
        return self._named(stop.name, stop.names, language)

    def _named(self, name: str, names: Texts, language: str) -> Localised:
        return named(name, names, language, self.forum.languages)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.forum.zone)

    @cached_property
    def in_order(self) -> tuple[Session, ...]:
        """Every session by start, then by code ("S9" before "S10")."""
        return tuple(sorted(self.sessions, key=lambda s: (s.starts_at, len(s.code), s.code)))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every day from the first to the last, empty ones too."""
        dates = {self.local(session.starts_at).date() for session in self.sessions}
        dates |= set(_dates(self.forum.starts_on, self.forum.ends_on))
        return tuple(
            Day(
                index,
                day,
                tuple(s for s in self.in_order if self.local(s.starts_at).date() == day),
                tuple(p for p in self.pauses if self.local(p.starts_at).date() == day),
            )
            for index, day in enumerate(sorted(dates), start=1)
        )


def _dates(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
