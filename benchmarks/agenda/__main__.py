"""Plans the agenda in an instance file: `python -m benchmarks.agenda plan FILE`. Prints one JSON object."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.agenda.effort import default_seconds, effort_for
from benchmarks.agenda.files import read_instance, read_plan
from benchmarks.agenda.measure import FULL, SHORT, figures
from benchmarks.json_files import BrokenFile
from exchange.domain.agenda_planner import (
    Effort,
    Fact,
    Instance,
    Placement,
    Proposal,
    Watch,
    clash_count,
    plan,
    quality,
    repair,
    why_not,
)

REASON_SECONDS = 60.0


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 with a result (a plan, or why there is none), 1 with one line on standard error."""
    began = time.monotonic()
    options = _options(arguments)
    if options.command == "measure":
        return _measured(FULL if options.full else SHORT)
    try:
        instance = read_instance(options.file)
        current = read_plan(options.current) if options.current else None
    except BrokenFile as broken:
        print(broken, file=sys.stderr)
        return 1
    seconds = options.seconds if options.seconds is not None else default_seconds(instance)
    answer = (
        _planned(instance, _effort(options, instance, seconds - (time.monotonic() - began)))
        if current is None
        else _repaired(instance, current, seconds)
    )
    print(json.dumps({**answer, "seconds": round(time.monotonic() - began, 2)}))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agenda", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("plan", help="plan the agenda in a file")
    command.add_argument("file", type=Path, help="the instance, JSON or JSON packed with gzip")
    command.add_argument("--seconds", type=_positive, help="wall time to use; 10 or 30, by size, without it")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--steps", type=int, help="steps of each annealing, whatever the clock says")
    command.add_argument("--current", type=Path, help="placements to disturb as little as possible")
    measuring = commands.add_parser("measure", help="print the figures of `make bench`")
    measuring.add_argument("--full", action="store_true", help="with 200 and 400 sessions: a quarter of an hour")
    return parser.parse_args(arguments)


def _measured(sizes: tuple[int, ...]) -> int:
    for figure, value in figures(sizes):
        print(f"{figure}: {value}", flush=True)
    return 0


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return value


def _effort(options: argparse.Namespace, instance: Instance, seconds: float) -> Effort:
    effort = effort_for(instance, seconds, options.seed, os.cpu_count() or 1)
    return replace(effort, steps=options.steps, starts=1, seconds=None, gap_seconds=0) if options.steps else effort


def _planned(instance: Instance, effort: Effort) -> dict[str, Any]:
    proposal = plan(instance, effort, Watch(progress=_tell))
    if proposal.complete:
        return _result(instance, proposal)
    reason = proposal.reason or why_not(instance, REASON_SECONDS)
    facts = reason.facts if reason else ()
    return {
        "feasible": False,
        "because": [_because(fact) for fact in facts],
        "placements": _places(proposal.placements),
        "unplaced": list(proposal.unplaced),
        "clashes": proposal.clashes,
    }


def _repaired(instance: Instance, current: dict[str, Placement], seconds: float) -> dict[str, Any]:
    change = repair(instance, current, max(seconds, 1.0))
    if change is None:
        reason = why_not(instance, REASON_SECONDS)
        return {"feasible": False, "because": [_because(fact) for fact in (reason.facts if reason else ())]}
    return {
        "placements": _places(change.placements),
        "clashes": clash_count(instance, change.placements),
        "bound": 0,
        "feasible": True,
        "moves": [move.session for move in change.moves],
        "time_moves": sum(move.changes_time for move in change.moves),
        "proven": change.proven,
    }


def _result(instance: Instance, proposal: Proposal) -> dict[str, Any]:
    found = quality(instance, proposal.placements)
    return {
        "placements": _places(proposal.placements),
        "clashes": proposal.clashes,
        "bound": proposal.bound,
        "feasible": True,
        "greedy_clashes": proposal.greedy_clashes,
        "missed_wishes": found.missed,
        "share_met": round(found.share_met, 4),
        "worst_tenth": round(found.worst_tenth, 4),
        "cut_short": proposal.cut_short,
    }


def _places(placements: dict[str, Placement]) -> dict[str, list[Any]]:
    return {name: [place.start, place.room] for name, place in placements.items()}


def _because(fact: Fact) -> dict[str, Any]:
    more = {"name": fact.name, "number": fact.number, "offer": fact.offer}
    entry: dict[str, Any] = {"rule": fact.kind.value, "sessions": list(fact.sessions), "rooms": list(fact.rooms)}
    return entry | {key: value for key, value in more.items() if value}


def _tell(share: float, cost: int) -> None:
    print(f"{share:4.0%} {cost} clashes", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
