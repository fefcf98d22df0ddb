"""What the demo's organisers have told the agenda: layouts, interpreters, series, order, absences and VIPs."""

from dataclasses import dataclass, field
from datetime import datetime

from exchange.demo.values import at


@dataclass(frozen=True)
class Furniture:
    """How many people a room holds with other layouts, minutes to move the chairs, and what it has."""

    capacities: dict[str, int] = field(default_factory=dict)
    setup_minutes: int = 0
    features: tuple[str, ...] = ()


FURNITURE = {
    "R1": Furniture({"cabaret": 160, "classroom": 150}, 30, ("hearing_loop", "projector", "hybrid")),
    "R2": Furniture({"cabaret": 80, "classroom": 70, "boardroom": 60}, 15, ("hearing_loop", "projector", "hybrid")),
    "R3": Furniture({"cabaret": 48, "classroom": 44}, 20, ("hearing_loop", "projector")),
    "R4": Furniture({"cabaret": 56, "classroom": 40}, 20, ("hearing_loop", "movable_chairs", "projector")),
    "R5": Furniture({"boardroom": 24}, 15, ("movable_chairs", "projector")),
    "R6": Furniture({"boardroom": 20}, 15, ("movable_chairs", "projector")),
    "R7": Furniture({"boardroom": 16}, 10, ("movable_chairs", "projector")),
    "R8": Furniture({"cabaret": 125}, 15, ("hearing_loop", "movable_chairs", "projector")),
}

# Teams of two by language, as at the forum's busiest hour; each works seven hours a day at most.
TEAMS = {"en": 3, "fr": 3, "es": 2, "pt": 1}

SERIES = {
    "Money for cities": ("S11", "S21", "S40"),
    "From evidence to action": ("S23", "S30", "S39"),
}
# A session and those it comes after.
AFTER = {"S23": ("S22",), "S39": ("S30",), "S41": ("S39",)}
EXCLUSIVE = ("S01", "S20", "S23", "S41")
LOCKED = ("S01", "S41")
# Cities that are paired in a session: each is expected with everybody it sends.
CITIES = {"S06": ("MZ-BEW", "BD-KHL"), "S19": ("TG-LFW",)}
NEEDS = {
    "S06": ("movable_chairs",),
    "S12": ("movable_chairs",),
    "S18": ("movable_chairs",),
    "S19": ("movable_chairs",),
    "S21": ("projector",),
    "S22": ("step_free", "hearing_loop"),
    "S30": ("hybrid",),
    "S40": ("projector",),
}


@dataclass(frozen=True)
class Away:
    """When somebody of the programme cannot be there."""

    person: str
    starts: datetime
    ends: datetime
    note: str = ""


ABSENCES = (
    Away("P08", at(26, "00:00"), at(27, "23:00"), "Council session in Lagos"),
    Away("P17", at(26, "08:00"), at(26, "14:00"), "Meeting at the embassy"),
    Away("P19", at(25, "08:00"), at(25, "20:00"), "Arrives on Tuesday night"),
)
# Minutes between two sessions.
VIPS = {"P01": 30, "P10": 20, "P12": 20, "P13": 15}
