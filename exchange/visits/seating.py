"""Wishes for visits, and the seats given on them. No seat too many: lock, read, decide, write."""

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.db import db, db_lock
from exchange.domain import visit_route
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.domain.seats import Reason, Span, Taken, check_seat, in_order, overlap
from exchange.registration.models import Registration
from exchange.visits import queries
from exchange.visits.models import PUBLIC_STATES, StudyVisit, VisitSeat, VisitState, VisitWish
from exchange.visits.sheet import published_sheet, stops_of
from exchange.visits.signals import seat_given, seat_taken

# Before it is published a visit may be filled already, so that a minister's seat is safe.
GIVES_SEATS = PUBLIC_STATES | {VisitState.OFFERED, VisitState.CHECKED}


def span_of(visit: StudyVisit) -> Span | None:
    """When a visit leaves and is back: as published, else as the host wrote it."""
    sheet = published_sheet(visit)
    return (sheet.starts_at, sheet.ends_at) if sheet else visit_route.span(stops_of(visit))


def give_seat(visit: StudyVisit, registration: Registration, given_by: Person | None) -> VisitSeat:
    """Gives a seat. Raises Refusal when visit or city are full, or the person is elsewhere or not approved."""
    visit = db_lock(StudyVisit, visit.id)
    # The person is locked too: two visits of one morning could each find them free.
    registration = db_lock(Registration, registration.id)
    _check(visit, registration, queries.seats_of(registration), taken(visit, registration))
    seat = VisitSeat(
        visit_id=visit.id,
        registration_id=registration.id,
        given_by_id=given_by.id if given_by else None,
        given_at=clock.now(),
    )
    db.session.add(seat)
    audit.record("visit.seat_given", visit, code=visit.code, registration=registration.id)
    seat_given.send(visit, registration=registration)
    return seat


def _check(visit: StudyVisit, registration: Registration, held: Sequence[VisitSeat], taken: Taken) -> None:
    """Raises Refusal, naming person and city, when this person, who holds these seats, can have none here."""
    name = registration.person.name
    if visit.state not in GIVES_SEATS:
        raise Refusal(Reason.NOT_OPEN, code=visit.code)
    if registration.standing is not Standing.APPROVED:
        raise Refusal(Reason.NOT_APPROVED, name=name)
    _check_free(visit, name, held)
    try:
        check_seat(taken)
    except Refusal as refusal:
        city = registration.city.name if registration.city else ""
        raise Refusal(refusal.reason, name=name, city=city, **refusal.facts) from None


def hindrances(
    visit: StudyVisit, registrations: Iterable[Registration], seats: Sequence[VisitSeat]
) -> dict[int, Refusal]:
    """Why people can have no seat, by registration id; who can have one is not in it. `seats`: all of the visit."""
    people = list(registrations)
    of_city = Counter(seat.registration.city_id for seat in seats)
    held = queries.seats_by_registration([registration.id for registration in people])
    found: dict[int, Refusal] = {}
    for registration in people:
        cap = visit.city_cap if registration.city_id else None
        limits = Taken(visit.capacity, len(seats), cap, of_city[registration.city_id])
        try:
            _check(visit, registration, held.get(registration.id, []), limits)
        except Refusal as refusal:
            found[registration.id] = refusal
    return found


def taken(visit: StudyVisit, registration: Registration) -> Taken:
    """The limits of a visit and what is given of them, as a registration meets them."""
    seats = sa.select(sa.func.count()).select_from(VisitSeat).where(VisitSeat.visit_id == visit.id)
    of_city = seats.join(Registration, VisitSeat.registration_id == Registration.id).where(
        Registration.city_id == registration.city_id
    )
    return Taken(
        capacity=visit.capacity,
        given=db.session.scalar(seats) or 0,
        city_cap=visit.city_cap if registration.city_id else None,
        city_given=db.session.scalar(of_city) or 0,
    )


def _check_free(visit: StudyVisit, name: str, held: Sequence[VisitSeat]) -> None:
    mine = span_of(visit)
    for seat in held:
        if seat.visit_id == visit.id:
            raise Refusal(Reason.HAS_SEAT, name=name, code=visit.code)
        if overlap(mine, span_of(seat.visit)):
            raise Refusal(Reason.OTHER_VISIT, name=name, code=seat.visit.code)


def take_seat(seat: VisitSeat) -> None:
    """Takes a seat back and tells the person."""
    visit, registration = db_lock(StudyVisit, seat.visit_id), seat.registration
    db.session.delete(seat)
    audit.record("visit.seat_taken", visit, code=visit.code, registration=registration.id)
    seat_taken.send(visit, registration=registration, cancelled=False)


def free_seats_of(registration: Registration) -> None:
    """Gives back all seats of somebody who does not come; nobody is told, for they know.

    Without the visit's lock: a seat less can fill nothing too full, and who changes a registration holds its row,
    which giving a seat locks after the visit's.
    """
    for seat in queries.seats_of(registration):
        db.session.delete(seat)
        audit.record("visit.seat_freed", seat.visit, code=seat.visit.code, registration=registration.id)


def set_wishes(registration: Registration, choices: Sequence[tuple[int | None, str]]) -> int:
    """Replaces a delegate's wishes by (visit id, question) in rank order; returns how many there are now.

    Raises Refusal with the place in `choices` where a visit stands twice, or is not open and was no wish before.
    """
    kept = in_order(choices)
    db_lock(Registration, registration.id)
    before = {wish.visit_id: wish for wish in queries.wishes_of(registration)}
    _check_open(registration.forum_id, [visit for visit, _ in kept if visit not in before], choices)
    db.session.execute(sa.delete(VisitWish).where(VisitWish.registration_id == registration.id))
    for rank, (visit, question) in enumerate(kept, 1):
        made = before[visit].created_at if visit in before else clock.now()
        db.session.add(
            VisitWish(registration_id=registration.id, visit_id=visit, rank=rank, question=question, created_at=made)
        )
    audit.record("visit.wished", registration, visits=[visit for visit, _ in kept])
    return len(kept)


def _check_open(forum_id: int, new: list[int], choices: Sequence[tuple[int | None, str]]) -> None:
    open_ids = sa.select(StudyVisit.id).where(
        StudyVisit.id.in_(new), StudyVisit.forum_id == forum_id, StudyVisit.state == VisitState.OPEN
    )
    closed = set(new) - set(db.session.scalars(open_ids))
    if not closed:
        return
    place, visit = next((place, visit) for place, (visit, _) in enumerate(choices) if visit in closed)
    code = db.session.scalar(sa.select(StudyVisit.code).where(StudyVisit.id == visit)) or ""
    raise Refusal(Reason.NOT_OPEN, code=code, place=place)
