"""Two releases side by side, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from exchange.domain.programme import Programme, Session


@dataclass(frozen=True)
class Slot:
    """What starts at a time of day ("09:00") in one release and in the other."""

    time: str
    old: tuple[Session, ...] = ()
    new: tuple[Session, ...] = ()


@dataclass(frozen=True)
class TwoDays:
    date: date
    slots: tuple[Slot, ...]


def side_by_side(old: Programme, new: Programme) -> tuple[TwoDays, ...]:
    """Every day on which either release has a session, its starts in order; each in its own forum's zone."""
    left, right = _starts(old), _starts(new)
    days = sorted({day for day, _ in (*left, *right)})
    return tuple(TwoDays(day, tuple(_slots(day, left, right))) for day in days)


def _starts(programme: Programme) -> dict[tuple[date, str], tuple[Session, ...]]:
    found: dict[tuple[date, str], tuple[Session, ...]] = {}
    for session in programme.in_order:
        start = programme.local(session.starts_at)
        key = start.date(), f"{start:%H:%M}"
        found[key] = (*found.get(key, ()), session)
    return found


def _slots(
    day: date, left: dict[tuple[date, str], tuple[Session, ...]], right: dict[tuple[date, str], tuple[Session, ...]]
) -> Iterable[Slot]:
    for time in sorted({time for on, time in (*left, *right) if on == day}):
        yield Slot(time, left.get((day, time), ()), right.get((day, time), ()))
