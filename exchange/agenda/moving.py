"""Moving sessions on the board: several at once, refused when somebody was faster, undone and done again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda.draft import clashes_in, plan, revision_of
from exchange.agenda.models import Session, SessionState
from exchange.agenda.models_board import Move
from exchange.agenda.needs import refuse_locked_room, refuse_locked_time
from exchange.agenda.planning import Clashing
from exchange.db import db, db_lock
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum

KEPT = timedelta(days=2)


class Reason(StrEnum):
    """Why sessions cannot be moved so."""

    GONE = "gone"
    CANCELLED = "cancelled"
    STALE = "stale"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTHING_TO_REDO = "nothing_to_redo"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True)
class Spot:
    """Where a session stands, how long (minutes), and what of it is locked; without `starts_at` it lies in the tray."""

    room_id: int | None
    starts_at: datetime | None
    minutes: int
    time_locked: bool = False
    room_locked: bool = False


@dataclass(frozen=True)
class Wish:
    """A session's new spot as an organiser wants it. `seen` is the revision on their screen (draft.revision_of)."""

    code: str
    seen: str
    spot: Spot


def spot_of(session: Session) -> Spot:
    """Where a session stands now."""
    return Spot(session.room_id, session.starts_at, session.minutes, session.time_locked, session.room_locked)


def spots_of(forum: Forum, codes: Sequence[str]) -> dict[str, Spot]:
    """Where sessions stand now, by code; codes that the forum does not know are left out."""
    columns = (
        Session.code, Session.room_id, Session.starts_at, Session.minutes, Session.time_locked, Session.room_locked
    )  # fmt: skip
    wanted = sa.select(*columns).where(Session.forum_id == forum.id, Session.code.in_(codes))
    found = db.session.execute(wanted)
    return {row.code: Spot(row.room_id, row.starts_at, row.minutes, row.time_locked, row.room_locked) for row in found}


def move(forum: Forum, person: Person, wishes: Sequence[Wish]) -> list[Session]:
    """Moves all of them or none. Raises Clashing, or Refusal when one was changed since it was seen or is locked."""
    rows = {row.code: row for row in _locked_plan(forum)}
    for wish in wishes:
        _refuse_stale(rows.get(wish.code), wish)
    before = {wish.code: spot_of(rows[wish.code]) for wish in wishes}
    after = {wish.code: wish.spot for wish in wishes}
    _place(forum, rows, before, after)
    steps = [_step(rows[code], before[code], after[code]) for code in after if before[code] != after[code]]
    if steps:
        _forget_undone(forum, person)
        db.session.add(Move(forum_id=forum.id, person_id=person.id, steps=steps, made_at=clock.now()))
    return [rows[code] for code in after]


def undo(forum: Forum, person: Person) -> Move:
    """Takes back one's own latest move. Raises Refusal when a session was changed since, Clashing when its place
    was given away."""
    rows = _locked_plan(forum)
    latest = next_to_undo(forum, person)
    if latest is None:
        raise Refusal(Reason.NOTHING_TO_UNDO)
    _retrace(forum, rows, latest, "after", "before")
    latest.undone_at = clock.now()
    return latest


def redo(forum: Forum, person: Person) -> Move:
    """Does the move again that was undone last. Raises as undo does."""
    rows = _locked_plan(forum)
    undone = next_to_redo(forum, person)
    if undone is None:
        raise Refusal(Reason.NOTHING_TO_REDO)
    _retrace(forum, rows, undone, "before", "after")
    undone.undone_at = None
    return undone


def next_to_undo(forum: Forum, person: Person) -> Move | None:
    """One's own latest move that stands."""
    return db.session.scalar(_mine(forum, person).where(Move.undone_at.is_(None)).order_by(Move.id.desc()).limit(1))


def next_to_redo(forum: Forum, person: Person) -> Move | None:
    """The move one would do again: of those undone the earliest, which was undone last."""
    return db.session.scalar(_mine(forum, person).where(Move.undone_at.is_not(None)).order_by(Move.id).limit(1))


def _mine(forum: Forum, person: Person) -> sa.Select[Move]:
    since = clock.now() - KEPT
    return sa.select(Move).where(Move.forum_id == forum.id, Move.person_id == person.id, Move.made_at >= since)


def _forget_undone(forum: Forum, person: Person) -> None:
    """A new move ends what could be done again; old ones are nobody's to undo any more."""
    mine = Move.forum_id == forum.id, Move.person_id == person.id
    gone = sa.or_(Move.undone_at.is_not(None), Move.made_at < clock.now() - KEPT)
    db.session.execute(sa.delete(Move).where(*mine, gone))


def _refuse_stale(row: Session | None, wish: Wish) -> None:
    if row is None:
        raise Refusal(Reason.GONE, code=wish.code)
    if wish.seen != revision_of(row):
        raise Refusal(Reason.STALE, code=row.code)
    if row.state is SessionState.CANCELLED:
        raise Refusal(Reason.CANCELLED, code=row.code)


def _locked_plan(forum: Forum) -> list[Session]:
    """The draft, locked until the end of the transaction. What was read before the lock may have changed meanwhile."""
    db_lock(Forum, forum.id)
    for row in list(db.session):
        if isinstance(row, Session):
            db.session.expire(row)
    return plan(forum)


def _retrace(forum: Forum, rows: Sequence[Session], past: Move, here: str, there: str) -> None:
    """Leads the sessions of a move from one of its two ends to the other, if they still stand there."""
    known, by_code = {row.id: row for row in rows}, {row.code: row for row in rows}
    before: dict[str, Spot] = {}
    after: dict[str, Spot] = {}
    for step in past.steps:
        row = known.get(step["session"])
        if row is None:
            raise Refusal(Reason.GONE, code=step["code"])
        before[row.code], after[row.code] = _from_json(step[here]), _from_json(step[there])
        if spot_of(row) != before[row.code] or row.state is SessionState.CANCELLED:
            raise Refusal(Reason.CHANGED_SINCE, code=row.code)
    _place(forum, by_code, before, after)


def _place(forum: Forum, rows: Mapping[str, Session], before: Mapping[str, Spot], after: Mapping[str, Spot]) -> None:
    """Writes the new spots and asks the rules about the whole draft as it then is."""
    moved = [rows[code] for code in after if not _same_place(before[code], after[code])]
    for row in moved:
        _refuse_locked(row, before[row.code], after[row.code])
    for code, spot in after.items():
        _write(rows[code], before[code], spot)
    keys = [row.id for row in moved if row.starts_at]
    found = [clash for clash in clashes_in(forum, list(rows.values())) if clash.blocks] if keys else []
    if mine := [clash for clash in found if any(clash.concerns(key) for key in keys)]:
        raise Clashing(mine, keys[0])


def _same_place(one: Spot, other: Spot) -> bool:
    unlocked = replace(one, time_locked=False, room_locked=False)
    return unlocked == replace(other, time_locked=False, room_locked=False)


def _refuse_locked(row: Session, before: Spot, after: Spot) -> None:
    """Undoing may open a lock and move in one go, so a lock counts only when it stays."""
    if before.time_locked and after.time_locked:
        refuse_locked_time(row, after.starts_at, after.minutes)
    if before.room_locked and after.room_locked:
        refuse_locked_room(row, after.room_id)


def _write(row: Session, before: Spot, after: Spot) -> None:
    if before == after:
        return
    row.room_id, row.starts_at, row.minutes = after.room_id, after.starts_at, after.minutes
    row.time_locked, row.room_locked = after.time_locked, after.room_locked
    row.updated_at = clock.now()
    db.session.flush()
    db.session.expire(row, ["room"])
    audit.record(_verb(before, after), row, code=row.code)


def _verb(before: Spot, after: Spot) -> str:
    if _same_place(before, after):
        return "session.locked" if after.time_locked or after.room_locked else "session.unlocked"
    return "session.placed" if after.starts_at else "session.unplaced"


def _step(row: Session, before: Spot, after: Spot) -> dict[str, Any]:
    return {"session": row.id, "code": row.code, "before": _as_json(before), "after": _as_json(after)}


def _as_json(spot: Spot) -> dict[str, Any]:
    return vars(spot) | {"starts_at": spot.starts_at and spot.starts_at.isoformat()}


def _from_json(value: dict[str, Any]) -> Spot:
    starts_at = value["starts_at"]
    return Spot(**value | {"starts_at": starts_at and datetime.fromisoformat(starts_at)})
