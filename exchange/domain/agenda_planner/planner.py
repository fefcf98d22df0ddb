"""The way to a proposal: first plan, annealing, the last gap, bound, and the checker before anything is returned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.domain.agenda_planner.checker import clash_count, violations
from exchange.domain.agenda_planner.instance import Instance, Placement
from exchange.domain.agenda_planner.pace import Effort, Pace, Watch

if TYPE_CHECKING:
    from exchange.domain.agenda_planner.least_change import Change
    from exchange.domain.agenda_planner.reasons import Reason, Relief

FEASIBLE_SECONDS = 20.0
TRAY_SECONDS = 5.0
# Above that, an exact search gains nothing over annealing.
SMALL_GAP = 30
# A bound further away than that says nothing.
WORTH_SAYING = 0.2


@dataclass(frozen=True)
class Proposal:
    """A plan that keeps every rule. `unplaced` sessions stay in the tray, and `reason` says why when it is known.
    `cost` weighs the clashes by the wishes; `bound` is what the cost cannot be below (0 when nothing better is known).
    `cut_short`: the clock ended the search, so another run may end elsewhere."""

    placements: dict[str, Placement]
    unplaced: tuple[str, ...] = ()
    reason: "Reason | None" = None
    clashes: int = 0
    cost: int = 0
    bound: int = 0
    greedy_clashes: int = 0
    cut_short: bool = field(default=False, compare=False)

    @property
    def complete(self) -> bool:
        return not self.unplaced

    @property
    def gap(self) -> float | None:
        """How far the cost is above the bound at most, as a share of the cost; None when that says nothing."""
        if not self.complete or self.cost == 0:
            return 0.0 if self.complete else None
        gap = (self.cost - self.bound) / self.cost
        return gap if gap < WORTH_SAYING else None


class PlannerBroken(Exception):
    """The planner made a plan that breaks a rule: a bug, never an answer."""


def plan(instance: Instance, effort: Effort | None = None, watch: Watch | None = None) -> Proposal:
    """The best proposal the effort finds; what finds no place is left in the tray with its reason."""
    from exchange.domain.agenda_planner.annealers import anneal_many
    from exchange.domain.agenda_planner.tables import tables_of

    pace = Pace(effort or Effort(), watch)
    first, reason = _first_plan(instance, pace)
    placed = instance.only(first)
    better, cost = anneal_many(tables_of(placed), first, pace)
    better, cost = _without_gap(placed, better, cost, pace)
    checked(instance, better)
    return Proposal(
        placements=better,
        unplaced=tuple(name for name in instance.session if name not in better),
        reason=reason,
        clashes=clash_count(instance, better),
        cost=cost,
        bound=_bound(placed, cost, pace),
        greedy_clashes=clash_count(instance, first),
        cut_short=pace.cut_short,
    )


def why_not(instance: Instance, seconds: float = 60.0) -> "Reason | None":
    """A smallest reason why not everything can be placed; None when there is a plan, or nothing was found in time."""
    from exchange.domain.agenda_planner.greedy import place_greedily
    from exchange.domain.agenda_planner.reasons import reason_for
    from exchange.domain.agenda_planner.tables import tables_of

    _, left = place_greedily(tables_of(instance))
    return reason_for(instance, left, seconds) if left else None


def relief(instance: Instance, reason: "Reason", seconds: float = 30.0) -> "Relief | None":
    """The cheapest facts to give up so that everything can be placed; see relief_from."""
    from exchange.domain.agenda_planner.relief import relief_from

    return relief_from(instance, reason, seconds)


def repair(instance: Instance, current: Mapping[str, Placement], seconds: float = 30.0) -> "Change | None":
    """The proven fewest moves from the current plan to a legal one, None when there is none; see least_change."""
    from exchange.domain.agenda_planner.least_change import least_change

    change = least_change(instance, current, seconds)
    if change is not None:
        checked(instance, change.placements)
    return change


def checked(instance: Instance, placements: Mapping[str, Placement]) -> None:
    """Raises PlannerBroken when the placements break a rule; sessions may be missing."""
    if broken := violations(instance, placements, complete=False):
        raise PlannerBroken(f"{instance.name}: {broken[0]}")


def _first_plan(instance: Instance, pace: Pace) -> tuple[dict[str, Placement], "Reason | None"]:
    """Greedy's plan; where it leaves something out, the solver's; else one of as many sessions as possible."""
    from exchange.domain.agenda_planner.counting import counted_out
    from exchange.domain.agenda_planner.greedy import place_greedily
    from exchange.domain.agenda_planner.tables import tables_of

    first, left = place_greedily(tables_of(instance))
    if not left:
        return first, None
    from exchange.domain.agenda_planner.reasons import reason_for
    from exchange.domain.agenda_planner.solving import find_plan, place_most

    if not counted_out(instance):
        found = find_plan(instance, pace.within(FEASIBLE_SECONDS))
        if found.plan is not None:
            return found.plan, None
    most = place_most(instance, pace.within(TRAY_SECONDS), first).plan
    if most is not None and len(most) > len(first):
        first = most
    return first, reason_for(instance, left, pace.within(pace.effort.reason_seconds))


def _without_gap(
    placed: Instance, better: dict[str, Placement], cost: int, pace: Pace
) -> tuple[dict[str, Placement], int]:
    """The plan without its last clashes, when there are few and there is time."""
    seconds = pace.within(pace.effort.gap_seconds)
    if not 0 < cost < SMALL_GAP or seconds < 1 or pace.stopped:
        return better, cost
    from exchange.domain.agenda_planner.solving import close_gap

    answer = close_gap(placed, seconds, better, cost, pace.effort.processes, pace.effort.seed)
    return (answer.plan, answer.cost) if answer.plan is not None else (better, cost)


def _bound(placed: Instance, cost: int, pace: Pace) -> int:
    if cost == 0 or pace.stopped:
        return 0
    from exchange.domain.agenda_planner.bound import lower_bound

    return min(lower_bound(placed, pace.within(pace.effort.bound_seconds)), cost)
