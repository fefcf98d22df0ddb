"""The secretariat's list, and what happens to a city that is not in it."""

import pytest
import sqlalchemy as sa

from exchange.cities.models import City, CityRequest, RequestState
from exchange.cities.signals import city_request_accepted
from exchange.db import db
from exchange.mail import Mail
from tests import make
from tests.browser import Browser, path_of
from tests.counting import count_queries

CITY = {"name": "Lomé", "country": "TG", "region": "africa", "income_group": "low", "status": "member"}

EMPTY = dict.fromkeys(("other_languages", "latitude", "longitude", "population", "website", "focal_point"), "")


def test_a_city_is_added_and_edited_by_hand(client):
    client.sign_in(make.admin()).get("/manage/cities/new")
    full = CITY | {
        "languages": ["fr"], "other_languages": "ee bm", "latitude": "6.13", "longitude": "1.22",
        "population": "2 188 000", "website": "www.lome.example", "focal_point": "Ama@Lome.example",
    }  # fmt: skip
    answer = client.post("/manage/cities/new", full)
    city = db.session.scalar(sa.select(City))
    assert path_of(answer) == f"/cities/{city.id}"
    assert (city.languages, city.population, city.website) == (["fr", "ee", "bm"], 2188000, "https://www.lome.example")
    assert city.focal_point.email == "ama@lome.example"
    client.get(f"/manage/cities/{city.id}")
    assert client.page.find(".//input[@name='other_languages']").get("value") == "ee bm"
    client.post(f"/manage/cities/{city.id}", EMPTY | CITY | {"name": "Lomé-Ville", "status": "observer"})
    db.session.expire_all()
    assert (city.name, city.search_key[:11], city.status.value) == ("Lomé-Ville", " lome ville", "observer")
    assert (city.latitude, city.population, city.focal_point_id, city.languages) == (None, None, None, [])


def test_what_is_wrong_stands_at_its_field_and_is_kept(client):
    make.city("Accra", "GH")
    client.sign_in(make.admin()).get("/manage/cities/new")
    for wrong, sentence in (
        ({"name": ""}, "Please type the city's name"),
        ({"latitude": "95", "longitude": "10"}, "swapped"),
        ({"latitude": "6"}, "both latitude and longitude"),
        ({"population": "lots"}, "not a number of people"),
        ({"other_languages": "klingon"}, "not the code of a language"),
        ({"name": "ACCRA", "country": "GH"}, "in the list already"),
        ({"name": "x" * 130}, "longer than 120"),
        ({"focal_point": "nobody"}, "not an e-mail address"),
        ({"country": "ZZ"}, "valid choice"),
    ):
        assert client.post("/manage/cities/new", CITY | wrong).status_code == 422, wrong
        assert sentence in client.text, wrong
        key, value = next(iter(wrong.items()))
        if key != "country":
            assert client.page.find(f".//input[@name='{key}']").get("value") == value


@pytest.mark.parametrize("name", ["Å", "مكناس", "กรุงเทพมหานคร", "N'Djaména", "’s-Hertogenbosch"])
def test_names_of_all_kinds_are_names(client, name):
    client.sign_in(make.admin()).get("/manage/cities/new")
    assert client.post("/manage/cities/new", CITY | {"name": name}).status_code == 303
    client.get("/cities/", query_string={"q": name})
    assert name in client.text


def test_the_list_costs_the_same_with_one_row_and_with_three(client):
    client.sign_in(make.admin())
    make.city()
    with count_queries() as one:
        client.get("/manage/cities/")
    make.city()
    make.city()
    with count_queries() as three:
        client.get("/manage/cities/")
    assert len(one) == len(three)


def test_only_the_secretariat_manages_cities(app):
    city, focal = make.city(), make.person()
    city.focal_point_id = focal.id
    db.session.commit()
    request = asked(focal)
    organiser = make.person()
    make.forum(organiser=organiser)
    pages = [
        "/manage/cities/", "/manage/cities/new", f"/manage/cities/{city.id}", "/manage/cities/import",
        "/manage/cities/requests", f"/manage/cities/requests/{request.id}", "/manage/cities/export.csv",
        "/manage/cities/template.xlsx",
    ]  # fmt: skip
    posts = [
        "/manage/cities/new", f"/manage/cities/{city.id}", "/manage/cities/import",
        f"/manage/cities/requests/{request.id}/accept", f"/manage/cities/requests/{request.id}/decline",
    ]  # fmt: skip
    for person, status in ((make.admin(), 200), (organiser, 403), (focal, 403), (None, 303)):
        browser = Browser(app)
        if person:
            browser.sign_in(person)
        for page in pages:
            assert browser.get(page).status_code == status, (page, status)
        if status != 200:
            for page in posts:
                assert browser.post(page).status_code == status, (page, status)
    assert Browser(app).sign_in(make.admin()).get("/manage/cities/import/999").status_code == 404


def asked(person=None, name="Kara", country="TG"):
    person = person or make.person(language="fr")
    return make.save(
        CityRequest(name=name, country_code=country, asked_by_id=person.id, created_at=make.clock.now())
    )  # fmt: skip


def test_my_city_is_not_listed(client):
    assert path_of(client.get("/cities/ask")).startswith("/sign-in")
    make.city("Accra", "GH")
    ama = make.person()
    client.sign_in(ama).get("/cities/ask?name=Kara")
    assert client.page.find(".//input[@name='name']").get("value") == "Kara"
    assert client.post("/cities/ask", {"name": "accra", "country": "GH"}).status_code == 422
    assert "in the list already" in client.text
    assert client.post("/cities/ask", {"name": "", "country": ""}).status_code == 422
    for _click in range(2):
        assert client.post("/cities/ask", {"name": "Kara", "country": "TG", "note": "x"}).status_code == 303
    (request,) = db.session.scalars(sa.select(CityRequest))
    assert (request.asked_by_id, request.state) == (ama.id, RequestState.ASKED)


def test_an_accepted_request_becomes_a_city_and_everyone_is_told(client):
    make.city("Lomé", "TG")
    request = asked()
    heard = []

    def listen(sender, city):
        heard.append((sender.id, city.name))

    client.sign_in(make.admin()).get(f"/manage/cities/requests/{request.id}")
    assert client.page.find(".//select[@name='region']/option[@selected]").get("value") == "africa"
    with city_request_accepted.connected_to(listen):
        answer = client.post(f"/manage/cities/requests/{request.id}", CITY | {"name": "Kara"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert (request.state, request.city.name) == (RequestState.ACCEPTED, "Kara")
    assert heard == [(request.id, "Kara")]
    letter = db.session.scalar(sa.select(Mail))
    assert (letter.recipient, letter.language) == (request.asked_by.email, "fr")
    assert "Kara" in letter.body
    client.get("/manage/cities/requests")
    assert client.post(f"/manage/cities/requests/{request.id}", CITY | {"name": "Kara 2"}).status_code == 422
    assert "This became Kara" in client.text


def test_a_request_under_another_spelling_is_answered_with_the_city_there_is(client):
    city = make.city("Saint-Louis", "SN")
    request = asked(name="St Louis", country="SN")
    client.sign_in(make.admin()).get(f"/manage/cities/requests/{request.id}")
    assert "It is this city" in client.text
    client.post(f"/manage/cities/requests/{request.id}/accept", {"city": city.id})
    db.session.expire_all()
    assert (request.state, request.city_id) == (RequestState.ACCEPTED, city.id)
    assert client.post(f"/manage/cities/requests/{request.id}/accept", {"city": 999}).status_code == 404


def test_a_declined_request_says_why(client):
    request = asked()
    client.sign_in(make.admin()).get(f"/manage/cities/requests/{request.id}")
    assert client.post(f"/manage/cities/requests/{request.id}/decline", {"decline-reason": " "}).status_code == 422
    reason = {"decline-reason": "It is a district of Lomé."}
    assert client.post(f"/manage/cities/requests/{request.id}/decline", reason).status_code == 303
    db.session.expire_all()
    assert request.state is RequestState.DECLINED
    assert "district of Lomé" in db.session.scalar(sa.select(Mail.body))
    client.get("/manage/cities/requests?state=declined")
    assert "district of Lomé" in client.text
    assert client.post(f"/manage/cities/requests/{request.id}/decline", reason).status_code == 409


def test_other_names_are_edited_by_hand(client):
    city = make.city("Ghent", "BE", region="europe", income_group="high", other_names=["Gand"])
    client.sign_in(make.admin()).get(f"/manage/cities/{city.id}")
    assert client.page.find(".//input[@name='other_names']").get("value") == "Gand"
    typed = {"name": "Ghent", "country": "BE", "region": "europe", "income_group": "high", "status": "member"}
    client.post(f"/manage/cities/{city.id}", {**typed, "other_names": "Gent; Gante"})
    db.session.refresh(city)
    assert city.other_names == ["Gent", "Gante"]
    client.get("/cities/suggest?q=gante")
    client.post(f"/manage/cities/{city.id}", {**typed, "other_names": ""})
    db.session.refresh(city)
    assert city.other_names == []
