"""What a city says it needs, offers and learned."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.db import db, db_lock
from exchange.domain.refusal import Refusal
from exchange.matching.models import Statement

WRITTEN = ("direction", "subtheme_code", "sentence", "language", "level", "priority")


class Reason(StrEnum):
    SAID_ALREADY = "said_already"


def state(city: City, person: Person, values: dict[str, Any]) -> Statement:
    """Adds a statement of a city. Raises Refusal when there is one of that direction on the subtheme."""
    db_lock(City, city.id)
    _check_new(city.id, values)
    now = clock.now()
    statement = Statement(city_id=city.id, written_by_id=person.id, created_at=now, updated_at=now, **values)
    db.session.add(statement)
    audit.record("statement.added", statement, city=city.id, subtheme=statement.subtheme_code)
    return statement


def restate(statement: Statement, person: Person, values: dict[str, Any]) -> None:
    """Changes a statement. Raises Refusal as `state` does."""
    db_lock(City, statement.city_id)
    _check_new(statement.city_id, values, but=statement.id)
    for name, value in values.items():
        setattr(statement, name, value)
    statement.written_by_id, statement.updated_at = person.id, clock.now()
    audit.record("statement.changed", statement, city=statement.city_id, subtheme=statement.subtheme_code)


def _check_new(city_id: int, values: dict[str, Any], but: int | None = None) -> None:
    same = sa.select(Statement.id).where(
        Statement.city_id == city_id,
        Statement.subtheme_code == values["subtheme_code"],
        Statement.direction == values["direction"],
    )
    found = db.session.scalar(same)
    if found is not None and found != but:
        raise Refusal(Reason.SAID_ALREADY)


def withdraw(statement: Statement) -> None:
    """Removes a statement."""
    audit.record("statement.removed", statement, city=statement.city_id, subtheme=statement.subtheme_code)
    db.session.delete(statement)
