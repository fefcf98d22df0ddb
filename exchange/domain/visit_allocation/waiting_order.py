"""Who is next when a seat of a visit is given back."""

from collections.abc import Iterator
from dataclasses import dataclass

from exchange.domain.visit_allocation.eligibility import obstacle
from exchange.domain.visit_allocation.instance import Delegate, Instance, Seats
from exchange.domain.visit_allocation.seating import draw


@dataclass(frozen=True)
class Waiting:
    """Somebody who wished for the visit as number `rank`; the `seats` they have, and whether their city has one (said
    too of who comes for no city)."""

    delegate: str
    rank: int
    seats: int
    city_seated: bool


def waiting_orders(instance: Instance, seats: Seats, seed: int = 0) -> dict[str, tuple[Waiting, ...]]:
    """Those who wait, by visit: people with fewer seats first, then those whose city has none, then by rank, then by
    lot. Whoever has as many seats as one may have waits only for what they wished for more than their last one."""
    seated = {one.city for one in instance.delegates if one.city and seats.get(one.id)}
    waiting: dict[str, list[Waiting]] = {name: [] for name in instance.visit}
    for delegate in instance.delegates:
        given = seats.get(delegate.id, ())
        city_seated = not delegate.city or delegate.city in seated
        for visit in _wanted(instance, delegate, given):
            waiting[visit].append(Waiting(delegate.id, delegate.rank[visit], len(given), city_seated))
    return {visit: tuple(sorted(them, key=lambda one: _turn(one, seed))) for visit, them in waiting.items()}


def wanted_more(instance: Instance, delegate: Delegate, given: tuple[str, ...]) -> list[str]:
    """The wishes that were not met, best first; with all seats one may have, those before the last of them."""
    enough = len(given) >= instance.seats_per_delegate
    last = max((delegate.rank.get(visit, 0) for visit in given), default=0) if enough else len(delegate.rank) + 1
    return [visit for visit, rank in delegate.rank.items() if visit not in given and rank < last]


def _wanted(instance: Instance, delegate: Delegate, given: tuple[str, ...]) -> Iterator[str]:
    for visit in wanted_more(instance, delegate, given):
        if visit in instance.visit and obstacle(delegate, instance.visit[visit]) is None:
            yield visit


def _turn(one: Waiting, seed: int) -> tuple[int, bool, int, int, str]:
    return one.seats, one.city_seated, one.rank, draw(seed, one.delegate), one.delegate
