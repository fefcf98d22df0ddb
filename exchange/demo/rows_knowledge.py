"""Turns what the demo's organisers told the agenda into rows."""

from exchange.agenda.formats import PRESETS
from exchange.agenda.models import Session, SessionCity, SessionOrder
from exchange.agenda.models_facts import Absence, InterpreterTeam, Vip
from exchange.db import db
from exchange.demo.knowledge import (
    ABSENCES,
    AFTER,
    CITIES,
    EXCLUSIVE,
    FURNITURE,
    LOCKED,
    NEEDS,
    SERIES,
    TEAMS,
    VIPS,
)
from exchange.demo.rows_network import Made
from exchange.forums.models import Forum


def make_knowledge(forum: Forum, made: Made) -> None:
    """Adds layouts, needs, series, order, locks, interpreters, absences and VIPs to what is there."""
    for code, furniture in FURNITURE.items():
        room = made.rooms[code]
        room.capacities, room.features = dict(furniture.capacities), list(furniture.features)
        room.setup_minutes = furniture.setup_minutes
    for session in made.sessions.values():
        _tell_needs(session, made)
    db.session.add_all(InterpreterTeam(forum_id=forum.id, language=code, teams=n) for code, n in TEAMS.items())
    db.session.add_all(
        Absence(
            forum_id=forum.id,
            person_id=made.people[away.person].id,
            starts_at=away.starts,
            ends_at=away.ends,
            note=away.note,
        )
        for away in ABSENCES
    )
    db.session.add_all(
        Vip(forum_id=forum.id, person_id=made.people[key].id, minutes=minutes) for key, minutes in VIPS.items()
    )
    db.session.flush()


def _tell_needs(session: Session, made: Made) -> None:
    code = session.code
    session.layout = PRESETS[session.format].layout
    session.needs = list(NEEDS.get(code, ()))
    session.series = next((name for name, codes in SERIES.items() if code in codes), "")
    session.exclusive = code in EXCLUSIVE
    session.time_locked = session.room_locked = code in LOCKED
    session.after = [SessionOrder(after_id=made.sessions[other].id) for other in AFTER.get(code, ())]
    cities = enumerate(CITIES.get(code, ()))
    session.cities = [SessionCity(city_id=made.cities[city].id, position=place) for place, city in cities]
