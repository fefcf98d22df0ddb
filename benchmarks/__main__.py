"""Runs all measurements, or those named on the command line; prints `name: value`, one a line."""

import sys

from benchmarks import agenda, board, clashes, pages, papers, releases, start, visits

ALL = {
    "agenda": agenda,
    "board": board,
    "clashes": clashes,
    "pages": pages,
    "papers": papers,
    "releases": releases,
    "start": start,
    "visits": visits,
}


def main(names: list[str]) -> None:
    """Prints the figures of the named parts."""
    for name in names or ALL:
        for figure, value in ALL[name].run():
            print(f"{figure}: {value}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
