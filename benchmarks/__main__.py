"""Runs all measurements, or those named on the command line; prints `name: value`, one a line."""

import sys

from benchmarks import board, clashes, pages, papers, start

ALL = {"board": board, "clashes": clashes, "pages": pages, "papers": papers, "start": start}


def main(names: list[str]) -> None:
    """Prints the figures of the named parts."""
    for name in names or ALL:
        for figure, value in ALL[name].run():
            print(f"{figure}: {value}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
