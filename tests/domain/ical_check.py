"""A strict reader of iCalendar, written against the RFCs and not against the library that wrote the bytes.

`problems(data)` lists what is wrong; `read(data)` gives the components; `Clock` says which instant a
local time with a TZID means, by the VTIMEZONE alone.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

ONCE = {
    "VEVENT": {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"),
        *("DESCRIPTION", "GEO", "URL", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "DURATION"),
    },
    "VCALENDAR": {
        *("VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "LAST-MODIFIED", "URL", "COLOR", "SOURCE"),
        *("REFRESH-INTERVAL", "X-WR-CALNAME", "X-WR-TIMEZONE", "X-PUBLISHED-TTL"),
    },
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
REQUIRED = {
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"},
    "VCALENDAR": {"VERSION", "PRODID"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
INSIDE = {
    "VCALENDAR": {None},
    "VTIMEZONE": {"VCALENDAR"},
    "VEVENT": {"VCALENDAR"},
    "STANDARD": {"VTIMEZONE"},
    "DAYLIGHT": {"VTIMEZONE"},
}
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "TZNAME"}
SHAPES = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "CREATED": r"\d{8}T\d{6}Z",
    "SEQUENCE": r"\d{1,9}",
    "STATUS": r"CONFIRMED|TENTATIVE|CANCELLED",
    "TRANSP": r"OPAQUE|TRANSPARENT",
    "CLASS": r"PUBLIC|PRIVATE|CONFIDENTIAL",
    "GEO": r"-?\d{1,2}(\.\d+)?;-?\d{1,3}(\.\d+)?",
    "URL": r"https?://\S+",
    "SOURCE": r"https?://\S+",
    "ATTACH": r"https?://\S+",
    "CONFERENCE": r"https?://\S+",
    "REFRESH-INTERVAL": r"P(\d+D)?(T\d+[HMS])?",
    "X-PUBLISHED-TTL": r"P(\d+D)?(T\d+[HMS])?",
    "TZOFFSETFROM": r"[+-]\d{4}(\d{2})?",
    "TZOFFSETTO": r"[+-]\d{4}(\d{2})?",
    "VERSION": r"2\.0",
    "METHOD": r"PUBLISH|REQUEST|REPLY|CANCEL",
    "COLOR": r"[a-z]+",
    "ORGANIZER": r"mailto:[^@\s]+@[^@\s]+",
    "ATTENDEE": r"mailto:[^@\s]+@[^@\s]+",
}
MUST_SAY = {"REFRESH-INTERVAL": ("VALUE", "DURATION"), "SOURCE": ("VALUE", "URI"), "CONFERENCE": ("VALUE", "URI")}
_NAME = r"[A-Z0-9-]+"
_PARAMETER = re.compile(rf';({_NAME})=("[^"\x00-\x1f\x7f]*"|[^",;:\x00-\x1f\x7f]*)')
_ESCAPE = re.compile(r"\\[\\;,nN]")


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def get(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        line = self.get(name)
        return line.text if line else ""

    def all(self, name: str) -> list["Component"]:
        return [part for part in self.inside if part.name == name]


def read(data: bytes) -> Component:
    """The VCALENDAR. Raises ValueError for what is not even a tree of content lines."""
    whole = Component("")
    stack = [whole]
    for text in _unfolded(data):
        line = _line(text)
        if line.name == "BEGIN":
            stack.append(Component(line.value))
            stack[-2].inside.append(stack[-1])
        elif line.name == "END":
            if len(stack) == 1 or stack.pop().name != line.value:
                raise ValueError(f"END:{line.value} closes something else")
        else:
            stack[-1].lines.append(line)
    if len(stack) != 1 or len(whole.inside) != 1 or whole.lines:
        raise ValueError("not one calendar with everything inside it")
    return whole.inside[0]


def problems(data: bytes) -> list[str]:
    """What is wrong, each as a sentence; empty when nothing is."""
    found = _bytes(data)
    try:
        calendar = read(data)
    except ValueError as error:
        return [*found, str(error)]
    found += _component(calendar, None)
    found += _zones(calendar)
    found += _invitation(calendar)
    uids = [event.text("UID") for event in calendar.all("VEVENT")]
    return found + [f"the UID {uid} is used twice" for uid in set(uids) if uids.count(uid) > 1]


def _bytes(data: bytes) -> list[str]:
    found = []
    if not data.endswith(b"\r\n"):
        found.append("the last line has no end")
    if b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        found.append("a line ends otherwise than in CRLF")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"a line of {len(line)} octets")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append("a fold splits a character")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xe2\x80[\xa8\xa9]|\xc2[\x80-\x9f]", data):
        found.append("a control character or line separator")
    return found


def _unfolded(data: bytes) -> list[str]:
    text = re.sub(rb"\r\n[ \t]", b"", data).decode(errors="replace")
    return text.removesuffix("\r\n").split("\r\n")


def _line(text: str) -> Line:
    start = re.match(_NAME, text)
    if not start:
        raise ValueError(f"no property name: {text[:40]!r}")
    rest, parameters = text[start.end() :], {}
    while found := _PARAMETER.match(rest):
        parameters[found[1]] = found[2].strip('"')
        rest = rest[found.end() :]
    if not rest.startswith(":"):
        raise ValueError(f"no colon: {text[:40]!r}")
    return Line(start[0], parameters, rest[1:])


def _component(component: Component, parent: str | None) -> list[str]:
    name = component.name
    if name not in INSIDE:
        return [f"an unknown component {name}"]
    found = [] if parent in INSIDE[name] else [f"{name} inside {parent}"]
    names = [line.name for line in component.lines]
    found += [f"{name} without {wanted}" for wanted in REQUIRED[name] - set(names)]
    found += [f"{name} with {once} twice" for once in ONCE[name] if names.count(once) > 1]
    for line in component.lines:
        found += _property(line)
    if name == "VEVENT":
        found += _times(component)
    if name == "VTIMEZONE" and not component.inside:
        found.append("VTIMEZONE without an observance")
    if "RDATE" in names:
        found.append("an RDATE list")
    for part in component.inside:
        found += _component(part, name)
    return found


def _property(line: Line) -> list[str]:
    found = []
    if line.name in SHAPES and not re.fullmatch(SHAPES[line.name], line.value):
        found.append(f"{line.name}:{line.value[:40]} has another form")
    if line.name in MUST_SAY and line.parameters.get(MUST_SAY[line.name][0]) != MUST_SAY[line.name][1]:
        found.append(f"{line.name} does not name its type")
    if line.name in TEXTS:
        bare = _ESCAPE.sub("", line.value)
        separators = bare.replace(",", "") if line.name == "CATEGORIES" else bare
        if "\\" in bare or "," in separators or ";" in separators:
            found.append(f"{line.name} is not escaped")
    return found


def _times(event: Component) -> list[str]:
    start, end = event.get("DTSTART"), event.get("DTEND")
    if start is None or end is None:
        return ["VEVENT without DTEND"]
    found = []
    for line in (start, end):
        dated = line.parameters.get("VALUE") == "DATE"
        if not re.fullmatch(r"\d{8}" if dated else r"\d{8}T\d{6}Z?", line.value):
            found.append(f"{line.name}:{line.value} is no time")
        elif not dated and not line.value.endswith("Z") and "TZID" not in line.parameters:
            found.append(f"{line.name} floats")
        elif line.value.endswith("Z") and "TZID" in line.parameters:
            found.append(f"{line.name} has a zone and a Z")
    if start.parameters != end.parameters:
        found.append("DTSTART and DTEND are of different kinds")
    elif not found and end.value <= start.value:
        found.append("the event ends before it starts")
    return found


def _zones(calendar: Component) -> list[str]:
    declared = [zone.text("TZID") for zone in calendar.all("VTIMEZONE")]
    lines = (line for event in calendar.all("VEVENT") for line in event.lines)
    used = {line.parameters["TZID"] for line in lines if "TZID" in line.parameters}
    found = [f"the zone {name} is not declared" for name in used - set(declared)]
    found += [f"the zone {name} is not used" for name in set(declared) - used]
    return found + [f"the zone {name} is declared twice" for name in set(declared) if declared.count(name) > 1]


def _invitation(calendar: Component) -> list[str]:
    method, events = calendar.text("METHOD"), calendar.all("VEVENT")
    invited = [line for event in events for line in event.lines if line.name == "ATTENDEE"]
    if method == "PUBLISH":
        return ["a published calendar names attendees"] if invited else []
    if method not in ("REQUEST", "CANCEL"):
        return []
    found = [] if len(events) == 1 else ["an invitation to other than one event"]
    found += [] if len(invited) == 1 else ["an invitation that names other than one attendee"]
    found += [] if all(event.get("ORGANIZER") for event in events) else ["an invitation without ORGANIZER"]
    if method == "CANCEL" and any(event.text("STATUS") != "CANCELLED" for event in events):
        found.append("a CANCEL of an event that is not cancelled")
    return found


class Clock:
    """Local time to UTC as a calendar program works it out from one VTIMEZONE."""

    def __init__(self, zone: Component) -> None:
        parts = [
            (_naive(part.text("DTSTART")), _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO")))
            for part in zone.inside
        ]
        self.observances = sorted((onset - before, after) for onset, before, after in parts)

    def utc(self, local: datetime) -> datetime:
        """The instant of a naive local time; of a repeated hour the first, as RFC 5545 3.3.5 asks."""
        candidates = [
            local - after
            for number, (onset, after) in enumerate(self.observances)
            if onset <= local - after and self._lasts(number, local - after)
        ]
        if not candidates:
            raise ValueError(f"no observance covers {local}")
        return min(candidates).replace(tzinfo=UTC)

    def _lasts(self, number: int, instant: datetime) -> bool:
        following = self.observances[number + 1 : number + 2]
        return not following or instant < following[0][0]


def _naive(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:7] or 0))
