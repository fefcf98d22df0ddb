"""How seats go from one to the next: offers that run out, places that are offered, seats that end.

Everything here needs the sign-up's row locked, which is what keeps a limit a limit; only ending a seat does not:
a seat less can fill nothing too full.
"""

from datetime import datetime

from exchange import audit, clock, jobs
from exchange.agenda import queries_seats
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.signals import SeatEvent, session_seat_changed
from exchange.agenda.ties import ties_of
from exchange.db import db, db_lock
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.session_seats import (
    Engagement,
    SeatStanding,
    Waiter,
    answer_until,
    clashing,
    free_places,
    next_in_line,
)
from exchange.forums.models import Forum

LAPSE_OFFER, LAPSE_CHOICE, FILL = "lapse_seat_offer", "lapse_seat_choice", "fill_session_seats"


def settle(signup: SessionSignup) -> None:
    """Takes back the offers that ran out, then offers what is free to who is next."""
    for number in queries_seats.overdue_offers(signup, clock.now()):
        lapse_offer(db_lock(SessionSeat, number))
    _offer_what_is_free(signup)


def lapse_offer(seat: SessionSeat) -> None:
    """Takes an offer back that ran out; nothing happens to one that was answered."""
    if seat.standing is SeatStanding.OFFERED and _is_over(seat):
        end_seat(seat, SeatEvent.OFFER_LAPSED)


def lapse_choice(seat: SessionSeat) -> None:
    """Ends a seat whose holder did not say which of two things they keep; a clash that is gone is forgotten."""
    if seat.standing is not SeatStanding.HELD or not _is_over(seat):
        return
    if clashes_of(seat):
        end_seat(seat, SeatEvent.CHOICE_LAPSED)
    else:
        seat.answer_until = None


def _is_over(seat: SessionSeat) -> bool:
    return seat.answer_until is not None and seat.answer_until <= clock.now()


def clashes_of(seat: SessionSeat) -> list[Engagement]:
    """What the holder of a seat has at the same time."""
    programme = queries_seats.programme_of(seat.signup)
    session = queries_seats.published_session(seat.signup, programme)
    if programme is None or session is None:
        return []
    forum = db.session.get_one(Forum, seat.signup.session.forum_id)
    person = seat.registration.person_id
    return clashing((session.starts_at, session.ends_at), session.guid, ties_of(forum, programme, [person])[person])


def end_seat(seat: SessionSeat, event: SeatEvent, reason: str = "", *, told: bool = True) -> None:
    """Ends a seat, an offer or a wait; the person is told unless they know."""
    waited = seat.standing is SeatStanding.WAITING
    seat.standing, seat.answer_until, seat.reason = SeatStanding.RELEASED, None, reason
    seat.changed_at = clock.now()
    _note(seat, event)
    # Who only waited and leaves the list has nothing in a calendar, and knows it.
    if told and not (waited and event is SeatEvent.GIVEN_BACK):
        session_seat_changed.send(seat, event=event, beside=[])


def hold(seat: SessionSeat) -> None:
    """Makes an offer, or a new row, a seat."""
    seat.standing, seat.answer_until, seat.changed_at = SeatStanding.HELD, None, clock.now()
    _note(seat, SeatEvent.TAKEN)
    session_seat_changed.send(seat, event=SeatEvent.TAKEN, beside=[])


def ask_to_choose(seat: SessionSeat, until: datetime, beside: list[Engagement]) -> None:
    """Asks the holder which of the things at one time they keep; they keep both until then."""
    seat.answer_until, seat.changed_at = until, clock.now()
    _note(seat, SeatEvent.CHOICE_ASKED)
    jobs.enqueue(LAPSE_CHOICE, delay=until - clock.now(), seat_id=seat.id)
    session_seat_changed.send(seat, event=SeatEvent.CHOICE_ASKED, beside=beside)


def _note(seat: SessionSeat, event: SeatEvent) -> None:
    audit.record(f"session_seat.{event.value}", seat, session=seat.session_id, registration=seat.registration_id)


def _offer_what_is_free(signup: SessionSignup) -> None:
    programme = queries_seats.programme_of(signup)
    session = queries_seats.published_session(signup, programme)
    if programme is None or session is None or session.is_cancelled:
        return
    until = answer_until(clock.now(), session.starts_at)
    waiting = {seat.id: seat for seat in queries_seats.waiting_for(signup)} if until else {}
    if until is None or not waiting:
        return
    limits, tally = queries_seats.limits_of(signup, programme), queries_seats.tally(signup)
    if not free_places(limits, tally):
        return
    waiters = _waiters(signup, programme, session, list(waiting.values()))
    for one in next_in_line(waiters, tally, limits):
        _offer(db_lock(SessionSeat, one.key), until)


def _waiters(
    signup: SessionSignup, programme: Programme, session: published.Session, seats: list[SessionSeat]
) -> list[Waiter]:
    """Who waits, with a mark at those whom something holds at that time that they cannot give up alone."""
    forum = db.session.get_one(Forum, signup.session.forum_id)
    ties = ties_of(forum, programme, {seat.registration.person_id for seat in seats})
    span = (session.starts_at, session.ends_at)
    return [
        Waiter(
            seat.id,
            seat.registration.city_id,
            seat.asked_at,
            any(not tie.can_be_given_up for tie in clashing(span, session.guid, ties[seat.registration.person_id])),
        )
        for seat in seats
    ]


def _offer(seat: SessionSeat, until: datetime) -> None:
    # Read afresh under its lock: a withdrawal may have ended it a moment ago.
    if seat.standing is not SeatStanding.WAITING:
        return
    seat.standing, seat.answer_until, seat.changed_at = SeatStanding.OFFERED, until, clock.now()
    _note(seat, SeatEvent.OFFERED)
    jobs.enqueue(LAPSE_OFFER, delay=until - clock.now(), seat_id=seat.id)
    session_seat_changed.send(seat, event=SeatEvent.OFFERED, beside=[])
