"""The agenda as calendar, schedule.json and schedule.xml, answered with 304 where nothing changed."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from exchange.agenda.models import SessionState
from exchange.agenda.signals import VisitsState, agenda_compared, agenda_shown
from tests import samples
from tests.agenda.scene import cost, publish, published, scene
from tests.domain.ical_check import problems

KINDS = ("ics", "json", "xml")


def home(here):
    return f"/f/{here.forum.slug}"


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_has_a_tag_a_date_and_304(client, app, kind):
    here = published()
    path = f"{home(here)}/agenda.{kind}"
    first = client.get(path)
    assert first.status_code == 200 and first.data
    assert first.headers["Cache-Control"] == "public, max-age=300"
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert not tag.startswith("W/")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": date}).status_code == 304
    head = client.client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert head.headers["Content-Length"] == str(len(first.data))
    french = client.get(path, headers={"Accept-Language": "fr", "If-None-Match": tag})
    assert french.status_code == 200 and "Titre 1" in french.text
    here.sessions[0].titles = {"en": "Renamed"}
    publish(here.forum)
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 200 and "Renamed" in again.text


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_without_a_release_is_empty_but_valid(client, app, kind):
    here = scene()
    answer = client.get(f"{home(here)}/agenda.{kind}")
    assert answer.status_code == 200
    assert "Title 1" not in answer.text
    if kind == "ics":
        assert answer.text.startswith("BEGIN:VCALENDAR") and "VEVENT" not in answer.text
    elif kind == "json":
        days = json.loads(answer.text)["schedule"]["conference"]["days"]
        assert [day["rooms"] for day in days] == [{}, {}, {}]
    else:
        assert len(ElementTree.fromstring(answer.data).findall("day")) == 3
    assert client.get(f"/f/no-such-forum/agenda.{kind}").status_code == 404


def test_the_calendar_holds_every_session_and_keeps_its_uid(client, app):
    here = published()
    guid = here.sessions[0].guid
    text = client.get(f"{home(here)}/agenda.ics").text
    assert problems(text.encode()) == []
    assert text.count("BEGIN:VEVENT") == 2 and f"UID:{guid}@localhost" in text
    here.sessions[0].starts_at += timedelta(hours=6)
    here.sessions[1].state = SessionState.CANCELLED
    publish(here.forum)
    text = client.get(f"{home(here)}/agenda.ics").text
    assert f"UID:{guid}@localhost" in text and "SEQUENCE:1" in text and "STATUS:CANCELLED" in text


def test_one_session_is_a_calendar_of_its_own(client, app):
    here = published()
    answer = client.get(f"{home(here)}/sessions/S01.ics")
    assert answer.mimetype == "text/calendar" and answer.text.count("BEGIN:VEVENT") == 1
    assert client.get(f"{home(here)}/sessions/S99.ics").status_code == 404


def test_guids_and_numbers_in_the_schedule_are_the_sessions_own(client, app):
    here = published()
    days = json.loads(client.get(f"{home(here)}/agenda.json").text)["schedule"]["conference"]["days"]
    events = days[0]["rooms"]["Baobab"]
    assert [(event["guid"], event["id"]) for event in events] == [(row.guid, row.number) for row in here.sessions]
    root = ElementTree.fromstring(client.get(f"{home(here)}/agenda.xml").data)
    assert [event.get("guid") for event in root.iter("event")] == [row.guid for row in here.sessions]


def test_study_visits_of_another_room_stand_in_exports_and_end_the_304(client, app):
    here = published()
    tag = client.get(f"{home(here)}/agenda.ics").headers["ETag"]
    visit = samples.sample_visits()[0]

    def visits(_forum):
        return (visit,)

    def state(_forum):
        return VisitsState("one visit", visit.updated_at)

    with agenda_shown.connected_to(visits), agenda_compared.connected_to(state):
        answer = client.get(f"{home(here)}/agenda.ics", headers={"If-None-Match": tag})
        assert answer.status_code == 200 and visit.guid in answer.text
        assert "Off-site" in client.get(f"{home(here)}/agenda.json").text
        client.get(f"{home(here)}/agenda?day=2027-05-26")
        assert visit.code in client.text


def test_an_unchanged_export_costs_a_handful_of_statements(client, app):
    here = published(3)
    path = f"{home(here)}/agenda.ics"
    client.get(path)
    assert cost(client, path) <= 5
