"""What a city says it needs, offers and learned; and who may say it."""

import pytest
import sqlalchemy as sa

from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.forums.models import ForumState
from exchange.matching.models import Direction, Level, Statement
from tests import make
from tests.browser import Browser, path_of

FIELDS = {
    "direction": "need",
    "subtheme_code": "HOU-1",
    "sentence": "Who pays\nthe rent?",
    "language": "en",
    "level": "running",
    "priority": "3",
}


@pytest.fixture
def city(forum):
    return make.city("Lomé", "TG", focal_point_id=make.person().id)


@pytest.fixture
def speaker(app, city):
    return Browser(app).sign_in(db.session.get_one(make.Person, city.focal_point_id))


def said(city):
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Statement).where(Statement.city_id == city.id).order_by(Statement.id)))


def test_a_city_says_changes_and_removes_a_need(speaker, city):
    path = f"/cities/{city.id}/exchange"
    speaker.get(path)
    speaker.get(f"{path}/new?direction=offer")
    assert speaker.page.find(".//input[@value='offer']").get("checked") is not None
    assert path_of(speaker.post(f"{path}/new", FIELDS)) == path
    (statement,) = said(city)
    assert (statement.sentence, statement.level, statement.priority) == ("Who pays the rent?", Level.RUNNING, 3)
    speaker.get(f"{path}/{statement.id}/edit")
    assert speaker.post(f"{path}/{statement.id}/edit", FIELDS | {"direction": "offer"}).status_code == 303
    (statement,) = said(city)
    assert statement.direction is Direction.OFFER
    speaker.get(f"{path}/{statement.id}/delete")
    assert "Who pays the rent?" in speaker.text
    assert speaker.post(f"{path}/{statement.id}/delete").status_code == 303
    assert said(city) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sentence": ""}, "one sentence"),
        ({"sentence": "x" * 601}, "too long"),
        ({"subtheme_code": ""}, "choose a subtheme"),
        ({"subtheme_code": "XXX-1"}, "Not a valid choice"),
        ({"direction": ""}, "choose one"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(speaker, city, changes, words):
    path = f"/cities/{city.id}/exchange/new"
    speaker.get(path)
    assert speaker.post(path, FIELDS | changes).status_code == 422
    assert words in speaker.text
    assert speaker.page.find(".//input[@name='priority'][@value='3']").get("checked") is not None
    assert said(city) == []


def test_the_same_thing_is_not_said_twice(speaker, city):
    path = f"/cities/{city.id}/exchange/new"
    make.statement(city, "HOU-1", Direction.NEED)
    other = make.statement(city, "HOU-2", Direction.NEED)
    speaker.get(path)
    assert speaker.post(path, FIELDS).status_code == 422
    assert "has said this" in speaker.text
    edit = f"/cities/{city.id}/exchange/{other.id}/edit"
    assert speaker.post(edit, FIELDS).status_code == 422
    assert speaker.post(path, FIELDS | {"direction": "lesson"}).status_code == 303
    assert len(said(city)) == 3


def people(forum, city):
    """(person, may speak for the city) of everyone who might try."""
    elsewhere = make.city()
    archived = make.forum(state=ForumState.ARCHIVED)
    return {
        "focal point": (db.session.get_one(make.Person, city.focal_point_id), True),
        "secretariat": (make.admin(), True),
        "delegate": (make.registration(forum, None, city, standing=Standing.APPROVED).person, True),
        "not approved": (make.registration(forum, None, city, standing=Standing.SUBMITTED).person, False),
        "press": (make.registration(forum, None, city, standing=Standing.APPROVED, role=Role.PRESS).person, False),
        "years ago": (make.registration(archived, None, city, standing=Standing.APPROVED).person, False),
        "other city": (make.registration(forum, None, elsewhere, standing=Standing.APPROVED).person, False),
        "nobody": (make.person(), False),
    }


@pytest.mark.parametrize("route", ["new", "{id}/edit", "{id}/delete"])
def test_only_the_city_itself_and_the_secretariat_speak_for_it(app, forum, city, route):
    statement = make.statement(city, "HOU-3")
    path = f"/cities/{city.id}/exchange/" + route.format(id=statement.id)
    for who, (person, may) in people(forum, city).items():
        browser = Browser(app).sign_in(person)
        assert browser.get(path).status_code == (200 if may else 403), who
        if not may:
            assert browser.post(path, FIELDS).status_code == 403, who
    assert path_of(Browser(app).get(path)).startswith("/sign-in")
    assert len(said(city)) == 1


def test_a_statement_of_another_city_is_not_reached(speaker, city):
    other = make.statement(make.city(), "HOU-1")
    for route in ("edit", "delete"):
        assert speaker.get(f"/cities/{city.id}/exchange/{other.id}/{route}").status_code == 404
        assert speaker.post(f"/cities/{city.id}/exchange/{other.id}/{route}", FIELDS).status_code == 404


def test_everyone_reads_them_on_the_city_page(client, city, count_queries):
    make.statement(city, "HOU-1", sentence="Nous cherchons un tarif.", language="fr")
    with count_queries() as one:
        client.get(f"/cities/{city.id}")
    assert "Nous cherchons un tarif." in client.text
    client.get(f"/cities/{city.id}/exchange")
    quote = next(each for each in client.page.iter("p") if each.get("class") == "match-quote")
    assert quote.get("lang") == "fr"
    make.statement(city, "HOU-2")
    make.statement(city, "WSH-1")
    with count_queries() as three:
        client.get(f"/cities/{city.id}")
    assert len(one) == len(three) < 30


def test_an_older_page_does_not_overwrite_what_a_colleague_saved(app):
    speaker = make.person()
    city = make.city("Accra", focal_point_id=speaker.id)
    statement = make.statement(city, "HOU-1", Direction.NEED)
    path = f"/cities/{city.id}/exchange/{statement.id}/edit"
    browser = Browser(app).sign_in(speaker)
    browser.get(path)
    older = browser.page.find(".//input[@name='seen']").get("value")
    values = {
        "direction": "need", "subtheme_code": "HOU-1", "language": "en", "level": "starting", "priority": "2",
        "seen": older,
    }  # fmt: skip
    assert browser.post(path, {**values, "sentence": "How do others do it?"}).status_code == 303
    assert browser.post(path, {**values, "sentence": "Who pays for it?", "priority": "3"}).status_code == 422
    assert "Somebody else wrote here: How do others do it?" in browser.text
    assert browser.page.find(".//textarea").text.strip() == "Who pays for it?"
    again = browser.page.find(".//input[@name='seen']").get("value")
    assert browser.post(path, {**values, "sentence": "Who pays for it?", "seen": again}).status_code == 303
    db.session.refresh(statement)
    assert statement.sentence == "Who pays for it?"
