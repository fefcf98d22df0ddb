"""A forum and what tests of matching ask about pages."""

import pytest

from tests import counting, make


@pytest.fixture
def forum(app):
    return make.forum("dakar", themes=("HOU", "WSH"))


@pytest.fixture
def count_queries():
    return counting.count_queries
