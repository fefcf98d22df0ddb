"""Mails about seats in sessions, each with the session's calendar entry or its cancelling."""

from dataclasses import replace
from typing import Any

from flask import current_app

from config import Settings
from exchange import mail
from exchange.agenda import queries_seats
from exchange.agenda.models import Format
from exchange.agenda.models_seats import SessionSeat
from exchange.agenda.moments import page_language
from exchange.agenda.seat_panel import moment, tie_sentence
from exchange.agenda.sentences import session_when
from exchange.agenda.signals import SeatEvent, session_seat_changed
from exchange.db import db
from exchange.domain import programme as published
from exchange.domain.calendar_entries import session_entry
from exchange.domain.ical import EventValue, Mailbox, Method, invitation_bytes
from exchange.domain.programme import Programme
from exchange.domain.session_seats import Engagement
from exchange.forums.models import Forum
from exchange.i18n import in_language, localised, word

# Whose calendar keeps the session; for all others it is taken out.
KEEPS = frozenset({SeatEvent.TAKEN, SeatEvent.OFFERED, SeatEvent.CHOICE_ASKED})


@session_seat_changed.connect
def tell_of_the_seat(seat: SessionSeat, *, event: SeatEvent, beside: list[Engagement]) -> None:
    """Tells the holder in their language what happened; a session that nobody sees yet is not written about."""
    programme = queries_seats.programme_of(seat.signup)
    session = queries_seats.published_session(seat.signup, programme)
    if programme is None or session is None:
        return
    forum = db.session.get_one(Forum, seat.signup.session.forum_id)
    person = seat.registration.person
    with in_language(person.language):
        facts = _facts(seat, programme, session, forum, beside)
        invitation = _invitation(seat, programme, session, event)
    mail.write(
        f"session_seat_{event.value}",
        to=person.email,
        name=person.name,
        language=person.language,
        forum_id=forum.id,
        invitation=invitation,
        person_name=person.name,
        **facts,
    )


def _facts(
    seat: SessionSeat, programme: Programme, session: published.Session, forum: Forum, beside: list[Engagement]
) -> dict[str, Any]:
    site = _settings().public_url
    return {
        "code": session.code,
        "title": localised(session.titles, forum.languages).text,
        "forum_title": localised(forum.titles, forum.languages).text,
        "when": f"{session_when(programme, session)} ({forum.time_zone})",
        "room": _where(programme, session),
        "until": moment(seat.answer_until, forum) if seat.answer_until else "",
        "reason": seat.reason,
        "beside": [tie_sentence(programme, one) for one in beside],
        "url": f"{site}/f/{forum.slug}/sessions/{session.code}/seat",
        "list_url": f"{site}/f/{forum.slug}/agenda/seats",
    }


def _where(programme: Programme, session: published.Session) -> str:
    """The room and the way to it, in the mail's language."""
    room = programme.room(session.room)
    if room is None:
        return ""
    names = programme.room_name(room, page_language()), programme.room_place(room, page_language())
    return ", ".join(name.text for name in names if name.text)


def _invitation(
    seat: SessionSeat, programme: Programme, session: published.Session, event: SeatEvent
) -> mail.Invitation:
    settings, person = _settings(), seat.registration.person
    method = Method.REQUEST if event in KEEPS else Method.CANCEL
    organiser = Mailbox(settings.alliance_name, settings.mail_from)
    entry = _entry(seat, programme, session, tentative=event is SeatEvent.OFFERED)
    content = invitation_bytes(entry, method, organiser, Mailbox(person.name, person.email))
    return mail.Invitation(content, method.value)


def _entry(seat: SessionSeat, programme: Programme, session: published.Session, *, tentative: bool) -> EventValue:
    """The same entry as in the person's feed. Its stamp is that of the seat: a calendar takes the newest one."""
    settings = _settings()
    entry = session_entry(
        programme,
        session,
        language=seat.registration.person.language,
        host=settings.public_host,
        url=f"{settings.public_url}/f/{programme.forum.slug}/sessions/{session.code}",
        format_name=lambda value: word(Format(value)),
        transparent=False,
        tentative=tentative,
    )
    return replace(entry, updated_at=max(session.updated_at, seat.changed_at))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
