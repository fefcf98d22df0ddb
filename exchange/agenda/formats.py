"""What is usual for a format: how long it lasts, how many people it is for, how they sit and who runs it.

The defaults follow DOMAIN: formats, peer exchange; a forum can have its own.
"""

from typing import NamedTuple

import sqlalchemy as sa

from exchange.agenda.models import Format, SessionRole
from exchange.agenda.models_facts import FormatPreset
from exchange.db import db
from exchange.domain.timetable import Layout
from exchange.forums.models import Forum

CHAIR = SessionRole.CHAIR
SPEAKER = SessionRole.SPEAKER
RAPPORTEUR = SessionRole.RAPPORTEUR


class Preset(NamedTuple):
    """Minutes, how many people are expected, how they sit, and which roles somebody should have."""

    minutes: int
    seats: int
    layout: Layout | None = None
    roles: tuple[SessionRole, ...] = ()


PRESETS: dict[Format, Preset] = {
    Format.PLENARY: Preset(75, 200, Layout.THEATRE, (CHAIR, SPEAKER)),
    Format.PANEL: Preset(90, 80, Layout.THEATRE, (CHAIR, SPEAKER)),
    Format.WORKSHOP: Preset(90, 40, Layout.CABARET, (CHAIR,)),
    Format.PEER_ASSIST: Preset(120, 10, Layout.BOARDROOM, (CHAIR,)),
    Format.SIDE_EVENT: Preset(60, 100, Layout.THEATRE, (CHAIR,)),
    Format.ACTION_LEARNING: Preset(90, 8, Layout.CIRCLE, (CHAIR,)),
    Format.WORLD_CAFE: Preset(90, 50, Layout.CABARET, (CHAIR,)),
    Format.FISHBOWL: Preset(90, 40, Layout.CIRCLE, (CHAIR,)),
    Format.MARKETPLACE: Preset(90, 150, Layout.STANDING, (CHAIR,)),
    Format.CLINIC: Preset(90, 30, Layout.CABARET, (CHAIR,)),
    Format.FAILURE_FAIR: Preset(75, 100, Layout.THEATRE, (CHAIR, SPEAKER)),
    Format.SPEED_MENTORING: Preset(60, 30, Layout.CABARET, (CHAIR,)),
    Format.MATCHMAKING: Preset(120, 100, Layout.CABARET, (CHAIR,)),
    Format.DEBRIEF: Preset(60, 100, Layout.CABARET, (CHAIR, RAPPORTEUR)),
    Format.LAB: Preset(90, 40, Layout.CABARET, (CHAIR,)),
    Format.CLOSED: Preset(60, 20, Layout.BOARDROOM, (CHAIR,)),
    Format.SOCIAL: Preset(120, 200, Layout.STANDING),
}


def presets_of(forum: Forum) -> dict[Format, Preset]:
    """What is usual at a forum: its own presets over the general ones."""
    rows = db.session.scalars(sa.select(FormatPreset).where(FormatPreset.forum_id == forum.id))
    own = {row.format: Preset(row.minutes, row.seats, row.layout, _roles(row)) for row in rows}
    return PRESETS | own


def _roles(row: FormatPreset) -> tuple[SessionRole, ...]:
    return tuple(SessionRole(role) for role in row.roles)
