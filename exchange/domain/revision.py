"""What was on the screen, as a short text: whoever saves says which state they saw."""

import hashlib
import json
from enum import StrEnum

from exchange.domain.refusal import Refusal


class Stale(StrEnum):
    """Why something is not written."""

    CHANGED_MEANWHILE = "changed_meanwhile"


def revision(*values: object) -> str:
    """16 hex digits that change with any of the values: two saves may fall into one second."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refuse_stale(seen: str, now: str) -> None:
    """Raises Refusal when what was seen is not what is there; an empty mark has seen nothing and is let through."""
    if seen and seen != now:
        raise Refusal(Stale.CHANGED_MEANWHILE)
