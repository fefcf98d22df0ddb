"""schedule.json and schedule.xml as c3voc defines them (https://c3voc.de/wiki/schedule).

Apps, signs and volunteer systems know an event by its guid and number: both are the session's own
and are never given again. Study visits are events in a room "Off-site"; pauses are no events, and
neither is what was cancelled. Every day is listed, also an empty one.
"""

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from exchange.domain.programme import Contributor, Programme, Room, VisitSheet
from exchange.domain.schedule_events import (
    OFF_SITE,
    Addresses,
    ScheduleDay,
    ScheduleEvent,
    acronym,
    schedule_days,
)
from exchange.domain.text import clean_line

__all__ = ["Addresses", "schedule_json", "schedule_xml"]

_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")
_NAMESPACE = uuid.UUID("5f3d0c3e-54bb-5c0a-9a57-3f0b3c1f8a11")


def schedule_json(
    programme: Programme, visits: Iterable[VisitSheet], addresses: Addresses, language: str, generator: str
) -> bytes:
    """schedule.json (schema 1) as UTF-8; `generator` is the product's version."""
    days = schedule_days(programme, visits, addresses, language)
    conference = {
        **_conference(programme, addresses, language),
        "daysCount": len(days),
        "timeslot_duration": "00:15",
        "rooms": _rooms(programme, days, language),
        "tracks": _tracks(programme, language),
        "days": [_json_day(day) for day in days],
    }
    document = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "exchange", "version": generator},
        "schedule": {"version": str(programme.version), "base_url": addresses.forum, "conference": conference},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def schedule_xml(
    programme: Programme, visits: Iterable[VisitSheet], addresses: Addresses, language: str, generator: str
) -> bytes:
    """schedule.xml as UTF-8; `generator` is the product's version."""
    root = ElementTree.Element("schedule")
    ElementTree.SubElement(root, "generator", {"name": "exchange", "version": generator})
    _text(root, "url", addresses.schedule)
    _text(root, "version", str(programme.version))
    days = schedule_days(programme, visits, addresses, language)
    _xml_conference(root, programme, addresses, language, len(days))
    for day in days:
        _xml_day(root, day)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode() + b"\n"


def _conference(programme: Programme, addresses: Addresses, language: str) -> dict[str, Any]:
    forum = programme.forum
    facts = {
        "acronym": acronym(programme),
        "title": clean_line(programme.say(forum.titles, language).text),
        "start": forum.starts_on.isoformat(),
        "end": forum.ends_on.isoformat(),
        "url": addresses.forum,
        "colors": {"primary": forum.accent},
    }
    # The schema's pattern knows Area/Place only; a zone it refuses would make the whole file invalid.
    return facts | ({"time_zone_name": forum.time_zone} if _ZONE.match(forum.time_zone) else {})


def _rooms(programme: Programme, days: list[ScheduleDay], language: str) -> list[dict[str, Any]]:
    rooms = [_json_room(programme, room, language) for room in programme.rooms]
    if any(OFF_SITE in day.rooms for day in days):
        rooms.append({"name": OFF_SITE, "guid": _guid(programme, OFF_SITE), "type": "outside"})
    return rooms


def _json_room(programme: Programme, room: Room, language: str) -> dict[str, Any]:
    return {
        "name": clean_line(programme.room_name(room, language).text),
        "guid": _guid(programme, f"room {room.code}"),
        "description": clean_line(programme.room_place(room, language).text) or None,
        "capacity": room.capacity,
    }


def _tracks(programme: Programme, language: str) -> list[dict[str, str]]:
    used = {session.theme for session in programme.sessions if not session.is_cancelled}
    return [
        {"name": clean_line(programme.say(theme.names, language).text), "slug": theme.code.lower()}
        for theme in programme.themes
        if theme.code in used
    ]


def _guid(programme: Programme, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{programme.forum.slug} {name}"))


def _person_number(person: Contributor) -> int:
    """A positive integer for life, made of the key: readers file people under it."""
    return uuid.uuid5(_NAMESPACE, person.key).int % 2_000_000_000 + 1


def _json_day(day: ScheduleDay) -> dict[str, Any]:
    return {
        "index": day.day.index,
        "date": day.day.date.isoformat(),
        "day_start": day.starts.isoformat(),
        "day_end": day.ends.isoformat(),
        "rooms": {room: [_json_event(event) for event in events] for room, events in day.rooms.items()},
    }


def _json_event(event: ScheduleEvent) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.number,
        "code": re.sub(r"[^A-Z0-9]", "", event.code.upper()) or "X",
        "date": event.starts.isoformat(),
        "start": f"{event.starts:%H:%M}",
        "end": event.ends.isoformat(),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": None,
        "track": event.track or None,
        "type": event.kind,
        "language": event.language or None,
        "abstract": event.abstract,
        "persons": [_json_person(person) for person in event.people],
        "links": [],
    }


def _json_person(person: Contributor) -> dict[str, Any]:
    guid = str(uuid.uuid5(_NAMESPACE, person.key))
    return {"id": _person_number(person), "guid": guid, "name": clean_line(person.name)}


def _xml_conference(
    root: ElementTree.Element, programme: Programme, addresses: Addresses, language: str, days: int
) -> None:
    facts = _conference(programme, addresses, language)
    conference = ElementTree.SubElement(root, "conference")
    for name in ("title", "acronym", "start", "end"):
        _text(conference, name, facts[name])
    _text(conference, "days", str(days))
    _text(conference, "timeslot_duration", "00:15")
    _text(conference, "base_url", addresses.forum)
    _text(conference, "url", addresses.forum)
    _text(conference, "time_zone_name", programme.forum.time_zone)
    ElementTree.SubElement(conference, "color", {"primary": programme.forum.accent})
    for track in _tracks(programme, language):
        ElementTree.SubElement(conference, "track", {"name": track["name"], "slug": track["slug"]})


def _xml_day(root: ElementTree.Element, day: ScheduleDay) -> None:
    facts = {
        "index": str(day.day.index),
        "date": day.day.date.isoformat(),
        "start": day.starts.isoformat(),
        "end": day.ends.isoformat(),
    }
    element = ElementTree.SubElement(root, "day", facts)
    for name, events in day.rooms.items():
        room = ElementTree.SubElement(element, "room", {"name": name})
        for event in events:
            _xml_event(room, event)


def _xml_event(room: ElementTree.Element, event: ScheduleEvent) -> None:
    element = ElementTree.SubElement(room, "event", {"id": str(event.number), "guid": event.guid})
    _text(element, "room", event.room)
    _text(element, "title", event.title)
    _text(element, "subtitle", "")
    _text(element, "type", event.kind)
    _text(element, "date", event.starts.isoformat())
    _text(element, "start", f"{event.starts:%H:%M}")
    _text(element, "duration", event.duration)
    _text(element, "abstract", event.abstract)
    _text(element, "slug", event.slug)
    _text(element, "track", event.track)
    persons = ElementTree.SubElement(element, "persons")
    for person in event.people:
        _text(persons, "person", clean_line(person.name), id=str(_person_number(person)))
    _text(element, "language", event.language)
    _text(element, "description", "")
    _text(element, "url", event.url)


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text
