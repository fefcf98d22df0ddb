"""Tables of cities: what is wrong is said by line, and nothing happens before it is confirmed."""

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
import sqlalchemy as sa

from exchange.audit import AuditLine
from exchange.cities import queries, service
from exchange.cities.cells import Fault, read_cells
from exchange.cities.importing import plan
from exchange.cities.models import City, CityStatus, IncomeGroup, Region
from exchange.db import db
from exchange.files import Outcome, Row, Upload
from tests import make
from tests.browser import Browser, path_of

HEADER = "name,country,region,income_group"
LOME = "Lomé,TG,africa,low"


def send(client, content, name="cities.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post("/manage/cities/import", {"file": (io.BytesIO(content), name)})


@pytest.fixture
def admin(client):
    return client.sign_in(make.admin())


def cities():
    db.session.rollback()
    return {city.name: city for city in db.session.scalars(sa.select(City))}


def test_nothing_is_imported_until_it_is_confirmed(admin):
    answer = send(admin, f"{HEADER}\n{LOME}\nWindhoek,NA,africa,upper_middle\n")
    admin.get(path_of(answer))
    assert "Nothing has been changed yet" in admin.text and "Import 2 rows" in admin.text
    assert cities() == {}
    assert admin.post(path_of(answer)).status_code == 303
    assert cities()["Windhoek"].country_code == "NA"
    assert cities()["Lomé"].search_key.startswith(" lome togo")


def test_a_table_confirmed_in_two_browsers_is_done_once(admin, app):
    answer = send(admin, f"{HEADER}\n{LOME}\n")
    other = Browser(app).sign_in(make.admin())
    other.get(path_of(answer))
    admin.get(path_of(answer))
    admin.post(path_of(answer))
    city = cities()["Lomé"]
    city.population = 5
    db.session.commit()
    assert other.post(path_of(answer)).status_code == 303
    other.get("/manage/cities/")
    assert "imported before" in other.text
    assert cities()["Lomé"].population == 5
    admin.get(path_of(answer))
    assert "imported already" in admin.text


def test_every_error_is_named_by_line_and_column(admin):
    table = [
        "name,country,region,income_group,status,languages,latitude,longitude,population,website,focal_point",
        ",TG,africa,low,,,,,,,",
        "Lomé,Atlantis,africa,low,,,,,,,",
        "Lomé,TG,moon,rich,gone,xx yy,,,,,",
        "Lomé,TG,africa,low,,,95,10,,,",
        "Lomé,TG,africa,low,,,10,190,,,",
        "Lomé,TG,africa,low,,,north,1,,,",
        "Lomé,TG,africa,low,,,6.1,,,,",
        "Lomé,TG,africa,low,,,,,2.5 million,,",
        "Lomé,TG,africa,low,,,,,,no site,no address",
        "Ville\ufffd,TG,africa,low,,,,,,,",
    ]
    answer = send(admin, "\n".join(table))
    admin.get(path_of(answer))
    for sentence in (
        "name This must not be empty.", "“Atlantis” is not a country", "“moon” is not a region",
        "“rich” is not an income group", "“gone” is not a status", "“xx” is not the code of a language",
        "seem to be swapped", "outside the world", "“north” is not a number in degrees",
        "needs both latitude and longitude", "“2.5 million” is not a number of people",
        "“no site” is not a web address", "“no address” is not an e-mail address", "cannot be read",
    ):  # fmt: skip
        assert sentence in admin.text, sentence
    assert "10 rows have errors" in admin.text
    assert "Import" not in [button.text for button in admin.page.findall(".//main//button")]


def test_good_rows_go_in_and_wrong_ones_are_left_out_when_that_is_wanted(admin):
    answer = send(admin, f"{HEADER}\n{LOME}\nNowhere,XX,africa,low\n")
    admin.get(path_of(answer))
    assert "leave the errors out" in admin.text
    admin.post(path_of(answer))
    assert set(cities()) == {"Lomé"}


def test_a_city_twice_in_a_file_points_to_the_first_line():
    rows = [Row(2, _cells("Lomé", "TG")), Row(3, _cells("LOME", "Togo"))]
    lines = plan(rows, {})
    assert [line.outcome for line in lines] == [Outcome.NEW, Outcome.WRONG]
    assert lines[1].problems[0].refusal.facts == {"line": 2}


def _cells(name, country, **more):
    return {"name": name, "country": country, "region": "africa", "income_group": "low", **more}


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("NA", "NA"), ("na", "NA"), ("Namibia", "NA"), ("Namibie", "NA"), ("Côte d’Ivoire", "CI"),
        ("cote d'ivoire", "CI"), ("Turkey", "TR"), ("España", "ES"), ("Ivory Coast", "CI"),
    ],
)  # fmt: skip
def test_countries_are_known_by_code_and_name(written, country):
    values, problems = read_cells({"country": written})
    assert (values["country_code"], problems) == (country, [])


@pytest.mark.parametrize(
    ("written", "people"),
    [("2680000", 2680000), ("2 680 000", 2680000), ("2\u202f680\u202f000", 2680000), ("2,680,000", 2680000),
     ("2.680.000", 2680000), ("2'680'000", 2680000), ("954", 954)],
)  # fmt: skip
def test_populations_come_with_all_kinds_of_spaces(written, people):
    assert read_cells({"population": written}) == ({"population": people}, [])


@pytest.mark.parametrize("written", ["0", "-5", "1.5", "12,3", "many", "99999999999", "²"])
def test_what_is_no_population_is_said(written):
    assert read_cells({"population": written})[1][0].refusal.reason is Fault.NO_POPULATION


@pytest.mark.parametrize(
    ("written", "region"),
    [("Asia-Pacific", Region.ASIA_PACIFIC), ("Latin America & Caribbean", Region.LATIN_AMERICA_CARIBBEAN),
     ("Middle East and West Asia", Region.MIDDLE_EAST_WEST_ASIA), ("AFRICA", Region.AFRICA)],
)  # fmt: skip
def test_regions_are_read_as_people_write_them(written, region):
    assert read_cells({"region": written})[0]["region"] is region


def test_positions_with_a_comma_and_turned_round(app):
    assert read_cells({"latitude": "14,6937", "longitude": "−17,4441"})[0] == {
        "latitude": 14.6937,
        "longitude": -17.4441,
    }
    known = {("dakar", "SN"): make.city("Dakar", "SN", latitude=14.69, longitude=-17.44)}
    (line,) = plan([Row(2, _cells("Thiès", "SN", latitude="-16.93", longitude="14.79"))], known)
    assert line.problems[0].refusal.reason is Fault.SWAPPED
    (line,) = plan([Row(2, _cells("Thiès", "SN", latitude="14.79", longitude="-16.93"))], known)
    assert line.outcome is Outcome.NEW


def test_known_cities_are_changed_or_left_as_they_are(admin):
    ama = make.person("ama@lome.example")
    service.create_city(
        {
            "name": "Lomé", "country_code": "TG", "region": Region.AFRICA, "income_group": IncomeGroup.LOW,
            "population": 5, "focal_point": ama.email,
        }
    )  # fmt: skip
    db.session.commit()
    header = "name,country,region,income_group,population,status,focal_point"
    answer = send(admin, f"{header}\nLOME,Togo,,,,,\n")
    admin.get(path_of(answer))
    assert "in the list already, just like this" in admin.text or "population" not in admin.text
    answer = send(admin, f"{header}\nLomé,TG,,,6,former,ama@lome.example\n")
    admin.get(path_of(answer))
    assert "status Member → becomes Former member" in admin.text and "population 5 → becomes 6" in admin.text
    admin.post(path_of(answer))
    lome = cities()["Lomé"]
    assert (lome.population, lome.status, lome.focal_point_id) == (6, CityStatus.FORMER, ama.id)


def test_what_goes_out_comes_in_unchanged(admin):
    make.city("Lomé", "TG", latitude=-6.1, longitude=1.0, population=12, website="https://lome.example")
    make.city("Windhoek", "NA")
    for kind in ("csv", "xlsx"):
        content = admin.get(f"/manage/cities/export.{kind}").data
        admin.get("/manage/cities/import")
        answer = send(admin, content, f"cities.{kind}")
        admin.get(path_of(answer))
        assert "nothing to import" in admin.text, kind


def test_a_column_may_be_missing_or_the_file_no_table(admin):
    for content, sentence in (
        (b"name,country\nLome,TG\n", "columns are missing in the first line: region, income_group"),
        (b"", "Please choose a file"),
        (b"   ", "This file is empty"),
        (b"PK\x03\x04nonsense", "not a table we can read"),
        (b"\x00\x01\x02", "not a table we can read"),
    ):
        admin.get("/manage/cities/import")
        assert send(admin, content, "" if content == b"" else "cities.csv").status_code == 422
        assert sentence in admin.text, content


def test_old_encodings_and_other_separators_are_read(admin):
    table = f"{HEADER.replace(',', ';')}\n{LOME.replace(',', ';')}\n"
    for content in (table.encode("cp1252"), table.encode("utf-16"), table.encode("utf-8-sig")):
        answer = send(admin, content)
        admin.get(path_of(answer))
        assert "Lomé" in admin.text and "No row has errors" in admin.text
    answer = send(admin, table.encode().decode("cp1252").encode())
    admin.get(path_of(answer))
    assert "signs that cannot be read" in admin.text


def test_namibia_survives_a_spreadsheet(admin):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["Windhoek", "NA", "africa", "upper_middle"])
    out = io.BytesIO()
    book.save(out)
    answer = send(admin, out.getvalue(), "cities.xlsx")
    admin.get(path_of(answer))
    admin.post(path_of(answer))
    assert cities()["Windhoek"].country_code == "NA"


def test_the_empty_table_has_the_columns(admin):
    assert admin.get("/manage/cities/template.csv").get_data(as_text=True).lstrip("\ufeff").startswith("name,country,")


def test_a_large_table_is_shown_in_pages(admin):
    rows = "".join(f"City {number},TG,africa,low\n" for number in range(600))
    answer = send(admin, f"{HEADER}\n{rows}")
    admin.get(path_of(answer))
    assert "Page 1 of 12" in admin.text
    admin.post(path_of(answer))
    assert len(cities()) == 600
    assert db.session.scalar(sa.select(Upload.applied_at)) is not None


def test_a_table_confirmed_in_many_browsers_at_the_same_moment_is_done_once(admin, app):
    address = path_of(send(admin, f"{HEADER}\n{LOME}\n"))
    browsers = [Browser(app).sign_in(make.admin()) for _browser in range(6)]
    for browser in browsers:
        browser.get(address)

    def confirm(browser):
        with app.app_context():
            return browser.post(address).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        assert set(pool.map(confirm, browsers)) == {303}
    wanted = sa.select(sa.func.count()).where(AuditLine.verb == "cities.imported")
    assert db.session.scalar(wanted) == 1
    assert set(cities()) == {"Lomé"}


@pytest.mark.parametrize(
    ("known", "written", "kept"),
    [("Lomé", "Lome", "Lomé"), ("Lomé", "LOMÉ", "Lomé"), ("Lome", "LOME", "Lome"), ("Lome", "LOMÉ", "Lome"),
     ("Lome", "Lomé", "Lomé"), ("Ñemby", "Ñemby", "Ñemby")],
)  # fmt: skip
def test_a_name_loses_no_accents_by_a_table(admin, known, written, kept):
    make.city(known, "TG")
    address = path_of(send(admin, f"{HEADER}\n{written},TG,africa,lower_middle\n"))
    admin.get(address)
    assert ("nothing to import" in admin.text) == (known == kept)
    admin.post(address)
    assert set(cities()) == {kept}


def test_a_move_to_another_region_is_in_sight_before_it_is_confirmed(admin):
    make.city("Lomé", "TG")
    admin.get(
        path_of(send(admin, f"{HEADER}\nLome,TG,europe,lower_middle\nCotonou,BJ,africa,low\nNowhere,XX,africa,low\n"))
    )
    assert "another region or income group" in admin.text
    assert "region Africa → becomes Europe" in admin.text
    assert "Cotonou" not in admin.text and "1 row has errors" in admin.text
    assert cities()["Lomé"].region is Region.AFRICA


def test_a_file_must_be_chosen_again_and_the_page_says_so(admin):
    send(admin, "name\n")
    assert "choose the file again" in admin.text and "What you typed" not in admin.text


def test_other_names_come_in_by_a_table_and_go_out_again(admin):
    answer = send(admin, f"{HEADER},other_names\nGhent,BE,europe,high,Gent; Gand ;; Gent\n")
    admin.post(path_of(answer))
    assert cities()["Ghent"].other_names == ["Gent", "Gand"]
    out = admin.get("/manage/cities/export.csv").data.decode("utf-8-sig")
    assert "Gent; Gand" in out
    admin.get(path_of(send(admin, out)))
    assert "There is nothing to import" in admin.text


def test_a_row_under_another_name_is_the_city_that_is_there(app):
    ghent = make.city("Ghent", "BE", region=Region.EUROPE, income_group=IncomeGroup.HIGH, other_names=["Gand"])
    rows = [
        Row(2, {"name": "GAND", "country": "BE", "population": "265000"}),
        Row(3, {"name": "Ghent", "country": "BE"}),
    ]
    first, second = plan(rows, queries.cities_by_key())
    assert (first.outcome, first.city, first.changes) == (Outcome.CHANGED, ghent, ("population",))
    assert [problem.refusal.reason for problem in second.problems] == [Fault.TWICE]


def test_too_many_other_names_are_refused():
    _values, problems = read_cells({"other_names": ";".join(f"Name number {n}" for n in range(40))})
    assert [problem.refusal.reason for problem in problems] == [Fault.TOO_LONG]
