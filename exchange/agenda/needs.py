"""What a session needs, and what is locked of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.agenda.models import Session, SessionCity, SessionOrder
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Layout, Need, Span


class Locked(StrEnum):
    """Why a session is not moved."""

    TIME = "time"
    ROOM = "room"


@dataclass(frozen=True)
class NeedsDraft:
    """What a session needs, as typed: `after` and `cities` are keys, `allowed` the only times it may have."""

    layout: Layout | None = None
    needs: tuple[Need, ...] = ()
    series: str = ""
    after: tuple[int, ...] = ()
    cities: tuple[int, ...] = ()
    exclusive: bool = False
    allowed: tuple[Span, ...] = ()
    time_locked: bool = False
    room_locked: bool = False


def write_needs(session: Session, draft: NeedsDraft) -> None:
    """Writes what was typed. Rows that stay are kept, so that no two stand beside each other for a moment."""
    session.layout, session.needs, session.series = draft.layout, list(draft.needs), draft.series
    session.exclusive, session.time_locked, session.room_locked = draft.exclusive, draft.time_locked, draft.room_locked
    session.allowed = [[span.starts_at.isoformat(), span.ends_at.isoformat()] for span in draft.allowed]
    cities = {part.city_id: part for part in session.cities}
    session.cities = [cities.get(key) or SessionCity(city_id=key) for key in draft.cities]
    for place, part in enumerate(session.cities):
        part.position = place
    before = {part.after_id: part for part in session.after}
    session.after = [before.get(key) or SessionOrder(after_id=key) for key in draft.after]


def copy_needs(session: Session, copy: Session) -> None:
    """A copy needs the same; its place is not locked, and nothing says what it comes after."""
    copy.layout, copy.needs, copy.series = session.layout, list(session.needs), session.series
    copy.exclusive, copy.allowed = session.exclusive, list(session.allowed)
    copy.cities = [SessionCity(city_id=part.city_id, position=part.position) for part in session.cities]


def refuse_locked_time(session: Session, starts_at: datetime | None, minutes: int) -> None:
    """Raises Refusal when a session whose time is locked would get another one, or last otherwise."""
    if session.time_locked and (starts_at, minutes) != (session.starts_at, session.minutes):
        raise Refusal(Locked.TIME, code=session.code)


def refuse_locked_room(session: Session, room_id: int | None) -> None:
    """Raises Refusal when a session whose room is locked would get another one."""
    if session.room_locked and room_id != session.room_id:
        raise Refusal(Locked.ROOM, code=session.code)
