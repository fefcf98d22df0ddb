"""A forum with a call that is open, and the people around it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.db import db
from exchange.forums.models import Duty, ForumDuty
from exchange.mail import Mail
from tests import make
from tests.calls import building


@pytest.fixture
def organiser(app):
    return make.person("olga@alliance.example", given_name="Olga")


@pytest.fixture
def forum(organiser):
    forum = make.forum("dakar", organiser=organiser, themes=("HOU", "WSH"))
    make.room(forum, "R1", 100)
    return forum


@pytest.fixture
def call(forum):
    return building.call(forum)


@pytest.fixture
def closed(call):
    """The call, closed since yesterday."""
    call.closes_at = clock.now() - timedelta(days=1)
    db.session.commit()
    return call


@pytest.fixture
def reviewers(forum):
    """Three people with the duty to review, each of a city of their own."""
    people = [make.person(f"reviewer{number}@city.example", given_name=f"Rita{number}") for number in range(3)]
    for person in people:
        make.save(ForumDuty(forum_id=forum.id, person_id=person.id, duty=Duty.REVIEWER))
        make.city(focal_point_id=person.id)
    return people


@pytest.fixture
def mails(app):
    """Call it for the mails to an address, oldest first."""

    def written(address):
        db.session.rollback()
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Mail).where(Mail.recipient == address).order_by(Mail.id)))

    return written


@pytest.fixture
def typed(forum, call):
    """The form of a proposal as a city fills it in."""
    city = make.city("Kumasi")
    return SimpleNamespace(city=city, fields=building.typed(city))
