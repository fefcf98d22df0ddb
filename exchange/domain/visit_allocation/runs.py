"""Which visits run: branch and bound over the visits that a plan would leave below their minimum.

Without minimums the best plan is a flow, and no plan with them is better. So the most promising case is opened first:
the first that leaves no visit below its minimum is the best there is.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from exchange.domain.visit_allocation.criteria import Criterion
from exchange.domain.visit_allocation.flow import best_flow
from exchange.domain.visit_allocation.network import Network, Whole, network_of
from exchange.domain.visit_allocation.seating import Seating

Values = tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """Visits that are to run and visits that are not; the best flow then and its values. `short` are further visits it
    leaves below their minimum; `possible` is False when it cannot fill those that are to run."""

    run: frozenset[int]
    closed: frozenset[int]
    chosen: tuple[int, ...]
    values: Values
    short: tuple[int, ...]
    possible: bool


class Flows:
    """Best plans as flows; `criteria` are all that count."""

    def __init__(self, seating: Seating, criteria: Sequence[Criterion]) -> None:
        self.seating, self.criteria = seating, criteria
        self.network: Network = network_of(seating)
        self.seat_arcs = np.array([self.network.seat[one] for one in range(len(seating.possible))], np.int64)
        self.gains = [(self.network.gains(one), one.reach) for one in criteria]

    def case(self, run: frozenset[int] = frozenset(), closed: frozenset[int] = frozenset()) -> Case:
        """The best plan with these visits run and closed, the others with any number of people."""
        caps = np.array(self.network.caps, np.int64)
        shut = [arcs[visit] for visit in closed for arcs in (self.network.needed, self.network.further)]
        caps[shut] = 0
        flow = best_flow(self.network, caps, [*self._needed(run), *self.gains])
        chosen = tuple(np.flatnonzero(flow[self.seat_arcs]).tolist())
        people = Counter(self.seating.possible[number].visit for number in chosen)
        lacking = _lacking(self.seating, people)
        possible = all(people[visit] and visit not in lacking for visit in run)
        values = tuple(one.value(self.seating, chosen) for one in self.criteria)
        return Case(run, closed, chosen, values, lacking, possible)

    def exactly(self, run: frozenset[int]) -> Case:
        """The best plan in which just these visits run."""
        return self.case(run, frozenset(self.seating.by_visit) - run)

    def _needed(self, run: frozenset[int]) -> list[tuple[Whole, int]]:
        """The criterion before all others: fill what the visits that are to run need."""
        least = sum(self.seating.visits[visit].least for visit in run)
        gain = np.zeros(len(self.network.caps), np.int64)
        gain[[self.network.needed[visit] for visit in run]] = 1
        return [(gain, least)] if least else []


def best_case(flows: Flows, most: int, watch: Callable[[int], None] = lambda opened: None) -> Case | None:
    """The best case that leaves no visit short, proven to be the best; None when opening `most` cases has not told."""
    number, first = count(), flows.case()
    heap = [(_worst_first(first), next(number), first)]
    for opened in range(most):
        case = heapq.heappop(heap)[2]
        if not case.short:
            return case
        for half in _halves(flows, case):
            heapq.heappush(heap, (_worst_first(half), next(number), half))
        watch(opened)
    return None


def legal_case(flows: Flows) -> Case:
    """A plan without short visits, not always the best: the visit furthest below its minimum is closed, and again."""
    case = flows.case()
    while case.short:
        case = flows.case(closed=case.closed | {case.short[0]})
    return case


def _halves(flows: Flows, case: Case) -> list[Case]:
    """The case with its shortest visit closed, and with it run where that is possible."""
    visit = case.short[0]
    halves = [flows.case(case.run, case.closed | {visit})]
    if len(flows.seating.by_visit[visit]) >= flows.seating.visits[visit].least:
        halves.append(flows.case(case.run | {visit}, case.closed))
    return [half for half in halves if half.possible]


def _lacking(seating: Seating, people: Counter[int]) -> tuple[int, ...]:
    """Visits with people, but too few; those that lack most first."""
    lacks = {visit: seating.visits[visit].least - number for visit, number in people.items()}
    return tuple(sorted((visit for visit, lack in lacks.items() if lack > 0), key=lambda one: (-lacks[one], one)))


def _worst_first(case: Case) -> Values:
    return tuple(-value for value in case.values)
