"""Seats of a study visit: who may have one, and when there are none left. Values in, a Refusal out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.domain.refusal import Refusal

Span = tuple[datetime, datetime]


class Reason(StrEnum):
    """Why a seat or a wish is refused."""

    VISIT_FULL = "visit_full"
    CITY_HAS_SEATS = "city_has_seats"
    HAS_SEAT = "has_seat"
    OTHER_VISIT = "other_visit"
    NOT_APPROVED = "not_approved"
    BELOW_SEATS_GIVEN = "below_seats_given"
    CAP_BELOW_SEATS_GIVEN = "cap_below_seats_given"
    NOT_OPEN = "not_open"
    TWICE = "twice"
    NO_VISIT = "no_visit"


@dataclass(frozen=True)
class Taken:
    """Limits of a visit (city_cap None: none) and the seats given: in all, and to the city that asks."""

    capacity: int
    given: int
    city_cap: int | None = None
    city_given: int = 0

    @property
    def left(self) -> int:
        """Seats that can still be given, never below 0."""
        return max(self.capacity - self.given, 0)


def check_seat(taken: Taken) -> None:
    """Raises Refusal when the visit is full or the city has all the seats one city may have."""
    if taken.given >= taken.capacity:
        raise Refusal(Reason.VISIT_FULL, seats=taken.capacity)
    if taken.city_cap is not None and taken.city_given >= taken.city_cap:
        raise Refusal(Reason.CITY_HAS_SEATS, seats=taken.city_cap)


def check_limits(capacity: int, city_cap: int | None, given: int, most_of_a_city: int) -> None:
    """Raises Refusal when new limits are below what has been given already."""
    if capacity < given:
        raise Refusal(Reason.BELOW_SEATS_GIVEN, seats=given)
    if city_cap is not None and city_cap < most_of_a_city:
        raise Refusal(Reason.CAP_BELOW_SEATS_GIVEN, seats=most_of_a_city)


def overlap(one: Span | None, other: Span | None) -> bool:
    """Whether two times share a moment; the end of one may be the start of the other. None overlaps nothing."""
    if one is None or other is None:
        return False
    return one[0] < other[1] and other[0] < one[1]


def in_order(choices: Sequence[tuple[int | None, str]]) -> list[tuple[int, str]]:
    """(visit, question) by rank without the gaps: a second choice without a first one is the first.

    Raises Refusal with the place (index from 0) where a visit stands twice, or a question without a visit.
    """
    kept: list[tuple[int, str]] = []
    for place, (visit, question) in enumerate(choices):
        if visit is None and question:
            raise Refusal(Reason.NO_VISIT, place=place)
        if visit is None:
            continue
        if visit in {earlier for earlier, _ in kept}:
            raise Refusal(Reason.TWICE, place=place)
        kept.append((visit, question))
    return kept
