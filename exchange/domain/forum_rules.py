"""What a forum's dates and numbers must be to make sense, and where its registration stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from exchange.domain.refusal import Refusal
from exchange.domain.text import fold

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 31
MOST_PEOPLE = 100_000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
# Words that are, or may become, pages of their own.
TAKEN_SLUGS = frozenset({"new", "manage", "copy", "static", "api", "healthz"})


class Reason(StrEnum):
    """What does not make sense."""

    SLUG_ODD = "slug_odd"
    YEAR_ODD = "year_odd"
    END_BEFORE_START = "end_before_start"
    TOO_LONG = "too_long"
    UNKNOWN_ZONE = "unknown_zone"
    CLOSES_BEFORE_OPENING = "closes_before_opening"
    CLOSES_AFTER_FORUM = "closes_after_forum"
    OPENS_AFTER_FORUM = "opens_after_forum"
    NOT_POSITIVE = "not_positive"
    TOO_MANY = "too_many"
    QUOTA_OVER_CAPACITY = "quota_over_capacity"


class Phase(StrEnum):
    """Where registration stands."""

    NOT_SET = "not_set"
    OPENS_LATER = "opens_later"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True)
class ForumPlan:
    """The dates and numbers of a forum; local times of the window are naive, in `time_zone`."""

    starts_on: date
    ends_on: date
    time_zone: str
    opens: datetime | None = None
    closes: datetime | None = None
    capacity: int | None = None
    city_quota: int | None = None
    host_quota: int | None = None


Found = tuple[str, Refusal]


def problems(plan: ForumPlan) -> list[Found]:
    """(name of the field, refusal) of everything that does not make sense."""
    return [*_dates(plan), *_window(plan), *_numbers(plan)]


def _dates(plan: ForumPlan) -> Iterator[Found]:
    if plan.time_zone not in zone_names():
        yield "time_zone", Refusal(Reason.UNKNOWN_ZONE, value=plan.time_zone[:60])
    odd = False
    for name, day in (("starts_on", plan.starts_on), ("ends_on", plan.ends_on)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            odd = True
            yield name, Refusal(Reason.YEAR_ODD, first=FIRST_YEAR, last=LAST_YEAR)
    if odd:
        return
    if plan.ends_on < plan.starts_on:
        yield "ends_on", Refusal(Reason.END_BEFORE_START)
    elif (plan.ends_on - plan.starts_on).days >= MOST_DAYS:
        yield "ends_on", Refusal(Reason.TOO_LONG, days=MOST_DAYS)


def _window(plan: ForumPlan) -> Iterator[Found]:
    over = datetime.combine(plan.ends_on, time.max)
    for name, moment in (("opens", plan.opens), ("closes", plan.closes)):
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            yield name, Refusal(Reason.YEAR_ODD, first=FIRST_YEAR, last=LAST_YEAR)
            return
    if plan.opens and plan.closes and plan.closes <= plan.opens:
        yield "closes", Refusal(Reason.CLOSES_BEFORE_OPENING)
    elif plan.closes and plan.closes > over:
        yield "closes", Refusal(Reason.CLOSES_AFTER_FORUM)
    elif plan.opens and plan.opens > over:
        yield "opens", Refusal(Reason.OPENS_AFTER_FORUM)


def _numbers(plan: ForumPlan) -> Iterator[Found]:
    for name in ("capacity", "city_quota", "host_quota"):
        value = getattr(plan, name)
        if value is None:
            continue
        if value < 1:
            yield name, Refusal(Reason.NOT_POSITIVE)
        elif value > MOST_PEOPLE:
            yield name, Refusal(Reason.TOO_MANY, most=MOST_PEOPLE)
        elif name != "capacity" and plan.capacity and value > plan.capacity:
            yield name, Refusal(Reason.QUOTA_OVER_CAPACITY, capacity=plan.capacity)


def check_slug(slug: str) -> None:
    """Raises Refusal for a text that cannot be part of an address."""
    if not 3 <= len(slug) <= 60 or not SLUG.fullmatch(slug) or slug in TAKEN_SLUGS:
        raise Refusal(Reason.SLUG_ODD)


@cache
def zone_names() -> frozenset[str]:
    """The time zones one may choose: places, and UTC."""
    return frozenset(name for name in available_timezones() if _is_place(name)) | {"UTC"}


def _is_place(name: str) -> bool:
    return "/" in name and name.split("/", 1)[0] in AREAS


@cache
def _zones_by_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sorted(zone_names(), key=len, reverse=True):
        spoken = fold(name.replace("_", " "))
        found[spoken.rsplit("/", 1)[-1]] = name
        found[spoken] = name
    return found


def find_zone(text: str) -> str:
    """The zone somebody means: 'africa/dakar', 'Dakar' and 'São Paulo' are found; anything else comes back as typed."""
    return _zones_by_words().get(fold(text.replace("_", " ")), text.strip())


def phase(
    opens: datetime | None, closes: datetime | None, now: datetime, *, over: bool = False, places: int | None = None
) -> Phase:
    """Where registration stands at `now`; `over`: the forum is closed; `places`: how many are left, if limited."""
    if over or (closes and now >= closes):
        return Phase.CLOSED
    if opens is None:
        return Phase.NOT_SET
    if now < opens:
        return Phase.OPENS_LATER
    return Phase.FULL if places is not None and places <= 0 else Phase.OPEN


def shifted(moment: datetime | None, zone: ZoneInfo, days: int) -> datetime | None:
    """A moment some days later at the same time on the wall of the zone."""
    if moment is None:
        return None
    return (moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone)
