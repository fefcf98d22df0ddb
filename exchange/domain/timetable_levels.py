"""How much each kind of clash matters: four levels, what is usual, and what no organiser can set aside."""

from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """ignore: nobody is told; warn: the organiser should know; publish: the draft may have it, a release may not;
    block: a session cannot be put there."""

    IGNORE = "ignore"
    WARN = "warn"
    PUBLISH = "publish"
    BLOCK = "block"

    @property
    def weight(self) -> int:
        """0 for the mildest."""
        return _ORDER[self]

    def at_least(self, other: "Level") -> bool:
        """Whether this level is as serious as the other, or more."""
        return self.weight >= other.weight


_ORDER = {level: place for place, level in enumerate(Level)}


class ClashKind(StrEnum):
    """The rules of an agenda, by the name of what breaks them; in the order in which an organiser reads them."""

    ROOM_TWICE = "room_twice"
    PERSON_TWICE = "person_twice"
    CITY_TWICE = "city_twice"
    ABSENCE = "absence"
    VISIT_SEAT = "visit_seat"
    VIP_GAP = "vip_gap"
    WALKING_SHORT = "walking_short"
    NO_ROOM = "no_room"
    TOO_SMALL = "too_small"
    TOO_SMALL_FOR_WISHES = "too_small_for_wishes"
    ROOM_OUT = "room_out"
    SETUP_SHORT = "setup_short"
    ACCESS = "access"
    FEATURE_MISSING = "feature_missing"
    BOOTH_MISSING = "booth_missing"
    TEAMS_SHORT = "teams_short"
    TEAM_HOURS = "team_hours"
    SERIES = "series"
    ORDER = "order"
    EXCLUSIVE = "exclusive"
    WISH_CLASH = "wish_clash"
    OUTSIDE_ALLOWED = "outside_allowed"
    IN_PAUSE = "in_pause"
    IN_MEAL = "in_meal"
    IN_PRAYER = "in_prayer"
    IN_MEETINGS = "in_meetings"
    OUTSIDE_DAYS = "outside_days"
    PAST_MIDNIGHT = "past_midnight"
    ENDS_BEFORE_START = "ends_before_start"


DEFAULT_LEVELS: Mapping[ClashKind, Level] = {
    ClashKind.ROOM_TWICE: Level.BLOCK,
    ClashKind.PERSON_TWICE: Level.BLOCK,
    ClashKind.CITY_TWICE: Level.BLOCK,
    ClashKind.ABSENCE: Level.PUBLISH,
    ClashKind.VISIT_SEAT: Level.WARN,
    ClashKind.VIP_GAP: Level.WARN,
    ClashKind.WALKING_SHORT: Level.WARN,
    ClashKind.NO_ROOM: Level.WARN,
    ClashKind.TOO_SMALL: Level.WARN,
    ClashKind.TOO_SMALL_FOR_WISHES: Level.WARN,
    ClashKind.ROOM_OUT: Level.PUBLISH,
    ClashKind.SETUP_SHORT: Level.WARN,
    ClashKind.ACCESS: Level.PUBLISH,
    ClashKind.FEATURE_MISSING: Level.WARN,
    ClashKind.BOOTH_MISSING: Level.WARN,
    ClashKind.TEAMS_SHORT: Level.WARN,
    ClashKind.TEAM_HOURS: Level.WARN,
    ClashKind.SERIES: Level.PUBLISH,
    ClashKind.ORDER: Level.PUBLISH,
    ClashKind.EXCLUSIVE: Level.PUBLISH,
    ClashKind.WISH_CLASH: Level.WARN,
    ClashKind.OUTSIDE_ALLOWED: Level.PUBLISH,
    ClashKind.IN_PAUSE: Level.WARN,
    ClashKind.IN_MEAL: Level.WARN,
    ClashKind.IN_PRAYER: Level.PUBLISH,
    ClashKind.IN_MEETINGS: Level.WARN,
    ClashKind.OUTSIDE_DAYS: Level.BLOCK,
    ClashKind.PAST_MIDNIGHT: Level.BLOCK,
    ClashKind.ENDS_BEFORE_START: Level.BLOCK,
}

# The mildest level a rule can have: days, calendars and paper cannot show an agenda that breaks the last three.
LEAST: Mapping[ClashKind, Level] = {
    ClashKind.ROOM_TWICE: Level.WARN,
    ClashKind.PERSON_TWICE: Level.WARN,
    ClashKind.OUTSIDE_DAYS: Level.BLOCK,
    ClashKind.PAST_MIDNIGHT: Level.BLOCK,
    ClashKind.ENDS_BEFORE_START: Level.BLOCK,
}


def choices_for(kind: ClashKind) -> tuple[Level, ...]:
    """The levels an organiser may choose for a rule, the mildest first."""
    return tuple(level for level in Level if level.at_least(LEAST.get(kind, Level.IGNORE)))


def levels_with(own: Mapping[ClashKind, Level] | None = None) -> dict[ClashKind, Level]:
    """The level of every rule: the organiser's own where it may be chosen, else what is usual."""
    chosen = {kind: level for kind, level in (own or {}).items() if level in choices_for(kind)}
    return {**DEFAULT_LEVELS, **chosen}
