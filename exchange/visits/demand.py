"""Reads for the organiser: who wishes for what, and who has a seat."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.cities.queries import Pager, page_of
from exchange.db import db
from exchange.domain.text import fold
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from exchange.visits.models import StudyVisit, VisitSeat, VisitWish
from exchange.visits.queries import TAKES_PART

PER_PAGE = 50


@dataclass
class Demand:
    """What is wished and given: wishes by rank (1 …), wishes in all, cities that wish, seats given."""

    by_rank: dict[int, int] = field(default_factory=dict)
    cities: int = 0
    seats: int = 0

    @property
    def wishes(self) -> int:
        return sum(self.by_rank.values())


def demand_of(forum: Forum) -> dict[int, Demand]:
    """Demand by visit id; only registrations that take part count."""
    found: dict[int, Demand] = {number: Demand() for number in db.session.scalars(_ids(forum))}
    wishes = sa.select(VisitWish.visit_id, VisitWish.rank, sa.func.count()).join(VisitWish.registration)
    wishes = wishes.where(Registration.forum_id == forum.id, Registration.standing.in_(TAKES_PART))
    for visit, rank, number in db.session.execute(wishes.group_by(VisitWish.visit_id, VisitWish.rank)):
        found[visit].by_rank[rank] = number
    cities = sa.select(VisitWish.visit_id, sa.func.count(sa.distinct(Registration.city_id)))
    cities = cities.join(VisitWish.registration).where(Registration.standing.in_(TAKES_PART))
    cities = cities.where(Registration.forum_id == forum.id).group_by(VisitWish.visit_id)
    for visit, number in db.session.execute(cities):
        found[visit].cities = number
    seats = sa.select(VisitSeat.visit_id, sa.func.count()).where(VisitSeat.visit_id.in_(_ids(forum)))
    for visit, number in db.session.execute(seats.group_by(VisitSeat.visit_id)):
        found[visit].seats = number
    return found


def _ids(forum: Forum) -> sa.Select[int]:
    return sa.select(StudyVisit.id).where(StudyVisit.forum_id == forum.id)


@dataclass(frozen=True)
class WishFilter:
    """What an organiser wants to see of the wishes; empty fields ask for nothing. sort: visit, city, person, rank."""

    text: str = ""
    visit: str = ""
    city: int | None = None
    rank: int | None = None
    sort: str = ""


def _wishes(forum: Forum, wanted: WishFilter) -> sa.Select[VisitWish]:
    query = (
        sa.select(VisitWish)
        .join(VisitWish.registration)
        .join(VisitWish.visit)
        .join(Registration.person)
        .outerjoin(Registration.city)
        .where(StudyVisit.forum_id == forum.id, Registration.standing.in_(TAKES_PART))
        .options(
            joinedload(VisitWish.visit),
            joinedload(VisitWish.registration).joinedload(Registration.person),
            joinedload(VisitWish.registration).joinedload(Registration.city),
        )
    )
    if wanted.visit:
        query = query.where(StudyVisit.code == wanted.visit)
    if wanted.city:
        query = query.where(Registration.city_id == wanted.city)
    if wanted.rank:
        query = query.where(VisitWish.rank == wanted.rank)
    return query.order_by(*_wish_order(wanted.sort))


def _wish_order(sort: str) -> list[Any]:
    keys: dict[str, list[Any]] = {
        "visit": [sa.func.length(StudyVisit.code), StudyVisit.code],
        "city": [City.name],
        "person": [Person.family_name, Person.given_name],
        "rank": [VisitWish.rank],
    }
    name, down = sort.removeprefix("-"), sort.startswith("-")
    first = [key.desc() if down else key for key in keys.get(name, [])]
    return [*first, sa.func.length(StudyVisit.code), StudyVisit.code, VisitWish.rank, Person.family_name, VisitWish.id]


def all_wishes(forum: Forum, wanted: WishFilter = WishFilter()) -> list[VisitWish]:
    """Wishes with their people and visits; text is searched without accents and case."""
    found = db.session.scalars(_wishes(forum, wanted)).all()
    words = fold(wanted.text).split()
    return [wish for wish in found if all(word in _searched(wish) for word in words)]


def _searched(wish: VisitWish) -> str:
    city = wish.registration.city
    return fold(f"{wish.question} {wish.registration.person.name} {city.name if city else ''} {wish.visit.code}")


def wishes_page(forum: Forum, wanted: WishFilter, page: int) -> Pagination | Pager:
    """One page of wishes. With a text all are read, for databases do not know accents."""
    if wanted.text:
        return page_of(all_wishes(forum, wanted), page, PER_PAGE)
    return db.paginate(_wishes(forum, wanted), page=page, per_page=PER_PAGE, error_out=False)


def wishing_cities(forum: Forum) -> list[tuple[int, str]]:
    """(id, name) of the cities whose delegates wish for a visit."""
    wanted = (
        sa.select(City.id, City.name)
        .join(Registration, Registration.city_id == City.id)
        .join(VisitWish, VisitWish.registration_id == Registration.id)
        .where(Registration.forum_id == forum.id)
    )
    rows = db.session.execute(wanted.distinct().order_by(City.name, City.id)).all()
    return [(number, name) for number, name in rows]


def questions_page(visit: StudyVisit, page: int) -> Pagination:
    """One page of (rank, question) of people who wish for a visit and have no seat: without names, by rank."""
    seated = sa.select(VisitSeat.registration_id).where(VisitSeat.visit_id == visit.id)
    wanted = (
        sa.select(VisitWish)
        .join(VisitWish.registration)
        .where(
            VisitWish.visit_id == visit.id,
            VisitWish.question != "",
            Registration.standing.in_(TAKES_PART),
            VisitWish.registration_id.not_in(seated),
        )
        .order_by(VisitWish.rank, VisitWish.id)
    )
    return db.paginate(wanted, page=page, per_page=PER_PAGE, error_out=False)


def questions_of(visit: StudyVisit, registrations: Iterable[int]) -> dict[int, str]:
    """The questions that people bring to a visit, by registration id."""
    wanted = VisitWish.visit_id == visit.id, VisitWish.registration_id.in_(list(registrations))
    rows = db.session.execute(sa.select(VisitWish.registration_id, VisitWish.question).where(*wanted))
    return {row[0]: row[1] for row in rows}


def all_seats(forum: Forum, visit: StudyVisit | None = None) -> list[VisitSeat]:
    """Seats given, by visit and family name, with their people."""
    wanted = (
        sa.select(VisitSeat)
        .join(VisitSeat.visit)
        .join(VisitSeat.registration)
        .join(Registration.person)
        .where(StudyVisit.forum_id == forum.id)
        .options(
            joinedload(VisitSeat.visit),
            joinedload(VisitSeat.registration).joinedload(Registration.person),
            joinedload(VisitSeat.registration).joinedload(Registration.city),
        )
    )
    if visit is not None:
        wanted = wanted.where(VisitSeat.visit_id == visit.id)
    order = sa.func.length(StudyVisit.code), StudyVisit.code, Person.family_name, Person.given_name, Person.id
    return list(db.session.scalars(wanted.order_by(*order)))
