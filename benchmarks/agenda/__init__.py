"""The agenda planner on instance files and on generated forums."""

from collections.abc import Iterator


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    from benchmarks.agenda.measure import figures

    yield from figures()
