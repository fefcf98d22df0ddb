"""The directory of cities: searching, filtering, and what a city's page tells to whom."""

import io

import openpyxl
import sqlalchemy as sa

from exchange.cities import service
from exchange.cities.models import City, CityStatus, IncomeGroup, Region
from exchange.cities.queries import choices_by_country, city_choices, focal_cities
from exchange.cities.signals import Section, city_shown
from exchange.db import db
from tests import make
from tests.counting import count_queries


def add(name, country="TG", **values):
    fields = {"region": Region.AFRICA, "income_group": IncomeGroup.LOW, "languages": ["fr"]} | values
    city = service.create_city({"name": name, "country_code": country, **fields})
    db.session.commit()
    return city


def names(client):
    return ["".join(head.itertext()).strip() for head in client.page.findall(".//tbody//th")]


def test_accents_and_case_do_not_matter(client):
    add("Lomé")
    add("Kpalimé")
    for typed in ("lome", "LOMÉ", "  lOmE "):
        client.get("/cities/", query_string={"q": typed})
        assert names(client) == ["Lomé"], typed


def test_a_country_is_found_in_three_languages_and_all_words_must_fit(client):
    add("Windhoek", "NA")
    add("Abidjan", "CI")
    for typed, found in (
        ("namibie", "Windhoek"), ("Namibia", "Windhoek"), ("cote d'ivoire", "Abidjan"), ("marfil", "Abidjan"),
        ("windhoek namibia", "Windhoek"),
    ):  # fmt: skip
        client.get("/cities/", query_string={"q": typed})
        assert names(client) == [found], typed
    client.get("/cities/", query_string={"q": "windhoek togo"})
    assert "No city fits" in client.text


def test_a_city_is_found_by_its_other_names_and_by_beginnings_of_words(client):
    ghent = make.city("Ghent", "BE", other_names=["Gent", "Gand"])
    haiti = make.city("Port-au-Prince", "HT", other_names=["Puerto Príncipe"])
    make.city("Bergand", "FR")
    for asked, found in (("gand", ghent), ("GENT belg", ghent), ("prince", haiti), ("puerto principe", haiti)):
        client.get(f"/cities/?q={asked}")
        assert found.name in client.text, asked
        assert "1 city" in client.text, asked
    client.get(f"/cities/{ghent.id}")
    assert "Also called Gent, Gand" in client.text


def test_signs_of_the_search_language_mean_nothing(client):
    add("Lomé")
    for typed in ("%", "_", "\\", "100%"):
        client.get("/cities/", query_string={"q": typed})
        assert names(client) == [], typed


def test_filters_and_sorting(client):
    add("Lomé", population=2_000_000)
    add("Nantes", "FR", region=Region.EUROPE, income_group=IncomeGroup.HIGH, population=320_000)
    add("Kumasi", "GH", languages=["en"], income_group=IncomeGroup.LOWER_MIDDLE, population=3_000_000)
    for query, found in (
        ("region=europe", ["Nantes"]), ("income=low", ["Lomé"]), ("country=gh", ["Kumasi"]),
        ("language=fr", ["Lomé", "Nantes"]), ("sort=-population", ["Kumasi", "Lomé", "Nantes"]),
        ("sort=country", ["Nantes", "Kumasi", "Lomé"]), ("sort=-name", ["Nantes", "Lomé", "Kumasi"]),
        ("region=moon&sort=moon&page=x&country=zz&status=q&language=%25", ["Kumasi", "Lomé", "Nantes"]),
    ):  # fmt: skip
        assert client.get(f"/cities/?{query}").status_code == 200
        assert names(client) == found, query


def test_former_members_are_hidden_until_asked_for(client):
    add("Lomé")
    add("Old Town", status=CityStatus.FORMER)
    client.get("/cities/")
    assert names(client) == ["Lomé"]
    client.get("/cities/?status=every")
    assert names(client) == ["Lomé", "Old Town"]
    client.get("/cities/?status=former")
    assert names(client) == ["Old Town"]
    assert [city.name for city in city_choices()] == ["Lomé"]


def many(count):
    now = make.clock.now()
    db.session.execute(
        sa.insert(City),
        [
            {
                "name": f"City {number:04}", "name_key": f"city {number:04}", "country_code": "GH",
                "region": Region.AFRICA, "income_group": IncomeGroup.LOW, "status": CityStatus.MEMBER,
                "languages": ["en"], "search_key": f"city {number:04} ghana", "latitude": number / 20,
                "longitude": number / 10, "website": "", "created_at": now, "updated_at": now,
            }
            for number in range(count)
        ],
    )  # fmt: skip
    db.session.commit()


def test_a_thousand_cities_take_few_queries_and_a_small_page(client):
    many(1000)
    with count_queries() as queries:
        client.get("/cities/")
    assert len(queries) <= 4, queries
    assert len(names(client)) == 50
    assert "Page 1 of 20" in client.text
    client.get("/cities/?page=99")
    assert "Page 20 of 20" in client.text
    assert client.get("/").status_code == 200


def test_the_list_costs_the_same_with_one_row_and_with_three(client):
    many(1)
    with count_queries() as one:
        client.get("/cities/")
    db.session.execute(sa.delete(City))
    many(3)
    with count_queries() as three:
        client.get("/cities/")
    assert len(one) == len(three)


def test_a_page_of_a_city_names_the_focal_point_only_to_people_who_are_signed_in(client, app):
    ama = make.person(given_name="Ama", family_name="Focal")
    city = add("Lomé", focal_point=ama.email, latitude=6.1, longitude=1.2, population=1234567)
    client.get(f"/cities/{city.id}")
    assert "1,234,567" in client.text and "Ama Focal" not in client.text
    client.sign_in(make.person()).get(f"/cities/{city.id}")
    assert "Ama Focal" in client.text and ama.email not in client.text
    client.sign_in(make.admin()).get(f"/cities/{city.id}")
    assert ama.email in client.text
    assert client.get("/cities/999999").status_code == 404
    assert [row.id for row in focal_cities(ama)] == [city.id]


def test_other_rooms_add_sections_to_a_city(client):
    city = add("Lomé")

    def more(sender, person):
        return [Section("cities/suggest.html", {"rows": []})]

    with city_shown.connected_to(more):
        assert client.get(f"/cities/{city.id}").status_code == 200


def test_suggestions_for_a_picker(client):
    city = add("Lomé")
    assert client.get("/cities/suggest?q=lome").get_json() == [{"id": city.id, "name": "Lomé", "country": "Togo"}]
    assert client.get("/cities/suggest?q=lome&lang=es").get_json()[0]["country"] == "Togo"
    answer = client.get("/cities/suggest?q=togo", headers={"HX-Request": "true"})
    assert "<option" in answer.text and "Lomé" in answer.text
    with client.app.test_request_context():
        assert [(country, each.id) for country, each in choices_by_country()] == [("Togo", city.id)]


def test_anyone_takes_the_list_away_without_private_data(client):
    add("Lomé", focal_point="ama@lome.example", latitude=6.13)
    add("=Evil()", "GH")
    csv = client.get("/cities/export.csv").get_data(as_text=True)
    assert "Lomé,TG,africa,low,,member,fr,6.13" in csv and "ama@" not in csv and "focal" not in csv
    assert "'=Evil()" in csv
    book = openpyxl.load_workbook(io.BytesIO(client.get("/cities/export.xlsx?country=TG").data))
    assert [cell.value for cell in book.active[2]][:2] == ["Lomé", "TG"]
    assert book.active.max_row == 2
