"""Several annealings from one plan, one after the other or at once; the best of them counts."""

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing.synchronize import Event

from exchange.domain.agenda_planner.annealing import anneal
from exchange.domain.agenda_planner.instance import Placement
from exchange.domain.agenda_planner.pace import Effort, Pace, Watch
from exchange.domain.agenda_planner.tables import Tables

Found = tuple[dict[str, Placement], float]


def anneal_many(tables: Tables, plan: dict[str, Placement], pace: Pace) -> tuple[dict[str, Placement], int]:
    """The best plan and its cost; among equals that of the earliest start, however many processes there are."""
    pace.start_search()
    effort = pace.effort
    processes = max(1, min(effort.processes, effort.starts))
    rounds = -(-effort.starts // processes)
    seeds = [effort.seed + number for number in range(effort.starts)]
    found: dict[int, Found] = {}
    if processes == 1:
        _run(found, tables, plan, seeds, rounds, pace)
    else:
        _run_at_once(found, tables, plan, seeds, processes, pace)
    best = min(sorted(found), key=lambda seed: found[seed][1])
    return found[best][0], round(found[best][1])


def _run_at_once(
    found: dict[int, Found], tables: Tables, plan: dict[str, Placement], seeds: list[int], processes: int, pace: Pace
) -> None:
    """This process takes a share itself, and it alone reports and hears that it should stop."""
    context = multiprocessing.get_context("spawn")
    shares = [seeds[first::processes] for first in range(processes)]
    stop = context.Event()
    with ProcessPoolExecutor(processes - 1, context, _remember, (stop,)) as pool:
        others: list[Future[tuple[dict[int, Found], bool]]] = [
            pool.submit(_elsewhere, tables, plan, share, len(shares[0]), replace(pace.effort, seconds=pace.left))
            for share in shares[1:]
        ]
        _run(found, tables, plan, shares[0], len(shares[0]), pace)
        if pace.stopped or min(cost for _, cost in found.values()) == 0:
            stop.set()
        for other in others:
            theirs, cut_short = other.result()
            found.update(theirs)
            pace.cut_short = pace.cut_short or cut_short


def _run(
    found: dict[int, Found], tables: Tables, plan: dict[str, Placement], seeds: list[int], rounds: int, pace: Pace
) -> None:
    for number, seed in enumerate(seeds):
        lap = pace.lap(number / rounds, 1 / rounds)
        found[seed] = anneal(tables, plan, seed, pace.effort.steps, lap.carry_on)
        if found[seed][1] == 0 or pace.stopped:
            return


# What ends the annealings of a helping process: set once when it starts, because events cannot be sent as arguments.
_stop: list[Event] = []


def _remember(stop: Event) -> None:
    _stop[:] = [stop]


def _elsewhere(
    tables: Tables, plan: dict[str, Placement], seeds: list[int], rounds: int, effort: Effort
) -> tuple[dict[int, Found], bool]:
    found: dict[int, Found] = {}
    pace = Pace(effort, Watch(cancelled=_stop[0].is_set))
    _run(found, tables, plan, seeds, rounds, pace)
    return found, pace.cut_short
