"""What the tests of registration share."""

import re

import pytest
import sqlalchemy as sa

from exchange.db import db
from exchange.mail import Mail
from tests import make


@pytest.fixture
def city(app):
    return make.city("Kumasi")


@pytest.fixture
def forum(app):
    return make.forum("meeting", organiser=make.person("organiser@alliance.example"))


@pytest.fixture
def organiser(forum):
    from exchange.accounts.service import person_with

    return person_with("organiser@alliance.example")


@pytest.fixture
def typed(city):
    """The form of the first stage as a delegate fills it in."""
    return {
        "given_name": "Ama",
        "family_name": "Owusu",
        "city": str(city.id),
        "role": "delegate",
        "function": "Planner",
        "speaks": ["en", "fr"],
        "listed": "y",
    }


@pytest.fixture
def mails(app):
    """Call it for the mails to an address, newest first."""

    def written(address):
        db.session.rollback()
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Mail).where(Mail.recipient == address).order_by(Mail.id.desc())))

    return written


@pytest.fixture
def link_in(mails):
    """Call it for the path of the newest sign-in link of an address."""
    return lambda address: re.search(r"http://localhost(/sign-in/[\w-]+)", mails(address)[0].body)[1]
