"""Who on a waiting list gets the next free place: the rules of every list, and how a forum's own goes by them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.domain.delegations import Places, Role, check_approvable, check_place
from exchange.domain.refusal import Refusal


class WaitingRule(StrEnum):
    """first_come: who asked first; new_city_first: first of all somebody of a city that has nobody there yet."""

    FIRST_COME = "first_come"
    NEW_CITY_FIRST = "new_city_first"


@dataclass(frozen=True)
class Waits:
    """Somebody on the waiting list; `since` is when they asked, `key` whose it is and breaks a tie."""

    key: int
    city_id: int | None
    role: Role
    since: datetime


PlacesOf = Callable[[int | None], Places]


def next_waiting(waiting: Iterable[Waits], places_of: PlacesOf, rule: WaitingRule) -> Waits | None:
    """The one who gets a place now, or None when there is no place for anybody. `places_of`: by city."""
    fitting = [one for one in waiting if _has_place(one, places_of(one.city_id))]
    return min(fitting, key=lambda one: _turn(one, places_of(one.city_id), rule), default=None)


def _has_place(one: Waits, places: Places) -> bool:
    try:
        check_approvable(one.role, has_city=one.city_id is not None)
        check_place(one.role, places)
    except Refusal:
        return False
    return True


def _turn(one: Waits, places: Places, rule: WaitingRule) -> tuple[bool, datetime, int]:
    later = rule is WaitingRule.NEW_CITY_FIRST and (one.city_id is None or places.city_taken > 0)
    return later, one.since, one.key
