"""The list of participants: who takes part and said that others may see it. Never addresses, never needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.cities.models import City, Region
from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.domain.text import fold, holds_words, words_key
from exchange.forums.gate import may_organise
from exchange.forums.models import Forum
from exchange.i18n import country_name
from exchange.registration import queries
from exchange.registration.models import Registration


class Column(StrEnum):
    """What the list is sorted by."""

    NAME = "name"
    FUNCTION = "function"
    CITY = "city"
    COUNTRY = "country"


class Participant(NamedTuple):
    """Somebody as the list shows them; without a city they come for an organisation."""

    given_name: str
    family_name: str
    function: str
    organisation: str
    role: Role
    city_id: int | None
    city: str
    country_code: str
    region: Region | None
    search_key: str
    is_focal_point: bool
    languages: list[str]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; an empty field asks for nothing."""

    q: str = ""
    city: int | None = None
    region: Region | None = None
    language: str = ""
    sort: str = Column.NAME.value

    def fits(self, one: Participant) -> bool:
        """Whether somebody is one of those looked for."""
        same_place = self.city in (None, one.city_id) and self.region in (None, one.region)
        return same_place and (not self.language or self.language in one.languages) and self._said_of(one)

    def _said_of(self, one: Participant) -> bool:
        texts = words_key(f"{one.name} {one.function} {one.organisation} {country_name(one.country_code)}")
        return holds_words(texts + one.search_key, self.q)


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """The filters of a query string; what makes no sense is left out."""
    city, region, sort = args.get("city", ""), args.get("region", ""), args.get("sort", "")
    return Wanted(
        q=args.get("q", "").strip()[:100],
        city=int(city) if city.isascii() and city.isdigit() and len(city) < 10 else None,
        region=Region(region) if region in set(Region) else None,
        language=args.get("language", "")[:3],
        sort=sort if sort.removeprefix("-") in set(Column) else Column.NAME.value,
    )


def may_see(person: Person | None, forum: Forum) -> bool:
    """Those who take part, to whom the others said yes, and the organisers."""
    return queries.taking_part(person, forum) or may_organise(person, forum)


def participants(forum: Forum) -> list[Participant]:
    """Everybody approved who said yes to the list, by name; one query."""
    columns = (
        Person.given_name, Person.family_name, Registration.function, Registration.organisation, Registration.role,
        City.id, City.name, City.country_code, City.region, City.search_key, City.focal_point_id == Person.id,
        Registration.speaks,
    )  # fmt: skip
    rows = db.session.execute(
        sa.select(*columns)
        .select_from(Registration)
        .join(Registration.person)
        .outerjoin(Registration.city)
        .where(_listed(forum))
        .order_by(Registration.id)
    )
    return sorted((_participant(tuple(row)) for row in rows), key=SORTS[Column.NAME])


def _listed(forum: Forum) -> sa.ColumnElement[bool]:
    return sa.and_(
        Registration.forum_id == forum.id,
        Registration.standing == Standing.APPROVED,
        Registration.listed.is_(True),
        Person.given_name != "",
    )


def _participant(row: tuple) -> Participant:  # type: ignore[type-arg]
    found = Participant(*row)
    return found._replace(
        city=found.city or "",
        country_code=found.country_code or "",
        search_key=found.search_key or "",
        is_focal_point=bool(found.is_focal_point),
    )


SORTS = {
    Column.NAME: lambda one: (fold(one.family_name or one.given_name), fold(one.given_name)),
    Column.FUNCTION: lambda one: (not one.function, fold(one.function)),
    Column.CITY: lambda one: (not one.city, fold(one.city or one.organisation)),
    Column.COUNTRY: lambda one: (not one.country_code, fold(country_name(one.country_code))),
}


def those(everybody: Iterable[Participant], wanted: Wanted) -> list[Participant]:
    """The participants that somebody looks for, in the order asked for."""
    found = [one for one in everybody if wanted.fits(one)]
    found.sort(key=SORTS[Column(wanted.sort.removeprefix("-"))], reverse=wanted.sort.startswith("-"))
    return found


# Whom to ask first: who works on it day by day rather than who heads the delegation.
ASKED = (Role.DELEGATE, Role.ALTERNATE, Role.HEAD, Role.ADVISER)


def contacts(everybody: Iterable[Participant]) -> dict[int, Participant]:
    """By city id, the member of its delegation to turn to among those in the list: the focal point, if there."""
    members = [one for one in everybody if one.city_id is not None and one.role in ASKED]
    members.sort(key=lambda one: (not one.is_focal_point, ASKED.index(one.role)), reverse=True)
    return {one.city_id: one for one in members if one.city_id is not None}
