"""Reads of statements, and cities as the rule of matching sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.cities.models import City
from exchange.cities.queries import Pager, page_of
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.matching import CityProfile, Said
from exchange.domain.text import holds_words, words_key
from exchange.forums.models import Forum
from exchange.matching.models import Direction, Level, Statement
from exchange.practices.models import Subtheme
from exchange.registration.models import Registration

LEVELS = {Level.STARTING: 1, Level.RUNNING: 2, Level.CAN_TEACH: 3}
ORDER = sa.case((Statement.direction == Direction.NEED, 0), (Statement.direction == Direction.OFFER, 1), else_=2)
WHOLE = joinedload(Statement.subtheme).joinedload(Subtheme.theme)


def statements_of(city: City) -> list[Statement]:
    """What a city says, needs first, the most urgent first."""
    wanted = sa.select(Statement).where(Statement.city_id == city.id).options(WHOLE)
    return list(db.session.scalars(wanted.order_by(ORDER, Statement.priority.desc(), Statement.subtheme_code)))


def statement_of(city: City, number: int) -> Statement | None:
    """One of a city's own statements; None for another city's."""
    wanted = sa.select(Statement).where(Statement.id == number, Statement.city_id == city.id)
    return db.session.scalar(wanted.options(WHOLE))


def has_said(city_id: int) -> bool:
    """Whether a city has said anything."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Statement.city_id == city_id))))


def cities_at(forum: Forum) -> dict[int, City]:
    """Cities with an approved registration for a forum, by id."""
    there = sa.select(Registration.city_id).where(
        Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    )
    return {city.id: city for city in db.session.scalars(sa.select(City).where(City.id.in_(there)))}


def spoken_at(forum: Forum) -> dict[int, set[str]]:
    """Languages that the approved delegates of each city speak, by city id."""
    rows = db.session.execute(
        sa.select(Registration.city_id, Registration.speaks).where(
            Registration.forum_id == forum.id,
            Registration.standing == Standing.APPROVED,
            Registration.city_id.is_not(None),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for city_id, speaks in rows:
        if city_id is not None:
            found[city_id].update(speaks)
    return found


def statements_at(cities: Iterable[int]) -> list[Statement]:
    """Statements of some cities, with their subthemes and themes."""
    wanted = sa.select(Statement).where(Statement.city_id.in_(sorted(set(cities)))).options(WHOLE)
    return list(db.session.scalars(wanted.order_by(Statement.id)))


def profile(city: City, spoken: Iterable[str], statements: Iterable[Statement]) -> CityProfile:
    """A city as the rule sees it; a lesson counts as an offer."""
    said = [(statement.direction, _said(statement)) for statement in statements]
    return CityProfile(
        id=city.id,
        languages=tuple(sorted(city.languages)),
        spoken=tuple(sorted(spoken)),
        region=city.region.value,
        income=city.income_group.value,
        population=city.population,
        needs=tuple(sorted(each for direction, each in said if direction is Direction.NEED)),
        offers=tuple(sorted(each for direction, each in said if direction is not Direction.NEED)),
    )


def _said(statement: Statement) -> Said:
    return Said(statement.subtheme_code, statement.id, LEVELS[statement.level], statement.priority)


@dataclass(frozen=True)
class StatementFilter:
    """What somebody looks for among the statements of a forum; empty fields ask for nothing."""

    text: str = ""
    theme: str = ""
    direction: str = ""


def statements_page(forum: Forum, wanted: StatementFilter, page: int) -> Pager:
    """One page of what the cities registered for a forum say; text is searched without accents and case."""
    at_forum = sa.select(Registration.city_id).where(
        Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    )
    query = (
        sa.select(Statement)
        .join(Statement.city)
        .join(Statement.subtheme)
        .where(Statement.city_id.in_(at_forum))
        .options(WHOLE, joinedload(Statement.city))
    )
    if wanted.theme:
        query = query.where(Subtheme.theme_code == wanted.theme)
    if wanted.direction in set(Direction):
        query = query.where(Statement.direction == Direction(wanted.direction))
    rows = db.session.scalars(query.order_by(Statement.subtheme_code, ORDER, City.name, Statement.id)).all()
    return page_of([row for row in rows if holds_words(_searched(row), wanted.text)], page)


def _searched(statement: Statement) -> str:
    names = (*statement.subtheme.names.values(), *statement.subtheme.theme.names.values())
    return words_key(" ".join((statement.city.name, *statement.city.other_names, statement.sentence, *names)))


def said_at(forum: Forum) -> tuple[int, int]:
    """(cities registered, of which have said something) at a forum."""
    there = sa.select(Registration.city_id).where(
        Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    )
    said = sa.select(sa.func.count(sa.distinct(Statement.city_id))).where(Statement.city_id.in_(there))
    cities = sa.select(sa.func.count(sa.distinct(Registration.city_id))).where(
        Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    )
    return db.session.scalar(cities) or 0, db.session.scalar(said) or 0
