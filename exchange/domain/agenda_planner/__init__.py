"""The agenda planner: a plan of sessions with as few clashes of wishes as possible, and reasons where there is none.

`plan(instance, effort, watch)` is the way in. Neither numpy nor OR-Tools is imported before something is planned.
"""

from exchange.domain.agenda_planner.checker import Breach, Violation, clash_count, violations
from exchange.domain.agenda_planner.facts import Fact, FactKind
from exchange.domain.agenda_planner.instance import MUST, WANT, Instance, Placement, Plan, Room, Series, Session
from exchange.domain.agenda_planner.pace import Effort, Watch
from exchange.domain.agenda_planner.planner import PlannerBroken, Proposal, plan

__all__ = [
    "MUST",
    "WANT",
    "Breach",
    "Effort",
    "Fact",
    "FactKind",
    "Instance",
    "Placement",
    "Plan",
    "PlannerBroken",
    "Proposal",
    "Room",
    "Series",
    "Session",
    "Violation",
    "Watch",
    "clash_count",
    "plan",
    "violations",
]
