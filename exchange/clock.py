"""The one place that asks what time it is."""

import zoneinfo
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The system's zone data is often older than the pinned tzdata package, so it is not asked at all.
zoneinfo.reset_tzpath(to=())

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC, to the second."""
    return (_frozen.get() or datetime.now(UTC)).replace(microsecond=0)


@contextmanager
def frozen_at(moment: datetime) -> "Iterator[None]":
    """Inside the block `now()` answers `moment`; for tests and the demo's seed."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
