"""The checker itself: each fault planted in a good calendar must be found."""

from datetime import UTC, datetime

import pytest

from exchange.domain.ical import EventValue, FeedValue, Mailbox, Method, feed_bytes, invitation_bytes
from tests.domain.ical_check import problems

EVENT = EventValue(
    uid="one@x.example",
    sequence=1,
    updated_at=datetime(2027, 1, 5, tzinfo=UTC),
    starts=datetime(2027, 6, 15, 9, 30, tzinfo=UTC),
    ends=datetime(2027, 6, 15, 10, 45, tzinfo=UTC),
    title="Opening, with music",
    zone="Europe/Lisbon",
    geo=(38.7, -9.2),
    categories=("Water",),
    url="https://x.example/1",
)
GOOD = feed_bytes(
    FeedValue(uid="f@x.example", name="Forum", zone="Europe/Lisbon", source="https://x.example/f"), [EVENT]
)
INVITED = invitation_bytes(EVENT, Method.REQUEST, Mailbox("D", "d@x.example"), Mailbox("A", "a@x.example"))
LISBON = GOOD[GOOD.index(b"BEGIN:VTIMEZONE") : GOOD.index(b"END:VTIMEZONE") + len(b"END:VTIMEZONE\r\n")]
WHOLE = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VEVENT") + len(b"END:VEVENT\r\n")]

FAULTS = {
    "bare line feeds": (b"\r\n", b"\n"),
    "a line too long": (b"GEO", b"X-LONG:" + b"x" * 80 + b"\r\nGEO"),
    "no end of the last line": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    "a control character": (b"Opening", b"Open\x0bing"),
    "a line separator": (b"Opening", "Open\u2028ing".encode()),
    "a split character": (b"Opening", b"Open" + "é".encode()[:1] + b"\r\n " + "é".encode()[1:]),
    "a component left open": (b"END:VEVENT\r\n", b""),
    "components crossed": (b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR\r\nEND:VEVENT"),
    "an unknown component": (b"VEVENT", b"VPARTY"),
    "no UID": (b"UID:one@x.example\r\n", b""),
    "no DTSTAMP": (b"DTSTAMP:20270105T000000Z\r\n", b""),
    "no end": (b"DTEND;TZID=Europe/Lisbon:20270615T114500\r\n", b""),
    "SUMMARY twice": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSUMMARY:Twice"),
    "a stamp not in UTC": (b"DTSTAMP:20270105T000000Z", b"DTSTAMP:20270105T000000"),
    "a floating time": (b"DTSTART;TZID=Europe/Lisbon:", b"DTSTART:"),
    "a zone and a Z": (b"Lisbon:20270615T103000", b"Lisbon:20270615T103000Z"),
    "an undeclared zone": (LISBON, b""),
    "an unused zone": (b";TZID=Europe/Lisbon:20270615T", b":20270615T"),
    "a zone twice": (LISBON, LISBON * 2),
    "a list of RDATEs": (b"TZNAME:WEST", b"TZNAME:WEST\r\nRDATE:20270328T010000,20280326T010000"),
    "a zone without observances": (LISBON, b"BEGIN:VTIMEZONE\r\nTZID:Europe/Lisbon\r\nEND:VTIMEZONE\r\n"),
    "an end before the start": (b"20270615T114500", b"20270615T093000"),
    "another kind of end": (b"DTEND;TZID=Europe/Lisbon:20270615T114500", b"DTEND:20270615T114500Z"),
    "a comma not escaped": (b"Opening\\,", b"Opening,"),
    "an unknown escape": (b"Opening\\,", b"Opening\\x"),
    "an interval without its type": (b"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL"),
    "an unknown status": (b"STATUS:CONFIRMED", b"STATUS:MAYBE"),
    "a position of another form": (b"GEO:38.7;-9.2", b"GEO:38.7,-9.2"),
    "an address that is none": (b"URL:https://x.example/1", b"URL:javascript:1"),
    "a UID twice": (WHOLE, WHOLE * 2),
    "a negative sequence": (b"SEQUENCE:1", b"SEQUENCE:-1"),
    "a published attendee": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nATTENDEE:mailto:a@x.example"),
    "a colour no calendar knows": (b"VERSION:2.0", b"VERSION:2.0\r\nCOLOR:#b4472a"),
    "a quote left open": (b"LAST-MODIFIED", b'X-A;B="c:d\r\nLAST-MODIFIED'),
}
INVITATION_FAULTS = {
    "no organiser": (b"ORGANIZER;CN=D:mailto:d@x.example\r\n", b""),
    "a second attendee": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nATTENDEE:mailto:b@x.example"),
    "a CANCEL of a confirmed event": (b"METHOD:REQUEST", b"METHOD:CANCEL"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_finds(fault):
    old, new = FAULTS[fault]
    assert old in GOOD
    assert problems(GOOD) == []
    assert problems(GOOD.replace(old, new)) != []


@pytest.mark.parametrize("fault", INVITATION_FAULTS)
def test_the_checker_finds_in_an_invitation(fault):
    old, new = INVITATION_FAULTS[fault]
    assert old in INVITED
    assert problems(INVITED) == []
    assert problems(INVITED.replace(old, new)) != []
