"""The organiser's queue: who wants to come, filtered and sorted, and the gauges above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.audit import AuditLine
from exchange.cities.models import City, IncomeGroup, Region
from exchange.cities.queries import Pager
from exchange.db import db
from exchange.domain.delegations import COUNTED, ENDED, Role, Standing
from exchange.domain.text import holds_words, words_key
from exchange.forums.models import Forum
from exchange.registration.models import Gender, Registration

PER_PAGE = 50
TOP = 8
E = TypeVar("E", bound=StrEnum)


class Missing(StrEnum):
    """What somebody has not told yet."""

    CITY = "city"
    FUNCTION = "function"
    NEEDS = "needs"
    ARRIVAL = "arrival"


@dataclass(frozen=True)
class Filters:
    """What an organiser looks for. Without a standing those who left and drafts are not shown; "every" shows all."""

    q: str = ""
    standing: str = ""
    role: Role | None = None
    city: int | None = None
    region: Region | None = None
    income: IncomeGroup | None = None
    gender: str = ""
    missing: Missing | None = None
    sort: str = "-submitted"


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None


def filters_from(args: Mapping[str, str]) -> Filters:
    """Filters from a query string; what makes no sense is left out."""
    city = args.get("city", "")
    return Filters(
        q=args.get("q", "").strip()[:100],
        standing=args.get("standing", ""),
        role=_member(Role, args.get("role")),
        city=int(city) if city.isascii() and city.isdigit() and len(city) < 10 else None,
        region=_member(Region, args.get("region")),
        income=_member(IncomeGroup, args.get("income")),
        gender=args.get("gender", ""),
        missing=_member(Missing, args.get("missing")),
        sort=args.get("sort", "-submitted"),
    )


MISSING: dict[Missing, sa.ColumnElement[bool]] = {
    Missing.CITY: sa.and_(Registration.city_id.is_(None), Registration.role.in_(COUNTED)),
    Missing.FUNCTION: Registration.function == "",
    Missing.NEEDS: Registration.needs_given.is_(False),
    Missing.ARRIVAL: sa.or_(Registration.arrives_on.is_(None), Registration.leaves_on.is_(None)),
}
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (sa.func.lower(Person.family_name), sa.func.lower(Person.given_name)),
    "city": (City.name_key,),
    "role": (Registration.role,),
    "standing": (Registration.standing,),
    "submitted": (Registration.submitted_at,),
}


def _conditions(forum: Forum, filters: Filters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [Registration.forum_id == forum.id]
    if standing := _member(Standing, filters.standing):
        found.append(Registration.standing == standing)
    elif filters.standing != "every":
        found.append(Registration.standing.not_in([*ENDED, Standing.DRAFT]))
    for column, value in (
        (Registration.role, filters.role),
        (Registration.city_id, filters.city),
        (City.region, filters.region),
        (City.income_group, filters.income),
    ):
        if value is not None:
            found.append(column == value)
    if filters.gender:
        gender = _member(Gender, filters.gender)
        found.append(Registration.gender == gender if gender else Registration.gender.is_(None))
    if filters.missing:
        found.append(MISSING[filters.missing])
    if filters.q:
        found.append(Registration.id.in_(_numbers_found(forum, filters.q)))
    return found


def _numbers_found(forum: Forum, q: str) -> list[int]:
    """Registrations whose name, address, city, organisation or function has every word's beginning."""
    columns = (
        Person.given_name, Person.family_name, Person.email, City.search_key, City.name,
        Registration.organisation, Registration.function,
    )  # fmt: skip
    rows = db.session.execute(_joined(sa.select(Registration.id, *columns)).where(Registration.forum_id == forum.id))
    return [number for number, *texts in rows if holds_words(words_key(" ".join(text for text in texts if text)), q)]


def _joined(statement: Any) -> Any:
    return statement.select_from(Registration).join(Registration.person).outerjoin(Registration.city)


def _ordered(filters: Filters) -> list[Any]:
    name = filters.sort.removeprefix("-")
    columns = SORTS.get(name, SORTS["submitted"])
    if filters.sort.startswith("-"):
        return [*(column.desc() for column in columns), Registration.id.desc()]
    return [*columns, Registration.id]


LOADED = (joinedload(Registration.person), joinedload(Registration.city), joinedload(Registration.city_request))


def queue_page(forum: Forum, filters: Filters, page: int) -> Pager:
    """One page of the queue with persons and cities loaded."""
    conditions = _conditions(forum, filters)
    total = db.session.scalar(_joined(sa.select(sa.func.count(Registration.id))).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = _joined(sa.select(Registration)).where(*conditions).order_by(*_ordered(filters)).options(*LOADED)
    items = db.session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Pager(items, page, pages, total, PER_PAGE)


def everybody(forum: Forum, filters: Filters) -> list[Registration]:
    """All registrations that fit, for an export."""
    wanted = _joined(sa.select(Registration)).where(*_conditions(forum, filters)).order_by(*_ordered(filters))
    return list(db.session.scalars(wanted.options(*LOADED)))


def cities_in(forum: Forum) -> list[tuple[int, str]]:
    """(number, name) of the cities somebody registered for."""
    wanted = sa.select(City.id, City.name).join(Registration, Registration.city_id == City.id)
    rows = db.session.execute(wanted.where(Registration.forum_id == forum.id).distinct().order_by(City.name))
    return [(number, name) for number, name in rows]


@dataclass(frozen=True)
class HistoryLine:
    """One line of a registration's history; `who` is None for what the system did."""

    line: AuditLine
    who: Person | None


def history(registration: Registration) -> list[HistoryLine]:
    """What happened to a registration, newest first."""
    wanted = sa.select(AuditLine, Person).outerjoin(Person, Person.id == AuditLine.person_id)
    about = AuditLine.thing == Registration.__tablename__, AuditLine.thing_id == registration.id
    rows = db.session.execute(wanted.where(*about).order_by(AuditLine.id.desc()).limit(100))
    return [HistoryLine(line, who) for line, who in rows]
