"""What happens to seats in sessions when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from exchange import jobs
from exchange.agenda import queries_seats
from exchange.agenda.models import Release
from exchange.agenda.seat_flow import FILL, end_seat
from exchange.agenda.seat_jobs import AFTER_RELEASE
from exchange.agenda.signals import SeatEvent, people_touched, release_published
from exchange.domain.delegations import Standing
from exchange.domain.programme_diff import Change, ChangeKind
from exchange.domain.session_seats import SeatStanding
from exchange.domain.touched import Holding
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown, standing_changed

MOVES = {ChangeKind.NEW, ChangeKind.RESTORED, ChangeKind.MOVED_TIME, ChangeKind.PEOPLE}


@release_published.connect
def follow_the_release(_release: Release, *, forum: Forum, changes: list[Change], **_facts: Any) -> None:
    """Seats of cancelled sessions end, and who is now in two places at once is asked; as a job, for there may be many.
    It always runs: another room is another limit."""
    moved = [change.guid for change in changes if MOVES & set(change.kinds)]
    jobs.enqueue(AFTER_RELEASE, forum_id=forum.id, moved=moved)


@people_touched.connect
def who_has_a_seat(forum: Forum, *, guids: frozenset[str]) -> list[Holding]:
    """People with a stake in sessions that a release changes."""
    return queries_seats.holdings_in(forum, guids)


@standing_changed.connect
def free_the_seats(registration: Registration, *, before: Standing, **_facts: Any) -> None:
    """Who no longer comes gives everything back; nobody is told, for they know. The places go to the next by jobs.

    Without the sign-ups' locks: a seat less can fill nothing too full, and who changes a registration holds its row,
    which taking a seat locks after the sign-up's.
    """
    if before is not Standing.APPROVED or registration.standing is Standing.APPROVED:
        return
    for seat in queries_seats.live_seats_of(registration):
        end_seat(seat, SeatEvent.GIVEN_BACK, told=False)
        jobs.enqueue(FILL, session_id=seat.session_id)


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """Offers to answer, and choices between two things at one time."""
    asked = [seat for seat in queries_seats.live_seats_of(registration) if seat.answer_until]
    return [_task(seat.signup.session.code, seat.standing, registration.forum.slug) for seat in asked]


def _task(code: str, standing: SeatStanding, slug: str) -> MeTask:
    text = (
        _("Answer the offer of a seat in %(code)s", code=code)
        if standing is SeatStanding.OFFERED
        else _("Choose between %(code)s and what is at the same time", code=code)
    )
    return MeTask(text, False, url_for("agenda.seats.seat", slug=slug, code=code))
