"""What others add to a city, and what they want to know about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blinker import Signal


@dataclass(frozen=True)
class Section:
    """A part that another room adds to a page: the template is included and finds `context` as `section`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


# Sent when a city's page is about to be shown (sender: City; person=Person|None); receivers return list[Section].
city_shown = Signal("city shown")

# Sent when the secretariat has accepted "my city is not listed" (sender: CityRequest; city=City), in its transaction.
city_request_accepted = Signal("city request accepted")


def sections(signal: Signal, sender: Any, **facts: Any) -> list[Section]:
    """All sections that the receivers of a signal return, in the order in which they were connected."""
    return [section for _receiver, answer in signal.send(sender, **facts) for section in answer or ()]
