"""Figures of the agenda planner: clashes beside greedy and CP-SAT alone, planted plans, bounds, reasons, changes."""

import os
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from benchmarks.agenda.changes import contradiction, room_lost, session_grows
from benchmarks.agenda.effort import default_seconds, effort_for
from benchmarks.agenda.files import instance_of
from benchmarks.agenda.forums import SIZES, forum
from exchange.domain.agenda_planner import Instance, Plan, plan, quality, repair, why_not

Figure = tuple[str, str]
SEED = 11
SHORT, FULL = (30, 80), (30, 80, 200, 400)


def figures(sizes: tuple[int, ...] = SHORT) -> Iterator[Figure]:
    """Yields (name, value); with the larger sizes it takes a quarter of an hour."""
    for size in sizes:
        yield from _topic(size)
        yield from _planted(size)
    yield from _uniform(sizes[0])
    yield from _uniform(min(sizes[-1], 80))
    # Its objective knows no wishes and it needs an old PuLP, so it is compared only where somebody has set it up.
    if find_spec("conference_scheduler") is None:
        yield "agenda_conference_scheduler", "not installed"
    else:
        yield from _conference_scheduler()


def _topic(size: int) -> Iterator[Figure]:
    from exchange.domain.agenda_planner.solving import best_plan

    name, instance = f"agenda_topic_{size}", _instance("topic", size)
    seconds = default_seconds(instance)
    ours, took = _timed(lambda: plan(instance, effort_for(instance, seconds, 0, os.cpu_count() or 1)))
    found = quality(instance, ours.placements)
    yield f"{name}_greedy_clashes", str(ours.greedy_clashes)
    yield f"{name}_clashes", str(ours.clashes)
    yield f"{name}_to_greedy", f"{ours.clashes / ours.greedy_clashes:.3f}"
    yield f"{name}_seconds", f"{took:.1f}"
    yield f"{name}_bound", str(ours.bound)
    yield f"{name}_share_met", f"{found.share_met:.3f}"
    yield f"{name}_worst_tenth", f"{found.worst_tenth:.3f}"
    alone = best_plan(instance, seconds, workers=2)
    yield f"{name}_cp_sat_alone_clashes", "none found" if alone.plan is None else str(alone.cost)
    if alone.plan is not None:
        yield f"{name}_to_cp_sat_alone", f"{ours.clashes / max(alone.cost, 1):.3f}"
    yield from _events(name, instance, ours.placements)


def _events(name: str, instance: Instance, current: Plan) -> Iterator[Figure]:
    for event, changed in (("room_lost", room_lost(instance, current)), ("session_grows", session_grows(instance))):
        change, took = _timed(lambda changed=changed: repair(changed, dict(current)))  # type: ignore[misc]
        outcome = "impossible" if change is None else f"{len(change.moves)}{'' if change.proven else ' (not proven)'}"
        yield f"{name}_{event}_moves", outcome
        yield f"{name}_{event}_seconds", f"{took:.1f}"
    reason, took = _timed(lambda: why_not(contradiction(instance)))
    yield f"{name}_reason_facts", str(len(reason.facts)) if reason else "none found"
    yield f"{name}_reason_seconds", f"{took:.1f}"


def _planted(size: int) -> Iterator[Figure]:
    instance = _instance("zero", size)
    effort = effort_for(instance, default_seconds(instance), 0, os.cpu_count() or 1)
    ours, took = _timed(lambda: plan(instance, effort))
    yield f"agenda_zero_{size}_clashes", str(ours.clashes)
    yield f"agenda_zero_{size}_seconds", f"{took:.1f}"


def _uniform(size: int) -> Iterator[Figure]:
    instance = _instance("uniform", size)
    ours = plan(instance, effort_for(instance, default_seconds(instance), 0, os.cpu_count() or 1))
    yield f"agenda_uniform_{size}_clashes", str(ours.clashes)
    yield f"agenda_uniform_{size}_bound", str(ours.bound)


def _conference_scheduler() -> Iterator[Figure]:
    from benchmarks.agenda.peers import conference_scheduler_clashes

    instance = _instance("uniform", 30)
    clashes, took = _timed(lambda: conference_scheduler_clashes(instance))
    yield "agenda_uniform_30_conference_scheduler_clashes", str(clashes)
    yield "agenda_uniform_30_conference_scheduler_seconds", f"{took:.1f}"


def _instance(family: str, size: int) -> Instance:
    return instance_of(forum(family, SIZES[size], SEED))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began
