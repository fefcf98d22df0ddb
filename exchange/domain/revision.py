"""What was on the screen, as a short text: whoever saves says which state they saw."""

import hashlib
import json


def revision(*values: object) -> str:
    """16 hex digits that change with any of the values: two saves may fall into one second."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
