"""Sessions and study visits as entries of a calendar, in the reader's language.

What needs translating (the name of a format) is handed in; everything else is the organiser's.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from exchange.domain.ical import EventStatus, EventValue
from exchange.domain.programme import Programme, Room, Session, Stop, VisitSheet

FormatName = Callable[[str], str]


def session_entry(
    programme: Programme,
    session: Session,
    *,
    language: str,
    host: str,
    url: str,
    format_name: FormatName,
    transparent: bool = True,
    tentative: bool = False,
    mark: str = "",
    plain: Callable[[str], str] = str,
) -> EventValue:
    """A session's entry. `host` ends the UID and is fixed when the instance is set up; `url` is the
    session's page. `transparent` for the whole programme and for what somebody would only like to see,
    `tentative` for who waits for a seat in it. `mark` says what the session is to the owner of the
    calendar ("Must see"); `plain` takes the marks out of the description's Markdown."""
    title = programme.say(session.titles, language)
    room = programme.room(session.room)
    theme = programme.theme(session.theme)
    label = format_name(session.format)
    themes = [programme.say(theme.names, language).text] if theme else []
    name = f"{session.code} · {title.text}"
    status = EventStatus.TENTATIVE if tentative else EventStatus.CONFIRMED
    return EventValue(
        uid=f"{session.guid}@{host}",
        sequence=session.sequence,
        updated_at=session.updated_at,
        starts=session.starts_at,
        ends=session.ends_at,
        zone=programme.forum.time_zone,
        title=f"{mark}: {name}" if mark else name,
        language=title.language,
        location=", ".join(filter(None, [*_room(programme, room, language), programme.forum.venue_name])),
        description=_session_text(programme, session, language, url, label, plain),
        url=url,
        categories=tuple(filter(None, (*themes, label, mark))),
        status=EventStatus.CANCELLED if session.is_cancelled else status,
        transparent=transparent or tentative,
    )


def visit_entry(
    programme: Programme,
    visit: VisitSheet,
    *,
    language: str,
    host: str,
    url: str,
    transparent: bool = True,
    tentative: bool = False,
) -> EventValue:
    """One entry for the whole visit: its stops are in the text, its place is the meeting point.

    `tentative` for a place on the waiting list.
    """
    title = programme.say(visit.titles, language)
    start = visit.stops[0] if visit.stops else None
    status = EventStatus.TENTATIVE if tentative else EventStatus.CONFIRMED
    return EventValue(
        uid=f"{visit.guid}@{host}",
        sequence=visit.sequence,
        updated_at=visit.updated_at,
        starts=visit.starts_at,
        ends=visit.ends_at,
        zone=programme.forum.time_zone,
        title=f"{visit.code} · {title.text}",
        language=title.language,
        location=programme.stop_name(start, language).text if start else programme.forum.venue_name,
        description=_visit_text(programme, visit, language, url),
        url=url,
        status=EventStatus.CANCELLED if visit.is_cancelled else status,
        transparent=transparent or tentative,
        geo=_position(start),
    )


def _session_text(
    programme: Programme, session: Session, language: str, url: str, label: str, plain: Callable[[str], str]
) -> str:
    facts = [_both_clocks(programme, session.starts_at), label, " ".join(code.upper() for code in session.languages)]
    people = "\n".join(
        ", ".join(filter(None, (person.name, person.function, person.city)))
        for person, _ in programme.people_of(session)
    )
    abstract = plain(programme.say(session.abstracts, language).text)
    return "\n\n".join(filter(None, (" · ".join(filter(None, facts)), abstract, people, url)))


def _room(programme: Programme, room: Room | None, language: str) -> tuple[str, ...]:
    if room is None:
        return ()
    return programme.room_name(room, language).text, programme.room_place(room, language).text


def _visit_text(programme: Programme, visit: VisitSheet, language: str, url: str) -> str:
    facts = [_both_clocks(programme, visit.starts_at), " ".join(code.upper() for code in visit.languages)]
    stops = "\n".join(f"{_clock(programme, stop)} {programme.stop_name(stop, language).text}" for stop in visit.stops)
    bring, summary = programme.say(visit.bring, language).text, programme.say(visit.summaries, language).text
    return "\n\n".join(filter(None, (" · ".join(filter(None, facts)), summary, stops, bring, url)))


def _both_clocks(programme: Programme, instant: datetime) -> str:
    """ "10:30 Lisbon (09:30 UTC)": who reads it from afar knows which clock is meant."""
    local = programme.local(instant)
    place = programme.forum.time_zone.rpartition("/")[2].replace("_", " ")
    if not local.utcoffset():
        return f"{local:%H:%M} UTC" if place == "UTC" else f"{local:%H:%M} {place} (UTC)"
    return f"{local:%H:%M} {place} ({instant.astimezone(UTC):%H:%M} UTC)"


def _clock(programme: Programme, stop: Stop) -> str:
    times = (stop.arrives, stop.leaves)
    return "–".join(f"{programme.local(moment):%H:%M}" for moment in times if moment)


def _position(stop: Stop | None) -> tuple[float, float] | None:
    if stop is None or stop.latitude is None or stop.longitude is None:
        return None
    return stop.latitude, stop.longitude
