"""Ranking visits with the question one brings."""

import pytest

from exchange.agenda.models import SessionPerson, SessionRole
from exchange.domain.delegations import Standing
from exchange.visits import service
from exchange.visits.models import StepFree, VisitState
from exchange.visits.queries import wishes_of
from tests import make
from tests.browser import Browser, path_of

PATH = "/f/dakar/visits/wishes"


@pytest.fixture
def visits(forum, publish):
    return [publish(forum, code=f"V{number}") for number in (1, 2, 3)]


@pytest.fixture
def mine(forum):
    return make.registration(forum, standing=Standing.SUBMITTED)


def chosen(*pairs):
    fields = {}
    for place, (visit, question) in enumerate(pairs):
        fields |= {f"wishes-{place}-visit": str(visit.id) if visit else "", f"wishes-{place}-question": question}
    return fields


def kept(registration):
    return [(wish.visit.code, wish.rank, wish.question) for wish in wishes_of(registration)]


def test_three_are_ranked_changed_and_given_up(client, visits, mine):
    one, two, three = visits
    client.sign_in(mine.person).get(PATH)
    answer = client.post(PATH, chosen((three, "Who holds the shovel?"), (one, ""), (two, "Why?")))
    assert path_of(answer) == PATH
    assert kept(mine) == [("V3", 1, "Who holds the shovel?"), ("V1", 2, ""), ("V2", 3, "Why?")]
    client.get(PATH)
    assert client.page.find(".//input[@name='wishes-0-question']").get("value") == "Who holds the shovel?"
    client.post(PATH, chosen((None, ""), (two, "Why?"), (None, "")))
    assert kept(mine) == [("V2", 1, "Why?")]
    client.post(PATH, chosen((None, ""), (None, ""), (None, "")))
    assert kept(mine) == []


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (((0, "a"), (0, "b")), "already one of your choices"),
        (((0, ""), (None, "What about us?")), "choose the visit this question is for"),
        (((0, "x" * 501),), "too long"),
    ],
)
def test_what_cannot_be_is_said_and_kept_as_typed(client, visits, mine, places, words):
    client.sign_in(mine.person).get(PATH)
    pairs = [(visits[visit] if visit is not None else None, question) for visit, question in places]
    answer = client.post(PATH, chosen(*pairs))
    assert answer.status_code == 422
    assert words in client.text
    last = len(pairs) - 1
    assert client.page.find(f".//input[@name='wishes-{last}-question']").get("value") == pairs[last][1]
    assert kept(mine) == []


def test_a_visit_that_closed_or_was_cancelled_meanwhile_is_refused(client, visits, mine):
    closed, cancelled, _open = visits
    client.sign_in(mine.person).get(PATH)
    service.move(closed, VisitState.FULL)
    service.cancel(cancelled)
    for visit in (closed, cancelled):
        answer = client.post(PATH, chosen((visit, "A question")))
        assert answer.status_code == 422
        assert f"Visit {visit.code} takes no wishes" in client.text
    assert client.post(PATH, {"wishes-0-visit": "999999"}).status_code == 422
    assert kept(mine) == []


def test_a_wish_for_a_visit_that_closed_afterwards_stays(client, visits, mine):
    client.sign_in(mine.person).get(PATH)
    client.post(PATH, chosen((visits[0], "")))
    service.move(visits[0], VisitState.FULL)
    assert client.post(PATH, chosen((visits[0], "Now with a question"))).status_code == 303
    assert kept(mine) == [("V1", 1, "Now with a question")]


def test_visits_of_another_forum_cannot_be_wished(client, visits, mine, publish):
    elsewhere = publish(make.forum("quito"), code="V9")
    client.sign_in(mine.person).get(PATH)
    assert client.post(PATH, chosen((elsewhere, ""))).status_code == 422


def test_what_does_not_suit_is_explained_and_not_hidden(client, forum, publish, visits):
    steps = publish(forum, code="V4", step_free=StepFree.NO, languages=["pt"])
    person = make.person()
    make.registration(forum, person, access=["wheelchair"], understands=["en"])
    busy = make.session(forum, "S21", starts_at=make.OPENING.replace(day=26, hour=10))
    make.save(SessionPerson(session_id=busy.id, person_id=person.id, role=SessionRole.CHAIR))
    client.sign_in(person).get(PATH)
    assert "this visit is not step-free" in client.text
    assert "You have a role in session S21" in client.text
    assert "Portuguese" in client.text
    assert client.post(PATH, chosen((steps, "May I come all the same?"))).status_code == 303


def test_who_is_not_registered_is_told_what_to_do(app, forum, visits):
    stranger = Browser(app)
    assert path_of(stranger.get(PATH)).startswith("/sign-in")
    for standing in (Standing.CANCELLED, Standing.DECLINED, Standing.DRAFT):
        registration = make.registration(forum, standing=standing)
        browser = Browser(app).sign_in(registration.person)
        browser.get(PATH)
        assert "not registered" in browser.text
        assert browser.post(PATH, chosen((visits[0], ""))).status_code == 403
        assert kept(registration) == []


def test_the_page_asks_as_often_for_three_visits_as_for_one(app, forum, publish, mine, count_queries):
    publish(forum, subtheme_codes=["HOU-1"])
    browser = Browser(app).sign_in(mine.person)
    with count_queries() as one:
        browser.get(PATH)
    publish(forum, subtheme_codes=["HOU-2"])
    publish(forum)
    with count_queries() as three:
        browser.get(PATH)
    assert len(one) == len(three) < 30
