"""Who may come: roles, standings, and the quotas of a forum and of each city. Facts: DOMAIN 1, 'Composition'."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    """Why a place in the forum, or a change of a registration, is refused."""

    FORUM_FULL = "forum_full"
    CITY_FULL = "city_full"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    WRONG_STANDING = "wrong_standing"
    UNFINISHED = "unfinished"
    CITY_MISSING = "city_missing"
    CITY_NOT_ACCEPTED = "city_not_accepted"
    REASON_MISSING = "reason_missing"
    ARRIVES_TOO_EARLY = "arrives_too_early"
    ARRIVES_TOO_LATE = "arrives_too_late"
    LEAVES_TOO_EARLY = "leaves_too_early"
    LEAVES_TOO_LATE = "leaves_too_late"
    LEAVES_FIRST = "leaves_first"
    WITHDRAWN = "withdrawn"


# An interpreter or companion helps a delegate to take part, so they never cost the city a place.
COUNTED = frozenset({Role.HEAD, Role.ALTERNATE, Role.DELEGATE, Role.ADVISER})
# Interpreters, companions and staff take no seat of the forum either.
SEATED = COUNTED | {Role.PRESS, Role.OBSERVER, Role.GUEST, Role.SPEAKER}
# Those who have left; everybody else has a live registration, of which a person has one a forum.
ENDED = frozenset({Standing.CANCELLED, Standing.SUBSTITUTED})

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

# People come some days early and stay some days longer; further away they are asked whether the day is right.
DAYS_AROUND = timedelta(days=14)
# Diet, access needs and travel are erased this long after the forum.
NEEDS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Places:
    """Seats of the forum and of one city: limits (None: no limit) and how many are taken."""

    capacity: int | None
    taken: int
    quota: int | None
    city_taken: int


def quota_of(city_id: int | None, host_city_id: int | None, quota: int | None, host_quota: int | None) -> int | None:
    """How many a city may send (None: no limit); the host city has its own quota when one is set."""
    if city_id is not None and city_id == host_city_id and host_quota is not None:
        return host_quota
    return quota


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


def check_city(role: Role, *, has_city: bool, has_request: bool, has_organisation: bool) -> None:
    """Raises Refusal when nothing says for whom somebody comes: delegates need a city, others an organisation."""
    if not (has_city or has_request or (has_organisation and role not in COUNTED)):
        raise Refusal(Reason.CITY_MISSING)


def check_approvable(role: Role, *, has_city: bool) -> None:
    """Raises Refusal for a delegate of a city that the secretariat has not accepted: it has no quota to count in."""
    if role in COUNTED and not has_city:
        raise Refusal(Reason.CITY_NOT_ACCEPTED)


def check_open(now: datetime, opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Raises Refusal outside the registration window; without an opening nothing is open."""
    if opens_at is None or now < opens_at:
        raise Refusal(Reason.NOT_OPEN)
    if closes_at is not None and now >= closes_at:
        raise Refusal(Reason.CLOSED)


def first_standing(role: Role, places: Places, *, has_city: bool, approves_by_itself: bool) -> Standing:
    """Where a registration stands when it is sent: approved, with the organisers, or on the waiting list."""
    try:
        check_place(role, places)
    except Refusal:
        return Standing.WAITING
    if approves_by_itself and (has_city or role not in COUNTED):
        return Standing.APPROVED
    return Standing.SUBMITTED


def standing_after_change(role: Role, places: Places, *, has_city: bool, approves_by_itself: bool) -> Standing:
    """Where somebody approved stands with another city or role; raises Refusal when that has no place."""
    check_place(role, places)
    return first_standing(role, places, has_city=has_city, approves_by_itself=approves_by_itself)


def check_stay(arrives_on: date | None, leaves_on: date | None) -> None:
    """Raises Refusal when somebody would leave before they come."""
    if arrives_on and leaves_on and leaves_on < arrives_on:
        raise Refusal(Reason.LEAVES_FIRST)


def doubts_about_stay(
    arrives_on: date | None, leaves_on: date | None, starts_on: date, ends_on: date
) -> dict[str, Refusal]:
    """What looks like a slip of the pen and may be right all the same, by "arrives_on" and "leaves_on"."""
    found: dict[str, Refusal] = {}
    if arrives_on and arrives_on < starts_on - DAYS_AROUND:
        found["arrives_on"] = Refusal(Reason.ARRIVES_TOO_EARLY)
    elif arrives_on and arrives_on > ends_on:
        found["arrives_on"] = Refusal(Reason.ARRIVES_TOO_LATE)
    if leaves_on and leaves_on < starts_on:
        found["leaves_on"] = Refusal(Reason.LEAVES_TOO_EARLY)
    elif leaves_on and leaves_on > ends_on + DAYS_AROUND:
        found["leaves_on"] = Refusal(Reason.LEAVES_TOO_LATE)
    return found
