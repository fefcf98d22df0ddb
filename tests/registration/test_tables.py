"""Registrations as tables: out without what is private, in with a preview."""

import csv
import io

import openpyxl
import pytest
import sqlalchemy as sa

from exchange.cities.models import City
from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.files import Upload, write_csv, write_xlsx
from exchange.registration.exporting import COLUMNS
from exchange.registration.models import Gender, Registration
from tests import make
from tests.browser import path_of

HOME = "/f/meeting/manage/registrations"
HEAD = ["email", "given_name", "family_name", "city", "country", "role", "function", "gender", "speaks", "standing"]


@pytest.fixture
def desk(client, organiser):
    client.sign_in(organiser).get(f"{HOME}/import")
    return client


def send(desk, rows, head=HEAD, name="people.csv", content=None):
    desk.get(f"{HOME}/import")
    content = content if content is not None else write_csv(head, rows)
    return desk.post(f"{HOME}/import", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def live():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def take_over(desk, work, rows, **values):
    preview = path_of(send(desk, rows))
    desk.get(preview)
    answer = desk.post(preview, {"mailed": "yes", **values})
    work()
    desk.get(path_of(answer))
    return preview


def test_an_export_holds_who_comes_and_nothing_they_need(desk, forum, city):
    values = {"diet": ["halal"], "access_note": "secret", "gender": Gender.WOMAN, "arrival_note": "AF718"}
    make.registration(forum, make.person("a@x.example", given_name="=cmd()"), city, **values)
    make.registration(forum, city_=city, standing=Standing.CANCELLED)
    text = desk.get(f"{HOME}/export.csv?standing=submitted").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["email"], row["given_name"], row["city"], row["country"]) == ("a@x.example", "'=cmd()", "Kumasi", "GH")
    assert not any(word in text for word in ("halal", "secret", "AF718"))
    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(f"{HOME}/export.xlsx").data)).active
    assert [cell.value for cell in sheet[2]][:2] == ["a@x.example", "=cmd()"]
    assert sheet["B2"].data_type == "s"


def test_the_kitchen_gets_numbers_without_names(desk, forum, city):
    for diet in (["halal"], ["halal", "nut_allergy"]):
        make.registration(forum, make.person(given_name="Private"), city, standing=Standing.APPROVED, diet=diet)
    make.registration(forum, city_=city, diet=["vegan"])
    text = desk.get(f"{HOME}/needs.csv").data.decode("utf-8-sig")
    assert "diet,Halal,2" in text
    assert "people,approved,2" in text
    assert "Vegan" not in text
    assert "Private" not in text


def test_nothing_is_imported_until_it_is_confirmed(desk, work, forum, city, mails):
    make.city("Windhoek", "NA")
    rows = [
        ["new@x.example", "Ama", "O'Brien", "KUMASI", "Ghana", "Head", "Mayor", "woman", "en, fr", "approved"],
        ["na@x.example", "ع", "", "Windhoek", "NA", "delegate", "", "", "en", ""],
    ]
    answer = send(desk, rows)
    desk.get(path_of(answer))
    assert live() == []
    assert "Import 2 lines" in desk.text
    running = desk.post(path_of(answer), {"mailed": "yes"})
    desk.get(path_of(running))
    assert "waits for its turn" in desk.text
    work()
    desk.get(path_of(running))
    assert "2 lines were imported as asked" in desk.text
    assert "waits for its turn" not in desk.text
    first, second = live()
    assert (first.standing, first.role, first.gender) == (Standing.APPROVED, Role.HEAD, Gender.WOMAN)
    assert first.speaks == ["en", "fr"]
    assert (second.standing, second.city.country_code, second.person.given_name) == (Standing.SUBMITTED, "NA", "ع")
    mail = next(each for each in mails("new@x.example") if each.calendar)
    assert "/f/meeting/register/needs" in mail.body
    assert path_of(desk.post(path_of(answer), {})) == f"{HOME}/", "a table is taken over once"
    work()
    assert len(live()) == 2


def test_every_line_says_what_is_wrong_with_it(desk, forum, city):
    rows = [
        ["no address", "A", "", "Kumasi", "GH", "delegate", "", "", "", ""],
        ["a@x.example", "", "", "Kumasi", "GH", "delegate", "", "", "", ""],
        ["b@x.example", "B", "", "Atlantis", "GH", "delegate", "", "", "", ""],
        ["c@x.example", "C", "", "Kumasi", "Nowhere", "king", "", "cat", "xx", "declined"],
        ["d@x.example", "D", "", "Kumasi", "GH", "delegate", "f" * 161, "", "", ""],
        ["ok@x.example", "E", "", "Kumasi", "GH", "delegate", "", "", "", ""],
        ["OK@x.example", "F", "", "Kumasi", "GH", "delegate", "", "", "", ""],
        ["g@x.example", "G", "", "", "", "delegate", "", "", "", ""],
    ]
    desk.get(path_of(send(desk, rows)))
    for text in (
        "“no address” is not an e-mail address", "given_name is missing", "“Atlantis” (GH) is not in the directory",
        "“Nowhere” is no country", "“king” is none of", "“cat” is none of", "“xx” is none of the languages",
        "“declined” is none of", "longer than 160", "stands already in line 7", "city is missing", "Import 1 line",
    ):  # fmt: skip
        assert text in desk.text, text


def test_somebody_known_is_changed_and_an_empty_cell_leaves_what_is_there(desk, work, forum, city):
    ama = make.person("ama@x.example", given_name="Ama", family_name="Owusu")
    make.registration(forum, ama, city, function="Mayor", speaks=["en"], understands=["en"])
    take_over(desk, work, [["AMA@x.example", "", "", "", "", "", "Deputy", "", "fr", "approved"]])
    (registration,) = live()
    assert (registration.function, registration.standing) == ("Deputy", Standing.APPROVED)
    assert registration.person.name == "Ama Owusu"
    assert registration.speaks == ["fr"]


def test_a_table_never_overbooks_and_names_who_waits(desk, work, forum, city):
    forum.city_quota = 1
    db.session.commit()
    rows = [[f"p{n}@x.example", f"P{n}", "", "Kumasi", "GH", "delegate", "", "", "", "approved"] for n in range(3)]
    take_over(desk, work, rows)
    assert [each.standing for each in live()] == [Standing.APPROVED, Standing.WAITING, Standing.WAITING]
    assert "1 line was imported as asked." in desk.text
    assert "On the waiting list, not approved" in desk.text
    assert "P1 : All places of this city are taken (it has 1)." in desk.text
    assert "These keep the standing they had" not in desk.text


def test_a_preview_shows_city_role_and_standing(desk, forum, city):
    rows = [["a@x.example", "A", "", "kumasi", "GH", "adviser", "", "", "", "approved"],
            ["b@x.example", "B", "", "Kumasi", "GH", "head", "", "", "", ""]]  # fmt: skip
    desk.get(path_of(send(desk, rows)))
    for text in ("Kumasi Adviser Approved New", "Kumasi Head of delegation Sent New"):
        assert text in desk.text


def test_who_is_refused_but_was_there_before_keeps_the_standing(desk, work, forum, city):
    forum.city_quota = 1
    db.session.commit()
    make.registration(forum, city_=city, standing=Standing.APPROVED)
    ama = make.person("ama@x.example", given_name="Ama", family_name="")
    make.registration(forum, ama, city)
    take_over(desk, work, [["ama@x.example", "", "", "", "", "", "", "", "", "approved"]])
    assert "0 lines were imported as asked." in desk.text
    assert f"These keep the standing they had: {ama.name} : All places of this city" in desk.text


def test_a_table_does_not_rename_somebody_known_from_elsewhere(desk, work, forum, city):
    make.person("known@x.example", given_name="Komlan", family_name="Agbezudor")
    take_over(desk, work, [["known@x.example", "Other", "Name", "Kumasi", "GH", "delegate", "", "", "en", ""]])
    assert live()[0].person.name == "Komlan Agbezudor"


def test_an_export_can_be_sent_back_without_changing_anything(desk, forum, city):
    make.registration(forum, city_=city, standing=Standing.DECLINED, gender=Gender.MAN)
    make.registration(forum, city_=city, standing=Standing.APPROVED, speaks=["en"], understands=["en", "fr"])
    exported = desk.get(f"{HOME}/export.xlsx").data
    desk.get(path_of(send(desk, [], name="back.xlsx", content=exported)))
    assert "2 as they are" in desk.text
    assert "nothing to import" in desk.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"email,given_name\r\na@x.example,Ama\r\n", "columns are missing in the first line: city, country, role"),
        (b"\x00\x01\x02 not a table", "not a table"),
        (b"PK\x03\x04 not a workbook", "not a table"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(desk, forum, content, sentence):
    assert send(desk, [], content=content).status_code == 422
    assert sentence in desk.text


def test_a_table_of_windows_keeps_its_accents(desk, forum, city):
    make.city("Lomé", "TG")
    content = "email;given_name;family_name;city;country;role\r\na@x.example;Zoé;;Lomé;TG;delegate\r\n".encode("cp1252")
    desk.get(path_of(send(desk, [], content=content)))
    assert "Zoé" in desk.text
    assert "Import 1 line" in desk.text


def test_a_table_is_discarded_and_another_forums_table_is_out_of_reach(desk, app, forum, city):
    preview = path_of(send(desk, [["a@x.example", "A", "", "Kumasi", "GH", "delegate", "", "", "", ""]]))
    db.session.scalar(sa.select(Upload)).forum_id = make.forum("other").id
    db.session.commit()
    assert desk.get(preview).status_code == 404
    db.session.scalar(sa.select(Upload)).forum_id = forum.id
    db.session.commit()
    desk.get(preview)
    desk.post(f"{preview}/discard")
    assert db.session.scalar(sa.select(Upload)) is None


def test_a_preview_of_many_lines_stays_small(desk, forum, city):
    rows = [[f"p{n}@x.example", f"P{n}", "x", "Nowhere", "GH", "king", "", "", "", ""] for n in range(1000)]
    assert len(desk.get(path_of(send(desk, rows))).data) < 200_000
    xlsx = write_xlsx("people", COLUMNS, [])
    assert send(desk, [], name="p.xlsx", content=xlsx).status_code in (303, 422)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(City)) == 1
