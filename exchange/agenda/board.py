"""The draft as the agenda board draws it: one JSON value, and the mark by which a change of it is noticed.

Times are what the forum's clocks show: `day` as a date, `start` in minutes after that day's midnight.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.agenda import moving, queries, sentences
from exchange.agenda.board_news import news, news_of_sessions, published_note
from exchange.agenda.draft import clashes_in, plan, revision_of
from exchange.agenda.facts import pauses_of
from exchange.agenda.freshness import tag
from exchange.agenda.models import Pause, Session, SessionState
from exchange.agenda.models_board import Move
from exchange.agenda.models_facts import Absence, AgendaRule, InterpreterTeam, SiteWalk, Vip
from exchange.audit import AuditLine
from exchange.db import db
from exchange.domain.timetable import Clash
from exchange.forums.models import Forum, Room, RoomOutage
from exchange.i18n import localised

OPENS, CLOSES = 8 * 60, 20 * 60


def draft_mark(forum: Forum, person: Person) -> str:
    """32 hex digits that change with anything the board shows; narrow queries, as many for any agenda.

    Audit lines tell of every change of a session, but two transactions may write theirs in either order: the places
    themselves are part of the mark.
    """
    lines = sa.select(sa.func.max(AuditLine.id)).join(Session, news_of_sessions()).where(Session.forum_id == forum.id)
    outages = sa.select(RoomOutage.id, RoomOutage.starts_at, RoomOutage.ends_at).join(
        Room, sa.and_(Room.id == RoomOutage.room_id, Room.forum_id == forum.id)
    )
    tables = [sorted(map(repr, db.session.execute(wanted))) for wanted in (*_narrow(forum), outages)]
    release = queries.newest_release(forum)
    return tag(*tables, db.session.scalar(lines), release and release.version, forum.updated_at, person.id)


def _narrow(forum: Forum) -> Iterator[sa.Select[*tuple[Any, ...]]]:
    """What the board depends on, as rows without their texts: those leave audit lines."""
    yield sa.select(
        Session.id, Session.updated_at, Session.room_id, Session.starts_at, Session.minutes, Session.state,
        Session.time_locked, Session.room_locked,
    ).where(Session.forum_id == forum.id)  # fmt: skip
    for table in (Pause, Room, AgendaRule, InterpreterTeam, SiteWalk, Absence, Vip):
        yield sa.select(*table.__table__.columns).where(table.__table__.c.forum_id == forum.id)


def board_state(forum: Forum, person: Person, mark: str = "") -> dict[str, Any]:
    """Everything the board shows; `mark` is draft_mark's where it is known already."""
    rows = plan(forum)
    found = clashes_in(forum, rows)
    release = queries.newest_release(forum)
    undo, redo = moving.next_to_undo(forum, person), moving.next_to_redo(forum, person)
    pauses = [_pause(pause, forum) for pause in pauses_of(forum)]
    sessions = [_session(row, forum) for row in rows]
    return {
        "revision": mark or draft_mark(forum, person),
        "release": release.version if release else 0,
        "published": published_note(release) if release else "",
        "rooms": [_room(room) for room in forum.rooms],
        "hours": _hours([*sessions, *pauses]),
        "sessions": sessions,
        "pauses": pauses,
        "clashes": [_clash(clash, forum) for clash in found],
        "news": news(forum, person),
        "undo": ", ".join(codes_of(undo)) if undo else "",
        "redo": ", ".join(codes_of(redo)) if redo else "",
    }


def codes_of(move: Move) -> list[str]:
    """What a move moved."""
    return [step["code"] for step in move.steps]


def wall(instant: datetime, forum: Forum) -> dict[str, Any]:
    """An instant as day and minutes after midnight on the forum's clocks."""
    local = instant.astimezone(forum.zone)
    return {"day": local.date().isoformat(), "start": local.hour * 60 + local.minute}


def _room(room: Room) -> dict[str, Any]:
    return {"id": room.id, "name": room.name, "seats": room.capacity}


def _pause(pause: Pause, forum: Forum) -> dict[str, Any]:
    minutes = int((pause.ends_at - pause.starts_at).total_seconds() // 60)
    title = localised(pause.titles, forum.languages)
    return wall(pause.starts_at, forum) | {"minutes": minutes, "title": title.text}


def _session(row: Session, forum: Forum) -> dict[str, Any]:
    title = localised(row.titles, forum.languages)
    spot = moving.spot_of(row)
    facts: dict[str, Any] = {
        "code": row.code,
        "title": title.text,
        "theme": row.theme_code or "",
        "format": row.format.value,
        "minutes": row.minutes,
        "room": row.room_id,
        "people": ", ".join(part.person.name for part in row.people[:3]),
        "seen": revision_of(row),
    }
    facts |= wall(row.starts_at, forum) if row.starts_at else {"day": None, "start": None}
    if title.is_fallback:
        facts["lang"] = title.language
    marks = {
        "cancelled": row.state is SessionState.CANCELLED,
        "time_locked": spot.time_locked,
        "room_locked": spot.room_locked,
    }
    return facts | {name: True for name, holds in marks.items() if holds}


def _clash(clash: Clash, forum: Forum) -> dict[str, Any]:
    return {
        "level": clash.level.value,
        "codes": [one.code for one in clash.sessions],
        "text": sentences.clash_sentence(clash, forum.zone),
    }


def _hours(things: Sequence[dict[str, Any]]) -> list[int]:
    """The first and last full hour to draw, in minutes: a usual day, or more where something stands outside it."""
    placed = [thing for thing in things if thing["day"]]
    first = min((thing["start"] for thing in placed), default=OPENS)
    last = max((thing["start"] + thing["minutes"] for thing in placed), default=CLOSES)
    return [min(OPENS, first // 60 * 60), min(24 * 60, max(CLOSES, -(-last // 60) * 60))]
