"""The way to an allocation: the flow, the visits that run, the integer programme where it takes one, the checker."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.domain.visit_allocation.checker import violations
from exchange.domain.visit_allocation.criteria import criteria, lot
from exchange.domain.visit_allocation.instance import Instance, Seats
from exchange.domain.visit_allocation.seating import Seating, seating_of

if TYPE_CHECKING:
    from exchange.domain.visit_allocation.runs import Flows

Progress = Callable[[str], None]

# How many possible seats are looked at in all cases of a branch and bound, before the integer programme takes over.
BRANCHING_EFFORT = 150_000
FEW_CASES = 12


class AllocationBroken(Exception):
    """An allocation breaks a rule: a bug, never an answer."""


@dataclass(frozen=True)
class Allocation:
    """Seats by delegate, in the order of the half days; visits that run, sorted; `values` are the criteria reached, by
    name. `optimal`: proven that no allocation is better. `missed_locks` are (delegate, visit) that could not be given.
    """

    seats: dict[str, tuple[str, ...]]
    runs: tuple[str, ...] = ()
    values: dict[str, int] = field(default_factory=dict)
    optimal: bool = True
    missed_locks: tuple[tuple[str, str], ...] = ()


def allocate(
    instance: Instance,
    seed: int = 0,
    seconds: float = 60.0,
    current: Seats | None = None,
    progress: Progress = lambda step: None,
) -> Allocation:
    """The best allocation. Equal ones are told apart by the seed, whatever the order of the input.

    With `current` seats nobody loses one who can keep it, and as few people as possible are moved, before the ranks
    count. `seconds` limits the integer programme; where it is cut short, `optimal` is False. `progress` hears of steps.
    """
    seating = seating_of(instance, seed, current)
    chosen, optimal = _chosen(seating, seconds, progress)
    seats = seating.seats(chosen)
    if broken := violations(instance, seats, current):
        raise AllocationBroken(f"{instance.name}: {broken[0]}")
    return Allocation(
        seats=seats,
        runs=tuple(sorted({visit for visits in seats.values() for visit in visits})),
        values={one.name: one.value(seating, chosen) for one in criteria(seating)},
        optimal=optimal,
        missed_locks=tuple(
            (one.id, visit) for one in instance.delegate.values() for visit in sorted(one.locked - set(seats[one.id]))
        ),
    )


def reallocate(instance: Instance, current: Seats, seed: int = 0, seconds: float = 60.0) -> Allocation:
    """The allocation after something has changed, moving as few people as possible; see allocate."""
    return allocate(instance, seed, seconds, current)


def _chosen(seating: Seating, seconds: float, progress: Progress) -> tuple[tuple[int, ...], bool]:
    if not seating.possible:
        return (), True
    if not seating.nested:
        progress("integer programme")
        return _without_flow(seating, seconds)
    from exchange.domain.visit_allocation.runs import Flows, best_case

    progress("flow")
    flows = Flows(seating, (*criteria(seating), lot(seating)))
    most = max(FEW_CASES, BRANCHING_EFFORT // len(seating.possible))
    case = best_case(flows, most, lambda opened: progress(f"minimums, case {opened + 1}"))
    if case is not None:
        return case.chosen, True
    progress("integer programme")
    return _runs_by_programme(flows, seconds)


def _runs_by_programme(flows: "Flows", seconds: float) -> tuple[tuple[int, ...], bool]:
    """The integer programme says which visits run; the flow then finds the best plan in which they do, lots too."""
    from exchange.domain.visit_allocation.milp import Programme
    from exchange.domain.visit_allocation.runs import legal_case

    seating, start = flows.seating, legal_case(flows)
    answer = Programme(seating).solve(criteria(seating), seconds)
    if answer.chosen is None:
        return start.chosen, False
    found = flows.exactly(frozenset(seating.possible[number].visit for number in answer.chosen))
    best = max(start, found, key=lambda one: (one.possible, one.values))
    # The programme calculates with fractions: what it calls proven must be what the flow has reached in whole numbers.
    reached = tuple(one.value(seating, answer.chosen) for one in criteria(seating))
    return best.chosen, answer.proven and best.values[:-1] == reached


def _without_flow(seating: Seating, seconds: float) -> tuple[tuple[int, ...], bool]:
    """Nobody with a seat is a plan too, when nothing is found in time."""
    from exchange.domain.visit_allocation.milp import Programme

    answer = Programme(seating).solve(criteria(seating), seconds)
    return answer.chosen or (), answer.proven
