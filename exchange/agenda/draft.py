"""The agenda as the organisers have it now: as rows, as a programme to publish, as a timetable to check."""

import hashlib
import json

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from exchange import clock
from exchange.agenda.facts import facts_of, pauses_of
from exchange.agenda.models import Session, SessionCity, SessionPerson, SessionState
from exchange.db import db
from exchange.domain import programme as published
from exchange.domain.programme import Contributor, ForumFacts, Part, Programme, Status
from exchange.domain.timetable import Clash
from exchange.domain.timetable_check import Timetable
from exchange.forums.models import Forum, Room
from exchange.practices.models import Theme


def plan(forum: Forum) -> list[Session]:
    """Every session of a forum with its people and room, by time, the unplaced ones last."""
    return list(
        db.session.scalars(
            sa.select(Session)
            .where(Session.forum_id == forum.id)
            .options(
                joinedload(Session.room),
                selectinload(Session.people).joinedload(SessionPerson.person),
                selectinload(Session.people).joinedload(SessionPerson.city),
                selectinload(Session.cities).joinedload(SessionCity.city),
                selectinload(Session.after),
            )
            .order_by(Session.starts_at.is_(None), Session.starts_at, Session.number)
        )
    )


def clashes_in(forum: Forum, sessions: list[Session]) -> list[Clash]:
    """What clashes among these sessions; the cancelled and unplaced ones disturb nobody."""
    return timetable_of(forum, sessions).clashes()


def timetable_of(forum: Forum, sessions: list[Session]) -> Timetable:
    """The judge of these sessions, the tray among them and the cancelled ones left out."""
    return Timetable(facts_of(forum, [row for row in sessions if row.state is SessionState.PLANNED]))


def takes_place(row: Session) -> bool:
    """Whether a session has a time and is not cancelled."""
    return row.starts_at is not None and row.state is SessionState.PLANNED


def revision_of(session: Session) -> str:
    """16 hex digits that change with anything stored about a session: two saves may fall into one second."""
    people = [(part.person_id, part.role, part.function, part.city_id) for part in session.people]
    placed_at = session.starts_at.isoformat() if session.starts_at else ""
    values = (
        session.format, session.titles, session.abstracts, session.theme_code, session.languages, session.seats,
        session.minutes, session.room_id, placed_at, session.state, people, session.layout, session.needs,
        session.series, session.exclusive, session.allowed, session.time_locked, session.room_locked,
        [part.city_id for part in session.cities], sorted(part.after_id for part in session.after),
    )  # fmt: skip
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def forum_facts(forum: Forum) -> ForumFacts:
    """The forum as a release keeps it."""
    return ForumFacts(
        slug=forum.slug,
        titles=dict(forum.titles),
        summaries=dict(forum.summaries),
        starts_on=forum.starts_on,
        ends_on=forum.ends_on,
        time_zone=forum.time_zone,
        languages=tuple(forum.languages),
        venue_name=forum.venue_name,
        venue_address=forum.venue_address,
        host_city=forum.host_city.name if forum.host_city else "",
        accent=forum.accent,
        pattern_seed=forum.pattern_seed or forum.slug,
        fictional=forum.fictional,
    )


def empty_programme(forum: Forum) -> Programme:
    """What is shown before the first release: the forum, its days, and nothing in them."""
    return Programme(0, forum.updated_at, {}, forum_facts(forum), (), (), (), ())


def draft_programme(
    forum: Forum, sessions: list[Session] | None = None, note: published.Texts | None = None
) -> Programme:
    """The draft as a programme; version, instants and sequences are for next_release to set."""
    rows = [row for row in (plan(forum) if sessions is None else sessions) if row.starts_at]
    return Programme(
        version=0,
        published_at=clock.now(),
        note=dict(note or {}),
        forum=forum_facts(forum),
        rooms=tuple(_room(room) for room in forum.rooms),
        themes=_themes({row.theme_code for row in rows} | {theme.theme_code for theme in forum.themes}),
        people=_people(rows),
        sessions=tuple(_session(row) for row in rows),
        pauses=tuple(published.Pause(dict(p.titles), p.starts_at, p.ends_at) for p in pauses_of(forum)),
    )


def _room(room: Room) -> published.Room:
    return published.Room(room.code, room.name, room.capacity, tuple(room.booths), room.step_free, room.place)


def _themes(codes: set[str | None]) -> tuple[published.Theme, ...]:
    wanted = sa.select(Theme.code, Theme.names).where(Theme.code.in_(codes - {None})).order_by(Theme.position)
    return tuple(published.Theme(code, dict(names)) for code, names in db.session.execute(wanted))


def _people(rows: list[Session]) -> tuple[Contributor, ...]:
    """Everybody with a role, by session; a person's function is the first one given."""
    found: dict[int, Contributor] = {}
    for part in (part for row in sorted(rows, key=lambda row: row.number) for part in row.people):
        known = found.get(part.person_id)
        if known is None or not known.function:
            found[part.person_id] = _contributor(part)
    return tuple(found.values())


def _contributor(part: SessionPerson) -> Contributor:
    person = part.person
    # An address is nobody's business: somebody whose name is not known yet goes by what they do.
    name = f"{person.given_name} {person.family_name}".strip() or part.function or "…"
    return Contributor(
        key=str(person.id),
        name=name,
        family_name=person.family_name,
        function=part.function,
        city=part.city.name if part.city else "",
        country=part.city.country_code if part.city else "",
    )


def _session(row: Session) -> published.Session:
    assert row.starts_at and row.ends_at  # noqa: S101 - unplaced ones are left out
    return published.Session(
        guid=row.guid,
        number=row.number,
        code=row.code,
        format=row.format.value,
        titles=dict(row.titles),
        abstracts=dict(row.abstracts),
        theme=row.theme_code,
        languages=tuple(row.languages),
        room=row.room.code if row.room else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        people=tuple(Part(str(part.person_id), part.role.value) for part in row.people),
        status=Status.CANCELLED if row.state is SessionState.CANCELLED else Status.CONFIRMED,
        updated_at=row.updated_at,
    )
