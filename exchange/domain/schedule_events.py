"""What schedule.json and schedule.xml both say: the events of each day, room by room."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange.domain.programme import Contributor, Day, Programme, Session, VisitSheet
from exchange.domain.text import clean_line, clean_text

OFF_SITE = "Off-site"
VISIT_TYPE = "study_visit"
# Visits and sessions are numbered apart; an id must be unique among both.
VISIT_IDS = 1_000_000


@dataclass(frozen=True)
class Addresses:
    """Where things are on the web: the forum's page (with a final slash) and the export itself."""

    forum: str
    schedule: str

    def session(self, session: Session) -> str:
        return f"{self.forum}sessions/{session.code}"

    def visit(self, visit: VisitSheet) -> str:
        return f"{self.forum}visits/{visit.code}"


@dataclass(frozen=True)
class ScheduleEvent:
    """What both formats say about a session or a visit."""

    guid: str
    number: int
    code: str
    slug: str
    url: str
    title: str
    kind: str
    starts: datetime
    ends: datetime
    room: str
    language: str
    track: str
    abstract: str
    people: tuple[Contributor, ...]

    @property
    def duration(self) -> str:
        minutes = int((self.ends - self.starts).total_seconds() // 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True)
class ScheduleDay:
    day: Day
    starts: datetime
    ends: datetime
    rooms: dict[str, list[ScheduleEvent]]


def schedule_days(
    programme: Programme, visits: Iterable[VisitSheet], addresses: Addresses, language: str
) -> list[ScheduleDay]:
    events = [_of_session(programme, s, addresses, language) for s in programme.in_order if not s.is_cancelled]
    events += [_of_visit(programme, v, addresses, language) for v in visits if not v.is_cancelled]
    return [_day(programme, day, [e for e in events if e.starts.date() == day.date]) for day in programme.days]


def _day(programme: Programme, day: Day, events: list[ScheduleEvent]) -> ScheduleDay:
    midnight = datetime.combine(day.date, datetime.min.time(), programme.forum.zone)
    rooms: dict[str, list[ScheduleEvent]] = {}
    for event in events:
        rooms.setdefault(event.room, []).append(event)
    starts = min((event.starts for event in events), default=midnight)
    ends = max((event.ends for event in events), default=midnight + timedelta(hours=23, minutes=59))
    return ScheduleDay(day, starts, ends, rooms)


def _of_session(programme: Programme, session: Session, addresses: Addresses, language: str) -> ScheduleEvent:
    room, theme = programme.room(session.room), programme.theme(session.theme)
    return ScheduleEvent(
        guid=session.guid,
        number=session.number,
        code=session.code,
        slug=f"{acronym(programme)}-session-{session.number}",
        url=addresses.session(session),
        title=clean_line(programme.say(session.titles, language).text) or session.code,
        kind=session.format,
        starts=programme.local(session.starts_at),
        ends=programme.local(session.ends_at),
        room=clean_line(programme.room_name(room, language).text) if room else OFF_SITE,
        language=session.languages[0] if session.languages else "",
        track=clean_line(programme.say(theme.names, language).text) if theme else "",
        abstract=clean_text(programme.say(session.abstracts, language).text),
        people=tuple(person for person, _ in programme.people_of(session)),
    )


def _of_visit(programme: Programme, visit: VisitSheet, addresses: Addresses, language: str) -> ScheduleEvent:
    theme = programme.theme(visit.themes[0].partition("-")[0]) if visit.themes else None
    return ScheduleEvent(
        guid=visit.guid,
        number=VISIT_IDS + visit.number,
        code=visit.code,
        slug=f"{acronym(programme)}-visit-{visit.number}",
        url=addresses.visit(visit),
        title=clean_line(programme.say(visit.titles, language).text) or visit.code,
        kind=VISIT_TYPE,
        starts=programme.local(visit.starts_at),
        ends=programme.local(visit.ends_at),
        room=OFF_SITE,
        language=visit.languages[0] if visit.languages else "",
        track=clean_line(programme.say(theme.names, language).text) if theme else "",
        abstract=clean_text(programme.say(visit.summaries, language).text),
        people=(),
    )


def acronym(programme: Programme) -> str:
    """[a-z0-9_]{4,}: the slug, for JSON's pattern takes no hyphen in the middle."""
    return re.sub(r"[^a-z0-9]+", "_", programme.forum.slug.lower()).ljust(4, "_")
