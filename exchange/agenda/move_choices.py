"""The choices of "Move to …": rooms, days and starts, each with a sign and words for what would clash there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from exchange.agenda.draft import timetable_of
from exchange.agenda.forms_board import MoveForm, day_choices
from exchange.agenda.heat import instant
from exchange.agenda.models import Session
from exchange.domain.timetable import Clash, Level
from exchange.forums.models import Forum
from exchange.i18n import word

FIRST, LAST, STEP = 6 * 60, 23 * 60, 15
# Forms and letters beside colours: a select shows text only.
SIGNS = {Level.WARN: "◐", Level.PUBLISH: "▲", Level.BLOCK: "✕"}


@dataclass(frozen=True)
class Chosen:
    """What is chosen at the moment; the other choices are judged beside it."""

    room: int | None
    day: date
    start: int
    minutes: int


def offer(form: MoveForm, forum: Forum, rows: list[Session], session: Session, chosen: Chosen) -> list[Clash]:
    """Fills the three selects; returns what clashes at the place that is chosen."""
    timetable = timetable_of(forum, rows)

    def there(room: int | None, day: date, start: int) -> list[Clash] | None:
        at = instant(forum, day, start)
        return None if at is None else timetable.clashes_if(session.id, room, at, chosen.minutes)

    def said(room: int | None, day: date, start: int) -> str:
        return _said(there(room, day, start), session.id)

    rooms = [(room.id, f"{room.name} ({room.capacity})") for room in forum.rooms]
    form.room.choices = [(key, f"{name} {said(key, chosen.day, chosen.start)}") for key, name in rooms] or [
        ("", _("No room yet"))
    ]
    form.day.choices = [
        (key, f"{name} {said(chosen.room, date.fromisoformat(key), chosen.start)}") for key, name in day_choices(forum)
    ]
    form.start.choices = [
        (start, f"{start // 60:02}:{start % 60:02} {said(chosen.room, chosen.day, start)}")
        for start in sorted({*range(FIRST, LAST, STEP), chosen.start})
    ]
    return there(chosen.room, chosen.day, chosen.start) or []


def now(forum: Forum, session: Session) -> Chosen:
    """Where a session stands; one from the tray at nine on the first day, in its old room or the first one."""
    at: datetime | None = session.starts_at and session.starts_at.astimezone(forum.zone)
    room = session.room_id or next((room.id for room in forum.rooms), None)
    if at is None:
        return Chosen(room, forum.starts_on, 9 * 60, session.minutes)
    return Chosen(room, at.date(), at.hour * 60 + at.minute, session.minutes)


def _said(found: list[Clash] | None, own: int) -> str:
    if found is None:
        return "· ✕ " + _("no such time")
    if not found:
        return "· ✓ " + _("free")
    return f"· {SIGNS.get(found[0].level, '◐')} {', '.join(dict.fromkeys(_kinds(found, own)))}"


def _kinds(found: list[Clash], own: int) -> Iterator[str]:
    """At most two kinds with the codes of the others: an option is one line."""
    for clash in found[:2]:
        codes = " ".join(one.code for one in clash.sessions if one.key != own)
        yield f"{word(clash.kind)} ({codes})" if codes else word(clash.kind)
