"""Who speaks for a city about its needs and offers."""

import sqlalchemy as sa
from flask import abort

from exchange.accounts.gate import the_person
from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.cities.queries import city_with
from exchange.db import db
from exchange.domain.delegations import COUNTED, Standing
from exchange.forums.models import Forum, ForumState
from exchange.registration.models import Registration


def may_speak_for(person: Person | None, city: City) -> bool:
    """The secretariat, the city's focal point, and its approved delegates of any forum that is not archived."""
    if person is None:
        return False
    return person.is_admin or city.focal_point_id == person.id or _is_delegate(person, city)


def _is_delegate(person: Person, city: City) -> bool:
    wanted = (
        sa.select(Registration.id)
        .join(Forum, Forum.id == Registration.forum_id)
        .where(
            Registration.person_id == person.id,
            Registration.city_id == city.id,
            Registration.standing == Standing.APPROVED,
            Registration.role.in_(COUNTED),
            Forum.state != ForumState.ARCHIVED,
        )
        .limit(1)
    )
    return db.session.scalar(wanted) is not None


def spoken_for(number: int) -> tuple[City, Person]:
    """The city of an address and the person who may speak for it; sign-in page for strangers, 403 for others."""
    person = the_person()
    city = city_with(number)
    if city is None:
        abort(404)
    if not may_speak_for(person, city):
        abort(403)
    return city, person
