"""schedule.json and schedule.xml: the rules of their schemas and of the programs that read them."""

import json
import re
import uuid
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import pytest

from exchange.domain.programme import Status
from exchange.domain.schedule_export import Addresses, schedule_json, schedule_xml
from tests.samples import guid, sample_programme, sample_visits

HOME = "https://meet.example.org/f/dakar-2027/"
ADDRESSES = Addresses(forum=HOME, schedule=f"{HOME}agenda.xml")
EVENT_FIELDS = {
    *("abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug", "start"),
    *("subtitle", "title", "track", "type", "url", "code", "end"),
}
CONFERENCE_FIELDS = {
    *("acronym", "title", "start", "end", "url", "colors", "time_zone_name", "daysCount", "timeslot_duration"),
    *("rooms", "tracks", "days"),
}


def as_json(programme=None, visits=None, language="en"):
    programme = programme or sample_programme()
    visits = sample_visits() if visits is None else visits
    return json.loads(schedule_json(programme, visits, ADDRESSES, language, "1.0"))["schedule"]


def as_xml(programme=None, visits=None, language="en"):
    programme = programme or sample_programme()
    visits = sample_visits() if visits is None else visits
    # Our own bytes: nothing in them can harm the parser.
    return ElementTree.fromstring(schedule_xml(programme, visits, ADDRESSES, language, "1.0"))


def json_events(schedule):
    rooms = [room for day in schedule["conference"]["days"] for room in day["rooms"].items()]
    return [(name, event) for name, events in rooms for event in events]


def abroad(zone="Asia/Kathmandu"):
    programme = sample_programme()
    return replace(programme, forum=replace(programme.forum, time_zone=zone))


def test_every_session_and_visit_is_an_event_and_no_pause_is():
    assert len(json_events(as_json())) == len(as_xml().findall("day/room/event")) == 47


def test_json_has_the_fields_its_schema_wants_and_no_others():
    schedule = as_json()
    assert set(schedule["conference"]) == CONFERENCE_FIELDS
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}", schedule["conference"]["acronym"])
    for name, event in json_events(schedule):
        assert set(event) == EVENT_FIELDS
        assert event["room"] == name
        assert re.fullmatch(r"[0-9]+:[0-9]{2}", event["duration"])
        assert re.fullmatch(r"[a-z0-9_-]+[a-z0-9]", event["slug"])
        assert re.fullmatch(r"[A-Z0-9]+", event["code"])


def test_a_json_person_is_of_one_kind_only():
    # The schema takes a person of frab or of pretalx, and refuses one that could be both.
    people = [person for _, event in json_events(as_json()) for person in event["persons"]]
    assert people
    assert all(set(person) == {"id", "guid", "name"} for person in people)


def test_ids_and_guids_are_unique_and_the_sessions_own():
    events = [event for _, event in json_events(as_json())]
    assert len({event["guid"] for event in events}) == len({event["id"] for event in events}) == len(events)
    by_code = {event["code"]: event for event in events}
    assert (by_code["S07"]["id"], by_code["S07"]["guid"]) == (7, guid("S07"))
    assert by_code["V1"]["id"] == 1_000_001


def test_ids_survive_a_move_and_another_title():
    programme = sample_programme()
    moved = replace(programme.sessions[0], room="R3", titles={"en": "Another"})
    again = as_json(replace(programme, sessions=(moved, *programme.sessions[1:])))
    (event,) = [event for _, event in json_events(again) if event["code"] == "S01"]
    assert (event["id"], event["guid"], event["slug"]) == (1, guid("S01"), "dakar_2027-session-1")


def test_times_carry_the_offset_of_the_forums_zone():
    for _, event in json_events(as_json(abroad())):
        start, end = datetime.fromisoformat(event["date"]), datetime.fromisoformat(event["end"])
        hours, minutes = event["duration"].split(":")
        assert event["date"].endswith("+05:45")
        assert (end - start).total_seconds() == int(hours) * 3600 + int(minutes) * 60
        assert event["start"] == f"{start:%H:%M}"


def test_a_zone_name_the_schema_refuses_is_left_out():
    assert "time_zone_name" not in as_json(abroad("EST5EDT"))["conference"]


def test_empty_days_are_listed_and_days_are_numbered():
    programme = sample_programme()
    only = replace(programme, sessions=programme.sessions[:1])
    assert [(day["index"], len(day["rooms"])) for day in as_json(only, ())["conference"]["days"]] == [
        *[(1, 1), (2, 0), (3, 0)]
    ]
    assert [day.get("index") for day in as_xml(only, ()).findall("day")] == ["1", "2", "3"]


def test_visits_are_off_site_and_capacities_in_json_only():
    schedule = as_json()
    assert {name for name, event in json_events(schedule) if event["type"] == "study_visit"} == {"Off-site"}
    capacities = {room["name"]: room.get("capacity") for room in schedule["conference"]["rooms"]}
    assert (capacities["Baobab"], capacities["Off-site"]) == (250, None)


def test_cancelled_sessions_are_no_events():
    programme = sample_programme()
    off = replace(programme.sessions[0], status=Status.CANCELLED)
    again = replace(programme, sessions=(off, *programme.sessions[1:]))
    assert "S01" not in {event["code"] for _, event in json_events(as_json(again))}


def test_texts_are_in_the_language_asked_for():
    schedule = as_json(language="fr")
    assert schedule["conference"]["title"] == "Villes ensemble"
    assert "Eau, assainissement et hygiène" in {track["name"] for track in schedule["conference"]["tracks"]}


REQUIRED = ("room", "title", "type", "date", "start", "duration", "abstract", "track")
PATTERNS = {
    "date": r".+(Z|[+-]\d{2}:\d{2})",
    "start": r"[0-2]\d:[0-5]\d",
    "duration": r"\d{1,2}:\d{2}",
    "slug": r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}",
    "url": r"https?://.*",
}


def test_xml_events_have_what_every_reader_needs():
    root = as_xml(abroad())
    for room in root.findall("day/room"):
        for event in room.findall("event"):
            assert event.findtext("room") == room.get("name")
            assert all(event.find(name) is not None for name in REQUIRED)
            assert all(re.fullmatch(pattern, event.findtext(name) or "") for name, pattern in PATTERNS.items())
            assert int(event.get("id")) > 0
            assert str(uuid.UUID(event.get("guid"))) == event.get("guid")
            assert all(person.get("id").isdigit() for person in event.findall("persons/person"))


def test_xml_has_unique_ids_guids_and_slugs():
    events = as_xml().findall("day/room/event")
    for values in (
        [e.get("id") for e in events],
        [e.get("guid") for e in events],
        [e.findtext("slug") for e in events],
    ):
        assert len(set(values)) == len(events)


def test_the_xml_conference_comes_before_its_days():
    root = as_xml()
    assert [child.tag for child in root] == ["generator", "url", "version", "conference", "day", "day", "day"]
    assert re.fullmatch(r"[a-z0-9_-]{4,}", root.findtext("conference/acronym"))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", track.get("slug")) for track in root.findall("conference/track"))


@pytest.mark.parametrize("text", ["a\x00b\x0bc", "<script>&amp;]]>", "\ud800 alone", "￾"])
def test_text_that_xml_cannot_hold_does_no_harm(text):
    programme = sample_programme()
    bad = replace(programme.sessions[0], titles={"en": text}, abstracts={"en": text})
    again = replace(programme, sessions=(bad, *programme.sessions[1:]))
    title = as_xml(again).find("day/room/event").findtext("title")
    assert title == {event["code"]: event for _, event in json_events(as_json(again))}["S01"]["title"]


def test_a_short_slug_still_makes_an_acronym():
    programme = sample_programme()
    short = replace(programme, forum=replace(programme.forum, slug="x"))
    assert as_json(short)["conference"]["acronym"] == "x___"
