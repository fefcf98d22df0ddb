"""Calendar entries and feeds as bytes (RFC 5545, 7986, 5546); the only user of icalendar.

The same values always give the same bytes: stamps come from the data, never from the clock, so
that a feed nobody changed keeps its ETag. Events are written once and joined into feeds, which is
hundreds of times quicker than writing the feed each time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCalAddress, vDDDTypes, vText

from exchange.domain.colour_names import css_name
from exchange.domain.text import clean_line, clean_text
from exchange.domain.vtimezone import observances

PRODUCT = "-//Exchange//Conference manager for a network of cities//EN"
REFRESH = timedelta(hours=1)

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
_ADDRESS_OF_PAGE = re.compile(r"https?://[^\s\"<>\\^`{|}\x00-\x1f]+")


class EventStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class EventValue:
    """One entry of a calendar. Hashable: equal values are serialised once.

    `uid` is for life. `starts` and `ends` are aware instants, shown in `zone` (an IANA name) or in
    UTC when there is none; or two dates, the second one exclusive. `geo` is (latitude, longitude)
    in degrees, `video` is (label, address).
    """

    uid: str
    sequence: int
    updated_at: datetime
    starts: datetime | date
    ends: datetime | date
    title: str
    zone: str | None = None
    created_at: datetime | None = None
    language: str = ""
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    transparent: bool = False
    private: bool = False
    geo: tuple[float, float] | None = None
    video: tuple[str, str] | None = None
    attachment: str = ""


@dataclass(frozen=True)
class FeedValue:
    """What a calendar says about itself; `accent` is "#rrggbb", `source` the feed's own address."""

    uid: str
    name: str
    zone: str
    description: str = ""
    language: str = ""
    url: str = ""
    source: str = ""
    accent: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Mailbox:
    name: str
    address: str


@lru_cache(maxsize=8192)
def event_bytes(event: EventValue) -> bytes:
    """BEGIN:VEVENT … END:VEVENT with CRLF; remembered, for it does not change by itself."""
    return bytes(_event(event).to_ical())


def feed_bytes(feed: FeedValue, events: Iterable[EventValue]) -> bytes:
    """A whole calendar to subscribe to. Raises ValueError when two events share a UID."""
    wanted = tuple(events)
    if len({event.uid for event in wanted}) != len(wanted):
        raise ValueError("two events share a UID")
    head = _calendar(feed).to_ical().removesuffix(b"END:VCALENDAR\r\n")
    return b"".join([head, *_zones(wanted), *map(event_bytes, wanted), b"END:VCALENDAR\r\n"])


def update_bytes(events: Iterable[EventValue], organiser: Mailbox) -> bytes:
    """Entries to bring up to date in somebody's calendar; nobody is asked for an answer (METHOD:PUBLISH)."""
    wanted = tuple(events)
    entries = [_event(event) for event in wanted]
    for entry in entries:
        entry.add("organizer", _calendar_address(organiser))
    return _mailed(Method.PUBLISH, wanted, entries)


def invitation_bytes(event: EventValue, method: Method, organiser: Mailbox, attendee: Mailbox) -> bytes:
    """An invitation (or its cancelling) for one person, for a mail with the same method in its header.

    Only this attendee is named. Raises ValueError when an address is none.
    """
    cancelled = replace(event, status=EventStatus.CANCELLED) if method is Method.CANCEL else event
    entry = _event(cancelled)
    entry.add("organizer", _calendar_address(organiser))
    guest = _calendar_address(attendee)
    guest.params["CUTYPE"] = "INDIVIDUAL"
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    if method is Method.REQUEST:
        guest.params["PARTSTAT"] = "NEEDS-ACTION"
        guest.params["RSVP"] = "TRUE"
    entry.add("attendee", guest, encode=False)
    return _mailed(method, (cancelled,), [entry])


def _mailed(method: Method, events: tuple[EventValue, ...], entries: list[icalendar.Event]) -> bytes:
    calendar = _bare_calendar()
    calendar.add("method", method.value)
    head = calendar.to_ical().removesuffix(b"END:VCALENDAR\r\n")
    return b"".join([head, *_zones(events), *(entry.to_ical() for entry in entries), b"END:VCALENDAR\r\n"])


def _event(event: EventValue) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", clean_line(event.uid))
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("last-modified", event.updated_at.astimezone(UTC))
    if event.created_at:
        entry.add("created", event.created_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    _add_moment(entry, "dtstart", event.starts, event.zone)
    _add_moment(entry, "dtend", event.ends, event.zone)
    entry.add("summary", clean_line(event.title), _language(event.language))
    _add_texts(entry, event)
    entry.add("status", event.status.value)
    entry.add("transp", "TRANSPARENT" if event.transparent else "OPAQUE")
    entry.add("class", "PRIVATE" if event.private else "PUBLIC")
    _add_addresses(entry, event)
    entry.add("x-microsoft-cdo-busystatus", _busy(event))
    return entry


def _add_moment(entry: icalendar.Event, name: str, value: datetime | date, zone: str | None) -> None:
    moment = _moment(value, zone)
    if zone and isinstance(moment, datetime):
        # Written as a local time with its TZID by ourselves: the library takes zones that keep UTC, as
        # Africa/Dakar, for UTC and drops their name.
        entry.add(name, moment.replace(tzinfo=None), {"TZID": zone})
    else:
        entry.add(name, moment)


def _add_texts(entry: icalendar.Event, event: EventValue) -> None:
    if location := clean_line(event.location):
        entry.add("location", location)
    if description := _paragraphs(event.description):
        entry.add("description", description)
    if event.geo:
        entry.add("geo", event.geo)
    if categories := [clean_line(category) for category in event.categories if clean_line(category)]:
        entry.add("categories", categories)


def _add_addresses(entry: icalendar.Event, event: EventValue) -> None:
    if url := _web_address(event.url):
        entry.add("url", url)
    if event.video and (link := _web_address(event.video[1])):
        label = _parameter(event.video[0])
        entry.add("conference", link, {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label})
    if attachment := _web_address(event.attachment):
        entry.add("attach", attachment, {"FMTTYPE": "application/pdf"})


def _busy(event: EventValue) -> str:
    if event.transparent or event.status is EventStatus.CANCELLED:
        return "FREE"
    return "TENTATIVE" if event.status is EventStatus.TENTATIVE else "BUSY"


def _bare_calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _calendar(feed: FeedValue) -> icalendar.Calendar:
    calendar = _bare_calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("uid", clean_line(feed.uid))
    name = clean_line(feed.name)
    calendar.add("name", vText(name), _language(feed.language))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(feed.zone))
    if description := _paragraphs(feed.description):
        calendar.add("description", description)
        calendar.add("x-wr-caldesc", vText(description))
    if feed.accent:
        calendar.add("color", css_name(feed.accent))
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDDDTypes(REFRESH))
    if url := _web_address(feed.url):
        calendar.add("url", url)
    if source := _web_address(feed.source):
        calendar.add("source", source, {"VALUE": "URI"})
    if feed.updated_at:
        calendar.add("last-modified", feed.updated_at.astimezone(UTC))
    return calendar


def _zones(events: tuple[EventValue, ...]) -> list[bytes]:
    """A VTIMEZONE for each zone in use, over the years in use."""
    timed = [event for event in events if event.zone and isinstance(event.starts, datetime)]
    spans: dict[str, list[int]] = {}
    for event in timed:
        zone = event.zone or ""
        spans.setdefault(zone, []).extend(_moment(edge, zone).year for edge in (event.starts, event.ends))
    return [_zone_bytes(zone, min(years), max(years)) for zone, years in sorted(spans.items())]


@lru_cache(maxsize=1024)
def _zone_bytes(name: str, first_year: int, last_year: int) -> bytes:
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    for observance in observances(name, first_year, last_year):
        part = icalendar.TimezoneDaylight() if observance.is_daylight else icalendar.TimezoneStandard()
        part.add("dtstart", observance.onset)
        part.add("tzoffsetfrom", observance.before)
        part.add("tzoffsetto", observance.after)
        part.add("tzname", clean_line(observance.name))
        zone.add_component(part)
    return bytes(zone.to_ical())


def _moment(value: datetime | date, zone: str | None) -> datetime | date:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("an event needs aware instants: a floating time is another one for every reader")
    return value.astimezone(ZoneInfo(zone) if zone else UTC)


def _language(code: str) -> dict[str, str]:
    return {"LANGUAGE": code} if code else {}


def _paragraphs(text: str) -> str:
    # A line or paragraph separator is a line break here: some clients split lines at them.
    return clean_text(text.replace("\u2028", "\n").replace("\u2029", "\n\n"))


def _web_address(text: str) -> str:
    return text if _ADDRESS_OF_PAGE.fullmatch(text) else ""


def _parameter(text: str) -> str:
    """A parameter value cannot hold a double quote (RFC 5545 3.2)."""
    return clean_line(text).replace('"', "'")


def _calendar_address(mailbox: Mailbox) -> vCalAddress:
    if not _ADDRESS.fullmatch(mailbox.address):
        raise ValueError("not an e-mail address")
    address = vCalAddress(f"mailto:{mailbox.address}")
    if mailbox.name:
        address.params["CN"] = _parameter(mailbox.name)
    return address
