"""What a calendar must be told about a time zone.

One observance for each change of the clock in the years asked for, without lists of RDATEs: several
programs read only the first date of such a list, or none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Observance:
    """From `onset` on, read from the clock as it ran before (naive), the offset is `after`."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


@lru_cache(maxsize=1024)
def observances(name: str, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """Those of an IANA zone, right from 1 January of the first year to the end of the last."""
    zone = ZoneInfo(name)
    start = datetime(first_year, 1, 1, tzinfo=zone)
    changes = _changes(zone, start, datetime(last_year + 1, 1, 1, tzinfo=zone))
    return tuple(_observance(before, after) for before, after in [(start, start), *changes])


def _observance(before: datetime, after: datetime) -> Observance:
    old, new = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    onset = (after.astimezone(UTC) + old).replace(tzinfo=None)
    return Observance(onset, old, new, after.tzname() or "", bool(after.dst()))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before and the first after each change of the offset, in order."""
    moment, stop = start.astimezone(UTC), end.astimezone(UTC)
    while moment < stop:
        if _offset(moment, zone) != _offset(moment + DAY, zone):
            yield _narrowed(moment, moment + DAY, zone)
        moment += DAY


def _narrowed(low: datetime, high: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    while high - low > SECOND:
        middle = low + SECOND * ((high - low) // (2 * SECOND))
        low, high = (middle, high) if _offset(middle, zone) == _offset(low, zone) else (low, middle)
    return low.astimezone(zone), high.astimezone(zone)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
