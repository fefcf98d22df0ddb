"""Facts an organiser could change: what a reason is made of. The application turns them into sentences."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What the fact says; in brackets the fields it fills beside `sessions` and `rooms`.

    LENGTH: the session fits into no block (number: its units). SEATS, FEATURE, BOOTHS: what it needs of a room (number
    or name). ROOM_CHOICE: the rooms it may choose from. ROOM_LOCK, START_LOCK (number: unit), STARTS: what is fixed.
    PERSON_AWAY (name), ROOM_AWAY: units that are not available. PERSON_ONCE (name): a person cannot be in two sessions
    at once. SERIES (name): sessions that must not overlap. ORDER: the first ends before the second begins. EXCLUSIVE:
    nothing beside it. TEAMS (name: language): how many teams there are. ROOM_TIME (number needed, offer): the
    sessions need more units of these rooms than they offer. PERSON_TIME, TEAM_TIME, ALONE_TIME: likewise of a person,
    a language's teams, the whole agenda. BLOCK_TIME: longer than half a block, so one a block and room at most.
    NO_ROOMS: there is no room at all.
    """

    LENGTH = "length"
    SEATS = "capacity"
    FEATURE = "features"
    BOOTHS = "booths"
    ROOM_CHOICE = "rooms"
    ROOM_LOCK = "lock_room"
    START_LOCK = "lock_start"
    STARTS = "starts"
    PERSON_AWAY = "availability"
    ROOM_AWAY = "room_availability"
    PERSON_ONCE = "speaker"
    SERIES = "no_overlap"
    ORDER = "order"
    EXCLUSIVE = "exclusive"
    TEAMS = "interpreters"
    ROOM_TIME = "room"
    PERSON_TIME = "speaker_time"
    TEAM_TIME = "interpreter_time"
    ALONE_TIME = "exclusive_time"
    BLOCK_TIME = "block_room"
    NO_ROOMS = "no_rooms"


@dataclass(frozen=True, order=True)
class Fact:
    """One requirement with the sessions and rooms it is about; the other fields as FactKind says."""

    kind: FactKind
    sessions: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    name: str = ""
    number: int = 0
    offer: int = 0
