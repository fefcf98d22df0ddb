"""Many people want the last places at once: never one too many, and the test notices when the lock is gone."""

import threading
import time

import pytest
import sqlalchemy as sa

from exchange import limits, web
from exchange.db import db, read_only_from_here
from exchange.domain.delegations import Standing
from exchange.registration import ledger, service
from exchange.registration.models import Registration
from tests import make
from tests.browser import Browser
from tests.conftest import DATABASE

CLIENTS, SEATS = 32, 10
# Long enough for the others to read the same counts, if nothing holds them back.
PAUSE = 0.02


@pytest.fixture
def slow_counting(monkeypatch):
    """Counting the seats takes a moment, as it does on a busy machine."""
    count = ledger.queries.approved_counts

    def slowly(forum):
        found = count(forum)
        time.sleep(PAUSE)
        return found

    monkeypatch.setattr(ledger.queries, "approved_counts", slowly)


@pytest.fixture
def no_lock(monkeypatch):
    """Takes out what makes people wait for each other on this database."""
    if DATABASE == "sqlite":
        # The write lock no longer comes with BEGIN: everybody reads first and writes what they then believe.
        monkeypatch.setattr(web, "read_only_from_here", lambda _reading: read_only_from_here(True))
        wait = limits.count

        def later(*arguments):
            time.sleep(PAUSE)
            wait(*arguments)

        monkeypatch.setattr(limits, "count", later)
    else:
        monkeypatch.setattr(service, "db_lock", lambda model, key: db.session.get(model, key, populate_existing=True))


def post_all_at_once(posts):
    """Sends (client, path, data) each in a thread of its own, all at the same moment; returns the status codes."""
    db.session.commit()
    start, answers = threading.Barrier(len(posts)), []

    def post(client, path, data):
        start.wait()
        answers.append(client.post(path, data=data).status_code)

    threads = [threading.Thread(target=post, args=each) for each in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def forms_of_everybody(app, city):
    """A filled-in form of each of many signed-in people, read before the rush."""
    typed = {"given_name": "Ama", "family_name": "", "role": "delegate", "speaks": ["en"], "city": str(city.id)}
    posts = []
    for _ in range(CLIENTS):
        browser = Browser(app).sign_in(make.person())
        browser.get("/account/")
        posts.append((browser.client, "/f/meeting/register", typed | {"csrf_token": browser._find_token()}))
    return posts


def standings():
    db.session.rollback()
    rows = db.session.execute(sa.select(Registration.standing, sa.func.count()).group_by(Registration.standing))
    found = dict(rows.all())
    db.session.rollback()
    return found


@pytest.mark.parametrize("limit", [{"capacity": SEATS}, {"city_quota": SEATS}])
def test_the_last_seats_are_given_exactly_once(app, city, slow_counting, limit):
    make.forum("meeting", approves_by_itself=True, **limit)
    assert post_all_at_once(forms_of_everybody(app, city)) == [303] * CLIENTS
    assert standings() == {Standing.APPROVED: SEATS, Standing.WAITING: CLIENTS - SEATS}


def test_organisers_who_approve_at_once_give_no_seat_too_many(app, city, slow_counting):
    organiser = make.person()
    forum = make.forum("meeting", organiser=organiser, capacity=SEATS)
    path = "/f/meeting/manage/registrations/decide"
    posts = []
    for _ in range(CLIENTS):
        registration = make.registration(forum, city_=city)
        browser = Browser(app).sign_in(organiser)
        browser.get("/account/")
        data = {"ids": registration.id, "action": "approve", "csrf_token": browser._find_token()}
        posts.append((browser.client, path, data))
    assert post_all_at_once(posts) == [303] * CLIENTS
    assert standings() == {Standing.APPROVED: SEATS, Standing.SUBMITTED: CLIENTS - SEATS}


def test_one_person_in_many_windows_registers_once(app, city):
    make.forum("meeting")
    ama = make.person()
    typed = {"given_name": "Ama", "role": "delegate", "speaks": ["en"], "city": str(city.id)}
    posts = []
    for _ in range(8):
        browser = Browser(app).sign_in(ama)
        browser.get("/account/")
        posts.append((browser.client, "/f/meeting/register", typed | {"csrf_token": browser._find_token()}))
    assert post_all_at_once(posts) == [303] * 8
    assert standings() == {Standing.SUBMITTED: 1}


def test_without_the_lock_it_goes_wrong(app, city, slow_counting, no_lock):
    """What the tests above would see if somebody took the lock out."""
    make.forum("meeting", approves_by_itself=True, capacity=SEATS)
    answers = post_all_at_once(forms_of_everybody(app, city))
    right = answers == [303] * CLIENTS and standings().get(Standing.APPROVED) == SEATS
    assert not right
