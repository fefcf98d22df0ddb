"""Calendars: what programs of all makes must be able to read, and what hostile text must not do to them."""

import json
import shutil
import subprocess
import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.domain.calendar_entries import session_entry, visit_entry
from exchange.domain.ical import (
    EventStatus,
    EventValue,
    FeedValue,
    Mailbox,
    Method,
    event_bytes,
    feed_bytes,
    invitation_bytes,
    update_bytes,
)
from exchange.domain.programme import Status
from tests.domain.ical_check import Clock, problems, read
from tests.samples import PUBLISHED, sample_programme, sample_visits

ROOT = Path(__file__).resolve().parents[2]
FEED = FeedValue(
    uid="agenda@meet.example.org",
    name="Cities Together, Dakar; 2027",
    zone="Africa/Dakar",
    description="All sessions,\nall visits",
    language="en",
    url="https://meet.example.org/f/dakar-2027/",
    source="https://meet.example.org/f/dakar-2027/agenda.ics",
    accent="#b4472a",
    updated_at=PUBLISHED,
)
EVENT = EventValue(
    uid="6f0c1d52-8a57-4f4e-9d3b-0c8f6f1f2a11@meet.example.org",
    sequence=4,
    updated_at=PUBLISHED,
    starts=datetime(2027, 6, 15, 9, 30, tzinfo=UTC),
    ends=datetime(2027, 6, 15, 10, 45, tzinfo=UTC),
    title="111 · The eighty-day retrofit: keeping tenants at home",
    zone="Europe/Lisbon",
    location="Tejo, level 1, Centro de Congressos",
)
HOSTILE = [
    "A\r\nATTENDEE:mailto:x@y.example",
    "line\u2028separator\u2029paragraph",
    "nul\x00 vt\x0b ff\x0c esc\x1b del\x7f nel\x85",
    'back\\slash; semi, comma: colon "quote"',
    "الماء في الذاكرة 🏙️ " + "long " * 40,
    "‮right to left override‬",
    "\\n \\N \\, \\;",
]


def entries(language="en"):
    programme, page = sample_programme(), "https://meet.example.org/f/dakar-2027"
    words = {"language": language, "host": "meet.example.org"}
    sessions = [
        session_entry(programme, s, url=f"{page}/sessions/{s.code}", format_name=str.title, **words)
        for s in programme.sessions
    ]
    return sessions + [visit_entry(programme, v, url=f"{page}/visits/{v.code}", **words) for v in sample_visits()]


def only_event(data):
    (event,) = read(data).all("VEVENT")
    return event


def feed_of(*events):
    return feed_bytes(FEED, events)


def test_the_whole_agenda_is_a_calendar_without_a_fault():
    assert problems(feed_bytes(FEED, entries())) == []
    assert len(read(feed_bytes(FEED, entries())).all("VEVENT")) == 47


def test_the_same_values_give_the_same_bytes():
    first = feed_bytes(FEED, entries())
    event_bytes.cache_clear()
    assert feed_bytes(FEED, entries()) == first


def test_joined_bytes_equal_what_the_library_writes_for_the_whole():
    data = feed_of(EVENT)
    assert icalendar.Calendar.from_ical(data).to_ical(sorted=True) == data


def test_a_calendar_says_how_often_to_look_again_and_what_it_is():
    calendar = read(feed_bytes(FEED, ()))
    assert calendar.text("REFRESH-INTERVAL") == calendar.text("X-PUBLISHED-TTL") == "PT1H"
    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == FEED.name
    assert calendar.text("COLOR") == "sienna"
    assert calendar.text("LAST-MODIFIED") == "20270402T083000Z"


def test_an_event_is_written_in_the_forums_zone_and_stamped_by_its_data():
    event = only_event(feed_of(EVENT))
    start = event.get("DTSTART")
    assert (start.value, start.parameters) == ("20270615T103000", {"TZID": "Europe/Lisbon"})
    assert event.text("DTSTAMP") == event.text("LAST-MODIFIED") == "20270402T083000Z"
    assert event.text("SEQUENCE") == "4"


def test_a_zone_that_keeps_utc_is_still_named():
    event = only_event(feed_of(replace(EVENT, zone="Africa/Dakar")))
    assert event.get("DTSTART").parameters == {"TZID": "Africa/Dakar"}


def test_an_event_without_a_zone_is_written_in_utc():
    event = only_event(feed_of(replace(EVENT, zone=None)))
    assert event.text("DTSTART") == "20270615T093000Z"
    assert problems(feed_of(replace(EVENT, zone=None))) == []


def test_whole_days_end_before_the_day_named():
    days = replace(EVENT, starts=date(2027, 5, 25), ends=date(2027, 5, 28))
    start = only_event(feed_of(days)).get("DTSTART")
    assert (start.value, start.parameters) == ("20270525", {"VALUE": "DATE"})
    assert problems(feed_of(days)) == []


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="floating"):
        event_bytes(replace(EVENT, starts=EVENT.starts.replace(tzinfo=None)))


def test_two_events_with_one_uid_are_refused():
    with pytest.raises(ValueError, match="share a UID"):
        feed_of(EVENT, EVENT)


def test_a_cancelled_event_stays_and_says_so():
    event = only_event(feed_of(replace(EVENT, status=EventStatus.CANCELLED)))
    assert event.text("STATUS") == "CANCELLED"
    assert event.text("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"


def test_everything_an_event_can_hold_is_written_right():
    full = replace(
        EVENT,
        created_at=PUBLISHED,
        language="fr",
        description="One\n\nTwo",
        url="https://meet.example.org/s/1",
        categories=("Housing, care", "Panel"),
        private=True,
        geo=(38.6974, -9.199),
        video=('Watch "live"', "https://meet.example.org/live/1"),
        attachment="https://meet.example.org/d/briefing.pdf",
    )
    event = only_event(feed_of(full))
    assert problems(feed_of(full)) == []
    assert event.get("CATEGORIES").value == r"Housing\, care,Panel"
    assert event.get("CONFERENCE").parameters == {"FEATURE": "VIDEO", "LABEL": "Watch 'live'", "VALUE": "URI"}
    assert event.text("CLASS") == "PRIVATE"
    assert event.text("GEO") == "38.6974;-9.199"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x.example/\r\nX:1", "file:///etc/passwd", "x"])
def test_only_web_addresses_are_written(address):
    data = feed_of(replace(EVENT, url=address, attachment=address, video=("x", address)))
    event = only_event(data)
    assert problems(data) == []
    assert event.get("URL") is event.get("ATTACH") is event.get("CONFERENCE") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_breaks_the_calendar_nor_adds_lines(text):
    bad = replace(
        EVENT, title=text, location=text, description=text, categories=(text,), video=(text, "https://x.example/")
    )
    data = feed_bytes(replace(FEED, name=text, description=text), [bad])
    event = only_event(data)
    assert problems(data) == []
    assert event.get("ATTENDEE") is None
    again = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(again["SUMMARY"]) == event.text("SUMMARY")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_a_title(text):
    assert problems(feed_of(replace(EVENT, title=f"x{text}", description=text, location=text))) == []


def test_a_moved_session_keeps_its_uid_and_changes_no_other_event():
    moved = replace(EVENT, sequence=5, updated_at=PUBLISHED + timedelta(days=1), location="Alfama")
    before, after = only_event(feed_of(EVENT)), only_event(feed_of(moved))
    different = {new.name for old, new in zip(before.lines, after.lines, strict=True) if old != new}
    assert different == {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "LOCATION"}


def test_an_invitation_names_one_attendee_only():
    data = invitation_bytes(EVENT, Method.REQUEST, Mailbox("Desk", "desk@x.example"), Mailbox("Åsa; B", "a@y.example"))
    event = only_event(data)
    assert problems(data) == []
    assert read(data).text("METHOD") == "REQUEST"
    assert event.get("ATTENDEE").value == "mailto:a@y.example"
    assert event.get("ATTENDEE").parameters["RSVP"] == "TRUE"


def test_a_cancelled_invitation_is_a_cancelled_event():
    data = invitation_bytes(EVENT, Method.CANCEL, Mailbox("Desk", "desk@x.example"), Mailbox("A", "a@y.example"))
    assert problems(data) == []
    assert only_event(data).text("STATUS") == "CANCELLED"


@pytest.mark.parametrize("address", ["x", "a@b\r\nX:1", "a b@c.example", '"a"@b.example', "a@b@c", "a@b,c@d"])
def test_an_invitation_to_no_address_is_refused(address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        invitation_bytes(EVENT, Method.REQUEST, Mailbox("Desk", "desk@x.example"), Mailbox("A", address))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_adds_nothing_to_an_invitation(name):
    data = invitation_bytes(EVENT, Method.REQUEST, Mailbox(name, "d@x.example"), Mailbox(name, "a@y.example"))
    assert problems(data) == []


def changes_of_the_clock(zone, year):
    """Hours around each change of the offset in a year, and the noon of each month."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(365 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    near = {n + k for n in range(1, len(hours)) if offsets[n] != offsets[n - 1] for k in range(-3, 4)}
    return [hours[n] for n in sorted(near | set(range(2, len(hours), 731))) if 0 <= n < len(hours)]


def is_first_reading(instant, zone):
    """False in the second of two hours that the clock shows twice: iCalendar cannot name that one."""
    return instant.astimezone(zone).fold == 0


def wrong_readings(names):
    for name in names:
        zone = ZoneInfo(name)
        instants = [i for i in changes_of_the_clock(zone, 2027) if is_first_reading(i, zone)]
        late = replace(
            EVENT, zone=name, starts=datetime(2027, 1, 2, tzinfo=UTC), ends=datetime(2027, 12, 30, tzinfo=UTC)
        )
        clock = Clock(read(feed_of(late)).all("VTIMEZONE")[0])
        for instant in instants:
            local = instant.astimezone(zone).replace(tzinfo=None)
            if local.year == 2027 and clock.utc(local) != instant:
                yield name, instant


def test_every_zone_reads_the_same_instant_around_every_change_of_the_clock():
    names = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
    assert len(names) > 500
    assert list(wrong_readings(names[::5])) == []


ICAL_JS = """
import ICAL from %s;
import { readFileSync } from "node:fs";
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((part) => {
  const event = new ICAL.Event(part);
  return [event.uid, event.summary, event.description, event.location, event.startDate.toUnixTime(),
    event.endDate.toUnixTime(), event.sequence];
})));
"""


def ical_js(data):
    """The events as the parser of Thunderbird and Nextcloud reads them."""
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    script = ICAL_JS % json.dumps((ROOT / "tests" / "vendor" / "ical.min.js").as_uri())
    command = [node, "--input-type=module", "-e", script]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_another_parser_reads_what_was_meant():
    zones = ["America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham", "Europe/Dublin", None]
    events = entries("fr") + [
        replace(
            EVENT,
            uid=f"{number}-{month}",
            zone=zone,
            title=text,
            description=text,
            location="L",
            starts=start,
            ends=start + timedelta(hours=1),
        )
        for number, (zone, text) in enumerate(zip(zones, HOSTILE, strict=False))
        for month in (1, 4, 7, 11)
        for start in [datetime(2027, month, 2, 12, tzinfo=UTC)]
    ]
    data = feed_bytes(FEED, events)
    mine = {event.text("UID"): event for event in read(data).all("VEVENT")}
    given = {event.uid: event for event in events}
    for uid, summary, description, location, starts, ends, sequence in ical_js(data):
        assert (summary, location) == (mine[uid].text("SUMMARY"), mine[uid].text("LOCATION"))
        assert (description or "") == mine[uid].text("DESCRIPTION")
        assert (starts, ends) == (given[uid].starts.timestamp(), given[uid].ends.timestamp())
        assert sequence == given[uid].sequence


def test_a_visit_is_one_event_at_its_meeting_point_with_its_stops_in_the_text():
    visit = next(v for v in sample_visits() if v.code == "V1")
    entry = visit_entry(sample_programme(), visit, language="fr", host="x.example", url="https://x.example/v")
    assert entry.location == "Forum Centre"
    assert "10:30–11:15 Yeumbeul drainage committee" in entry.description
    assert entry.geo == (14.6708, -17.4381)


def test_a_place_on_the_waiting_list_is_tentative_and_blocks_no_time():
    visit = sample_visits()[0]
    entry = visit_entry(
        sample_programme(), visit, language="fr", host="x.example", url="", transparent=False, tentative=True
    )
    assert (entry.status, entry.transparent) == (EventStatus.TENTATIVE, True)


def test_a_session_in_a_zone_with_an_offset_tells_both_clocks():
    programme = sample_programme()
    abroad = replace(programme, forum=replace(programme.forum, time_zone="America/Argentina/Buenos_Aires"))
    entry = session_entry(abroad, abroad.sessions[0], language="en", host="h", url="", format_name=str)
    assert entry.description.startswith("06:00 Buenos Aires (09:00 UTC) · plenary · EN FR ES PT")


def test_a_cancelled_session_is_a_cancelled_entry():
    programme = sample_programme()
    gone = replace(programme.sessions[0], status=Status.CANCELLED)
    entry = session_entry(programme, gone, language="en", host="h", url="", format_name=str)
    assert entry.status is EventStatus.CANCELLED


def test_entries_to_bring_up_to_date_name_the_organiser_and_nobody_else():
    events = [EVENT, replace(EVENT, uid="other@meet.example.org", status=EventStatus.CANCELLED)]
    data = update_bytes(events, Mailbox("Network of Cities", "forum@meet.example.org"))
    assert problems(data) == []
    calendar = read(data)
    assert calendar.text("METHOD") == "PUBLISH"
    assert [event.text("ORGANIZER") for event in calendar.all("VEVENT")] == ["mailto:forum@meet.example.org"] * 2
    assert [event.text("UID") for event in calendar.all("VEVENT")] == [EVENT.uid, "other@meet.example.org"]
