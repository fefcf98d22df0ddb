"""What to give up so that everything can be placed: the cheapest facts that break every reason there is."""

import time
from itertools import chain, combinations

from exchange.domain.agenda_planner.facts import Fact
from exchange.domain.agenda_planner.greedy import place_greedily
from exchange.domain.agenda_planner.instance import Instance
from exchange.domain.agenda_planner.reasons import Reason, Relief, reason_for
from exchange.domain.agenda_planner.requirements import PRICES, price, without
from exchange.domain.agenda_planner.solving import find_plan
from exchange.domain.agenda_planner.tables import tables_of

MOST_REASONS = 8


def relief_from(instance: Instance, reason: Reason, seconds: float = 30.0) -> Relief | None:
    """The cheapest relief; None when counting is the reason, which no single fact can mend.

    A forum often has several independent reasons: each that shows up when the first are relieved is added, until a
    plan is found or the time is over. The choice is then the cheapest set with a fact of each reason.
    """
    deadline = time.monotonic() + seconds
    reasons = [reason.facts]
    while True:
        chosen = _cheapest(reasons, instance)
        if chosen is None:
            return None
        relieved = without(instance, chosen)
        left = place_greedily(tables_of(relieved))[1]
        if not left:
            return Relief(chosen, True)
        further = reason_for(relieved, left, deadline - time.monotonic(), thorough=False)
        if further is None or len(reasons) == MOST_REASONS:
            return Relief(chosen, find_plan(relieved, deadline - time.monotonic()).plan is not None)
        reasons.append(further.facts)


def _cheapest(reasons: list[tuple[Fact, ...]], instance: Instance) -> tuple[Fact, ...] | None:
    """The cheapest set that has a fact of each reason."""
    facts = sorted({fact for fact in chain(*reasons) if fact.kind in PRICES})
    sets = (one for size in range(1, len(reasons) + 1) for one in combinations(facts, size))
    hitting = [one for one in sets if all(set(one) & set(reason) for reason in reasons)]
    return min(hitting, key=lambda one: (sum(price(fact, instance) for fact in one), len(one), one), default=None)
