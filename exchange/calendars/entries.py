"""A session as it stands in somebody's own calendar: in their feed and in the mails about a release alike."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from exchange.agenda.sentences import format_name, role_name
from exchange.domain.calendar_entries import session_entry
from exchange.domain.ical import EventValue
from exchange.domain.programme import Programme, Session
from exchange.domain.session_seats import SeatStanding
from exchange.i18n import in_language, word
from exchange.markdown import plain_text

MUST = 3


@dataclass(frozen=True)
class Mark:
    """What a session is to the owner of the calendar, in a word before its title; `free` leaves their time free, what
    is `tentative` may come to nothing."""

    text: str
    free: bool = False
    tentative: bool = False


def roles_of(session: Session, key: str) -> tuple[str, ...]:
    """A contributor's roles in a session."""
    return tuple(part.role for part in session.people if part.person == key)


def mark_of(roles: tuple[str, ...], weight: int | None = None, seat: SeatStanding | None = None) -> Mark:
    """Roles come before seats and wishes; of wishes, only what one must see takes up time. In the page's language."""
    if roles:
        return Mark(", ".join(role_name(role) for role in roles))
    if seat is not None:
        # Who waits for a seat, or has not answered an offer, may still plan something else.
        return Mark(word(seat), free=seat is not SeatStanding.HELD, tentative=seat is not SeatStanding.HELD)
    if weight is None:
        return Mark("")
    return Mark(_("Must see")) if weight == MUST else Mark(_("Would like"), free=True)


def own_session(programme: Programme, session: Session, language: str, mark: Mark) -> EventValue:
    """The entry in a language; its UID and sequence are the same in every feed and mail."""
    settings = current_app.extensions["settings"]
    with in_language(language):
        return session_entry(
            programme,
            session,
            language=language,
            host=settings.public_host,
            url=f"{settings.public_url}/f/{programme.forum.slug}/sessions/{session.code}",
            format_name=format_name,
            transparent=mark.free,
            tentative=mark.tentative,
            mark=mark.text,
            plain=plain_text,
        )
