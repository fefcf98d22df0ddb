"""The way to a proposal: first plan, annealing, the last gap, bound, and the checker before anything is returned."""

from dataclasses import dataclass, field

from exchange.domain.agenda_planner.checker import clash_count, violations
from exchange.domain.agenda_planner.facts import Fact
from exchange.domain.agenda_planner.instance import Instance, Placement
from exchange.domain.agenda_planner.pace import Effort, Pace, Watch


@dataclass(frozen=True)
class Proposal:
    """A plan that keeps every rule. `unplaced` sessions stay in the tray; `because` says why, in facts that contradict
    each other. `cost` weighs clashes by the wishes; `bound` is what `cost` cannot be below (0 when nothing better is
    known). `cut_short`: the clock ended the search, so another run may end elsewhere."""

    placements: dict[str, Placement]
    unplaced: tuple[str, ...] = ()
    because: tuple[Fact, ...] = ()
    clashes: int = 0
    cost: int = 0
    bound: int = 0
    greedy_clashes: int = 0
    cut_short: bool = field(default=False, compare=False)

    @property
    def complete(self) -> bool:
        return not self.unplaced


class PlannerBroken(Exception):
    """The planner made a plan that breaks a rule: a bug, never an answer."""


def plan(instance: Instance, effort: Effort | None = None, watch: Watch | None = None) -> Proposal:
    """The best proposal the effort finds; what finds no place is left in the tray."""
    from exchange.domain.agenda_planner.annealers import anneal_many
    from exchange.domain.agenda_planner.greedy import place_greedily
    from exchange.domain.agenda_planner.tables import tables_of

    pace = Pace(effort or Effort(), watch or Watch())
    first, left = place_greedily(tables_of(instance))
    better, cost = anneal_many(tables_of(instance.only(first)), first, pace)
    _check(instance, better)
    return Proposal(
        placements=better,
        unplaced=left,
        clashes=clash_count(instance, better),
        cost=cost,
        greedy_clashes=clash_count(instance, first),
        cut_short=pace.cut_short,
    )


def _check(instance: Instance, placements: dict[str, Placement]) -> None:
    if broken := violations(instance, placements, complete=False):
        raise PlannerBroken(f"{instance.name}: {broken[0]}")
