"""Reads of registrations for the person and for other rooms; queue.py reads for the organiser."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.cities.models import CityRequest
from exchange.db import db
from exchange.domain.delegations import ENDED, SEATED, Role, Standing
from exchange.forums.models import Forum
from exchange.registration.models import Registration

WHOLE = (
    joinedload(Registration.person),
    joinedload(Registration.city),
    joinedload(Registration.city_request),
)


def my_registration(forum: Forum, person: Person | None) -> Registration | None:
    """A person's live registration for a forum (a draft too), read afresh, with city."""
    if person is None:
        return None
    return db.session.scalar(_live_of(forum, person))


def live_registration(forum: Forum, person: Person) -> Registration:
    """The live registration of somebody who is known to have one, read afresh, with city."""
    return db.session.scalars(_live_of(forum, person)).one()


def _live_of(forum: Forum, person: Person) -> sa.Select[Registration]:
    mine = Registration.forum_id == forum.id, Registration.person_id == person.id
    live = sa.select(Registration).where(*mine, Registration.standing.not_in(ENDED))
    return live.options(*WHOLE).execution_options(populate_existing=True)


def last_ended(forum: Forum, person: Person) -> Registration | None:
    """The newest registration that somebody gave up for a forum."""
    wanted = Registration.forum_id == forum.id, Registration.person_id == person.id, Registration.standing.in_(ENDED)
    return db.session.scalar(sa.select(Registration).where(*wanted).order_by(Registration.id.desc()).limit(1))


def earlier_registration(person: Person) -> Registration | None:
    """The newest registration for any forum, to start the next form from."""
    wanted = Registration.person_id == person.id, Registration.standing != Standing.DRAFT
    newest = sa.select(Registration).where(*wanted).order_by(Registration.id.desc()).limit(1)
    return db.session.scalar(newest.options(*WHOLE))


def registration_with(forum: Forum, number: int) -> Registration | None:
    """One registration of a forum with its person and city."""
    wanted = sa.select(Registration).where(Registration.id == number, Registration.forum_id == forum.id)
    return db.session.scalar(wanted.options(*WHOLE))


def registrations_of(forum: Forum, numbers: list[int]) -> list[Registration]:
    """Registrations of a forum by number, read afresh; who asked first comes first."""
    wanted = sa.select(Registration).where(Registration.forum_id == forum.id, Registration.id.in_(numbers))
    ordered = wanted.order_by(Registration.submitted_at, Registration.id).options(*WHOLE)
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))


def approved_people(forum: Forum) -> list[Registration]:
    """The approved registrations of a forum with person and city loaded, by family name."""
    wanted = sa.select(Registration).join(Registration.person)
    approved = Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    ordered = wanted.where(*approved).order_by(Person.family_name, Person.given_name, Registration.id)
    return list(db.session.scalars(ordered.options(*WHOLE)))


def taking_part(person: Person | None, forum: Forum) -> bool:
    """True when somebody has an approved registration for the forum."""
    if person is None:
        return False
    wanted = sa.select(Registration.id).where(
        Registration.forum_id == forum.id,
        Registration.person_id == person.id,
        Registration.standing == Standing.APPROVED,
    )
    return db.session.scalar(wanted) is not None


def approved_counts(forum: Forum) -> list[tuple[int | None, Role, int]]:
    """(city, role, number) of the approved registrations of a forum, as they are now in the database."""
    rows = db.session.execute(
        sa.select(Registration.city_id, Registration.role, sa.func.count())
        .where(Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED)
        .group_by(Registration.city_id, Registration.role)
    )
    return [(city_id, role, number) for city_id, role, number in rows]


def places_left(forum: Forum) -> int | None:
    """Seats of the forum that nobody has yet; None where there is no limit."""
    if forum.capacity is None:
        return None
    taken = sum(number for _city, role, number in approved_counts(forum) if role in SEATED)
    return max(forum.capacity - taken, 0)


def count_standing(forum: Forum, standing: Standing) -> int:
    """How many registrations of a forum have this standing."""
    wanted = sa.select(sa.func.count()).where(Registration.forum_id == forum.id, Registration.standing == standing)
    return db.session.scalar(wanted) or 0


def waiting_for_city(request: CityRequest) -> list[Registration]:
    """Live registrations for a city that was asked for and is not set yet."""
    wanted = Registration.city_request_id == request.id, Registration.city_id.is_(None)
    live = sa.select(Registration).where(*wanted, Registration.standing.not_in(ENDED))
    return list(db.session.scalars(live.options(*WHOLE).order_by(Registration.id)))


def live_registrations(forum: Forum) -> list[Registration]:
    """Every live registration of a forum with person and city, drafts too."""
    live = Registration.forum_id == forum.id, Registration.standing.not_in(ENDED)
    return list(db.session.scalars(sa.select(Registration).where(*live).options(*WHOLE)))


def waiting_list(forum: Forum) -> list[Registration]:
    """Who waits for a place in a forum, read afresh, with person and city; who asked first comes first."""
    wanted = Registration.forum_id == forum.id, Registration.standing == Standing.WAITING
    ordered = sa.select(Registration).where(*wanted).order_by(Registration.submitted_at, Registration.id)
    return list(db.session.scalars(ordered.options(*WHOLE).execution_options(populate_existing=True)))


def person_of(email: str) -> Person | None:
    """The person of an address, if there is one."""
    return db.session.scalar(sa.select(Person).where(Person.email == email))


def needs_of_forums_before(day: date) -> list[Registration]:
    """Registrations with needs for forums that ended before a day."""
    told = sa.or_(Registration.needs_given, Registration.arrives_on.is_not(None), Registration.leaves_on.is_not(None))
    return list(db.session.scalars(sa.select(Registration).join(Registration.forum).where(Forum.ends_on < day, told)))
