"""The cities that fit, with reasons for both sides."""

import pytest

from exchange.domain.delegations import Role, Standing
from exchange.matching.models import Direction, Level
from exchange.registration.tasks import tasks_of
from tests import make
from tests.browser import Browser

PATH = "/f/dakar/cities/"


def there(forum, name, **values):
    city = make.city(name, **values)
    make.registration(forum, None, city, standing=Standing.APPROVED, speaks=values.get("languages", ["en"]))
    return city


@pytest.fixture
def mine(forum):
    return make.registration(forum, None, make.city("Harare", "ZW"), standing=Standing.APPROVED)


@pytest.fixture
def browser(app, mine):
    return Browser(app).sign_in(mine.person)


def cards(browser):
    return [card for card in browser.page.iter("li") if "match-card" in (card.get("class") or "")]


def test_the_best_comes_first_with_both_sides_reasons(browser, forum, mine):
    freetown, turin, silent = there(forum, "Freetown"), there(forum, "Turin"), there(forum, "Silent")
    make.statement(mine.city, "HOU-1", Direction.NEED)
    make.statement(mine.city, "WSH-1", Direction.OFFER)
    make.statement(freetown, "HOU-1", Direction.OFFER, level=Level.CAN_TEACH, sentence="We registered every plot.")
    make.statement(freetown, "WSH-1", Direction.NEED)
    make.statement(turin, "HOU-2", Direction.LESSON)
    absent = make.city("Absent")
    make.statement(absent, "HOU-1", Direction.OFFER)
    make.registration(forum, None, absent, standing=Standing.SUBMITTED)
    browser.get(PATH)
    first, second = cards(browser)
    text = " ".join("".join(first.itertext()).split())
    assert "You need: Housing 1. Freetown offers: Housing 1." in text
    assert "Freetown needs: Housing 1. You offer: Housing 1." in text
    assert "We registered every plot." in text
    assert "Both speak English." in text
    assert "Turin tells what did not work" in " ".join("".join(second.itertext()).split())
    assert silent.name not in browser.text
    assert "Absent" not in browser.text


def test_no_common_language_is_said(browser, forum, mine):
    make.statement(mine.city, "HOU-1", Direction.NEED)
    recife = there(forum, "Recife", languages=["pt"])
    make.statement(recife, "HOU-1", Direction.OFFER)
    browser.get(PATH)
    assert "share no language with you" in browser.text
    assert "Recife" in browser.text
    assert cards(browser) == []


def test_why_there_is_no_match_yet(browser, forum, mine):
    browser.get(PATH)
    assert "has not said what it needs" in browser.text
    make.statement(mine.city, "HOU-1", Direction.NEED)
    browser.get(PATH)
    assert "no other city is registered" in browser.text
    make.statement(there(forum, "Kigali"), "WSH-1", Direction.OFFER)
    browser.get(PATH)
    assert "no registered city has said anything that answers yours" in browser.text


def test_who_has_no_registration_is_told_what_to_do(client, app, forum):
    client.get(PATH)
    assert "Sign in to see" in client.text
    outsider = Browser(app).sign_in(make.person())
    outsider.get(PATH)
    assert "not registered for this forum" in outsider.text
    guest = make.registration(forum, standing=Standing.APPROVED)
    guest.city_id = None
    homeless = Browser(app).sign_in(guest.person)
    homeless.get(PATH)
    assert "has no city" in homeless.text


def test_all_statements_are_searched_by_theme_and_words(client, forum, mine):
    lome = there(forum, "Lomé", country_code="TG")
    make.statement(lome, "HOU-1", Direction.NEED, sentence="Who pays the rent?")
    make.statement(mine.city, "WSH-1", Direction.OFFER, sentence="We pipe water.")
    make.statement(make.city("Elsewhere"), "HOU-1", Direction.OFFER, sentence="Not at this forum.")
    client.get(PATH + "statements")
    assert "Who pays the rent?" in client.text
    assert "Not at this forum." not in client.text
    client.get(PATH + "statements?theme=WSH&direction=offer")
    assert "We pipe water." in client.text
    assert "Who pays" not in client.text
    client.get(PATH + "statements?q=LOME rent")
    assert "Who pays" in client.text
    client.get(PATH + "statements?q=xyz")
    assert "Nothing fits" in client.text


def test_a_task_says_what_is_missing(app, forum, mine):
    with app.test_request_context():
        (task,) = [task for task in tasks_of(mine) if "needs and offers" in task.text]
        assert (task.done, task.href) == (False, f"/cities/{mine.city_id}/exchange")
        make.statement(mine.city, "HOU-1")
        (task,) = [task for task in tasks_of(mine) if "needs and offers" in task.text]
        assert task.done


@pytest.mark.parametrize("path", [PATH, PATH + "statements"])
def test_pages_ask_as_often_for_three_cities_as_for_one(browser, forum, mine, count_queries, path):
    make.statement(mine.city, "HOU-1", Direction.NEED)
    make.statement(there(forum, "One"), "HOU-1", Direction.OFFER)
    with count_queries() as one:
        browser.get(path)
    for name in ("Two", "Three"):
        make.statement(there(forum, name), "HOU-2", Direction.OFFER)
    with count_queries() as three:
        browser.get(path)
    assert len(one) == len(three) < 30


def member(forum, city, given, **values):
    person = make.person(given_name=given, family_name="Member")
    values = {"standing": Standing.APPROVED, "listed": True} | values
    return make.registration(forum, person, city, **values)


def test_cards_name_whom_to_ask_by_consent_only(browser, forum, mine):
    make.statement(mine.city, "HOU-1", Direction.NEED)
    named, silent = there(forum, "Freetown"), there(forum, "Turin")
    for city in (named, silent):
        make.statement(city, "HOU-1", Direction.OFFER)
    member(forum, named, "Mayor", role=Role.HEAD)
    member(forum, named, "Planner", function="Head of housing")
    member(forum, silent, "Secret", listed=False)
    member(forum, silent, "Waiting", standing=Standing.WAITING)
    browser.get(PATH)
    texts = {
        card.find(".//h2").findtext(".//bdi"): " ".join("".join(card.itertext()).split()) for card in cards(browser)
    }
    assert "Whom to ask: Planner Member, Head of housing" in texts["Freetown"]
    assert "the secretariat puts you in touch" in texts["Turin"]
    assert "Secret" not in browser.text and "Waiting Member" not in browser.text
    focal = member(forum, named, "Focal", role=Role.ADVISER)
    named.focal_point_id = focal.person_id
    browser.get(PATH)
    assert "Whom to ask: Focal Member" in browser.text


def test_who_has_no_place_yet_sees_no_names(app, forum):
    asking = make.registration(forum, None, make.city("Harare", "ZW"), standing=Standing.SUBMITTED)
    make.statement(asking.city, "HOU-1", Direction.NEED)
    city = there(forum, "Freetown")
    make.statement(city, "HOU-1", Direction.OFFER)
    member(forum, city, "Planner")
    browser = Browser(app).sign_in(asking.person)
    browser.get(PATH)
    assert "Freetown" in browser.text and "Planner Member" not in browser.text
    assert "Once your place is confirmed" in browser.text
