"""Reads of study visits."""

import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from exchange.accounts.models import Person
from exchange.agenda.models import Session, SessionPerson, SessionState
from exchange.cities.models import City
from exchange.db import db
from exchange.domain.delegations import COUNTED, Standing
from exchange.domain.programme import VisitSheet
from exchange.domain.programme_json import visit_from_json
from exchange.domain.timetable import Outing
from exchange.forums.models import Forum
from exchange.practices.models import Subtheme
from exchange.registration.models import Registration
from exchange.visits.models import PUBLIC_STATES, StudyVisit, VisitHost, VisitSeat, VisitState, VisitStop, VisitWish

# A published visit that is cancelled stays to be read, so that nobody waits at its meeting point.
SHOWN_STATES = PUBLIC_STATES | {VisitState.CANCELLED}
TAKES_PART = (Standing.SUBMITTED, Standing.APPROVED, Standing.WAITING)


def _shown(forum: Forum) -> tuple[Any, ...]:
    return (
        StudyVisit.forum_id == forum.id,
        StudyVisit.published.is_not(None),
        StudyVisit.state.in_(SHOWN_STATES),
    )


def published_visits(forum: Forum) -> list[VisitSheet]:
    """The visits the public sees, as they were published, by code; cancelled ones say so."""
    sheets = db.session.scalars(sa.select(StudyVisit.published).where(*_shown(forum)))
    visits = [visit_from_json(sheet) for sheet in sheets if sheet]
    return sorted(visits, key=lambda visit: (len(visit.code), visit.code))


def visits_revision(forum: Forum) -> str:
    """Changes whenever what the public sees of the visits does; for ETags and cache keys."""
    columns = StudyVisit.guid, StudyVisit.sequence, StudyVisit.published_at, StudyVisit.state
    rows = db.session.execute(sa.select(*columns).where(*_shown(forum)).order_by(StudyVisit.guid))
    state = "\n".join(f"{guid} {sequence} {at} {now.value}" for guid, sequence, at, now in rows)
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def shown_visit(forum: Forum, code: str) -> StudyVisit | None:
    """A visit the public may read."""
    wanted = *_shown(forum), sa.func.upper(StudyVisit.code) == code.upper()
    return db.session.scalar(sa.select(StudyVisit).where(*wanted))


def visit_of(forum: Forum, code: str) -> StudyVisit | None:
    """Any visit of a forum by its code, with everything its host wrote."""
    return db.session.scalar(
        sa.select(StudyVisit)
        .where(StudyVisit.forum_id == forum.id, sa.func.upper(StudyVisit.code) == code.upper())
        .options(
            joinedload(StudyVisit.forum),
            joinedload(StudyVisit.host_city),
            selectinload(StudyVisit.stops),
            selectinload(StudyVisit.legs),
            selectinload(StudyVisit.hosts).joinedload(VisitHost.person),
        )
    )


def visits_of(forum: Forum, host: Person | None = None) -> list[StudyVisit]:
    """All visits of a forum, or those of one host, by code."""
    wanted = sa.select(StudyVisit).where(StudyVisit.forum_id == forum.id)
    if host is not None:
        wanted = wanted.where(StudyVisit.hosts.any(VisitHost.person_id == host.id))
    wanted = wanted.options(
        joinedload(StudyVisit.forum),
        joinedload(StudyVisit.host_city),
        selectinload(StudyVisit.stops),
        selectinload(StudyVisit.legs),
        selectinload(StudyVisit.hosts).joinedload(VisitHost.person),
    )
    return list(db.session.scalars(wanted.order_by(sa.func.length(StudyVisit.code), StudyVisit.code)))


def is_host(person: Person, visit: StudyVisit) -> bool:
    """Whether a person may edit a visit as its host."""
    wanted = sa.exists().where(VisitHost.visit_id == visit.id, VisitHost.person_id == person.id)
    return bool(db.session.scalar(sa.select(wanted)))


def hosts_in(person: Person, forum: Forum) -> bool:
    """Whether a person hosts a visit of the forum."""
    mine = sa.exists().where(
        VisitHost.person_id == person.id, VisitHost.visit_id == StudyVisit.id, StudyVisit.forum_id == forum.id
    )
    return bool(db.session.scalar(sa.select(mine)))


def is_of_host_city(person: Person, forum: Forum) -> bool:
    """The focal point, or an approved delegate, of the city that receives the forum."""
    if forum.host_city_id is None:
        return False
    delegate = sa.exists().where(
        Registration.person_id == person.id,
        Registration.forum_id == forum.id,
        Registration.city_id == forum.host_city_id,
        Registration.standing == Standing.APPROVED,
        Registration.role.in_(COUNTED),
    )
    focal_point = sa.exists().where(City.id == forum.host_city_id, City.focal_point_id == person.id)
    return bool(db.session.scalar(sa.select(sa.or_(delegate, focal_point))))


def registration_of(person: Person | None, forum: Forum) -> Registration | None:
    """A person's registration that takes part: sent, approved or waiting."""
    if person is None:
        return None
    wanted = (
        Registration.forum_id == forum.id,
        Registration.person_id == person.id,
        Registration.standing.in_(TAKES_PART),
    )
    return db.session.scalar(sa.select(Registration).where(*wanted).options(joinedload(Registration.city)))


def wishes_of(registration: Registration) -> list[VisitWish]:
    """A delegate's wishes by rank."""
    wanted = sa.select(VisitWish).where(VisitWish.registration_id == registration.id)
    return list(db.session.scalars(wanted.options(joinedload(VisitWish.visit)).order_by(VisitWish.rank)))


def seats_of(registration: Registration) -> list[VisitSeat]:
    """The seats given to a registration, with their visits."""
    wanted = sa.select(VisitSeat).where(VisitSeat.registration_id == registration.id)
    return list(db.session.scalars(wanted.options(joinedload(VisitSeat.visit)).order_by(VisitSeat.visit_id)))


def seats_by_registration(registrations: list[int]) -> dict[int, list[VisitSeat]]:
    """The seats of several registrations by their id, with visits and stops."""
    wanted = sa.select(VisitSeat).where(VisitSeat.registration_id.in_(registrations)).order_by(VisitSeat.visit_id)
    found: dict[int, list[VisitSeat]] = {}
    for seat in db.session.scalars(wanted.options(joinedload(VisitSeat.visit).selectinload(StudyVisit.stops))):
        found.setdefault(seat.registration_id, []).append(seat)
    return found


def wishable(forum: Forum) -> list[StudyVisit]:
    """Visits that take wishes, by code."""
    wanted = (
        StudyVisit.forum_id == forum.id,
        StudyVisit.state == VisitState.OPEN,
        StudyVisit.published.is_not(None),
    )
    order = sa.func.length(StudyVisit.code), StudyVisit.code
    return list(db.session.scalars(sa.select(StudyVisit).where(*wanted).order_by(*order)))


def takes_wishes(forum: Forum) -> bool:
    """Whether there is a visit to wish for."""
    wanted = sa.exists().where(StudyVisit.forum_id == forum.id, StudyVisit.state == VisitState.OPEN)
    return bool(db.session.scalar(sa.select(wanted)))


def engagements(person_id: int, forum: Forum) -> list[Session]:
    """Sessions in which somebody has a role, as planned now: they cannot be on a visit at the same time."""
    wanted = sa.select(Session).where(
        Session.forum_id == forum.id,
        # Somebody may have two roles in a session; it counts once.
        Session.id.in_(sa.select(SessionPerson.session_id).where(SessionPerson.person_id == person_id)),
        Session.state == SessionState.PLANNED,
        Session.starts_at.is_not(None),
    )
    return list(db.session.scalars(wanted.order_by(Session.starts_at, Session.id)))


def subtheme_names(codes: set[str]) -> dict[str, dict[str, str]]:
    """Names per language of subthemes by code."""
    if not codes:
        return {}
    rows = db.session.execute(sa.select(Subtheme.code, Subtheme.names).where(Subtheme.code.in_(codes)))
    return {row[0]: row[1] for row in rows}


def seat_of(visit: StudyVisit, registration_id: int) -> VisitSeat | None:
    """One seat of a visit, with its person."""
    wanted = VisitSeat.visit_id == visit.id, VisitSeat.registration_id == registration_id
    options = joinedload(VisitSeat.registration).joinedload(Registration.person)
    return db.session.scalar(sa.select(VisitSeat).where(*wanted).options(options))


def registration_in(forum: Forum, number: int) -> Registration | None:
    """A registration of the forum by its id, with its person."""
    wanted = Registration.id == number, Registration.forum_id == forum.id
    return db.session.scalar(sa.select(Registration).where(*wanted).options(joinedload(Registration.person)))


def registration_with_email(forum: Forum, email: str) -> Registration | None:
    """The registration that takes part of the person with an address."""
    wanted = (
        Registration.forum_id == forum.id,
        Registration.standing.in_(TAKES_PART),
        Person.email == email.strip().lower(),
    )
    return db.session.scalar(sa.select(Registration).join(Registration.person).where(*wanted))


def states(forum: Forum) -> dict[VisitState, int]:
    """How many visits of a forum are in which state."""
    wanted = sa.select(StudyVisit.state, sa.func.count()).where(StudyVisit.forum_id == forum.id)
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(StudyVisit.state))}


def outings(forum: Forum) -> list[Outing]:
    """When each visit that is not cancelled runs, as it is planned now, with who leads it and who has a seat on it."""
    leads = _by_visit(sa.select(VisitHost.visit_id, VisitHost.person_id).join(StudyVisit), forum)
    seats = sa.select(VisitSeat.visit_id, Registration.person_id).join(VisitSeat.registration).join(VisitSeat.visit)
    guests = _by_visit(seats, forum)
    wanted = (
        sa.select(StudyVisit.id, StudyVisit.code, sa.func.min(VisitStop.leaves_at), sa.func.max(VisitStop.arrives_at))
        .join(VisitStop, VisitStop.visit_id == StudyVisit.id)
        .where(StudyVisit.forum_id == forum.id, StudyVisit.state != VisitState.CANCELLED)
        .group_by(StudyVisit.id, StudyVisit.code)
        .order_by(StudyVisit.code)
    )
    return [
        Outing(code, start, end, leads.get(number, frozenset()), guests.get(number, frozenset()))
        for number, code, start, end in db.session.execute(wanted)
        if start and end and start < end
    ]


def _by_visit(pairs: sa.Select[int, int], forum: Forum) -> dict[int, frozenset[int]]:
    """Persons by visit, of (visit, person) pairs joined with the visits."""
    found: dict[int, set[int]] = {}
    for visit, person in db.session.execute(pairs.where(StudyVisit.forum_id == forum.id)):
        found.setdefault(visit, set()).add(person)
    return {visit: frozenset(people) for visit, people in found.items()}
