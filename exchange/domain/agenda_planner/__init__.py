"""The agenda planner: a plan of sessions with as few clashes of wishes as possible, and reasons where there is none.

`plan(instance, effort, watch)` makes a proposal; `why_not` and `relief` say what stands in the way and what to give up;
`repair` changes as little as possible; `quality` and `changes` describe a plan. Neither numpy nor OR-Tools is imported
before something is planned.
"""

from exchange.domain.agenda_planner.checker import Breach, Violation, clash_count, violations
from exchange.domain.agenda_planner.facts import Fact, FactKind
from exchange.domain.agenda_planner.instance import MUST, WANT, Instance, Placement, Plan, Room, Series, Session
from exchange.domain.agenda_planner.metrics import Quality, changes, quality
from exchange.domain.agenda_planner.pace import Effort, Watch
from exchange.domain.agenda_planner.planner import PlannerBroken, Proposal, checked, plan, relief, repair, why_not

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
    "Quality",
    "Room",
    "Series",
    "Session",
    "Violation",
    "Watch",
    "changes",
    "checked",
    "clash_count",
    "plan",
    "quality",
    "relief",
    "repair",
    "violations",
    "why_not",
]
