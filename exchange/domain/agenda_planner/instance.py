"""One agenda to be planned, in whole numbers: time is cut into units, a block is a stretch of units between breaks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

MUST, WANT = 3, 1


class Placement(NamedTuple):
    """The first unit of a session, and its room (None for a session that takes no room)."""

    start: int
    room: str | None


Plan = Mapping[str, Placement]


@dataclass(frozen=True)
class Room:
    """`booths` is how many languages can be interpreted at once; `unavailable` are units."""

    id: str
    capacity: int = 0
    features: frozenset[str] = frozenset()
    booths: int = 0
    unavailable: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Session:
    """`units` is its length. `people` are all who must be there: speakers, chairs, paired cities. `languages` are those
    it is interpreted into, `booths` how many booths that takes (None: one for each). `starts` and `rooms` are what it
    may choose from, None: no limit. A `roomless` session (a study visit) takes no room; one that `spans_breaks` may run
    over breaks, but not into the next day."""

    id: str
    units: int
    people: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    seats: int = 0
    starts: frozenset[int] | None = None
    rooms: frozenset[str] | None = None
    lock_start: int | None = None
    lock_room: str | None = None
    exclusive: bool = False
    roomless: bool = False
    spans_breaks: bool = False
    booths: int | None = None

    @property
    def booths_needed(self) -> int:
        return len(self.languages) if self.booths is None else self.booths


@dataclass(frozen=True)
class Series:
    """Sessions that must not overlap each other."""

    id: str
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """What there is to plan.

    `blocks[u]` and `days[u]` are the block and the day of unit u; block numbers do not repeat on another day.
    `absences` are units by person, `teams` the interpreter teams by language, one number per unit.
    `order` holds (earlier, later): the earlier one ends before the later one begins.
    `wishes` holds for each delegate the weight (MUST or WANT) of each session asked for; sessions that are not in the
    instance are ignored. Raises ValueError when ids are twice, or rooms and sessions are named that do not exist.
    """

    blocks: tuple[int, ...]
    days: tuple[int, ...]
    rooms: tuple[Room, ...] = ()
    sessions: tuple[Session, ...] = ()
    absences: Mapping[str, frozenset[int]] = field(default_factory=dict)
    teams: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    wishes: tuple[Mapping[str, int], ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.blocks) != len(self.days):
            raise ValueError("Blocks and days have different lengths.")
        _check_ids("room", [room.id for room in self.rooms])
        _check_ids("session", [session.id for session in self.sessions])
        _check_lengths(self)
        named = {name for series in self.series for name in series.sessions} | {
            name for pair in self.order for name in pair
        }
        _check_known("session", named, self.session)
        asked = {one.lock_room for one in self.sessions if one.lock_room is not None}
        _check_known("room", asked.union(*(one.rooms or () for one in self.sessions)), self.room)

    @cached_property
    def session(self) -> Mapping[str, Session]:
        """Sessions by id, in the order of the ids."""
        return {one.id: one for one in sorted(self.sessions, key=lambda one: one.id)}

    @cached_property
    def room(self) -> Mapping[str, Room]:
        """Rooms by id, the smallest that serve first: whoever takes the first that fits leaves the large ones free."""
        return {one.id: one for one in sorted(self.rooms, key=lambda one: (one.capacity, one.booths, one.id))}

    def only(self, ids: Iterable[str]) -> "Instance":
        """The same forum with these sessions alone."""
        kept = frozenset(ids)
        return replace(
            self,
            sessions=tuple(one for one in self.sessions if one.id in kept),
            series=tuple(replace(one, sessions=tuple(s for s in one.sessions if s in kept)) for one in self.series),
            order=tuple(pair for pair in self.order if kept.issuperset(pair)),
        )


def _check_ids(what: str, ids: list[str]) -> None:
    twice = sorted(one for one, count in Counter(ids).items() if count > 1)
    if twice:
        raise ValueError(f"The {what} {twice[0]} is there twice.")


def _check_lengths(instance: Instance) -> None:
    for one in instance.sessions:
        if one.units < 1:
            raise ValueError(f"The session {one.id} has no length.")
    for language, teams in instance.teams.items():
        if len(teams) != len(instance.blocks):
            raise ValueError(f"The teams for {language} are not given for each unit.")


def _check_known(what: str, named: Iterable[str], known: Mapping[str, object]) -> None:
    for name in sorted(set(named) - set(known)):
        raise ValueError(f"There is no {what} {name}.")
