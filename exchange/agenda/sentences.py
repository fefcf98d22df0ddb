"""The agenda in sentences: days and times, what clashes, what changed."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, get_locale, gettext

from exchange.agenda.models import Format, SessionRole
from exchange.domain.programme import Contributor, Localised, Programme, Session, Texts
from exchange.domain.programme_diff import Change, ChangeKind
from exchange.domain.timetable import Clash, ClashKind, Placed
from exchange.i18n import language_name, word

# CLDR's own long form puts commas and months first in English.
_DAY = {"es": "EEEE d 'de' MMMM", "pt": "EEEE, d 'de' MMMM"}


def _(text: str, **facts: object) -> str:
    """gettext with a type."""
    return str(gettext(text, **facts))


def page_language() -> str:
    """Code of the page's language."""
    return str(get_locale() or "en").split("_", 1)[0]


def day_name(day: date) -> str:
    """'Tuesday 25 May' in the page's language."""
    text: str = format_date(day, _DAY.get(page_language(), "EEEE d MMMM"))
    return text[:1].upper() + text[1:]


def short_day(day: date) -> str:
    """'Tue 25 May'."""
    text: str = format_date(day, "EEE d MMM")
    return text[:1].upper() + text[1:]


def full_date(day: date) -> str:
    """'16 November 2026'."""
    return str(format_date(day, "long" if page_language() == "es" else "d MMMM y"))


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """'09:00' on a wall of the venue."""
    return f"{instant.astimezone(zone):%H:%M}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """'09:00–10:15'."""
    return f"{clock(starts_at, zone)}–{clock(ends_at, zone)}"


def when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """'Tue 25 May, 09:00–10:15'."""
    day = short_day(starts_at.astimezone(zone).date())
    return _("%(day)s, %(time)s", day=day, time=span(starts_at, ends_at, zone))


def codes(languages: Iterable[str]) -> str:
    """'EN, FR'."""
    return ", ".join(code.upper() for code in languages)


# Clashes


def clash_sentence(clash: Clash, zone: ZoneInfo, own: int | None = None) -> str:
    """What clashes, with names. `own`: key of the session being edited, which need not be named again."""
    return _SAY[clash.kind](clash, zone, own)


def _facts(one: Placed, zone: ZoneInfo) -> dict[str, str]:
    return {"code": one.code, "title": one.title, "time": span(one.starts_at, one.ends_at, zone)}


def _room_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    room = clash.room.name if clash.room else ""
    if own is not None and (other := clash.beside(own)):
        return _("Room %(room)s has %(code)s “%(title)s” %(time)s.", room=room, **_facts(other, zone))
    first, second = clash.sessions
    return _(
        "Room %(room)s has both %(first)s “%(first_title)s” %(first_time)s and %(second)s “%(second_title)s” "
        "%(second_time)s.",
        room=room, first=first.code, first_title=first.title, first_time=span(first.starts_at, first.ends_at, zone),
        second=second.code, second_title=second.title,
        second_time=span(second.starts_at, second.ends_at, zone),
    )  # fmt: skip


def _person_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    name = clash.person.name if clash.person else ""
    if own is not None and (other := clash.beside(own)):
        facts = {"name": name, **_facts(other, zone)}
        if clash.role_in(other) == SessionRole.CHAIR:
            return _("%(name)s chairs %(code)s “%(title)s” at that time (%(time)s).", **facts)
        return _("%(name)s takes part in %(code)s “%(title)s” at that time (%(time)s).", **facts)
    first, second = clash.sessions
    return _(
        "%(name)s is needed in %(first)s %(first_time)s and in %(second)s %(second_time)s.",
        name=name, first=first.code, first_time=span(first.starts_at, first.ends_at, zone),
        second=second.code, second_time=span(second.starts_at, second.ends_at, zone),
    )  # fmt: skip


def _outside(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    return _("%(code)s is on %(day)s: that is no day of the forum.", code=_called(one), day=_day_of(one, zone))


def _backwards(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _("%(code)s ends before it starts.", code=_called(clash.sessions[0]))


def _past_midnight(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    time = span(one.starts_at, one.ends_at, zone)
    return _(
        "%(code)s goes on past midnight (%(time)s). It must end on the day it starts.", code=_called(one), time=time
    )


def _in_pause(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one, pause = clash.sessions[0], clash.facts["pause"]
    return _(
        "%(code)s (%(time)s) takes place during “%(pause)s” (%(pause_time)s).",
        code=_called(one), time=span(one.starts_at, one.ends_at, zone),
        pause=pause.name, pause_time=span(pause.starts_at, pause.ends_at, zone),
    )  # fmt: skip


def _called(one: Placed) -> str:
    """A session's code; one that is not saved yet has none."""
    return one.code or _("The session")


def _too_small(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    room = clash.room.name if clash.room else ""
    code = clash.sessions[0].code
    return _("%(code)s expects %(seats)s people; %(room)s holds %(capacity)s.", code=code, room=room, **clash.facts)


def _booth_missing(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    languages = ", ".join(language_name(code) for code in clash.facts["missing"])
    room = clash.room.name if clash.room else ""
    code = clash.sessions[0].code
    return _("%(code)s needs a booth for %(languages)s; %(room)s has none.", code=code, languages=languages, room=room)


def _no_room(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    return _("%(code)s “%(title)s” has a time but no room.", code=one.code, title=one.title)


def _day_of(one: Placed, zone: ZoneInfo) -> str:
    return day_name(one.starts_at.astimezone(zone).date())


_SAY: dict[ClashKind, Callable[[Clash, ZoneInfo, int | None], str]] = {
    ClashKind.ROOM_TWICE: _room_twice,
    ClashKind.PERSON_TWICE: _person_twice,
    ClashKind.OUTSIDE_DAYS: _outside,
    ClashKind.ENDS_BEFORE_START: _backwards,
    ClashKind.PAST_MIDNIGHT: _past_midnight,
    ClashKind.IN_PAUSE: _in_pause,
    ClashKind.TOO_SMALL: _too_small,
    ClashKind.BOOTH_MISSING: _booth_missing,
    ClashKind.NO_ROOM: _no_room,
}


# Changes


def change_sentences(change: Change, previous: Programme, current: Programme) -> list[str]:
    """What is different about a session, one sentence a kind, in the page's language."""
    return [_TELL[kind](change, previous, current) for kind in change.kinds]


def said(programme: Programme, texts: Texts) -> Localised:
    """A text of a release in the page's language."""
    return programme.say(texts, page_language())


def session_when(programme: Programme, session: Session) -> str:
    """'Tue 25 May, 09:00–10:15'."""
    return when(session.starts_at, session.ends_at, programme.forum.zone)


def place_sentence(programme: Programme, session: Session) -> str:
    """'Tue 25 May, 09:00–10:15, Baobab.'"""
    return _("%(when)s, %(room)s.", when=session_when(programme, session), room=room_name(programme, session))


def room_name(programme: Programme, session: Session) -> str:
    """The session's room, or that it has none."""
    room = programme.room(session.room)
    return room.name if room else _("no room")


def session_span(programme: Programme, session: Session) -> str:
    """'09:00–10:15'."""
    return span(session.starts_at, session.ends_at, programme.forum.zone)


def format_name(value: str) -> str:
    """The word for a format; the code itself when a later version forgot it."""
    return word(Format(value)) if value in set(Format) else value


def role_name(value: str) -> str:
    """The word for a role."""
    return word(SessionRole(value)) if value in set(SessionRole) else value


def _new(change: Change, previous: Programme, current: Programme) -> str:
    after = change.after
    return _("New: %(when)s, %(room)s.", when=session_when(current, after), room=room_name(current, after))


def _cancelled(change: Change, previous: Programme, current: Programme) -> str:
    before = change.before or change.after
    return _("Cancelled. It was planned for %(when)s.", when=session_when(previous, before))


def _restored(change: Change, previous: Programme, current: Programme) -> str:
    return _("It takes place after all: %(when)s.", when=session_when(current, change.after))


def _moved_time(change: Change, previous: Programme, current: Programme) -> str:
    before = change.before or change.after
    return _(
        "Moved to %(new)s; it was %(old)s.", new=session_when(current, change.after), old=session_when(previous, before)
    )


def _moved_room(change: Change, previous: Programme, current: Programme) -> str:
    before = change.before or change.after
    return _(
        "Now in %(new)s; it was in %(old)s.", new=room_name(current, change.after), old=room_name(previous, before)
    )


def _retitled(change: Change, previous: Programme, current: Programme) -> str:
    before = change.before or change.after
    old, new = said(previous, before.titles).text, said(current, change.after.titles).text
    return _("New title; it was “%(old)s”.", old=old) if old != new else _("The title was revised in another language.")


def _people(change: Change, previous: Programme, current: Programme) -> str:
    came, went = _names(change.came, current, previous), _names(change.went, previous, current)
    if came and went:
        return _("With %(came)s instead of %(went)s.", came=came, went=went)
    if came:
        return _("Now with %(came)s.", came=came)
    return _("Without %(went)s.", went=went) if went else _("The roles of the people changed.")


def _names(keys: Iterable[str], *programmes: Programme) -> str:
    found: list[Contributor] = []
    for key in keys:
        person = next((p for p in (programme.person(key) for programme in programmes) if p), None)
        found += [person] if person else []
    return ", ".join(person.name for person in found)


def _languages(change: Change, previous: Programme, current: Programme) -> str:
    before = change.before or change.after
    return _(
        "Languages: %(new)s; they were %(old)s.",
        new=codes(change.after.languages) or "–",
        old=codes(before.languages) or "–",
    )


def _details(change: Change, previous: Programme, current: Programme) -> str:
    return _("The description, theme or format was revised.")


_TELL: dict[ChangeKind, Callable[[Change, Programme, Programme], str]] = {
    ChangeKind.NEW: _new,
    ChangeKind.CANCELLED: _cancelled,
    ChangeKind.RESTORED: _restored,
    ChangeKind.MOVED_TIME: _moved_time,
    ChangeKind.MOVED_ROOM: _moved_room,
    ChangeKind.RETITLED: _retitled,
    ChangeKind.PEOPLE: _people,
    ChangeKind.LANGUAGES: _languages,
    ChangeKind.DETAILS: _details,
}
