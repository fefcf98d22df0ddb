"""The plain assignment: the least sum of ranks, where having no seat counts as one rank more than the last wish.

What one gets from `scipy.optimize.linear_sum_assignment` or any solver told to make people as content as possible on
the whole, with the same rules, and a visit below its minimum not run; it knows no cities and nobody's fate.
"""

from exchange.domain.visit_allocation import Instance, Seats
from exchange.domain.visit_allocation.criteria import Criterion, lot
from exchange.domain.visit_allocation.runs import Flows, legal_case
from exchange.domain.visit_allocation.seating import seating_of


def plain_assignment(instance: Instance, seed: int = 0) -> Seats:
    """Seats by delegate."""
    seating = seating_of(instance, seed)
    nothing = 1 + max((one.rank for one in seating.possible), default=0)
    gains = tuple(nothing - one.rank for one in seating.possible)
    least = Criterion("sum of ranks", gains, (0,) * len(seating.people), 0, sum(gains))
    return seating.seats(legal_case(Flows(seating, (least, lot(seating)))).chosen)
