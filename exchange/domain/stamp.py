"""A mark of what was on somebody's screen, so that they cannot overwrite what changed meanwhile."""

import hashlib
import json


def stamp(values: object) -> str:
    """16 hex digits that change with any of the values (what JSON can hold): two saves may fall into one second."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
