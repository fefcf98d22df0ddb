"""What a session's page says about its seats to the one who reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from exchange import clock
from exchange.accounts.models import Person
from exchange.agenda import queries_seats
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.seats import Desk, check_eligible
from exchange.agenda.sentences import clock as clock_time
from exchange.agenda.sentences import day_name, said, when
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import (
    Engagement,
    Limits,
    SeatStanding,
    Tally,
    Tie,
    Waiter,
    check_place,
    free_places,
    line,
)
from exchange.forums.models import Forum
from exchange.i18n import sentence
from exchange.registration.models import Registration
from exchange.registration.queries import my_registration


@dataclass(frozen=True)
class SeatPanel:
    """Places, and where the reader stands. `hindrance`: why they cannot sign up; `full`: why there is no seat now."""

    code: str
    limits: Limits
    tally: Tally
    waiting: int
    registered: bool = False
    standing: SeatStanding | None = None
    answer_until: str = ""
    place: int = 0
    clashes: tuple[Engagement, ...] = ()
    hindrance: str = ""
    full: str = ""
    opens: str = ""
    chooses: bool = False

    @property
    def free(self) -> int:
        return free_places(self.limits, self.tally)

    @property
    def given_up(self) -> list[str]:
        """Codes of the sessions that would be given up for this one."""
        return [one.code for one in self.clashes]

    @property
    def can_swap(self) -> bool:
        """Whether everything at that time can be given up by the person alone."""
        return all(one.can_be_given_up for one in self.clashes)


def seat_panel(
    forum: Forum, programme: Programme, session: published.Session, person: Person | None
) -> SeatPanel | None:
    """The panel of a session; None when it needs no signing up, or is cancelled."""
    signup = None if session.is_cancelled else queries_seats.signup_of(forum, session.guid)
    if signup is None:
        return None
    limits, tally = queries_seats.limits_of(signup, programme), queries_seats.tally(signup)
    waiting = queries_seats.waiting_for(signup)
    facts: dict[str, Any] = {"code": session.code, "limits": limits, "tally": tally, "waiting": len(waiting)}
    if limits.opens_at and clock.now() < limits.opens_at:
        facts["opens"] = moment(limits.opens_at, forum)
    registration = my_registration(forum, person)
    if registration is None:
        return SeatPanel(**facts)
    desk = Desk(forum, programme, session, signup, registration)
    return SeatPanel(**facts, registered=True, **_of_person(desk, tally, waiting))


def asked_panels(person: Person, forum: Forum, programme: Programme) -> list[SeatPanel]:
    """The panels of the seats that wait for somebody's answer: offers, and choices between two things at one time."""
    registration = my_registration(forum, person)
    asked = [seat for seat in queries_seats.live_seats_of(registration) if seat.answer_until] if registration else []
    guids = {seat.signup.session.guid for seat in asked}
    found = [seat_panel(forum, programme, one, person) for one in programme.in_order if one.guid in guids]
    return [panel for panel in found if panel and (panel.chooses or panel.standing is SeatStanding.OFFERED)]


def _of_person(desk: Desk, tally: Tally, waiting: list[SessionSeat]) -> dict[str, Any]:
    seat = desk.seat()
    clashes = tuple(desk.clashes)
    found: dict[str, Any] = {"clashes": clashes, "hindrance": _hindrance(desk), "full": _full(desk, tally)}
    if seat is None:
        return found
    found["standing"] = seat.standing
    if seat.answer_until:
        found["answer_until"] = moment(seat.answer_until, desk.forum)
        found["chooses"] = seat.standing is SeatStanding.HELD and bool(clashes)
    if seat.standing is SeatStanding.WAITING:
        found["place"] = place_in_line(desk.signup, tally, waiting, desk.registration)
    return found


def _hindrance(desk: Desk) -> str:
    try:
        check_eligible(desk)
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def _full(desk: Desk, tally: Tally) -> str:
    try:
        check_place(desk.limits, tally, desk.asker)
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def place_in_line(signup: SessionSignup, tally: Tally, waiting: list[SessionSeat], registration: Registration) -> int:
    """Which number somebody is on the waiting list, from 1; 0 for who is not on it."""
    waiters = [Waiter(seat.registration_id, seat.registration.city_id, seat.asked_at) for seat in waiting]
    order = [one.key for one in line(waiters, tally, signup.rule)]
    return order.index(registration.id) + 1 if registration.id in order else 0


def moment(at: datetime, forum: Forum) -> str:
    """'Tuesday 25 May, 14:30 (Africa/Dakar)', for the middle of a sentence: days begin small where they do."""
    day = at.astimezone(forum.zone).date()
    name = day_name(day)
    small = str(format_date(day, "EEEE"))
    return f"{small}{name[len(small) :]}, {clock_time(at, forum.zone)} ({forum.time_zone})"


def tie_sentence(programme: Programme, tie: Engagement) -> str:
    """What somebody has at that time, in a sentence."""
    title = f"{tie.code} · {said(programme, tie.titles).text}"
    return str(_TOLD[tie.tie] % {"title": title, "time": when(*tie.span, programme.forum.zone)})


_TOLD = {
    Tie.SEAT: _l("You have a seat in %(title)s (%(time)s)."),
    Tie.ROLE: _l("You take part in %(title)s (%(time)s)."),
    Tie.VISIT: _l("You have a seat on study visit %(title)s (%(time)s)."),
}
