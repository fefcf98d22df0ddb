"""Reads of seats in sessions: limits, counts, who has one, who waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.agenda.models import Session, SessionState
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.queries import published_programme
from exchange.db import db
from exchange.domain import programme as published
from exchange.domain.delegations import COUNTED, SEATED, Role, Standing
from exchange.domain.programme import Programme
from exchange.domain.session_seats import LIVE, TAKES_PLACE, Limits, SeatStanding, Tally
from exchange.domain.touched import Holding, Tie
from exchange.forums.models import Forum
from exchange.registration.models import Registration

WHOLE = (
    joinedload(SessionSeat.registration).joinedload(Registration.person),
    joinedload(SessionSeat.registration).joinedload(Registration.city),
)
OF_SESSION = joinedload(SessionSeat.signup).joinedload(SessionSignup.session)


@dataclass(frozen=True)
class SeatFigures:
    """How many hold a seat (`extra` of them cost no place), were offered one, and wait."""

    held: int = 0
    offered: int = 0
    waiting: int = 0
    extra: int = 0

    @property
    def given(self) -> int:
        """Places that are taken."""
        return self.held + self.offered - self.extra


def signup_of(forum: Forum, guid: str) -> SessionSignup | None:
    """The sign-up of a session by the session's guid, with the session."""
    wanted = sa.select(SessionSignup).join(SessionSignup.session).options(joinedload(SessionSignup.session))
    return db.session.scalar(wanted.where(Session.forum_id == forum.id, Session.guid == guid))


def signup_with(session: Session) -> SessionSignup | None:
    """The sign-up of a session of the draft."""
    return db.session.get(SessionSignup, session.id)


def signups_of(forum: Forum) -> list[SessionSignup]:
    """Every session of a forum that needs signing up, by number."""
    wanted = sa.select(SessionSignup).join(SessionSignup.session).where(Session.forum_id == forum.id)
    options = joinedload(SessionSignup.session).joinedload(Session.room)
    return list(db.session.scalars(wanted.options(options).order_by(Session.number)))


def needs_signing_up(forum: Forum, guid: str) -> bool:
    """Whether a session has a limit; nothing else is read."""
    wanted = sa.select(SessionSignup.session_id).join(SessionSignup.session)
    return db.session.scalar(wanted.where(Session.forum_id == forum.id, Session.guid == guid)) is not None


def limits_of(signup: SessionSignup, programme: Programme | None) -> Limits:
    """The limits as the rules know them; the room is the one people were told of."""
    seen = published_session(signup, programme)
    room = programme.room(seen.room) if programme and seen else signup.session.room
    return Limits(
        places=signup.places,
        overbook=signup.overbook,
        city_cap=signup.city_cap,
        opens_at=signup.opens_at,
        roles=frozenset(Role(code) for code in signup.roles),
        rule=signup.rule,
        room=room.capacity if room else None,
    )


def published_session(signup: SessionSignup, programme: Programme | None) -> published.Session | None:
    """The session as people see it; None before it is published."""
    guid = signup.session.guid
    return next((one for one in programme.sessions if one.guid == guid), None) if programme else None


def tally(signup: SessionSignup) -> Tally:
    """Seats held or offered by who costs a place, as they are now in the database."""
    wanted = (
        sa.select(Registration.city_id, Registration.role, sa.func.count())
        .join(SessionSeat, SessionSeat.registration_id == Registration.id)
        .where(SessionSeat.session_id == signup.session_id, SessionSeat.standing.in_(TAKES_PLACE))
        .where(Registration.role.in_(SEATED))
        .group_by(Registration.city_id, Registration.role)
    )
    given, by_city = 0, dict[int, int]()
    for city, role, number in db.session.execute(wanted):
        given += number
        if city is not None and role in COUNTED:
            by_city[city] = by_city.get(city, 0) + number
    return Tally(given, by_city)


def figures(sessions: Collection[int]) -> dict[int, SeatFigures]:
    """Counts by session id, for several sessions at once."""
    extra = sa.case((Registration.role.in_(SEATED), 0), else_=1)
    wanted = (
        sa.select(SessionSeat.session_id, SessionSeat.standing, sa.func.count(), sa.func.sum(extra))
        .join(SessionSeat.registration)
        .where(SessionSeat.session_id.in_(sessions), SessionSeat.standing.in_(LIVE))
        .group_by(SessionSeat.session_id, SessionSeat.standing)
    )
    found: dict[int, dict[str, int]] = {number: {"extra": 0} for number in sessions}
    for session, standing, number, free in db.session.execute(wanted):
        found[session][standing.value] = number
        if standing in TAKES_PLACE:
            found[session]["extra"] += int(free)
    return {number: SeatFigures(**counts) for number, counts in found.items()}


def waiting_for(signup: SessionSignup) -> list[SessionSeat]:
    """Approved people on the waiting list with person and city, who asked first comes first."""
    wanted = sa.select(SessionSeat).join(SessionSeat.registration)
    here = SessionSeat.session_id == signup.session_id, SessionSeat.standing == SeatStanding.WAITING
    ordered = wanted.where(*here, Registration.standing == Standing.APPROVED)
    return list(db.session.scalars(ordered.order_by(SessionSeat.asked_at, SessionSeat.id).options(*WHOLE)))


def overdue_offers(signup: SessionSignup, now: datetime) -> list[int]:
    """Numbers of offers that ran out and were not taken back yet."""
    here = SessionSeat.session_id == signup.session_id, SessionSeat.standing == SeatStanding.OFFERED
    return list(db.session.scalars(sa.select(SessionSeat.id).where(*here, SessionSeat.answer_until <= now)))


def live_seat(signup: SessionSignup, registration: Registration) -> SessionSeat | None:
    """What somebody has in a session: a seat, an offer, a place on the list."""
    mine = SessionSeat.session_id == signup.session_id, SessionSeat.registration_id == registration.id
    wanted = sa.select(SessionSeat).where(*mine, SessionSeat.standing.in_(LIVE))
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def seat_with(signup: SessionSignup, number: int) -> SessionSeat | None:
    """One live seat of a session by its number, with its person."""
    here = SessionSeat.id == number, SessionSeat.session_id == signup.session_id, SessionSeat.standing.in_(LIVE)
    return db.session.scalar(sa.select(SessionSeat).where(*here).options(*WHOLE))


def live_seats_of(registration: Registration) -> list[SessionSeat]:
    """Everything somebody has or waits for, with the sessions."""
    mine = SessionSeat.registration_id == registration.id, SessionSeat.standing.in_(LIVE)
    wanted = sa.select(SessionSeat).where(*mine).options(OF_SESSION).order_by(SessionSeat.id)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def live_seats_in(signup: SessionSignup) -> list[SessionSeat]:
    """Every live seat of a session with its person and city."""
    live = SessionSeat.session_id == signup.session_id, SessionSeat.standing.in_(LIVE)
    return list(db.session.scalars(sa.select(SessionSeat).where(*live).options(*WHOLE).order_by(SessionSeat.id)))


def held_by(forum: Forum, people: Iterable[int]) -> list[tuple[int, str]]:
    """(person id, guid of the session) of the seats that people hold."""
    wanted = (
        sa.select(Registration.person_id, Session.guid)
        .join(SessionSeat, SessionSeat.registration_id == Registration.id)
        .join(Session, Session.id == SessionSeat.session_id)
        .where(Session.forum_id == forum.id, Registration.person_id.in_(list(people)))
        .where(SessionSeat.standing == SeatStanding.HELD)
    )
    return [(person, guid) for person, guid in db.session.execute(wanted)]


def standings_of(person_id: int) -> dict[str, SeatStanding]:
    """Where somebody stands in the sessions they signed up for, by the session's guid; for calendars."""
    wanted = (
        sa.select(Session.guid, SessionSeat.standing)
        .join(SessionSeat, SessionSeat.session_id == Session.id)
        .join(SessionSeat.registration)
        .where(Registration.person_id == person_id, SessionSeat.standing.in_(LIVE))
    )
    return {row.guid: row.standing for row in db.session.execute(wanted)}


def holdings_in(forum: Forum, guids: Collection[str]) -> list[Holding]:
    """Who holds, was offered or waits for a seat in some sessions that take place; for the mails about a release.

    Who had a seat in a cancelled session is told so when the seat ends.
    """
    wanted = (
        sa.select(Session.guid, Registration.person_id)
        .join(SessionSeat, SessionSeat.session_id == Session.id)
        .join(Registration, SessionSeat.registration_id == Registration.id)
        .where(Session.forum_id == forum.id, Session.guid.in_(guids), Session.state != SessionState.CANCELLED)
        .where(SessionSeat.standing.in_(LIVE))
        .order_by(Registration.person_id, Session.guid)
    )
    return [Holding(guid, person, Tie.SEAT) for guid, person in db.session.execute(wanted)]


def programme_of(signup: SessionSignup) -> Programme | None:
    """What people see of the forum of a session."""
    return published_programme(db.session.get_one(Forum, signup.session.forum_id))
