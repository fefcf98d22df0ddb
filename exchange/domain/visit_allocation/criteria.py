"""What makes one plan better than another: whole numbers compared one after the other, more is better."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchange.domain.visit_allocation.seating import LOT_BITS, Seating


@dataclass(frozen=True)
class Criterion:
    """A plan's value: the gains of its seats, of each person with a seat, and `city` for each city with one.

    `reach` bounds how far apart two values can be.
    """

    name: str
    seat: tuple[int, ...]
    person: tuple[int, ...]
    city: int
    reach: int

    def value(self, seating: Seating, chosen: Iterable[int]) -> int:
        """The value of a plan, given the numbers of its seats."""
        given = [seating.possible[number] for number in chosen]
        people = {one.person for one in given}
        cities = {seating.city_of[one] for one in people} - {None}
        seats = sum(self.seat[number] for number in chosen)
        return seats + sum(self.person[one] for one in people) + self.city * len(cities)


def criteria(seating: Seating) -> tuple[Criterion, ...]:
    """All criteria, most important first; with seats that are held, moving nobody comes before the ranks."""
    return tuple(one for one in _all(seating) if one.reach)


def lot(seating: Seating) -> Criterion:
    """Tells equal plans apart: the highest sum of lots."""
    lots = tuple(one.lot for one in seating.possible)
    return Criterion("lot", lots, _none(seating.people), 0, _most_seats(seating) << LOT_BITS)


def _all(seating: Seating) -> Iterator[Criterion]:
    possible, people = seating.possible, seating.people
    yield _of_seats(seating, "locks", [int(one.locked) for one in possible])
    yield _of_people(seating, "held", [int(held) for held in seating.held])
    yield _of_people(seating, "seated", [1] * len(people))
    cities = len({seating.city_of[person] for person in seating.by_person} - {None})
    yield Criterion("cities", _none(possible), _none(people), 1, cities)
    if seating.instance.seats_per_delegate > 1:
        yield _of_seats(seating, "seats", [1] * len(possible))
    yield _of_seats(seating, "kept", [int(one.current) for one in possible])
    for rank in range(max((one.rank for one in possible), default=0), 1, -1):
        yield _of_seats(seating, f"rank {rank}", [-int(one.rank == rank) for one in possible])


def _of_seats(seating: Seating, name: str, gains: list[int]) -> Criterion:
    reach = min(sum(map(abs, gains)), _most_seats(seating))
    return Criterion(name, tuple(gains), _none(seating.people), 0, reach)


def _of_people(seating: Seating, name: str, gains: list[int]) -> Criterion:
    reach = min(sum(gains[person] for person in seating.by_person), _most_seats(seating))
    return Criterion(name, _none(seating.possible), tuple(gains), 0, reach)


def _most_seats(seating: Seating) -> int:
    each = seating.instance.seats_per_delegate
    wanted = sum(min(each, len(numbers)) for numbers in seating.by_person.values())
    return min(wanted, sum(min(seating.visits[visit].most, len(them)) for visit, them in seating.by_visit.items()))


def _none(of: tuple[object, ...]) -> tuple[int, ...]:
    return (0,) * len(of)
