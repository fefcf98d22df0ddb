"""What is usual for a format: how long it lasts and how many people it is for (DOMAIN: formats, peer exchange)."""

from typing import NamedTuple

from exchange.agenda.models import Format


class Preset(NamedTuple):
    """Minutes, and how many people are expected."""

    minutes: int
    seats: int


PRESETS: dict[Format, Preset] = {
    Format.PLENARY: Preset(75, 200),
    Format.PANEL: Preset(90, 80),
    Format.WORKSHOP: Preset(90, 40),
    Format.PEER_ASSIST: Preset(120, 10),
    Format.SIDE_EVENT: Preset(60, 100),
    Format.ACTION_LEARNING: Preset(90, 8),
    Format.WORLD_CAFE: Preset(90, 50),
    Format.FISHBOWL: Preset(90, 40),
    Format.MARKETPLACE: Preset(90, 150),
    Format.CLINIC: Preset(90, 30),
    Format.FAILURE_FAIR: Preset(75, 100),
    Format.SPEED_MENTORING: Preset(60, 30),
    Format.MATCHMAKING: Preset(120, 100),
    Format.DEBRIEF: Preset(60, 100),
    Format.LAB: Preset(90, 40),
    Format.CLOSED: Preset(60, 20),
    Format.SOCIAL: Preset(120, 200),
}
