"""The best flow by several criteria, one after the other, in whole numbers and exactly.

Criteria are packed into one cost as long as it stays in the solver's range. Between two solves the potentials of the
first tell which arcs every best flow uses fully or not at all (complementary slackness): those are settled, the next
criteria decide about the rest. Method: Ahuja, Magnanti and Orlin, Network Flows (1993), chapters 9 and 10.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from ortools.graph.python import min_cost_flow

from exchange.domain.visit_allocation.network import SINK, SOURCE, Network, Whole

# The solver multiplies costs by the number of nodes and needs room above that.
COST_RANGE = 2**58


def best_flow(network: Network, caps: Whole, gains: Sequence[tuple[Whole, int]]) -> Whole:
    """The flow on each arc; `gains` holds for each criterion what a unit adds, and how far apart two flows can be."""
    tails, heads = np.array(network.tails), np.array(network.heads)
    supply = np.zeros(network.nodes, np.int64)
    supply[SOURCE], supply[SINK] = caps[0], -caps[0]
    flow = np.zeros(len(caps), np.int64)
    open_arcs = np.flatnonzero(caps)
    for cost in packed(gains, COST_RANGE // (network.nodes + 1)):
        some = open_arcs
        flow[some] = _solved(tails[some], heads[some], caps[some], cost[some], supply)
        reduced = _reduced_costs(tails[some], heads[some], caps[some], flow[some], cost[some], network.nodes)
        settled = some[reduced != 0]
        np.subtract.at(supply, tails[settled], flow[settled])
        np.add.at(supply, heads[settled], flow[settled])
        open_arcs = some[reduced == 0]
    return flow


def packed(gains: Sequence[tuple[Whole, int]], limit: int) -> Iterator[Whole]:
    """Costs that hold as many criteria each as fit under the limit, the most important first."""
    cost: Whole | None = None
    for gain, reach in gains:
        if cost is not None and int(np.abs(cost).max(initial=0)) * (reach + 1) + int(np.abs(gain).max()) > limit:
            yield cost
            cost = None
        cost = -gain if cost is None else cost * (reach + 1) - gain
    if cost is not None:
        yield cost


def _solved(tails: Whole, heads: Whole, caps: Whole, cost: Whole, supply: Whole) -> Whole:
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, caps, cost)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"The flow solver ended with {status}.")
    return np.asarray(solver.flows(arcs), np.int64)


def _reduced_costs(tails: Whole, heads: Whole, caps: Whole, flow: Whole, cost: Whole, nodes: int) -> Whole:
    """The cost of each arc seen from the shortest distances in what is left of the network (Bellman and Ford)."""
    more, less = flow < caps, flow > 0
    starts = np.concatenate((tails[more], heads[less]))
    ends = np.concatenate((heads[more], tails[less]))
    lengths = np.concatenate((cost[more], -cost[less]))
    distance = np.zeros(nodes, np.int64)
    for _ in range(nodes + 1):
        before = distance.copy()
        np.minimum.at(distance, ends, before[starts] + lengths)
        if np.array_equal(before, distance):
            return cost + distance[tails] - distance[heads]
    raise ArithmeticError("The flow is not the cheapest.")
