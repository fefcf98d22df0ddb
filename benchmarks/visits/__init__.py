"""The allocation of study visits on instance files and on generated forums."""

from collections.abc import Iterator


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    from benchmarks.visits.measure import all_figures

    yield from all_figures()
