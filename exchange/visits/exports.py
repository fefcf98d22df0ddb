"""Wishes and seats as tables to take away. Column names stay English, for programs read them."""

from collections.abc import Iterable

from exchange.registration.models import Registration
from exchange.visits.models import VisitSeat, VisitWish

_PERSON = ("family_name", "given_name", "email", "city", "country", "role", "standing", "understands")
WISH_COLUMNS = ("visit", "rank", *_PERSON, "question")
SEAT_COLUMNS = ("visit", *_PERSON, "given_at")


def wish_rows(wishes: Iterable[VisitWish]) -> list[tuple[object, ...]]:
    """One row a wish. Access needs and diet are left out: they are for who must know them."""
    return [(wish.visit.code, wish.rank, *_person(wish.registration), wish.question) for wish in wishes]


def seat_rows(seats: Iterable[VisitSeat]) -> list[tuple[object, ...]]:
    """One row a seat."""
    return [
        (seat.visit.code, *_person(seat.registration), seat.given_at.isoformat(timespec="minutes")) for seat in seats
    ]


def _person(registration: Registration) -> tuple[str, ...]:
    person, city = registration.person, registration.city
    return (
        person.family_name,
        person.given_name,
        person.email,
        city.name if city else registration.organisation,
        city.country_code if city else "",
        registration.role.value,
        registration.standing.value,
        " ".join(registration.understands),
    )
