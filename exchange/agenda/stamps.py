"""Refusing to overwrite what changed since it was on somebody's screen."""

from enum import StrEnum

from exchange.domain.refusal import Refusal


class Stale(StrEnum):
    """Why something is not written."""

    CHANGED_MEANWHILE = "changed_meanwhile"


def refuse_stale(seen: str, now: str) -> None:
    """Raises Refusal when what was seen is not what is there; an empty mark has seen nothing and is let through."""
    if seen and seen != now:
        raise Refusal(Stale.CHANGED_MEANWHILE)
