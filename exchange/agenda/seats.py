"""What delegates do with seats in sessions. No seat too many: lock sign-up and person, read, decide, write."""

from collections.abc import Collection
from dataclasses import dataclass

from exchange import clock
from exchange.accounts.models import Person
from exchange.agenda import queries, queries_seats, service
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.seat_flow import end_seat, hold, settle
from exchange.agenda.signals import SeatEvent
from exchange.agenda.ties import ties_of
from exchange.db import db, db_lock
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import (
    Asker,
    Engagement,
    Limits,
    Reason,
    SeatStanding,
    check_free,
    check_place,
    check_when,
    check_who,
    clashing,
)
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from exchange.registration.queries import my_registration


@dataclass(frozen=True)
class Desk:
    """Everything that a decision about one person and one session needs, locked and read afresh."""

    forum: Forum
    programme: Programme
    session: published.Session
    signup: SessionSignup
    registration: Registration
    others: tuple[SessionSignup, ...] = ()

    @property
    def limits(self) -> Limits:
        return queries_seats.limits_of(self.signup, self.programme)

    @property
    def asker(self) -> Asker:
        return asker_of(self.registration)

    @property
    def clashes(self) -> list[Engagement]:
        """What the person has at the time of the session."""
        person = self.registration.person_id
        ties = ties_of(self.forum, self.programme, [person])[person]
        return clashing((self.session.starts_at, self.session.ends_at), self.session.guid, ties)

    def seat(self) -> SessionSeat | None:
        return queries_seats.live_seat(self.signup, self.registration)


def asker_of(registration: Registration) -> Asker:
    """Somebody as the rules know them."""
    return Asker(registration.role, registration.standing, registration.city_id)


def desk_for(forum: Forum, person: Person, code: str, given_up: Collection[str] = ()) -> Desk:
    """Locks the session's sign-up, those of the sessions given up (codes), and the person. Raises Refusal.

    Sign-ups are locked in the order of their numbers, people after them: two swaps at once cannot wait for each other.
    """
    programme, session = _seen(forum, code)
    signup = queries_seats.signup_of(forum, session.guid)
    registration = my_registration(forum, person)
    if signup is None:
        raise Refusal(Reason.NO_SIGN_UP, code=code)
    if registration is None:
        raise Refusal(service.Reason.NOT_REGISTERED)
    wanted = [programme.session(other) for other in given_up]
    others = [queries_seats.signup_of(forum, one.guid) for one in wanted if one is not None and one.code != code]
    numbers = {signup.session_id, *(one.session_id for one in others if one is not None)}
    locked = {number: db_lock(SessionSignup, number) for number in sorted(numbers)}
    registration = db_lock(Registration, registration.id)
    mine = locked.pop(signup.session_id)
    return Desk(forum, programme, session, mine, registration, tuple(locked.values()))


def _seen(forum: Forum, code: str) -> tuple[Programme, published.Session]:
    """The session people see; a page may have been open since before a release."""
    programme = queries.published_programme(forum)
    session = programme.session(code) if programme else None
    if programme is None or session is None:
        raise Refusal(service.Reason.SESSION_GONE, code=code)
    if session.is_cancelled:
        raise Refusal(service.Reason.SESSION_CANCELLED, code=code)
    return programme, session


def check_eligible(desk: Desk) -> None:
    """Raises Refusal for who cannot sign up: not approved, wrong role, a part in the session, too early or late."""
    if any(part.person == str(desk.registration.person_id) for part in desk.session.people):
        raise Refusal(Reason.TAKES_PART)
    check_who(desk.limits, desk.asker)
    check_when(desk.limits, clock.now(), desk.session.starts_at)


def take_seat(forum: Forum, person: Person, code: str, given_up: Collection[str] = ()) -> SessionSeat:
    """Takes a free seat, or the one that was offered, giving up others (codes) in the same step. Raises Refusal.

    When it is refused nothing is given up.
    """
    desk = desk_for(forum, person, code, given_up)
    check_eligible(desk)
    settle(desk.signup)
    seat = desk.seat()
    if seat is not None and seat.standing is SeatStanding.HELD:
        raise Refusal(Reason.HAS_SEAT, code=code)
    check_free(desk.clashes, {other.session.guid for other in desk.others})
    if seat is None or seat.standing is SeatStanding.WAITING:
        check_place(desk.limits, queries_seats.tally(desk.signup), desk.asker)
    _give_up(desk)
    seat = seat or new_seat(desk.signup, desk.registration)
    hold(seat)
    return seat


def accept_offer(forum: Forum, person: Person, code: str, given_up: Collection[str] = ()) -> SessionSeat:
    """Takes the seat that was offered. Raises Refusal when the offer has run out."""
    desk = desk_for(forum, person, code, given_up)
    settle(desk.signup)
    seat = desk.seat()
    if seat is None or seat.standing is not SeatStanding.OFFERED:
        raise Refusal(Reason.NO_OFFER, code=code)
    check_who(desk.limits, desk.asker)
    check_when(desk.limits, clock.now(), desk.session.starts_at)
    check_free(desk.clashes, {other.session.guid for other in desk.others})
    _give_up(desk)
    hold(seat)
    return seat


def keep_seat(forum: Forum, person: Person, code: str, given_up: Collection[str] = ()) -> SessionSeat:
    """Of two things that a release put at one time, keeps this seat and gives up the others (codes). Raises Refusal."""
    desk = desk_for(forum, person, code, given_up)
    seat = desk.seat()
    if seat is None or seat.standing is not SeatStanding.HELD:
        raise Refusal(Reason.NO_SEAT, code=code)
    check_free(desk.clashes, {other.session.guid for other in desk.others})
    _give_up(desk)
    seat.answer_until, seat.changed_at = None, clock.now()
    return seat


def join_list(forum: Forum, person: Person, code: str) -> SessionSeat:
    """Joins the waiting list; a place that is free by now is offered at once. Raises Refusal."""
    desk = desk_for(forum, person, code)
    check_eligible(desk)
    if desk.seat() is not None:
        raise Refusal(Reason.HAS_SEAT, code=code)
    seat = new_seat(desk.signup, desk.registration)
    settle(desk.signup)
    return seat


def give_back(forum: Forum, person: Person, code: str) -> None:
    """Gives a seat back, declines an offer or leaves the list; the place goes to the next. Raises Refusal."""
    desk = desk_for(forum, person, code)
    seat = desk.seat()
    if seat is None:
        raise Refusal(Reason.NO_SEAT, code=code)
    end_seat(seat, SeatEvent.GIVEN_BACK)
    settle(desk.signup)


def decline_offer(forum: Forum, person: Person, code: str) -> None:
    """Says no to an offer, and to nothing else: a page may still show an offer that was accepted since."""
    seat = desk_for(forum, person, code).seat()
    if seat is None or seat.standing is not SeatStanding.OFFERED:
        raise Refusal(Reason.NOTHING_TO_DECLINE, code=code)
    give_back(forum, person, code)


def _give_up(desk: Desk) -> None:
    for other in desk.others:
        seat = queries_seats.live_seat(other, desk.registration)
        if seat is not None and seat.standing is SeatStanding.HELD:
            end_seat(seat, SeatEvent.GIVEN_BACK)
        settle(other)


def new_seat(signup: SessionSignup, registration: Registration, given_by: Person | None = None) -> SessionSeat:
    """A new row at the end of the waiting list."""
    now = clock.now()
    seat = SessionSeat(
        session_id=signup.session_id,
        registration_id=registration.id,
        standing=SeatStanding.WAITING,
        given_by_id=given_by.id if given_by else None,
        asked_at=now,
        changed_at=now,
    )
    seat.signup, seat.registration = signup, registration
    db.session.add(seat)
    db.session.flush()
    return seat
