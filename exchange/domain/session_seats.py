"""Seats in sessions with a limit: who may have one, who is next, how long an offer stands, what a move does.

Values in, decisions out. Facts: DOMAIN, "Waiting lists" and "No-shows" (timed offers, overbooking).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from exchange.domain.delegations import COUNTED, SEATED, Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.seats import Span, overlap
from exchange.domain.waiting import WaitingRule

# An offer, and the choice between two things at one time, stand this long; shorter when the session is near.
ANSWER_WITHIN = timedelta(hours=24)
# So close to the start nobody is asked any more: who comes to the door first takes what is free.
TOO_LATE_TO_ASK = timedelta(minutes=30)
MOST_OVERBOOKED = 100


class SeatStanding(StrEnum):
    """held: has a seat; offered: may take a freed one until an hour; waiting: on the list; released: over."""

    HELD = "held"
    OFFERED = "offered"
    WAITING = "waiting"
    RELEASED = "released"


# An offered seat is taken until it is declined or has run out.
TAKES_PLACE = frozenset({SeatStanding.HELD, SeatStanding.OFFERED})
LIVE = TAKES_PLACE | {SeatStanding.WAITING}


class Tie(StrEnum):
    """What holds somebody at a time; only a seat in a session can be given up for another one."""

    SEAT = "seat"
    ROLE = "role"
    VISIT = "visit"


class Reason(StrEnum):
    """Why somebody gets no seat, or why the limits cannot be so."""

    NO_SIGN_UP = "no_sign_up"
    NOT_APPROVED = "not_approved"
    WRONG_ROLE = "wrong_role"
    NOT_OPEN_YET = "not_open_yet"
    STARTED = "started"
    FULL = "full"
    CITY_FULL = "city_full"
    HAS_SEAT = "has_seat"
    TAKES_PART = "takes_part"
    CLASH = "clash"
    NO_OFFER = "no_offer"
    NOTHING_TO_DECLINE = "nothing_to_decline"
    NO_SEAT = "no_seat"
    PEOPLE_THERE = "people_there"


@dataclass(frozen=True)
class Limits:
    """What the organiser set, and how many the room holds (None: no room yet, or no matter).

    `overbook` is in percent: how many more are let in because some never come. No `roles`: everybody.
    """

    places: int
    overbook: int = 0
    city_cap: int | None = None
    opens_at: datetime | None = None
    roles: frozenset[Role] = frozenset()
    rule: WaitingRule = WaitingRule.FIRST_COME
    room: int | None = None

    @property
    def capacity(self) -> int:
        """How many seats are given in all: never more than the room holds, but for what is overbooked."""
        places = self.places if self.room is None else min(self.places, self.room)
        return places * (100 + self.overbook) // 100


@dataclass(frozen=True)
class Asker:
    """Somebody who wants a seat."""

    role: Role
    standing: Standing
    city: int | None = None


@dataclass(frozen=True)
class Tally:
    """Seats held or offered that count: in all and by city."""

    given: int = 0
    by_city: Mapping[int, int] = field(default_factory=dict)

    def of(self, city: int | None) -> int:
        """Seats of a city; who has no city has none."""
        return self.by_city.get(city, 0) if city is not None else 0

    def with_one(self, city: int | None) -> "Tally":
        """The same with one seat more."""
        more = {city: self.of(city) + 1} if city is not None else {}
        return Tally(self.given + 1, {**self.by_city, **more})


@dataclass(frozen=True)
class Waiter:
    """Somebody on the waiting list; `held_up` who is needed elsewhere at that time and is passed over."""

    key: int
    city: int | None
    asked_at: datetime
    held_up: bool = False


@dataclass(frozen=True)
class Engagement:
    """What somebody is bound to: a seat in a session, a role in one, a seat on a study visit."""

    person: int
    tie: Tie
    code: str
    titles: Mapping[str, str]
    span: Span
    guid: str

    @property
    def can_be_given_up(self) -> bool:
        """Whether the person can let it go alone."""
        return self.tie is Tie.SEAT


def check_who(limits: Limits, asker: Asker) -> None:
    """Raises Refusal for who is not approved, or has a role the session is not for."""
    if asker.standing is not Standing.APPROVED:
        raise Refusal(Reason.NOT_APPROVED)
    if limits.roles and asker.role not in limits.roles:
        raise Refusal(Reason.WRONG_ROLE)


def check_when(limits: Limits, now: datetime, starts_at: datetime) -> None:
    """Raises Refusal before the sign-up opens and once the session has begun."""
    if now >= starts_at:
        raise Refusal(Reason.STARTED)
    if limits.opens_at is not None and now < limits.opens_at:
        raise Refusal(Reason.NOT_OPEN_YET)


def costs_a_place(role: Role) -> bool:
    """Companions, interpreters and staff come with somebody and take no place, as in the forum itself."""
    return role in SEATED


def check_place(limits: Limits, tally: Tally, asker: Asker) -> None:
    """Raises Refusal when all places are taken, or all that one city may have."""
    if not costs_a_place(asker.role):
        return
    if tally.given >= limits.capacity:
        raise Refusal(Reason.FULL, places=limits.capacity)
    if asker.role in COUNTED and _city_is_full(limits, tally, asker.city):
        raise Refusal(Reason.CITY_FULL, cap=limits.city_cap)


def _city_is_full(limits: Limits, tally: Tally, city: int | None) -> bool:
    return limits.city_cap is not None and city is not None and tally.of(city) >= limits.city_cap


def free_places(limits: Limits, tally: Tally) -> int:
    """Places nobody has, never below 0."""
    return max(limits.capacity - tally.given, 0)


def above_limit(limits: Limits, tally: Tally) -> int:
    """Seats given beyond the limit, after it was lowered or the room became smaller; they are never taken away."""
    return max(tally.given - limits.capacity, 0)


def line(waiting: Iterable[Waiter], tally: Tally, rule: WaitingRule) -> list[Waiter]:
    """Who waits, in the order in which freed seats are offered."""
    asked = sorted(waiting, key=lambda one: (one.asked_at, one.key))
    if rule is WaitingRule.FIRST_COME:
        return asked
    seen: set[int] = set()
    first: list[Waiter] = []
    for one in asked:
        if one.city is not None and one.city not in seen and not tally.of(one.city):
            seen.add(one.city)
            first.append(one)
    return first + [one for one in asked if one not in first]


def next_in_line(waiting: Iterable[Waiter], tally: Tally, limits: Limits) -> list[Waiter]:
    """Whom the free places are offered to now, first one first; nobody is offered what their city may not have."""
    chosen: list[Waiter] = []
    for one in line(waiting, tally, limits.rule):
        if tally.given >= limits.capacity:
            break
        if one.held_up or _city_is_full(limits, tally, one.city):
            continue
        chosen.append(one)
        tally = tally.with_one(one.city)
    return chosen


def answer_until(now: datetime, starts_at: datetime) -> datetime | None:
    """Until when somebody is to answer: 24 hours, at most half of what is left; None when it is too late to ask."""
    left = starts_at - now
    if left < TOO_LATE_TO_ASK:
        return None
    return now + min(ANSWER_WITHIN, left / 2)


def clashing(span: Span, guid: str, engagements: Iterable[Engagement]) -> list[Engagement]:
    """What somebody has at the time of a session, the session itself left out."""
    return [one for one in engagements if one.guid != guid and overlap(span, one.span)]


def check_free(clashes: Sequence[Engagement], given_up: Collection[str]) -> None:
    """Raises Refusal with the first thing at that time that is not given up; `given_up`: guids of sessions."""
    for one in clashes:
        if not (one.can_be_given_up and one.guid in given_up):
            raise Refusal(Reason.CLASH, code=one.code)


def must_choose(seat: str, clashes: Iterable[Engagement], moved: Collection[str]) -> bool:
    """Whether a release has moved a seat's session (its guid) into a clash, or something else into the seat's.

    Of two seats the one whose session moved is asked about; what cannot be given up always asks about the seat.
    """
    return any(seat in moved or (one.guid in moved and not one.can_be_given_up) for one in clashes)
