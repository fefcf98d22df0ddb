"""32 people for the last ten seats of a session: exactly ten get one, by taking, by swapping and by offers."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from exchange.accounts.models import Person
from exchange.agenda import queries_seats, seats
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.db import db, reading_only
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import TAKES_PLACE, SeatStanding
from exchange.forums.models import Forum
from tests import make
from tests.agenda.scene import coming, publish, scene, signup

CROWD, SEATS = 32, 10


@pytest.fixture
def rush(app):
    """S01 with ten seats and S02 at the same time with a seat for each of 32 people, whose ids are given."""
    here = scene(2)
    here.sessions[1].starts_at, here.sessions[1].room_id = here.sessions[0].starts_at, here.atelier.id
    here.atelier.capacity = 100
    publish(here.forum)
    signup(here.sessions[0], places=SEATS), signup(here.sessions[1], places=CROWD)
    city = make.city()
    people = [coming(here.forum, city) for _ in range(CROWD)]
    ids = here.forum.id, [person.id for person in people], [row.id for row in here.sessions]
    db.session.commit()
    db.session.remove()
    return ids


def all_at_once(app, forum_id, people, do, begin=nullcontext):
    """How many succeed in doing something in a transaction of their own, all at the same moment."""

    def try_one(number):
        with app.app_context(), begin():
            try:
                do(db.session.get_one(Forum, forum_id), db.session.get_one(Person, number))
                db.session.commit()
            except Refusal:
                db.session.rollback()
                return 0
            finally:
                db.session.remove()
            return 1

    with ThreadPoolExecutor(CROWD) as threads:
        return sum(threads.map(try_one, people))


def count(session, *standings):
    wanted = SessionSeat.session_id == session, SessionSeat.standing.in_(standings)
    found = db.session.scalar(sa.select(sa.func.count()).where(*wanted))
    db.session.rollback()
    return found


def take(forum, person):
    seats.take_seat(forum, person, "S01")


def swap(forum, person):
    seats.take_seat(forum, person, "S01", ["S02"])


def test_no_seat_too_many_and_none_left_over(app, rush):
    forum, people, (first, _second) = rush
    assert all_at_once(app, forum, people, take) == SEATS
    assert count(first, *TAKES_PLACE) == SEATS


def test_the_limit_of_a_city_holds_too(app, rush):
    forum, people, (first, _second) = rush
    db.session.get_one(SessionSignup, first).city_cap = 2
    db.session.commit()
    db.session.remove()
    assert all_at_once(app, forum, people, take) == 2
    assert count(first, *TAKES_PLACE) == 2


def test_swaps_at_once_leave_everybody_with_exactly_one_seat(app, rush):
    forum, people, (first, second) = rush
    assert all_at_once(app, forum, people, lambda forum, person: seats.take_seat(forum, person, "S02")) == CROWD
    assert all_at_once(app, forum, people, swap) == SEATS
    assert count(first, SeatStanding.HELD) == SEATS
    assert count(second, SeatStanding.HELD) == CROWD - SEATS


def test_swaps_in_both_directions_do_not_wait_for_each_other(app, rush):
    forum, people, (first, second) = rush
    half = people[:SEATS]
    all_at_once(app, forum, half, take)
    all_at_once(app, forum, people[SEATS:], lambda forum, person: seats.take_seat(forum, person, "S02"))

    def other_way(forum, person):
        here, there = ("S02", "S01") if person.id in half else ("S01", "S02")
        seats.take_seat(forum, person, here, [there])

    all_at_once(app, forum, people, other_way)
    assert count(first, *TAKES_PLACE) <= SEATS
    assert count(first, SeatStanding.HELD) + count(second, SeatStanding.HELD) == CROWD


def test_seats_given_back_at_once_are_offered_once_each(app, rush):
    forum, people, (first, _second) = rush
    assert all_at_once(app, forum, people[:SEATS], take) == SEATS
    waiting = people[SEATS:]
    all_at_once(app, forum, waiting, lambda forum, person: seats.join_list(forum, person, "S01"))
    all_at_once(app, forum, people[:SEATS], lambda forum, person: seats.give_back(forum, person, "S01"))
    assert count(first, SeatStanding.OFFERED) == SEATS
    assert count(first, SeatStanding.WAITING) == CROWD - 2 * SEATS
    # Who was offered a seat accepts while newcomers grab: nothing is sold twice.
    everybody = people[:SEATS] + waiting

    def grab(forum, person):
        (seats.accept_offer if person.id in waiting else seats.take_seat)(forum, person, "S01")

    assert all_at_once(app, forum, everybody, grab) == SEATS
    assert count(first, *TAKES_PLACE) == SEATS


def test_one_person_in_many_windows_has_one_seat(app, rush):
    forum, people, (first, second) = rush
    all_at_once(app, forum, [people[0]] * 8, take)
    # Two sessions of one hour could each find the person free.
    both = [lambda f, p: seats.take_seat(f, p, "S01"), lambda f, p: seats.take_seat(f, p, "S02")]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda do: all_at_once(app, forum, [people[1]], do), both))
    assert count(first, SeatStanding.HELD) + count(second, SeatStanding.HELD) == 2


def test_without_the_lock_it_goes_wrong(app, rush, monkeypatch):
    """What the tests above would see if somebody took the lock out: too many seats, or people sent away by an error."""
    forum, people, (first, _second) = rush
    counted = queries_seats.tally

    def slowly(*arguments):
        found = counted(*arguments)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(queries_seats, "tally", slowly)
    monkeypatch.setattr(seats, "db_lock", lambda model, key: db.session.get_one(model, key))
    try:
        # On SQLite the lock comes with BEGIN, unless the transaction is said to read only.
        all_at_once(app, forum, people, take, begin=reading_only)
    except OperationalError:
        return
    assert count(first, *TAKES_PLACE) > SEATS
