"""What hosts and organisers do with a visit."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.db import db, db_lock
from exchange.domain.programme import Status
from exchange.domain.programme_diff import next_sheet
from exchange.domain.programme_json import visit_to_json
from exchange.domain.refusal import Refusal
from exchange.domain.revision import refuse_stale, revision
from exchange.domain.seats import check_limits
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from exchange.visits import demand
from exchange.visits.models import (
    PUBLIC_STATES,
    LegMode,
    StopForm,
    StudyVisit,
    VisitHost,
    VisitLeg,
    VisitSeat,
    VisitState,
    VisitStop,
)
from exchange.visits.sheet import REQUIRED, draft_mark, draft_sheet, missing, published_sheet
from exchange.visits.signals import host_invited, seat_taken, visit_cancelled, visit_published


class Reason(StrEnum):
    """Why something cannot be done with a visit."""

    WRONG_STATE = "wrong_state"
    UNFINISHED = "unfinished"
    SEATS_GIVEN = "seats_given"
    WRITTEN_SINCE = "written_since"


# From which states a visit may go where; `publish` and `cancel` have rules of their own.
MOVES: dict[VisitState, frozenset[VisitState]] = {
    VisitState.OFFERED: frozenset({VisitState.IDEA}),
    VisitState.IDEA: frozenset({VisitState.OFFERED, VisitState.CHECKED, VisitState.CANCELLED}),
    VisitState.CHECKED: frozenset({VisitState.OFFERED, VisitState.OPEN, VisitState.FULL}),
    VisitState.FULL: frozenset({VisitState.OPEN}),
    VisitState.OPEN: frozenset({VisitState.FULL}),
}
PUBLISHABLE = frozenset({VisitState.OFFERED, VisitState.CHECKED}) | PUBLIC_STATES


def create_visit(forum: Forum, host: Person | None, titles: dict[str, str], languages: list[str]) -> StudyVisit:
    """A new idea with the next free code, from the venue and back; `host` may edit it."""
    # The lock keeps two ideas of one moment from getting one code.
    db_lock(Forum, forum.id)
    now = clock.now()
    visit = StudyVisit(
        forum_id=forum.id,
        code=_next_code(forum),
        titles=titles,
        languages=languages,
        host_city_id=forum.host_city_id,
        created_at=now,
        updated_at=now,
    )
    for position in range(2):
        visit.stops.append(_venue(forum, position))
    visit.legs.append(VisitLeg(position=0))
    if host is not None:
        visit.hosts.append(VisitHost(person_id=host.id))
    db.session.add(visit)
    audit.record("visit.created", visit, code=visit.code)
    return visit


def _next_code(forum: Forum) -> str:
    codes = set(db.session.scalars(sa.select(StudyVisit.code).where(StudyVisit.forum_id == forum.id)))
    return next(code for number in range(1, len(codes) + 2) if (code := f"V{number}") not in codes)


def _venue(forum: Forum, position: int) -> VisitStop:
    name = forum.venue_name or (forum.host_city.name if forum.host_city else forum.slug)
    return VisitStop(
        position=position,
        name=name,
        address=forum.venue_address,
        form=StopForm.MEETING_POINT,
        latitude=forum.venue_latitude,
        longitude=forum.venue_longitude,
    )


def change_visit(visit: StudyVisit, values: dict[str, Any]) -> None:
    """Changes what a host wrote. Raises Refusal when a limit falls below the seats already given."""
    db_lock(StudyVisit, visit.id)
    given, most = seats_given(visit)
    check_limits(values["capacity"], values["city_cap"], given, most)
    for name, value in values.items():
        setattr(visit, name, _with_hidden(visit, name, value) if isinstance(value, dict) else value)
    visit.updated_at = clock.now()
    audit.record("visit.changed", visit, code=visit.code)


def _with_hidden(visit: StudyVisit, name: str, texts: dict[str, str]) -> dict[str, str]:
    """Texts as typed, with those of a language the forum no longer has and the form did not show."""
    before: dict[str, str] = getattr(visit, name)
    return {code: text for code, text in before.items() if code not in visit.forum.languages} | texts


def seats_given(visit: StudyVisit) -> tuple[int, int]:
    """Seats given in all, and the most that one city has."""
    cities = sa.select(Registration.city_id, sa.func.count()).join(
        VisitSeat, VisitSeat.registration_id == Registration.id
    )
    rows = db.session.execute(cities.where(VisitSeat.visit_id == visit.id).group_by(Registration.city_id)).all()
    return sum(number for _, number in rows), max((number for city, number in rows if city), default=0)


def set_route(visit: StudyVisit, stops: list[dict[str, Any]], legs: list[dict[str, Any]], seen: str = "") -> None:
    """Replaces stops and legs; leg i leads from stop i to the next one.

    `seen` is the revision that was on the screen; raises Refusal when somebody changed them since.
    """
    db_lock(StudyVisit, visit.id)
    refuse_stale(seen, route_revision(visit))
    visit.stops = [VisitStop(position=place, **stop) for place, stop in enumerate(stops)]
    visit.legs = [VisitLeg(position=place, **leg) for place, leg in enumerate(legs[: max(len(stops) - 1, 0)])]
    for place in range(len(visit.legs), len(stops) - 1):
        visit.legs.append(VisitLeg(position=place, mode=LegMode.COACH))
    visit.updated_at = clock.now()
    audit.record("visit.route_changed", visit, code=visit.code, stops=len(stops))


def route_revision(visit: StudyVisit) -> str:
    """The state of stops and legs that a page shows."""
    stops = [
        (stop.name, stop.names, stop.address, stop.form, stop.latitude, stop.longitude, stop.purposes,
         stop.arrives_at, stop.leaves_at)
        for stop in visit.stops
    ]  # fmt: skip
    return revision(stops, [(leg.mode, leg.vehicle, leg.seats, leg.distance_km) for leg in visit.legs])


def move(visit: StudyVisit, state: VisitState) -> None:
    """Takes a visit to another state. Raises Refusal when that is not its turn, or required things are missing."""
    db_lock(StudyVisit, visit.id)
    if visit.state not in MOVES[state]:
        raise Refusal(Reason.WRONG_STATE, state=visit.state)
    if state is VisitState.OFFERED and REQUIRED & set(missing(visit)):
        raise Refusal(Reason.UNFINISHED)
    if state is VisitState.CHECKED and visit.state in PUBLIC_STATES:
        _check_no_seats(visit)
    visit.state, visit.updated_at = state, clock.now()
    audit.record(f"visit.{state.value}", visit, code=visit.code)


def _check_no_seats(visit: StudyVisit) -> None:
    given, _ = seats_given(visit)
    if given:
        raise Refusal(Reason.SEATS_GIVEN, seats=given)


def publish(visit: StudyVisit, seen: str = "") -> None:
    """Freezes what the host wrote as what the public reads; opens the visit.

    `seen` is draft_mark() of what was on the screen. Raises Refusal when the visit is not ready, or was written since.
    """
    db_lock(StudyVisit, visit.id)
    db.session.refresh(visit, ["stops", "legs"])
    if seen and seen != draft_mark(visit):
        raise Refusal(Reason.WRITTEN_SINCE, code=visit.code)
    if visit.state not in PUBLISHABLE:
        raise Refusal(Reason.WRONG_STATE, state=visit.state)
    if REQUIRED & set(missing(visit)):
        raise Refusal(Reason.UNFINISHED)
    first = visit.state not in PUBLIC_STATES
    if first:
        visit.state = VisitState.OPEN
    _freeze(visit)
    audit.record("visit.published", visit, code=visit.code, sequence=visit.sequence)
    visit_published.send(visit, sheet=published_sheet(visit), first=first)


def _freeze(visit: StudyVisit) -> None:
    sheet = next_sheet(published_sheet(visit), draft_sheet(visit), clock.now())
    visit.published, visit.sequence = visit_to_json(sheet), sheet.sequence
    visit.published_at = visit.updated_at = clock.now()


def cancel(visit: StudyVisit) -> int:
    """Calls a visit off and takes its seats back; returns how many people had one. Each of them is told."""
    db_lock(StudyVisit, visit.id)
    if visit.state in (VisitState.CANCELLED, VisitState.RUN, VisitState.REPORTED):
        raise Refusal(Reason.WRONG_STATE, state=visit.state)
    visit.state, visit.updated_at = VisitState.CANCELLED, clock.now()
    if visit.published:
        _freeze_cancelled(visit)
    seats = demand.all_seats(visit.forum, visit)
    for seat in seats:
        registration = seat.registration
        db.session.delete(seat)
        seat_taken.send(visit, registration=registration, cancelled=True)
    audit.record("visit.cancelled", visit, code=visit.code, seats=len(seats))
    visit_cancelled.send(visit)
    return len(seats)


def _freeze_cancelled(visit: StudyVisit) -> None:
    """The published sheet, cancelled: what the host changed since stays unpublished."""
    before = published_sheet(visit)
    if before is None:
        return
    sheet = next_sheet(before, replace(before, status=Status.CANCELLED), clock.now())
    visit.published, visit.sequence, visit.published_at = visit_to_json(sheet), sheet.sequence, clock.now()


def invite_host(visit: StudyVisit, email: str, language: str) -> Person:
    """Makes the person with an address a host of the visit and tells them; a second invitation tells them again."""
    person = person_with(email, language)
    if person.id not in {host.person_id for host in visit.hosts}:
        visit.hosts.append(VisitHost(person_id=person.id))
    audit.record("visit.host_invited", visit, code=visit.code, person=person.id)
    host_invited.send(visit, person=person)
    return person


def remove_host(visit: StudyVisit, person_id: int) -> None:
    """Takes the right to edit from a host; a person who is none changes nothing."""
    visit.hosts = [host for host in visit.hosts if host.person_id != person_id]
    audit.record("visit.host_removed", visit, code=visit.code, person=person_id)
