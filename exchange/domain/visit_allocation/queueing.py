"""The other ways to give seats, on the same wishes and by the same rules: who comes first, or whose number is drawn."""

from collections import Counter
from collections.abc import Sequence

from exchange.domain.visit_allocation.instance import Instance, Seats
from exchange.domain.visit_allocation.seating import Limit, Seating, draw, seating_of


def first_come(instance: Instance, order: Sequence[str]) -> Seats:
    """Seats by delegate: each in this order takes the best wish that is left, in as many rounds as there are seats for
    each. Locks come first. While a visit is short of people, the shortest does not run and all choose again."""
    seating = seating_of(instance, 0)
    place = {name: number for number, name in enumerate(order)}
    people = sorted(seating.by_person, key=lambda person: place.get(seating.people[person].id, len(order)))
    closed: set[int] = set()
    while True:
        queue = _Queue(seating, closed)
        queue.serve(people)
        short = queue.shortest()
        if short is None:
            return seating.seats(sorted(queue.chosen))
        closed.add(short)


def random_serial_dictatorship(instance: Instance, seed: int) -> Seats:
    """The same in an order drawn from the seed (Abdulkadiroglu and Sönmez 1998)."""
    return first_come(instance, sorted(instance.delegate, key=lambda name: (draw(seed, "order", name), name)))


class _Queue:
    """Seats as they are taken."""

    def __init__(self, seating: Seating, closed: set[int]) -> None:
        self.seating, self.closed = seating, closed
        self.chosen: set[int] = set()
        self.people: Counter[int] = Counter()
        self.used: Counter[Limit] = Counter()
        self.seats: Counter[int] = Counter()
        self.half_days: set[tuple[int, int]] = set()

    def serve(self, people: Sequence[int]) -> None:
        for person in people:
            for number in self.seating.by_person[person]:
                if self.seating.possible[number].locked and self._free(number):
                    self._take(number)
        for turn in range(1, self.seating.instance.seats_per_delegate + 1):
            for person in people:
                best = min(filter(self._free, self._wishes(person)), key=self._rank, default=None)
                if best is not None and self.seats[person] < turn:
                    self._take(best)

    def shortest(self) -> int | None:
        lacks = {visit: self.seating.visits[visit].least - number for visit, number in self.people.items()}
        worst = max(lacks, key=lambda visit: (lacks[visit], self.seating.visits[visit].id), default=None)
        return worst if worst is not None and lacks[worst] > 0 else None

    def _wishes(self, person: int) -> list[int]:
        return [number for number in self.seating.by_person[person] if self._rank(number)]

    def _rank(self, number: int) -> int:
        return self.seating.possible[number].rank

    def _free(self, number: int) -> bool:
        one = self.seating.possible[number]
        about = self.seating.visits[one.visit]
        return (
            one.visit not in self.closed
            and number not in self.chosen
            and self.people[one.visit] < about.most
            and self.seats[one.person] < self.seating.instance.seats_per_delegate
            and (one.person, about.half_day) not in self.half_days
            and all(self.used[limit] < limit.cap for limit in self.seating.limits_on.get(number, ()))
        )

    def _take(self, number: int) -> None:
        one = self.seating.possible[number]
        self.chosen.add(number)
        self.people[one.visit] += 1
        self.seats[one.person] += 1
        self.half_days.add((one.person, self.seating.visits[one.visit].half_day))
        self.used.update(self.seating.limits_on.get(number, ()))
