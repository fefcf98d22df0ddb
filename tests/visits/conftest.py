"""A forum in Dakar with an organiser, and what tests of visits ask about pages."""

import pytest

from exchange.db import db
from exchange.visits import service
from tests import counting, make


@pytest.fixture
def organiser(app):
    return make.person(given_name="Olga")


@pytest.fixture
def forum(organiser):
    return make.forum("dakar", organiser=organiser, themes=("HOU", "WSH"), venue_latitude=14.67, venue_longitude=-17.43)


@pytest.fixture
def host(app):
    return make.person(given_name="Hawa")


@pytest.fixture
def publish():
    def published(forum, **values):
        visit = make.visit(forum, state="checked", **values)
        service.publish(visit)
        db.session.commit()
        return visit

    return published


@pytest.fixture
def count_queries():
    return counting.count_queries
