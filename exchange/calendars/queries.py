"""Reads of private calendar feeds."""

import hashlib
import json

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.agenda.models import Release, Session, SessionWish
from exchange.agenda.queries_seats import standings_of
from exchange.calendars.models import CalendarFeed
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.tokens import hashed
from exchange.forums.models import Forum, ForumState
from exchange.registration.models import Registration
from exchange.visits.models import StudyVisit, VisitSeat

TAKING_PART = (Standing.SUBMITTED, Standing.WAITING, Standing.APPROVED)


def feed_with(token: str) -> CalendarFeed | None:
    """The feed of a token, revoked ones too."""
    return db.session.scalar(sa.select(CalendarFeed).where(CalendarFeed.token_hash == hashed(token)))


def feeds_of(person: Person) -> list[CalendarFeed]:
    """A person's feeds that work, newest first."""
    mine = CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None)
    return list(db.session.scalars(sa.select(CalendarFeed).where(*mine).order_by(CalendarFeed.id.desc())))


def feed_of(person: Person, number: int) -> CalendarFeed | None:
    """One of a person's own feeds; None for somebody else's."""
    mine = CalendarFeed.id == number, CalendarFeed.person_id == person.id
    return db.session.scalar(sa.select(CalendarFeed).where(*mine))


def registrations_of(person_id: int) -> list[Registration]:
    """A person's registrations for forums that take place, with the forums."""
    return list(
        db.session.scalars(
            sa.select(Registration)
            .join(Registration.forum)
            .where(
                Registration.person_id == person_id,
                Registration.standing.in_(TAKING_PART),
                Forum.state != ForumState.DRAFT,
            )
            .options(joinedload(Registration.forum).joinedload(Forum.host_city))
            .order_by(Forum.starts_on, Registration.id)
        )
    )


def wished_sessions(person_id: int) -> dict[str, int]:
    """Weights (3: must see, 1: would like) of the sessions somebody wants to see, by guid."""
    wished = sa.select(Session.guid, SessionWish.weight).join(SessionWish, SessionWish.session_id == Session.id)
    found = db.session.execute(wished.where(SessionWish.person_id == person_id))
    return {row.guid: row.weight for row in found}


def seats_on_visits(person_id: int) -> set[str]:
    """Guids of the study visits on which somebody has a seat."""
    seats = (
        sa.select(StudyVisit.guid)
        .join(VisitSeat, VisitSeat.visit_id == StudyVisit.id)
        .join(Registration, Registration.id == VisitSeat.registration_id)
    )
    return set(db.session.scalars(seats.where(Registration.person_id == person_id)))


def revision(feed: CalendarFeed) -> str:
    """Changes whenever the feed would: read instead of building it, so that an unchanged feed costs little."""
    registrations = registrations_of(feed.person_id)
    forums = [registration.forum_id for registration in registrations]
    releases = sa.select(sa.func.max(Release.id)).where(Release.forum_id.in_(forums)).group_by(Release.forum_id)
    visits = sa.select(StudyVisit.guid, StudyVisit.sequence, StudyVisit.published_at, StudyVisit.state).where(
        StudyVisit.forum_id.in_(forums), StudyVisit.published_at.is_not(None)
    )
    state = [
        feed.id,
        feed.language,
        [(row.uid, row.sequence, row.standing, row.updated_at, row.forum.updated_at) for row in registrations],
        sorted(db.session.scalars(releases)),
        [tuple(row) for row in db.session.execute(visits.order_by(StudyVisit.guid))],
        sorted(wished_sessions(feed.person_id).items()),
        sorted(seats_on_visits(feed.person_id)),
        sorted(standings_of(feed.person_id).items()),
    ]
    return hashlib.sha256(json.dumps(state, default=str).encode()).hexdigest()[:32]
