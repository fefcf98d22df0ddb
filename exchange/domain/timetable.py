"""What an agenda is made of, as its rules see it: sessions that ask for a place, rooms, people, times, and clashes.

The rules are in timetable_rules (time and people) and timetable_rooms; timetable_check asks them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

# Whoever reads clashes needs their kinds and levels too.
from exchange.domain.timetable_levels import ClashKind as ClashKind
from exchange.domain.timetable_levels import Level as Level
from exchange.domain.timetable_levels import levels_with


class Layout(StrEnum):
    """How the chairs of a room stand."""

    THEATRE = "theatre"
    CLASSROOM = "classroom"
    CABARET = "cabaret"
    BOARDROOM = "boardroom"
    U_SHAPE = "u_shape"
    CIRCLE = "circle"
    STANDING = "standing"


class Need(StrEnum):
    """What a session needs of its room, and what a room has."""

    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    MOVABLE_CHAIRS = "movable_chairs"
    PROJECTOR = "projector"
    HYBRID = "hybrid"


# Without these somebody is shut out, and not only uncomfortable.
ACCESS = frozenset({Need.STEP_FREE, Need.HEARING_LOOP})


class BreakKind(StrEnum):
    """What a pause is for. Meetings are a round of meetings between cities."""

    COFFEE = "coffee"
    MEAL = "meal"
    PRAYER = "prayer"
    RECEPTION = "reception"
    MEETINGS = "meetings"
    OTHER = "other"


class Span(NamedTuple):
    """A stretch of time; the end is exclusive."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Outage:
    """When a room cannot be used, and why."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Hall:
    """A room as the timetable sees it; `booths` are languages that can be interpreted there. `capacities` holds how
    many people fit with a layout where that is not `capacity`, `setup_minutes` what it takes to change the layout,
    `site` the building, for walking."""

    key: int
    name: str
    capacity: int
    booths: tuple[str, ...] = ()
    capacities: Mapping[Layout, int] = field(default_factory=dict)
    setup_minutes: int = 0
    features: frozenset[Need] = frozenset()
    site: str = ""
    outages: tuple[Outage, ...] = ()

    def holds(self, layout: Layout | None) -> int:
        """How many people fit with a layout."""
        return self.capacities.get(layout, self.capacity) if layout else self.capacity


@dataclass(frozen=True)
class Break:
    """Time in which people expect no session. `alone`: a round of meetings beside which nothing should run."""

    name: str
    starts_at: datetime
    ends_at: datetime
    kind: BreakKind = BreakKind.OTHER
    alone: bool = True


@dataclass(frozen=True)
class Involved:
    """Somebody who must be in a session, with the role they have there; or a city that takes part in it."""

    key: int
    name: str
    role: str


@dataclass(frozen=True)
class Outing:
    """A study visit: who leads it and who has a seat on it (keys of persons) is elsewhere meanwhile."""

    name: str
    starts_at: datetime
    ends_at: datetime
    leads: frozenset[int] = frozenset()
    guests: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Team:
    """Interpreters of one language: how many teams (of two), and how long one of them may work on a day."""

    teams: int
    minutes_a_day: int = 420


@dataclass(frozen=True)
class Asked:
    """A session as it asks for a place, wherever it stands.

    `languages[0]` is the floor, the others are interpreted; `seats` is how many people are expected, None when nobody
    said; `wishes` how many delegates want it. `after` holds keys of sessions that come before it, `allowed` the only
    times it may have (empty: any). What is locked is moved neither by hand nor by a proposal.
    """

    key: int
    code: str
    title: str
    _: KW_ONLY
    people: tuple[Involved, ...] = ()
    cities: tuple[Involved, ...] = ()
    seats: int | None = None
    wishes: int = 0
    languages: tuple[str, ...] = ()
    layout: Layout | None = None
    needs: frozenset[Need] = frozenset()
    series: str = ""
    after: frozenset[int] = frozenset()
    exclusive: bool = False
    allowed: tuple[Span, ...] = ()
    time_locked: bool = False
    room_locked: bool = False


@dataclass(frozen=True)
class Placed(Asked):
    """A session with a time. `room` is a Hall's key or None."""

    room: int | None
    starts_at: datetime
    ends_at: datetime

    def at(self, starts_at: datetime, minutes: int | None = None) -> Self:
        """The same session at another time, as long as it was unless told otherwise."""
        length = self.ends_at - self.starts_at if minutes is None else timedelta(minutes=minutes)
        return replace(self, starts_at=starts_at, ends_at=starts_at + length)


@dataclass(frozen=True)
class Waiting(Asked):
    """A session in the tray, with its length in minutes."""

    minutes: int

    def at(self, starts_at: datetime, minutes: int | None = None) -> Placed:
        """The session as it would stand, in no room yet."""
        facts = {name: value for name, value in vars(self).items() if name != "minutes"}
        ends_at = starts_at + timedelta(minutes=self.minutes if minutes is None else minutes)
        return Placed(**facts, room=None, starts_at=starts_at, ends_at=ends_at)


@dataclass(frozen=True)
class Facts:
    """All that an agenda knows. `opens` is the first instant of the forum's first day, `closes` the first one after its
    last; midnight is that of `zone`, without which only the end of the last day counts. `absences` and `vips` (minutes
    between two sessions) are by person, `teams` by language (empty: nobody said), `walks` minutes between two sites,
    `wished_together` how many delegates want both of two sessions (the smaller key first)."""

    sessions: Sequence[Placed | Waiting]
    halls: Sequence[Hall] = ()
    breaks: Sequence[Break] = ()
    outings: Sequence[Outing] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    zone: ZoneInfo | None = None
    absences: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    vips: Mapping[int, int] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    walks: Mapping[tuple[str, str], int] = field(default_factory=dict)
    wished_together: Mapping[tuple[int, int], int] = field(default_factory=dict)
    levels: Mapping[ClashKind, Level] = field(default_factory=levels_with)


@dataclass(frozen=True)
class Clash:
    """One thing that is wrong. `sessions` are those concerned, the earliest first; `person` may be a city (CITY_TWICE).

    `facts` fill a sentence: seats or wishes and capacity (TOO_SMALL, TOO_SMALL_FOR_WISHES); missing, codes
    (BOOTH_MISSING, ACCESS, FEATURE_MISSING); pause (Break), outing (Outing), outage (Outage), away (Span); language,
    teams and needed (TEAMS_SHORT); language, minutes and allowed (TEAM_HOURS); minutes and needed (SETUP_SHORT,
    VIP_GAP, WALKING_SHORT with its two sites); follows, a key (ORDER); delegates (WISH_CLASH).
    """

    kind: ClashKind
    sessions: tuple[Placed, ...]
    level: Level
    room: Hall | None = None
    person: Involved | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether a session cannot be put there at all."""
        return self.level is Level.BLOCK

    @property
    def blocks_publishing(self) -> bool:
        """Whether the agenda cannot be published with it."""
        return self.level.at_least(Level.PUBLISH)

    def concerns(self, key: int) -> bool:
        """Whether the session with this key is one of those that clash."""
        return any(session.key == key for session in self.sessions)

    def beside(self, key: int) -> Placed | None:
        """The other session of the two."""
        return next((session for session in self.sessions if session.key != key), None)

    def role_in(self, session: Placed) -> str:
        """What the person who is needed twice does in one of the sessions."""
        return next((one.role for one in session.people if self.person and one.key == self.person.key), "")


def overlapping(spans: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of spans that share a moment, each pair once; ends are exclusive."""
    running: list[int] = []
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        running = [other for other in running if spans[other][1] > spans[index][0]]
        yield from ((other, index) for other in running)
        running.append(index)
