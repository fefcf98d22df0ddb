"""Who may come: roles, standings, and the quotas of a forum and of each city. Facts: DOMAIN 1, 'Composition'."""

from dataclasses import dataclass
from enum import StrEnum

from exchange.domain.refusal import Refusal


class Role(StrEnum):
    HEAD = "head"
    ALTERNATE = "alternate"
    DELEGATE = "delegate"
    ADVISER = "adviser"
    INTERPRETER = "interpreter"
    COMPANION = "companion"
    PRESS = "press"
    OBSERVER = "observer"
    GUEST = "guest"
    SPEAKER = "speaker"
    STAFF = "staff"


class Standing(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SUBSTITUTED = "substituted"


class Reason(StrEnum):
    """Why a place in the forum is refused."""

    FORUM_FULL = "forum_full"
    CITY_FULL = "city_full"
    NOT_OPEN = "not_open"
    WRONG_STANDING = "wrong_standing"
    UNFINISHED = "unfinished"


# An interpreter or companion helps a delegate to take part, so they never cost the city a place.
COUNTED = frozenset({Role.HEAD, Role.ALTERNATE, Role.DELEGATE, Role.ADVISER})
# Interpreters, companions and staff take no seat of the forum either.
SEATED = COUNTED | {Role.PRESS, Role.OBSERVER, Role.GUEST, Role.SPEAKER}

# From which standing to which, and nothing else.
MOVES: dict[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.SUBMITTED, Standing.WAITING, Standing.APPROVED, Standing.CANCELLED}),
    Standing.SUBMITTED: frozenset({Standing.APPROVED, Standing.WAITING, Standing.DECLINED, Standing.CANCELLED}),
    Standing.WAITING: frozenset({Standing.APPROVED, Standing.DECLINED, Standing.SUBMITTED, Standing.CANCELLED}),
    Standing.APPROVED: frozenset(
        {Standing.WAITING, Standing.DECLINED, Standing.CANCELLED, Standing.SUBSTITUTED, Standing.SUBMITTED}
    ),
    Standing.DECLINED: frozenset({Standing.SUBMITTED, Standing.APPROVED, Standing.WAITING, Standing.CANCELLED}),
    Standing.CANCELLED: frozenset(),
    Standing.SUBSTITUTED: frozenset(),
}


@dataclass(frozen=True)
class Places:
    """Seats of the forum and of one city: limits (None: no limit) and how many are taken."""

    capacity: int | None
    taken: int
    quota: int | None
    city_taken: int


def check_place(role: Role, places: Places) -> None:
    """Raises Refusal when the forum or the city has no place left for this role."""
    if role in SEATED and places.capacity is not None and places.taken >= places.capacity:
        raise Refusal(Reason.FORUM_FULL, capacity=places.capacity)
    if role in COUNTED and places.quota is not None and places.city_taken >= places.quota:
        raise Refusal(Reason.CITY_FULL, quota=places.quota)


def check_move(current: Standing, wanted: Standing) -> None:
    """Raises Refusal when a registration cannot go from one standing to the other."""
    if wanted not in MOVES[current]:
        raise Refusal(Reason.WRONG_STANDING, current=current, wanted=wanted)
