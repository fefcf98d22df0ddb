"""An expected 'no': a rule said so, and the person is told why."""

from enum import StrEnum


class Refusal(Exception):
    """Raised by a rule or a service; `facts` fill the sentence that words.py gives for `reason`."""

    def __init__(self, reason: StrEnum, **facts: object) -> None:
        super().__init__(f"{type(reason).__name__}.{reason.name} {facts or ''}".strip())
        self.reason = reason
        self.facts = facts
