"""Changing the draft: sessions, who speaks in them, where they stand, and the pauses between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.agenda import queries
from exchange.agenda.draft import plan, revision_of, takes_place, timetable_of
from exchange.agenda.models import Format, Session, SessionPerson, SessionRole, SessionState
from exchange.agenda.needs import (
    NeedsDraft,
    copy_needs,
    refuse_locked_room,
    refuse_locked_time,
    write_needs,
)
from exchange.db import db, db_lock
from exchange.domain.refusal import Refusal
from exchange.domain.revision import refuse_stale
from exchange.domain.timetable import Clash
from exchange.forums.models import Forum


class Reason(StrEnum):
    """Why the draft cannot be changed so."""

    CLASHES = "clashes"
    PUBLISHED = "published"
    NO_TIME = "no_time"


class Clashing(Refusal):
    """A session cannot stand there; `clashes` say with what, `own` is its key."""

    def __init__(self, clashes: list[Clash], own: int) -> None:
        super().__init__(Reason.CLASHES)
        self.clashes, self.own = clashes, own


@dataclass(frozen=True)
class PartDraft:
    """Somebody's part as typed. The address stands for the person; the name is used for somebody new."""

    email: str
    role: SessionRole
    name: str = ""
    function: str = ""
    city_id: int | None = None


@dataclass(frozen=True)
class SessionDraft:
    """A session as typed; without `starts_at` it lies in the tray. `minutes` is its length."""

    format: Format
    titles: dict[str, str]
    abstracts: dict[str, str]
    theme_code: str | None
    languages: tuple[str, ...]
    seats: int | None
    minutes: int
    room_id: int | None
    starts_at: datetime | None
    parts: tuple[PartDraft, ...] = ()
    needs: NeedsDraft = field(default_factory=NeedsDraft)


def create_session(forum: Forum, draft: SessionDraft) -> Session:
    """A new session with the next code. Raises Clashing when room or person is taken at that time."""
    db_lock(Forum, forum.id)
    people = [_known(part, forum) for part in draft.parts]
    now = clock.now()
    number = _next_number(forum)
    session = Session(
        forum_id=forum.id,
        number=number,
        code="",
        format=draft.format,
        titles=draft.titles,
        created_at=now,
        updated_at=now,
    )
    with _unless_it_clashes(forum, session):
        _write(session, draft, people)
        db.session.add(session)
    # Only now: a session that could not stand there is told of without a code nobody has seen.
    session.code = _code(forum, number)
    audit.record("session.created", session, code=session.code)
    return session


def change_session(session: Session, draft: SessionDraft, seen: str = "") -> None:
    """Writes what was typed. Raises Clashing, and changes nothing, when room or person is taken at that time.

    `seen` is the revision that was on the screen; raises Refusal when somebody changed the session since, and when what
    is locked, and stays so, would move.
    """
    forum = db_lock(Forum, session.forum_id)
    db.session.refresh(session)
    refuse_stale(seen, revision_of(session))
    _refuse_moving_locked(session, draft)
    people = [_known(part, forum) for part in draft.parts]
    with _unless_it_clashes(forum, session):
        _write(session, draft, people)
        session.updated_at = clock.now()
    audit.record("session.changed", session, code=session.code)


def place_session(session: Session, room_id: int | None, starts_at: datetime) -> None:
    """Gives a session a room and a time. Raises Clashing, and Refusal when its time or room is locked."""
    forum = db_lock(Forum, session.forum_id)
    refuse_locked_time(session, starts_at, session.minutes)
    refuse_locked_room(session, room_id)
    with _unless_it_clashes(forum, session):
        session.room_id, session.starts_at, session.updated_at = room_id, starts_at, clock.now()
        db.session.flush()
        db.session.expire(session, ["room"])
    audit.record("session.placed", session, code=session.code)


def unplace_session(session: Session) -> None:
    """Puts a session back into the tray; it keeps its room for the next time. Raises Refusal for a locked time."""
    refuse_locked_time(session, None, session.minutes)
    session.starts_at, session.updated_at = None, clock.now()
    audit.record("session.unplaced", session, code=session.code)


def duplicate_session(session: Session) -> Session:
    """A second session with the same texts and people, in the tray, with a code and guid of its own."""
    forum = db_lock(Forum, session.forum_id)
    now = clock.now()
    number = _next_number(forum)
    copy = Session(
        forum_id=forum.id,
        number=number,
        code=_code(forum, number),
        format=session.format,
        titles=dict(session.titles),
        abstracts=dict(session.abstracts),
        theme_code=session.theme_code,
        languages=list(session.languages),
        minutes=session.minutes,
        seats=session.seats,
        created_at=now,
        updated_at=now,
    )
    copy_needs(session, copy)
    copy.people = [
        SessionPerson(
            person_id=part.person_id, role=part.role, function=part.function, city_id=part.city_id, position=place
        )
        for place, part in enumerate(session.people)
    ]
    db.session.add(copy)
    audit.record("session.duplicated", copy, code=copy.code, of=session.code)
    return copy


def cancel_session(session: Session) -> None:
    """Says that a session does not take place; it stays, so that people learn of it."""
    session.state, session.updated_at = SessionState.CANCELLED, clock.now()
    audit.record("session.cancelled", session, code=session.code)


def restore_session(session: Session) -> None:
    """Takes a cancelling back. Raises Clashing when room or person was given away meanwhile."""
    forum = db_lock(Forum, session.forum_id)
    with _unless_it_clashes(forum, session):
        session.state, session.updated_at = SessionState.PLANNED, clock.now()
    audit.record("session.restored", session, code=session.code)


def delete_session(session: Session) -> None:
    """Deletes a session nobody outside has seen. Raises Refusal for a published one: that is cancelled instead."""
    forum = db_lock(Forum, session.forum_id)
    if is_published(session, forum):
        raise Refusal(Reason.PUBLISHED, code=session.code)
    audit.record("session.deleted", session, code=session.code)
    db.session.delete(session)


def is_published(session: Session, forum: Forum) -> bool:
    """Whether a release has shown the session to people."""
    programme = queries.published_programme(forum)
    return programme is not None and any(one.guid == session.guid for one in programme.sessions)


def _refuse_moving_locked(session: Session, draft: SessionDraft) -> None:
    """Raises Refusal when the typed place differs and its lock is not taken away with it."""
    if draft.needs.time_locked:
        refuse_locked_time(session, draft.starts_at, draft.minutes)
    if draft.needs.room_locked:
        refuse_locked_room(session, draft.room_id)


@contextmanager
def _unless_it_clashes(forum: Forum, session: Session) -> Iterator[None]:
    """Keeps what is written inside, or takes it back and raises Clashing when a rule blocks it."""
    with db.session.begin_nested():
        yield
        db.session.flush()
        if blocking := [clash for clash in _clashes_of(forum, session) if clash.blocks]:
            raise Clashing(blocking, session.id)


def _clashes_of(forum: Forum, session: Session) -> list[Clash]:
    if not takes_place(session) or session.starts_at is None:
        return []
    return timetable_of(forum, plan(forum)).clashes_if(session.id, session.room_id, session.starts_at)


def _known(part: PartDraft, forum: Forum) -> Person:
    """The person of an address; somebody new gets the name that was typed."""
    person = person_with(part.email, forum.languages[0] if forum.languages else "en")
    if not (person.given_name or person.family_name) and part.name:
        person.given_name, _, person.family_name = part.name.rpartition(" ")
        db.session.flush()
    return person


def _write(session: Session, draft: SessionDraft, people: list[Person]) -> None:
    session.format, session.titles, session.abstracts = draft.format, draft.titles, draft.abstracts
    session.theme_code, session.languages = draft.theme_code, list(draft.languages)
    session.seats, session.minutes = draft.seats, draft.minutes
    session.room_id, session.starts_at = draft.room_id, draft.starts_at
    write_needs(session, draft.needs)
    # Rows of people who stay are kept: a new one beside the old would break the unique constraint for a moment.
    old = {(part.person_id, part.role): part for part in session.people}
    session.people = [
        _part(old.get((person.id, part.role)), person, part, place)
        for place, (person, part) in enumerate(zip(people, draft.parts, strict=True))
    ]
    if session.id:
        db.session.flush()
        db.session.expire(session, ["room"])


def _part(row: SessionPerson | None, person: Person, part: PartDraft, place: int) -> SessionPerson:
    if row is None:
        row = SessionPerson(person_id=person.id, role=part.role)
    row.function, row.city_id, row.position = part.function, part.city_id, place
    return row


def _next_number(forum: Forum) -> int:
    """Never one that a release has used: numbers are for life."""
    highest = db.session.scalar(sa.select(sa.func.max(Session.number)).where(Session.forum_id == forum.id)) or 0
    programme = queries.published_programme(forum)
    return max([highest, *(one.number for one in programme.sessions)] if programme else [highest]) + 1


def _code(forum: Forum, number: int) -> str:
    wanted = sa.select(Session.code).where(Session.forum_id == forum.id)
    taken = set(db.session.scalars(wanted))
    return next(code for code in (f"S{n:02}" for n in range(number, number + len(taken) + 1)) if code not in taken)
