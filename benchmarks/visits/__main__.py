"""Gives the seats in an instance file: `python -m benchmarks.visits plan FILE`. Prints one JSON object."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.json_files import BrokenFile
from benchmarks.visits.files import read_instance
from benchmarks.visits.sentences import sentence
from exchange.domain.visit_allocation import Allocation, Instance, Outcome, allocate, figures, reasons


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 with a result, 1 with one line on standard error."""
    began = time.monotonic()
    options = _options(arguments)
    try:
        instance = read_instance(options.file)
    except BrokenFile as broken:
        print(broken, file=sys.stderr)
        return 1
    allocation = allocate(instance, options.seed, options.seconds, progress=_tell)
    answer = _result(instance, allocation)
    print(json.dumps({**answer, "seconds": round(time.monotonic() - began, 3)}))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visits", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("plan", help="give the seats in a file")
    command.add_argument("file", type=Path, help="the instance, JSON or JSON packed with gzip")
    command.add_argument("--seed", type=int, default=0, help="tells equal plans apart")
    command.add_argument("--seconds", type=float, default=60.0, help="limit of the integer programme, where it runs")
    return parser.parse_args(arguments)


def _result(instance: Instance, allocation: Allocation) -> dict[str, Any]:
    several = instance.seats_per_delegate > 1
    seats = {one.id: allocation.seats[one.id] for one in instance.delegates}
    found, why = figures(instance, seats), reasons(instance, seats)
    return {
        "seats": {name: list(given) if several else next(iter(given), None) for name, given in seats.items()},
        "runs": list(allocation.runs),
        "seated": found.seated,
        "cities": found.cities,
        "ranks": list(found.ranks),
        "optimal": allocation.optimal,
        "why": {name: sentence(one) for name, one in why.items() if one.outcome != Outcome.FIRST_CHOICE or one.missed},
    }


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
