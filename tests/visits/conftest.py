"""A forum in Dakar with an organiser, and what tests of visits ask about pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from exchange.db import db
from exchange.visits import service
from tests import make


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
    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_more):
            statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting
