"""What an allocation gives, in numbers: to show it, and to compare it with another on the same wishes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from exchange.domain.visit_allocation.instance import Instance, Seats


@dataclass(frozen=True)
class Figures:
    """`seated` people and the `seats` they have; `ranks[r]`: seats that are somebody's wish r + 1. `without` counts who
    wished and got nothing, `cities` those with a seat, `cities_without` those whose delegates all got nothing.
    `gini_cities` is about seats by city, `gini_groups` about seats per person by group: 0 all the same, towards 1 all
    for one; None where there is nothing to compare."""

    seated: int
    seats: int
    ranks: tuple[int, ...]
    without: int
    cities: int
    cities_without: int
    gini_cities: float | None
    gini_groups: float | None


def figures(instance: Instance, seats: Seats) -> Figures:
    """The figures of these seats; only people who wished for something, or have a seat, count as being there."""
    there = [one for one in instance.delegate.values() if one.wishes or seats.get(one.id)]
    given = {one.id: len(seats.get(one.id, ())) for one in there}
    cities = _summed((one.city, given[one.id]) for one in there)
    groups, sizes = _summed((one.group, given[one.id]) for one in there), Counter(one.group for one in there)
    ranks = Counter(one.rank.get(visit, 0) for one in there for visit in seats.get(one.id, ()))
    return Figures(
        seated=sum(map(bool, given.values())),
        seats=sum(given.values()),
        ranks=tuple(ranks[rank] for rank in range(1, max((len(one.rank) for one in there), default=0) + 1)),
        without=sum(not number for number in given.values()),
        cities=sum(map(bool, cities.values())),
        cities_without=sum(not number for number in cities.values()),
        gini_cities=gini(cities.values()),
        gini_groups=gini(number / sizes[group] for group, number in groups.items()),
    )


def gini(values: Iterable[float]) -> float | None:
    """Gini coefficient (Gini 1912) of amounts that are not below 0: half the mean difference of two of them, as a share
    of their mean. None for no amounts, or when all are 0."""
    amounts = sorted(values)
    total = sum(amounts)
    if not total:
        return None
    weighted = sum(place * amount for place, amount in enumerate(amounts, 1))
    return 2 * weighted / (len(amounts) * total) - (len(amounts) + 1) / len(amounts)


def _summed(amounts: Iterable[tuple[str | None, int]]) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for key, amount in amounts:
        if key:
            sums[key] = sums.get(key, 0) + amount
    return sums
