"""32 people for the last seats: exactly as many get one as there are."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from exchange.db import db, reading_only
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.visits import seating
from exchange.visits.models import StudyVisit, VisitSeat
from tests import make

CROWD, SEATS = 32, 10


def give_all(app, visit_id, registrations, begin=nullcontext):
    def try_one(number):
        with app.app_context(), begin():
            try:
                visit = db.session.get_one(StudyVisit, visit_id)
                registration = db.session.get_one(make.Registration, number)
                seating.give_seat(visit, registration, None)
                db.session.commit()
            except Refusal:
                db.session.rollback()
                return 0
            finally:
                db.session.remove()
            return 1

    with ThreadPoolExecutor(CROWD) as threads:
        return sum(threads.map(try_one, registrations))


@pytest.fixture
def rush(app, forum, publish):
    """A visit with ten seats and the ids of 32 people who want one."""
    visit = publish(forum, capacity=SEATS, city_cap=None)
    city = make.city()
    people = [make.registration(forum, None, city, standing=Standing.APPROVED).id for _ in range(CROWD)]
    db.session.commit()
    db.session.remove()
    return visit.id, people


def given(visit_id):
    return db.session.scalar(sa.select(sa.func.count()).where(VisitSeat.visit_id == visit_id))


def test_no_seat_too_many_and_none_left_over(app, rush):
    visit, people = rush
    assert give_all(app, visit, people) == SEATS
    assert given(visit) == SEATS


def test_the_city_cap_holds_too(app, rush):
    visit, people = rush
    db.session.get_one(StudyVisit, visit).city_cap = 2
    db.session.commit()
    db.session.remove()
    assert give_all(app, visit, people) == 2


def test_without_the_lock_it_goes_wrong(app, rush, monkeypatch):
    """What the tests above would see if somebody took the lock out: too many seats, or people sent away by an error."""
    visit, people = rush
    counted = seating.taken

    def slowly(*args):
        found = counted(*args)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(seating, "taken", slowly)
    monkeypatch.setattr(seating, "db_lock", lambda model, key: db.session.get_one(model, key))
    try:
        # On SQLite the lock comes with BEGIN, unless the transaction is said to read only.
        seats = give_all(app, visit, people, begin=reading_only)
    except OperationalError:
        return
    assert seats > SEATS
