"""What happens to seats by itself: offers and choices that run out, freed places, releases that move sessions."""

from collections.abc import Collection

from exchange import clock, jobs
from exchange.agenda import queries, queries_seats
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.seat_flow import (
    FILL,
    LAPSE_CHOICE,
    LAPSE_OFFER,
    ask_to_choose,
    end_seat,
    lapse_choice,
    lapse_offer,
    settle,
)
from exchange.agenda.signals import SeatEvent
from exchange.agenda.ties import ties_of
from exchange.db import db, db_lock
from exchange.domain import programme as published
from exchange.domain.session_seats import Engagement, SeatStanding, answer_until, clashing, must_choose
from exchange.forums.models import Forum

AFTER_RELEASE = "seats_after_release"


@jobs.handler(LAPSE_OFFER)
def lapse_an_offer(seat_id: int) -> None:
    """An offer's time is over: the seat goes to the next."""
    _lapse(seat_id, SeatStanding.OFFERED)


@jobs.handler(LAPSE_CHOICE)
def lapse_a_choice(seat_id: int) -> None:
    """A choice's time is over: the moved session's seat goes to the next."""
    _lapse(seat_id, SeatStanding.HELD)


def _lapse(seat_id: int, standing: SeatStanding) -> None:
    with jobs.writing():
        seat = db.session.get(SessionSeat, seat_id)
        if seat is None:
            return
        signup = db_lock(SessionSignup, seat.session_id)
        seat = db_lock(SessionSeat, seat_id)
        if seat.standing is standing:
            (lapse_offer if standing is SeatStanding.OFFERED else lapse_choice)(seat)
        settle(signup)


@jobs.handler(FILL)
def fill(session_id: int) -> None:
    """A place was freed: it is offered to the next."""
    with jobs.writing():
        if db.session.get(SessionSignup, session_id) is not None:
            settle(db_lock(SessionSignup, session_id))


@jobs.handler(AFTER_RELEASE)
def follow_a_release(forum_id: int, moved: list[str]) -> dict[str, int]:
    """Ends the seats of cancelled sessions, and asks holders whom the release put in two places at once.

    `moved`: guids of sessions whose time or people changed. Each session is a transaction of its own.
    """
    forum = db.session.get_one(Forum, forum_id)
    counts = {"cancelled": 0, "asked": 0}
    for session_id in [signup.session_id for signup in queries_seats.signups_of(forum)]:
        with jobs.writing():
            _follow(forum_id, session_id, moved, counts)
    return counts


def _follow(forum_id: int, session_id: int, moved: Collection[str], counts: dict[str, int]) -> None:
    signup = db_lock(SessionSignup, session_id)
    forum = db.session.get_one(Forum, forum_id)
    programme = queries.published_programme(forum)
    session = queries_seats.published_session(signup, programme)
    if programme is None or session is None:
        return
    seats = queries_seats.live_seats_in(signup)
    if session.is_cancelled:
        counts["cancelled"] += _end_all(seats)
        return
    ties = ties_of(forum, programme, {seat.registration.person_id for seat in seats})
    for seat in seats:
        counts["asked"] += _ask(seat, session, ties[seat.registration.person_id], moved)
    settle(signup)


def _end_all(seats: list[SessionSeat]) -> int:
    for seat in seats:
        end_seat(db_lock(SessionSeat, seat.id), SeatEvent.SESSION_CANCELLED)
    return len(seats)


def _ask(seat: SessionSeat, session: published.Session, ties: list[Engagement], moved: Collection[str]) -> int:
    if seat.standing is not SeatStanding.HELD:
        return 0
    clashes = clashing((session.starts_at, session.ends_at), session.guid, ties)
    if seat.answer_until is not None:
        # Asked after an earlier release: the question falls away with its clash.
        seat.answer_until = seat.answer_until if clashes else None
        return 0
    until = answer_until(clock.now(), session.starts_at)
    if until is None or not must_choose(session.guid, clashes, moved):
        return 0
    ask_to_choose(db_lock(SessionSeat, seat.id), until, clashes)
    return 1
