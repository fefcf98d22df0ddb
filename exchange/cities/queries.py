"""Reads of cities."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.cities.keys import name_key
from exchange.cities.models import City, CityRequest, CityStatus, IncomeGroup, Region, RequestState
from exchange.db import db
from exchange.domain.text import fold, words_key
from exchange.i18n import country_name

SORTS = ("name", "country", "region", "population")
PER_PAGE = 50
SIMILAR = 0.72
STATUSES = frozenset(status.value for status in CityStatus)


@dataclass(frozen=True)
class Search:
    """What somebody looks for. Without a status former members are left out; status "every" shows all."""

    q: str = ""
    region: Region | None = None
    income: IncomeGroup | None = None
    country: str = ""
    status: str = ""
    language: str = ""
    sort: str = "name"


class CityLine(NamedTuple):
    """A city as lists, maps and exports need it: plain values, because there may be a thousand."""

    id: int
    name: str
    name_key: str
    other_names: list[str]
    country_code: str
    region: Region
    income_group: IncomeGroup
    status: CityStatus
    languages: list[str]
    latitude: float | None
    longitude: float | None
    population: int | None
    website: str


@dataclass(frozen=True)
class Pager:
    """One page of a list."""

    items: Sequence[Any]
    page: int
    pages: int
    total: int
    per_page: int = PER_PAGE


def page_of(rows: Sequence[Any], page: int, per_page: int = PER_PAGE) -> Pager:
    """The rows of a page; a page beyond the end is the last one."""
    pages = max(1, -(-len(rows) // per_page))
    page = min(max(1, page), pages)
    return Pager(rows[(page - 1) * per_page : page * per_page], page, pages, len(rows), per_page)


def find_cities(search: Search) -> list[CityLine]:
    """All cities that fit, sorted; one query."""
    columns = [getattr(City, name) for name in CityLine._fields]
    lines = [CityLine(*row) for row in db.session.execute(sa.select(*columns).where(*_conditions(search)))]
    return _sorted(lines, search.sort)


def _conditions(search: Search) -> list[sa.ColumnElement[bool]]:
    found = [City.search_key.contains(f" {word}", autoescape=True) for word in words_key(search.q).split()]
    if search.q and not found:
        # Signs without letters name no city.
        found.append(sa.false())
    if search.region:
        found.append(City.region == search.region)
    if search.income:
        found.append(City.income_group == search.income)
    if search.country:
        found.append(City.country_code == search.country)
    if search.language:
        found.append(sa.cast(City.languages, sa.String).contains(f'"{search.language}"', autoescape=True))
    if search.status in STATUSES:
        found.append(City.status == CityStatus(search.status))
    elif search.status != "every":
        found.append(City.status != CityStatus.FORMER)
    return found


def _sorted(lines: list[CityLine], sort: str) -> list[CityLine]:
    lines.sort(key=lambda line: (line.name_key, line.country_code))
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "country":
        lines.sort(key=lambda line: fold(country_name(line.country_code)), reverse=down)
    elif name == "region":
        lines.sort(key=lambda line: line.region, reverse=down)
    elif name == "population":
        lines.sort(key=lambda line: line.population or 0, reverse=down)
    elif down:
        lines.reverse()
    return lines


def countries_with_cities() -> list[tuple[str, str]]:
    """(code, name) of the countries that have a city, by name in the page's language."""
    codes = db.session.scalars(sa.select(City.country_code).distinct())
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: fold(pair[1]))


def city_with(number: int) -> City | None:
    """A city with its focal point."""
    return db.session.get(City, number, options=[joinedload(City.focal_point)])


def cities_by_key() -> dict[tuple[str, str], City]:
    """Every city by (name key, country code), with its focal point; found by its other names too."""
    cities = list(db.session.scalars(sa.select(City).options(joinedload(City.focal_point)).order_by(City.id)))
    aliases = {(name_key(other), city.country_code): city for city in cities for other in city.other_names}
    return aliases | {(city.name_key, city.country_code): city for city in cities}


def cities_for_export() -> list[City]:
    """Every city with its focal point, by name; former members too."""
    wanted = sa.select(City).options(joinedload(City.focal_point)).order_by(City.name_key, City.country_code)
    return list(db.session.scalars(wanted))


def find_city(name: str, country_code: str) -> City | None:
    """The city of that name or other name, whatever its accents and case."""
    key = name_key(name)
    own = sa.select(City).where(City.name_key == key, City.country_code == country_code)
    return db.session.scalar(own) or _city_also_called(key, country_code)


def _city_also_called(key: str, country_code: str) -> City | None:
    cities = db.session.scalars(sa.select(City).where(City.country_code == country_code).order_by(City.id))
    return next((city for city in cities if key in map(name_key, city.other_names)), None)


class CityChoice(NamedTuple):
    """A city to choose."""

    id: int
    name: str
    country_code: str
    other_names: list[str]


def city_choices(search: str = "", limit: int | None = None) -> list[CityChoice]:
    """Cities that people may belong to (no former members), by name; all words of `search` must fit."""
    wanted = sa.select(City.id, City.name, City.country_code, City.other_names).where(*_conditions(Search(q=search)))
    rows = db.session.execute(wanted.order_by(City.name_key, City.country_code).limit(limit))
    return [CityChoice(*row) for row in rows]


def choices_by_country() -> list[tuple[str, CityChoice]]:
    """(country name, city), sorted by both: the choices of a <select> with groups."""
    named = [(country_name(city.country_code), city) for city in city_choices()]
    return sorted(named, key=lambda pair: fold(pair[0]))


def focal_cities(person: Person) -> list[City]:
    """The cities whose focal point somebody is."""
    wanted = sa.select(City).where(City.focal_point_id == person.id).order_by(City.name_key)
    return list(db.session.scalars(wanted))


def city_requests(state: RequestState) -> list[CityRequest]:
    """Requests in a state with who asked, the oldest first."""
    wanted = (
        sa.select(CityRequest)
        .where(CityRequest.state == state)
        .options(joinedload(CityRequest.asked_by), joinedload(CityRequest.city))
        .order_by(CityRequest.created_at, CityRequest.id)
        .limit(500)
    )
    return list(db.session.scalars(wanted))


def requests_by_state() -> dict[RequestState, int]:
    """How many requests there are in each state."""
    counted = sa.select(CityRequest.state, sa.func.count()).group_by(CityRequest.state)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in RequestState}


def request_with(number: int) -> CityRequest | None:
    """A request with who asked and the city it became."""
    options = [joinedload(CityRequest.asked_by), joinedload(CityRequest.city)]
    return db.session.get(CityRequest, number, options=options)


def similar_cities(name: str, country_code: str) -> list[City]:
    """Cities of that country whose name is like it, the likest first; other spellings are one city asked for twice."""
    key = name_key(name)
    neighbours = db.session.scalars(sa.select(City).where(City.country_code == country_code))
    rated = [(_likeness_to(city, key), city.name_key, city) for city in neighbours]
    near = sorted((entry for entry in rated if entry[0] >= SIMILAR), key=lambda entry: (-entry[0], entry[1]))
    return [city for _rate, _key, city in near[:6]]


def _likeness_to(city: City, key: str) -> float:
    return max(_likeness(key, each) for each in (city.name_key, *map(name_key, city.other_names)))


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) > 3 and (one in other or other in one):
        return 1.0
    return SequenceMatcher(None, one, other).ratio()


def neighbour_of(country_code: str) -> City | None:
    """Any city of that country: its region and income group are the new city's too."""
    return db.session.scalar(sa.select(City).where(City.country_code == country_code).order_by(City.id).limit(1))
