"""Turns the demo's limited sessions into rows; the freed seat is offered as in any other forum, from this moment on."""

from datetime import timedelta

from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.seat_flow import settle
from exchange.db import db, db_lock
from exchange.demo.rows_network import Made
from exchange.demo.seats import OFFERED, PLANS, seats
from exchange.demo.values import Limited
from exchange.domain.session_seats import SeatStanding


def make_seats(made: Made) -> None:
    """Adds the limits of four sessions, their holders and waiting lists."""
    db.session.add_all([_signup(plan, made) for plan in PLANS])
    db.session.flush()
    for plan in PLANS:
        holding, waiting = seats()[plan.session]
        standings = [(key, SeatStanding.HELD) for key in holding] + [(key, SeatStanding.WAITING) for key in waiting]
        rows = [_seat(plan, key, standing, place, made) for place, (key, standing) in enumerate(standings)]
        db.session.add_all(rows)
    db.session.flush()
    settle(db_lock(SessionSignup, made.sessions[OFFERED].id))


def _signup(plan: Limited, made: Made) -> SessionSignup:
    return SessionSignup(
        session_id=made.sessions[plan.session].id,
        places=plan.places,
        overbook=plan.overbook,
        city_cap=plan.city_cap,
        rule=plan.rule,
        created_at=made.now,
        updated_at=made.now,
    )


def _seat(plan: Limited, key: str, standing: SeatStanding, place: int, made: Made) -> SessionSeat:
    asked = made.now + timedelta(days=50, minutes=17 * place)
    return SessionSeat(
        session_id=made.sessions[plan.session].id,
        registration_id=made.registrations[key].id,
        standing=standing,
        asked_at=asked,
        changed_at=asked,
    )
