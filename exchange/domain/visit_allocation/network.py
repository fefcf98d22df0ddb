"""The allocation as a network: source, cities, people, half days, limits, visits, sink.

A unit of flow is a seat. Minimums are not in it: `runs.py` decides which visits run.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from exchange.domain.visit_allocation.criteria import Criterion
from exchange.domain.visit_allocation.seating import Limit, Seating

Whole = npt.NDArray[np.int64]
SOURCE, SINK = 0, 1


@dataclass
class Network:
    """Arcs by number: where from, where to, how much at most. `seat[i]` is the arc of possible seat i; `needed[v]` and
    `further[v]` lead from visit v to the sink, the first for as many as it needs; the arcs of first
    seats of people and cities are by their numbers."""

    nodes: int = 2
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    caps: list[int] = field(default_factory=list)
    seat: dict[int, int] = field(default_factory=dict)
    needed: dict[int, int] = field(default_factory=dict)
    further: dict[int, int] = field(default_factory=dict)
    first_of_person: dict[int, int] = field(default_factory=dict)
    first_of_city: dict[int, int] = field(default_factory=dict)

    def node(self) -> int:
        """A new node."""
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, cap: int) -> int:
        """A new arc."""
        self.tails.append(tail)
        self.heads.append(head)
        self.caps.append(cap)
        return len(self.tails) - 1

    def gains(self, criterion: Criterion) -> Whole:
        """What a unit of flow on each arc adds to the criterion."""
        gains = np.zeros(len(self.tails), np.int64)
        gains[list(self.seat.values())] = criterion.seat
        for person, arc in self.first_of_person.items():
            gains[arc] = criterion.person[person]
        gains[list(self.first_of_city.values())] = criterion.city
        return gains


def network_of(seating: Seating) -> Network:
    """The network of a seating whose limits are nested."""
    network = Network()
    network.arc(SOURCE, SINK, len(seating.possible))
    heads = _seat_heads(network, seating)
    tails = _seat_tails(network, seating)
    for number in range(len(seating.possible)):
        network.seat[number] = network.arc(tails[number], heads[number], 1)
    return network


def _seat_heads(network: Network, seating: Seating) -> dict[int, int]:
    """Where each seat's flow goes: into the smallest limit it is in, or the visit."""
    limits: dict[int, list[Limit]] = defaultdict(list)
    for limit in seating.limits:
        limits[limit.visit].append(limit)
    heads: dict[int, int] = {}
    for visit, numbers in seating.by_visit.items():
        about, node = seating.visits[visit], network.node()
        # More than all who could come is no limit, and might not fit the solver's numbers.
        network.needed[visit] = network.arc(node, SINK, min(about.least, len(numbers)))
        network.further[visit] = network.arc(node, SINK, min(about.most - about.least, len(numbers)))
        heads.update(dict.fromkeys(numbers, node))
        # From the largest to the smallest: each goes into the one that its members are in so far.
        for limit in sorted(limits[visit], key=lambda one: -len(one.members)):
            inner = network.node()
            network.arc(inner, heads[min(limit.members)], limit.cap)
            heads.update(dict.fromkeys(limit.members, inner))
    return heads


def _seat_tails(network: Network, seating: Seating) -> dict[int, int]:
    """Where each seat's flow comes from: the person, or one of the person's half days."""
    each = seating.instance.seats_per_delegate
    cities: dict[int, int] = {}
    tails: dict[int, int] = {}
    for person, numbers in seating.by_person.items():
        node = network.node()
        source = _city_node(network, cities, seating.city_of[person], len(seating.possible))
        network.first_of_person[person] = network.arc(source, node, 1)
        if each > 1:
            network.arc(source, node, each - 1)
        tails.update(dict.fromkeys(numbers, node) if each == 1 else _half_days(network, seating, node, numbers))
    return tails


def _city_node(network: Network, cities: dict[int, int], city: int | None, many: int) -> int:
    if city is None:
        return SOURCE
    if city not in cities:
        cities[city] = network.node()
        network.first_of_city[city] = network.arc(SOURCE, cities[city], 1)
        network.arc(SOURCE, cities[city], many)
    return cities[city]


def _half_days(network: Network, seating: Seating, person: int, numbers: list[int]) -> dict[int, int]:
    """One seat a half day."""
    nodes: dict[int, int] = {}
    tails = {}
    for number in numbers:
        half_day = seating.visits[seating.possible[number].visit].half_day
        if half_day not in nodes:
            nodes[half_day] = network.node()
            network.arc(person, nodes[half_day], 1)
        tails[number] = nodes[half_day]
    return tails
