"""Figures of the allocation beside first come first served, drawn numbers and the plain assignment, same wishes."""

import time
from collections.abc import Callable, Iterator

from benchmarks.visits.files import instance_of
from benchmarks.visits.forums import SIZES, forum
from benchmarks.visits.peers import plain_assignment
from exchange.domain.visit_allocation import (
    Instance,
    Seats,
    allocate,
    figures,
    first_come,
    random_serial_dictatorship,
    reallocate,
)

Figure = tuple[str, str]
SEED = 11


def figures_of(name: str) -> Iterator[Figure]:
    """Yields (name, value) for one generated forum."""
    instance = instance_of(forum(SIZES[name], SEED))
    order = [one.id for one in instance.delegates]
    allocate(instance)  # The first call pays for the imports.
    began = time.perf_counter()
    ours = allocate(instance)
    yield f"visits_{name}_seconds", f"{time.perf_counter() - began:.2f}"
    yield f"visits_{name}_optimal", str(ours.optimal)
    yield from _shown(f"visits_{name}", instance, ours.seats)
    ways: dict[str, Callable[[], Seats]] = {
        "first_come": lambda: first_come(instance, order),
        "drawn_numbers": lambda: random_serial_dictatorship(instance, SEED),
        "plain_assignment": lambda: plain_assignment(instance),
    }
    for way, give in ways.items():
        began = time.perf_counter()
        seats = give()
        yield f"visits_{name}_{way}_seconds", f"{time.perf_counter() - began:.2f}"
        yield from _shown(f"visits_{name}_{way}", instance, seats)
    yield from _withdrawal(name, instance, ours.seats)


def all_figures() -> Iterator[Figure]:
    """Yields (name, value) for all generated forums."""
    for name in SIZES:
        yield from figures_of(name)


def _shown(name: str, instance: Instance, seats: Seats) -> Iterator[Figure]:
    found = figures(instance, seats)
    yield f"{name}_seated", str(found.seated)
    yield f"{name}_seats", str(found.seats)
    yield f"{name}_cities_without", str(found.cities_without)
    yield f"{name}_ranks", " ".join(map(str, found.ranks))
    yield f"{name}_gini_cities", "none" if found.gini_cities is None else f"{found.gini_cities:.3f}"


def _withdrawal(name: str, instance: Instance, seats: Seats) -> Iterator[Figure]:
    """Somebody with a seat withdraws: who of the others is moved?"""
    gone = next(one.id for one in instance.delegates if seats[one.id])
    left = Instance(
        instance.visits,
        tuple(one for one in instance.delegates if one.id != gone),
        instance.seats_per_delegate,
        instance.name,
    )
    current = {one: visits for one, visits in seats.items() if one != gone}
    began = time.perf_counter()
    after = reallocate(left, current)
    yield f"visits_{name}_withdrawal_seconds", f"{time.perf_counter() - began:.2f}"
    yield (
        f"visits_{name}_withdrawal_moved",
        str(sum(bool(current[one] and current[one] != after.seats[one]) for one in current)),
    )
    yield (
        f"visits_{name}_withdrawal_newly_seated",
        str(sum(not current[one] and bool(after.seats[one]) for one in current)),
    )
