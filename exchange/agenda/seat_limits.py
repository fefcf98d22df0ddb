"""What organisers do with seats in sessions: limits, seats given and taken back by hand."""

from dataclasses import dataclass
from datetime import datetime

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda import queries, queries_seats
from exchange.agenda.models import Session
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.seat_flow import end_seat, hold, settle
from exchange.agenda.seats import Desk, asker_of, new_seat
from exchange.agenda.signals import SeatEvent
from exchange.db import db, db_lock
from exchange.domain.delegations import Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import Reason, SeatStanding, check_free, check_place
from exchange.domain.text import clean_line
from exchange.domain.waiting import WaitingRule
from exchange.forums.models import Forum
from exchange.registration.models import Registration


@dataclass(frozen=True)
class LimitsDraft:
    """The limits as typed; `overbook` in percent, no `roles`: everybody."""

    places: int
    overbook: int = 0
    city_cap: int | None = None
    opens_at: datetime | None = None
    roles: tuple[Role, ...] = ()
    rule: WaitingRule = WaitingRule.FIRST_COME


def set_limits(session: Session, draft: LimitsDraft) -> SessionSignup:
    """Makes a session one that needs signing up, or changes its limits; more places go to who waits.

    Fewer places than seats take nobody's seat: no new ones are given until enough are given back.
    """
    session = db_lock(Session, session.id)
    now = clock.now()
    signup = db.session.get(SessionSignup, session.id)
    if signup is None:
        signup = SessionSignup(session_id=session.id, places=draft.places, created_at=now, updated_at=now)
        db.session.add(signup)
        db.session.flush()
    signup = db_lock(SessionSignup, session.id)
    signup.places, signup.overbook, signup.city_cap = draft.places, draft.overbook, draft.city_cap
    signup.opens_at, signup.rule, signup.updated_at = draft.opens_at, draft.rule, now
    signup.roles = [role.value for role in draft.roles]
    audit.record("session_seat.limits_set", session, places=draft.places, overbook=draft.overbook)
    settle(signup)
    return signup


def lift_limits(signup: SessionSignup) -> None:
    """Makes a session open to everybody again. Raises Refusal while somebody has, was offered or waits for a seat."""
    signup = db_lock(SessionSignup, signup.session_id)
    if people := len(queries_seats.live_seats_in(signup)):
        raise Refusal(Reason.PEOPLE_THERE, count=people)
    audit.record("session_seat.limits_lifted", signup.session)
    db.session.delete(signup)


def give_seat(signup: SessionSignup, registration: Registration, reason: str, by: Person) -> SessionSeat:
    """Gives a seat by hand: before the sign-up opens, whatever the role, past the waiting list; never above the limit.

    Raises Refusal.
    """
    signup = db_lock(SessionSignup, signup.session_id)
    registration = db_lock(Registration, registration.id)
    _check_by_hand(signup, registration)
    seat = queries_seats.live_seat(signup, registration) or new_seat(signup, registration)
    seat.given_by_id, seat.reason = by.id, clean_line(reason)[:300]
    hold(seat)
    return seat


def _check_by_hand(signup: SessionSignup, registration: Registration) -> None:
    forum = db.session.get_one(Forum, signup.session.forum_id)
    programme = queries.published_programme(forum)
    seen = queries_seats.published_session(signup, programme)
    if registration.standing is not Standing.APPROVED:
        raise Refusal(Reason.NOT_APPROVED)
    seat = queries_seats.live_seat(signup, registration)
    if seat is not None and seat.standing is SeatStanding.HELD:
        raise Refusal(Reason.HAS_SEAT, code=signup.session.code)
    if programme and seen:
        check_free(Desk(forum, programme, seen, signup, registration).clashes, ())
    if seat is None or seat.standing is SeatStanding.WAITING:
        limits = queries_seats.limits_of(signup, programme)
        check_place(limits, queries_seats.tally(signup), asker_of(registration))


def take_back(signup: SessionSignup, number: int, reason: str) -> SessionSeat | None:
    """Takes somebody's seat, offer or place on the list back and tells them why; the place goes to the next.

    None when it is over already.
    """
    signup = db_lock(SessionSignup, signup.session_id)
    seat = queries_seats.seat_with(signup, number)
    if seat is None:
        return None
    end_seat(db_lock(SessionSeat, seat.id), SeatEvent.TAKEN_BACK, clean_line(reason)[:300])
    settle(signup)
    return seat
