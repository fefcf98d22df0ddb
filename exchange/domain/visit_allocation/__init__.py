"""Seats of study visits, given fairly: most people seated, then most cities, then nobody far down their list.

`allocate(instance, seed)` gives them, `reallocate` after a change; `reasons` says why to each person, `waiting_orders`
who is next; `figures` describes an allocation, and `first_come` and `random_serial_dictatorship` give the same seats in
other ways, to compare with. Neither numpy nor OR-Tools is imported before something is allocated.
"""

from exchange.domain.visit_allocation.checker import Breach, Violation, violations
from exchange.domain.visit_allocation.eligibility import Obstacle, obstacle
from exchange.domain.visit_allocation.figures import Figures, figures, gini
from exchange.domain.visit_allocation.instance import Delegate, Instance, Seats, Visit
from exchange.domain.visit_allocation.planner import Allocation, AllocationBroken, allocate, reallocate
from exchange.domain.visit_allocation.queueing import first_come, random_serial_dictatorship
from exchange.domain.visit_allocation.reasons import Before, Cause, Missed, Outcome, Reason, reasons
from exchange.domain.visit_allocation.waiting_order import Waiting, waiting_orders

__all__ = [
    "Allocation",
    "AllocationBroken",
    "Before",
    "Breach",
    "Cause",
    "Delegate",
    "Figures",
    "Instance",
    "Missed",
    "Obstacle",
    "Outcome",
    "Reason",
    "Seats",
    "Violation",
    "Visit",
    "Waiting",
    "allocate",
    "figures",
    "first_come",
    "gini",
    "obstacle",
    "random_serial_dictatorship",
    "reallocate",
    "reasons",
    "violations",
    "waiting_orders",
]
