"""The interpreters' rota on the page and as a table to take away."""

import io

import openpyxl

from tests import make
from tests.agenda.scene import cost, scene


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda/interpreters/rota"


def interpreted(here):
    for session in here.sessions:
        session.languages = ["en", "fr"]
    here.sessions[1].starts_at = here.sessions[0].starts_at


def test_the_rota_names_each_team_and_what_it_costs(app, client):
    here = scene()
    interpreted(here)
    client.sign_in(here.organiser).get(f"{base(here)}?rate=500")
    assert "English 1" in client.text and "French 2" in client.text
    assert "8 days × 500 = 4,000" in client.text
    assert "Nobody has said yet how many teams there are" in client.text
    client.get(f"{base(here)}?rate=500&lang=fr")
    assert "Tableau des interprètes" in client.text and "Anglais 1" in client.text


def test_the_table_holds_a_line_for_each_booth_of_each_session(app, client):
    here = scene()
    interpreted(here)
    here.sessions[0].titles = {"en": "=cmd|' /C calc'!A0"}
    answer = client.sign_in(here.organiser).get(f"{base(here)}.xlsx")
    assert answer.headers["Content-Disposition"].endswith(f'"interpreters-{here.forum.slug}.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == 4
    assert {row[4].value for row in rows} == {"EN 1", "EN 2", "FR 1", "FR 2"}
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_an_agenda_without_interpretation_says_what_to_do(app, client):
    here = scene()
    for session in here.sessions:
        session.languages = ["en"]
    client.sign_in(here.organiser).get(base(here))
    assert "No session is interpreted yet" in client.text


def test_the_rota_is_the_organisers_and_costs_the_same_for_more_sessions(app, client):
    here = scene(1)
    here.sessions[0].languages = ["en", "fr"]
    assert client.sign_in(make.person()).get(base(here)).status_code == 403
    assert client.get(f"{base(here)}.xlsx").status_code == 403
    client.sign_in(here.organiser)
    one = cost(client, base(here))
    for number in (5, 6):
        make.session(
            here.forum, room=here.atelier, starts_at=make.OPENING.replace(hour=number + 5), languages=["en", "fr"]
        )
    assert cost(client, base(here)) == one
