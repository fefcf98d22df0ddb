"""Putting an earlier release back into the draft; people see nothing of it before the next publishing."""

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda import queries
from exchange.agenda.draft import draft_programme, mark_of, plan
from exchange.agenda.models import Format, Pause, Release, Session, SessionPerson, SessionRole, SessionState
from exchange.agenda.service import Reason
from exchange.cities.models import City
from exchange.db import db, db_lock
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.refusal import Refusal
from exchange.domain.restoring import Restoration, restoration
from exchange.forums.models import Forum
from exchange.practices.models import Theme


def looked_at(forum: Forum, release: Release) -> tuple[Programme, str, Restoration]:
    """The draft, its mark, and what restoring a release would make of it."""
    rows = plan(forum)
    draft = draft_programme(forum, rows)
    tray = {row.guid for row in rows if row.starts_at is None}
    return draft, mark_of(draft), restoration(draft, tray, queries.programme_of(release))


def restore(forum: Forum, release: Release, seen: str = "") -> Restoration:
    """Gives the draft the sessions, people and pauses of a release; what is newer goes into the tray.

    Raises Refusal when the draft is another than the one that was looked at (`seen`, its mark_of()),
    or says already what the release says.
    """
    db_lock(Forum, forum.id)
    _draft, mark, found = looked_at(forum, release)
    if seen and seen != mark:
        raise Refusal(Reason.DRAFT_CHANGED)
    if found.does_nothing:
        raise Refusal(Reason.NOTHING_TO_RESTORE, version=release.version)
    _Restoring(forum, queries.programme_of(release), found.sessions).run()
    audit.record(
        "agenda.restored",
        release,
        version=release.version,
        changed=len(found.changed),
        back=len(found.back) + len(found.again),
        tray=len(found.to_tray),
    )
    return found


class _Restoring:
    """One restoring: the rows that are there, and what the codes of the release stand for now."""

    def __init__(self, forum: Forum, programme: Programme, sessions: tuple[published.Session, ...]) -> None:
        self.forum, self.programme, self.sessions, self.now = forum, programme, sessions, clock.now()
        self.rows = {row.guid: row for row in plan(forum)}
        self.rooms = {room.code: room.id for room in forum.rooms}
        self.themes = set(db.session.scalars(sa.select(Theme.code)))
        self.cities = _cities_of(programme)
        numbers = [int(person.key) for person in programme.people]
        self.people = set(db.session.scalars(sa.select(Person.id).where(Person.id.in_(numbers))))

    def run(self) -> None:
        wanted = {session.guid for session in self.sessions}
        for row in self.rows.values():
            if row.guid not in wanted and row.starts_at is not None:
                row.starts_at, row.updated_at = None, self.now
        for session in self.sessions:
            self._write(self.rows.get(session.guid) or self._new(session), session)
        self._replace_pauses()
        db.session.flush()
        for row in self.rows.values():
            db.session.expire(row, ["room"])

    def _new(self, session: published.Session) -> Session:
        """A row for a session that was deleted since: the same guid, number and code, unless these were given anew."""
        numbers, codes = {row.number for row in self.rows.values()}, {row.code for row in self.rows.values()}
        number = session.number if session.number not in numbers else max(numbers) + 1
        free = (f"S{n:02}" for n in range(number, number + len(codes) + 1) if f"S{n:02}" not in codes)
        row = Session(
            guid=session.guid,
            forum_id=self.forum.id,
            number=number,
            code=session.code if session.code not in codes else next(free),
            format=Format(session.format),
            titles={},
            created_at=self.now,
            updated_at=self.now,
        )
        db.session.add(row)
        self.rows[row.guid] = row
        return row

    def _write(self, row: Session, session: published.Session) -> None:
        if session.format in set(Format):
            row.format = Format(session.format)
        row.titles, row.abstracts = dict(session.titles), dict(session.abstracts)
        row.theme_code = session.theme if session.theme in self.themes else None
        row.languages, row.minutes = list(session.languages), session.minutes
        row.room_id = self.rooms.get(session.room or "")
        row.starts_at, row.updated_at = session.starts_at, self.now
        row.state = SessionState.CANCELLED if session.is_cancelled else SessionState.PLANNED
        self._write_people(row, session)

    def _write_people(self, row: Session, session: published.Session) -> None:
        """Rows of people who stay are kept: a new one beside the old would break the unique constraint."""
        old = {(part.person_id, part.role.value): part for part in row.people}
        parts = [part for part in session.people if int(part.person) in self.people and part.role in set(SessionRole)]
        kept = [old.get((int(part.person), part.role)) or self._part(part) for part in parts]
        for position, part in enumerate(kept):
            part.position = position
        row.people = kept

    def _part(self, part: published.Part) -> SessionPerson:
        person = self.programme.person(part.person)
        return SessionPerson(
            person_id=int(part.person),
            role=SessionRole(part.role),
            function=person.function if person else "",
            city_id=self.cities.get((person.city, person.country)) if person else None,
        )

    def _replace_pauses(self) -> None:
        db.session.execute(sa.delete(Pause).where(Pause.forum_id == self.forum.id))
        db.session.add_all(
            Pause(forum_id=self.forum.id, titles=dict(one.titles), starts_at=one.starts_at, ends_at=one.ends_at)
            for one in self.programme.pauses
        )


def _cities_of(programme: Programme) -> dict[tuple[str, str], int]:
    """Cities by name and country: a release keeps no numbers of them."""
    names = {person.city for person in programme.people if person.city}
    found = db.session.execute(sa.select(City.name, City.country_code, City.id).where(City.name.in_(names)))
    return {(name, country): number for name, country, number in found}
