"""The agenda in sentences: what changed; and, from their own modules, days and times and what clashes."""

from collections.abc import Callable, Iterable

from exchange.agenda.clash_sentences import clash_sentence as clash_sentence
from exchange.agenda.models import Format, SessionRole
from exchange.agenda.moments import _, codes
from exchange.agenda.moments import clock as clock
from exchange.agenda.moments import day_name as day_name
from exchange.agenda.moments import full_date as full_date
from exchange.agenda.moments import moment as moment
from exchange.agenda.moments import page_language as page_language
from exchange.agenda.moments import short_day as short_day
from exchange.agenda.moments import span as span
from exchange.agenda.moments import when as when
from exchange.domain.programme import Contributor, Localised, Programme, Session, Texts
from exchange.domain.programme_diff import Change, ChangeKind
from exchange.i18n import word


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
    return room_called(programme, session).text or _("no room")


def room_called(programme: Programme, session: Session) -> Localised:
    """The session's room in the page's language; empty when it has none."""
    return programme.room_name(programme.room(session.room), page_language())


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
