"""The list of participants: only who takes part and agreed, and only for those who take part."""

import io

import openpyxl
import pytest

from exchange.cities.models import Region
from exchange.domain.delegations import Role, Standing
from tests import make
from tests.browser import Browser, path_of, words_of
from tests.counting import count_queries

PATH = "/f/meeting/participants"


def comes(forum, given, family, city=None, **values):
    values = {"standing": Standing.APPROVED, "listed": True} | values
    person = make.person(given_name=given, family_name=family, email=f"{given.lower()}@private.example")
    return make.registration(forum, person, city, **values)


@pytest.fixture
def me(forum, city):
    return comes(forum, "Kofi", "Zulu", city, function="Mayor")


@pytest.fixture
def browser(app, me):
    return Browser(app).sign_in(me.person)


def names(browser):
    return [words_of(cell) for cell in browser.page.findall(".//tbody/tr/th")]


def test_only_who_is_approved_and_agreed_is_shown(browser, forum):
    comes(forum, "Élodie", "Ába", diet_note="no nuts", access=["wheelchair"], needs_given=True)
    for number, standing in enumerate((Standing.SUBMITTED, Standing.WAITING, Standing.DECLINED, Standing.CANCELLED)):
        comes(forum, f"Hidden{number}", "Person", standing=standing)
    comes(forum, "Silent", "Person", listed=False)
    comes(make.forum("other"), "Elsewhere", "Person")
    answer = browser.get(PATH).get_data(as_text=True)
    assert names(browser) == ["Élodie Ába", "Kofi Zulu"]
    for secret in ("private.example", "no nuts", "wheelchair", "Hidden", "Silent", "Elsewhere"):
        assert secret not in answer, secret


def test_search_knows_no_accents_and_filters_fit(browser, forum):
    lome = make.city("Lomé", "TG", languages=["fr"])
    ghent = make.city("Ghent", "BE", region=Region.EUROPE, other_names=["Gand"])
    comes(forum, "Élodie", "Agbeko", lome, function="Directrice de l’eau", speaks=["fr"])
    comes(forum, "Ann", "Peeters", ghent, speaks=["en"])
    comes(forum, "Ruth", "Odhiambo", role=Role.OBSERVER, organisation="Water Trust")
    for query, found in (
        ("q=elodie", ["Élodie Agbeko"]),
        ("q=LOME", ["Élodie Agbeko"]),
        ("q=togo+directrice", ["Élodie Agbeko"]),
        ("q=gand", ["Ann Peeters"]),
        ("q=trust", ["Ruth Odhiambo"]),
        ("q=lodie", []),
        (f"city={lome.id}", ["Élodie Agbeko"]),
        ("region=europe", ["Ann Peeters"]),
        ("language=fr&region=africa", ["Élodie Agbeko"]),
        ("region=nowhere&city=x&sort=odd&page=-4", ["Élodie Agbeko", "Ruth Odhiambo", "Ann Peeters", "Kofi Zulu"]),
        ("sort=-name", ["Kofi Zulu", "Ann Peeters", "Ruth Odhiambo", "Élodie Agbeko"]),
    ):
        browser.get(f"{PATH}?{query}")
        assert names(browser) == found, query


def test_the_list_has_pages_and_costs_the_same_with_many(browser, forum, city):
    with count_queries() as few:
        browser.get(PATH)
    for number in range(60):
        comes(forum, f"Ama{number}", "Boateng", city)
    with count_queries() as many:
        browser.get(PATH)
    assert len(few) == len(many)
    assert len(names(browser)) == 50
    browser.get(f"{PATH}?page=2")
    assert len(names(browser)) == 11


def test_who_takes_part_sees_it_and_nobody_else(app, forum, me, organiser):
    waiting = comes(forum, "Wait", "Ing", standing=Standing.WAITING).person
    declined = comes(forum, "Decl", "Ined", standing=Standing.DECLINED).person
    for person in (waiting, declined, make.person()):
        browser = Browser(app).sign_in(person)
        assert browser.get(PATH).status_code == 403
        assert "Kofi" not in browser.text
    assert path_of(Browser(app).get(PATH)).startswith("/sign-in")
    for person in (organiser, make.admin(), me.person):
        assert Browser(app).sign_in(person).get(PATH).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_organisers_take_it_away_by_consent_only(app, forum, me, organiser, kind):
    comes(forum, "Silent", "Person", listed=False)
    comes(forum, "=Evil()", "Person", access=["wheelchair"])
    browser = Browser(app).sign_in(organiser)
    data = browser.get(f"{PATH}/export.{kind}?sort=-name").data
    if kind == "csv":
        rows = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
        assert rows[2][0] == "'=Evil()"
    else:
        rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]
        assert rows[2][0] == "=Evil()"
    assert [row[0] for row in rows[:2]] == ["given_name", "Kofi"] and len(rows) == 3
    assert b"private.example" not in data
    for person in (me.person, make.person()):
        assert Browser(app).sign_in(person).get(f"{PATH}/export.{kind}").status_code == 403


def test_who_is_not_in_the_list_is_told_how_to_be(app, forum, city):
    quiet = comes(forum, "Quiet", "Owl", city, listed=False)
    browser = Browser(app).sign_in(quiet.person)
    browser.get(PATH)
    assert "Nobody is in the list yet" in browser.text
    assert "You are not in this list." in browser.text
    browser.get("/f/meeting/me")
    assert browser.page.find(f".//a[@href='{PATH}']") is not None
