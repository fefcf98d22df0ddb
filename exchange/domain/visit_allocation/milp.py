"""The allocation as an integer programme: minimums, and limits that cross each other. Solved by HiGHS.

Criteria are solved one after the other, and what each has reached is held from then on. Huangfu and Hall,
Parallelizing the dual revised simplex method (2018), describe the solver.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from exchange.domain.visit_allocation.criteria import Criterion
from exchange.domain.visit_allocation.seating import Seating

# Whoever waits for the criteria after one that ran out of time waits at least so long for each.
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Answer:
    """The numbers of the seats given, None when no plan was found in time; whether it is proven to be the best."""

    chosen: tuple[int, ...] | None
    proven: bool


class Programme:
    """The variables: one for each possible seat, each visit that runs, each city and each person with a seat."""

    def __init__(self, seating: Seating) -> None:
        self.seating = seating
        self.model = mathopt.Model()
        self.seat = [self.model.add_binary_variable() for _ in seating.possible]
        self.runs = {visit: self.model.add_binary_variable() for visit in seating.by_visit}
        self.people = self._first_seats(seating.by_person)
        self.cities = self._first_seats(_by_city(seating))
        self._limit_people()
        self._limit_visits()

    def solve(self, criteria: Sequence[Criterion], seconds: float) -> Answer:
        """The best plan by the criteria, most important first."""
        ends = time.monotonic() + seconds
        chosen, proven = None, True
        for one in criteria:
            value = self._value(one)
            self.model.maximize(value)
            result = self._solved(max(ends - time.monotonic(), LEAST_SECONDS))
            if not result.has_primal_feasible_solution():
                return Answer(chosen, False)
            chosen = self._chosen(result)
            proven = proven and result.termination.reason == mathopt.TerminationReason.OPTIMAL
            self.model.add_linear_constraint(value >= one.value(self.seating, chosen))
        return Answer(chosen, proven)

    def _solved(self, seconds: float) -> mathopt.SolveResult:
        limits = mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.5
        )
        return mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=limits)

    def _chosen(self, result: mathopt.SolveResult) -> tuple[int, ...]:
        values = result.variable_values(self.seat)
        return tuple(number for number, value in enumerate(values) if value > 0.5)

    def _value(self, one: Criterion) -> mathopt.LinearExpression:
        terms = [gain * self.seat[number] for number, gain in enumerate(one.seat) if gain]
        terms += [one.person[person] * first for person, first in self.people.items() if one.person[person]]
        terms += [one.city * first for first in self.cities.values() if one.city]
        return mathopt.fast_sum(terms)

    def _first_seats(self, groups: dict[int, list[int]]) -> dict[int, mathopt.Variable]:
        """A variable for each group that can only be one when the group has a seat."""
        firsts = {}
        for key, numbers in groups.items():
            firsts[key] = self.model.add_binary_variable()
            self.model.add_linear_constraint(firsts[key] <= self._seats(numbers))
        return firsts

    def _limit_people(self) -> None:
        each = self.seating.instance.seats_per_delegate
        for numbers in self.seating.by_person.values():
            self.model.add_linear_constraint(self._seats(numbers) <= each)
            half_days = defaultdict(list)
            for number in numbers:
                half_days[self.seating.visits[self.seating.possible[number].visit].half_day].append(number)
            for at_once in half_days.values() if each > 1 else ():
                self.model.add_linear_constraint(self._seats(at_once) <= 1)

    def _limit_visits(self) -> None:
        limited = {number for limit in self.seating.limits for number in limit.members}
        for visit, numbers in self.seating.by_visit.items():
            about, runs = self.seating.visits[visit], self.runs[visit]
            self.model.add_linear_constraint(self._seats(numbers) <= about.most * runs)
            self.model.add_linear_constraint(self._seats(numbers) >= about.least * runs)
            # Follows from the two above for whole numbers, and cuts off many fractions.
            for number in numbers:
                if number not in limited:
                    self.model.add_linear_constraint(self.seat[number] <= runs)
        for limit in self.seating.limits:
            self.model.add_linear_constraint(self._seats(sorted(limit.members)) <= limit.cap * self.runs[limit.visit])

    def _seats(self, numbers: Sequence[int]) -> mathopt.LinearExpression:
        return mathopt.fast_sum([self.seat[number] for number in numbers])


def _by_city(seating: Seating) -> dict[int, list[int]]:
    cities: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(seating.possible):
        city = seating.city_of[one.person]
        if city is not None:
            cities[city].append(number)
    return dict(cities)
