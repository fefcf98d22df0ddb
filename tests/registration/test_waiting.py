"""A freed place goes to who waits: by a click where organisers decide, by itself where the forum approves by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.waiting import WaitingRule
from exchange.forums.models import ForumState
from exchange.forums.service import Settings, change_settings, plan_of
from exchange.registration.models import Registration
from exchange.registration.waiting import fill_freed_places
from tests import make
from tests.browser import Browser, path_of
from tests.counting import count_queries
from tests.registration.test_places_under_load import no_lock, post_all_at_once, slow_counting, standings

__all__ = ["no_lock", "slow_counting"]
QUEUE = "/f/meeting/manage/registrations/"
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
NUMBER, SEATS = 16, 10


def registered(forum, name, hours, standing=Standing.WAITING, city=None, **values):
    submitted = MONDAY + timedelta(hours=hours)
    person = make.person(given_name=name, family_name="Diop")
    return make.registration(forum, person, city, standing=standing, submitted_at=submitted, **values)


def standing_of(registration):
    return db.session.get(Registration, registration.id, populate_existing=True).standing


def free_a_place(forum, **changes):
    for name, value in changes.items():
        setattr(forum, name, value)
    db.session.commit()


@pytest.fixture
def full(forum):
    """A forum of one place that Ama has; Ben waits since 2 o'clock, Chi since 1 o'clock."""
    free_a_place(forum, capacity=1)
    ama = registered(forum, "Ama", 0, Standing.APPROVED)
    ben, chi = registered(forum, "Ben", 2), registered(forum, "Chi", 1)
    return forum, ama, ben, chi


def test_the_queue_names_who_is_next_and_approves_with_one_click(client, organiser, full, mails):
    _, ama, ben, chi = full
    client.sign_in(organiser).get(QUEUE)
    assert "Next on the waiting list" not in client.text
    client.post(f"{QUEUE}{ama.id}/cancel", {})
    client.get(QUEUE)
    assert "1 place is free, and people wait for it" in client.text
    assert "Next on the waiting list is Chi Diop" in client.text
    assert path_of(client.post(f"{QUEUE}decide", {"ids": chi.id, "action": "approve"})) == QUEUE
    assert (standing_of(chi), standing_of(ben)) == (Standing.APPROVED, Standing.WAITING)
    assert "Your place is confirmed" in mails(chi.person.email)[0].subject
    client.get(QUEUE)
    assert "Next on the waiting list" not in client.text


def test_the_rule_may_prefer_cities_that_have_nobody(client, organiser, forum, city):
    free_a_place(forum, capacity=2, waiting_rule=WaitingRule.NEW_CITY_FIRST)
    registered(forum, "Ama", 0, Standing.APPROVED, city)
    registered(forum, "Ben", 1, city=city)
    registered(forum, "Chi", 2)
    client.sign_in(organiser).get(QUEUE)
    assert "Next on the waiting list is Chi Diop" in client.text


def test_a_withdrawn_place_goes_to_who_waits_where_the_forum_approves_by_itself(app, full, mails):
    forum, ama, ben, chi = full
    free_a_place(forum, approves_by_itself=True)
    assert Browser(app).sign_in(ama.person).post("/f/meeting/me/withdraw", {}).status_code == 303
    assert [standing_of(each) for each in (ama, ben, chi)] == ["cancelled", "waiting", "approved"]
    assert "Your place is confirmed" in mails(chi.person.email)[0].subject


def test_a_declined_place_goes_to_who_waits_too(client, organiser, full):
    forum, ama, _, chi = full
    free_a_place(forum, approves_by_itself=True)
    client.sign_in(organiser).post(f"{QUEUE}decline?ids={ama.id}", {"reason": "Twice"})
    assert [standing_of(each) for each in (ama, chi)] == ["declined", "approved"]


def test_more_places_let_in_who_waits(full):
    forum, _, ben, chi = full
    free_a_place(forum, approves_by_itself=True)
    plan = plan_of(forum)
    change_settings(forum, Settings(plan))
    assert standing_of(chi) is Standing.WAITING
    change_settings(forum, Settings(replace(plan, capacity=3)))
    assert (standing_of(ben), standing_of(chi)) == (Standing.APPROVED, Standing.APPROVED)


def test_who_was_put_on_the_list_by_hand_waits_for_an_organiser(client, organiser, full):
    forum, ama, ben, chi = full
    free_a_place(forum, approves_by_itself=True)
    for each in (ben, chi):
        each.decided_by_id = organiser.id
    db.session.commit()
    client.sign_in(organiser).post(f"{QUEUE}{ama.id}/cancel", {})
    assert standing_of(chi) is Standing.WAITING
    client.get(QUEUE)
    assert "Next on the waiting list is Chi Diop" in client.text


@pytest.mark.parametrize("over", [{"state": ForumState.CLOSED}, {"ends_on": date(2020, 1, 2)}])
def test_nobody_is_let_in_after_the_forum(full, over):
    forum, _, ben, _ = full
    free_a_place(forum, approves_by_itself=True, capacity=5, **over)
    assert fill_freed_places(forum) == []
    assert standing_of(ben) is Standing.WAITING


def leaving(app, forum):
    """Everybody approved withdraws at once, while as many as they wait."""
    posts = []
    for number in range(SEATS):
        registration = registered(forum, "Ama", number, Standing.APPROVED)
        browser = Browser(app).sign_in(registration.person)
        browser.get("/account/")
        posts.append((browser.client, "/f/meeting/me/withdraw", {"csrf_token": browser._find_token()}))
    for number in range(NUMBER):
        registered(forum, "Ben", number)
    return posts


def test_places_freed_at_once_are_each_given_once(app, forum, slow_counting):
    free_a_place(forum, approves_by_itself=True, capacity=SEATS)
    assert post_all_at_once(leaving(app, forum)) == [303] * SEATS
    left = {Standing.CANCELLED: SEATS, Standing.APPROVED: SEATS, Standing.WAITING: NUMBER - SEATS}
    assert standings() == left


def test_without_the_lock_it_goes_wrong(app, forum, slow_counting, no_lock):
    """What the test above would see if somebody took the lock out."""
    free_a_place(forum, approves_by_itself=True, capacity=SEATS)
    answers = post_all_at_once(leaving(app, forum))
    assert answers != [303] * SEATS or standings().get(Standing.APPROVED) != SEATS


def test_the_queue_asks_as_often_for_three_as_for_one(client, organiser, full):
    forum, *_ = full
    free_a_place(forum, capacity=5)
    client.sign_in(organiser)
    with count_queries() as one:
        client.get(QUEUE)
    for number in range(3):
        registered(forum, "Dan", number)
    with count_queries() as three:
        client.get(QUEUE)
    assert len(one) == len(three) < 30
