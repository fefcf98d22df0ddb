"""A forum and what tests of matching ask about pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from exchange.db import db
from tests import make


@pytest.fixture
def forum(app):
    return make.forum("dakar", themes=("HOU", "WSH"))


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
