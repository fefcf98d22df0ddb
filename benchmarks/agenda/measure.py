"""Figures of the agenda planner."""

from collections.abc import Iterator


def figures() -> Iterator[tuple[str, str]]:
    """Yields (name, value)."""
    yield from ()
