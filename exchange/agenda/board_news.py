"""What organisers did to sessions lately, in sentences, for those who have the board open."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.agenda import moving, queries
from exchange.agenda.clash_sentences import clash_sentence
from exchange.agenda.models import Release, Session
from exchange.agenda.moments import _
from exchange.agenda.planning import Clashing
from exchange.audit import AuditLine
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum
from exchange.i18n import sentence

NEWEST = 12
# Refusals because somebody else was faster.
FASTER = frozenset({moving.Reason.STALE, moving.Reason.CHANGED_SINCE})


def news(forum: Forum, person: Person) -> list[dict[str, Any]]:
    """The latest changes of sessions as {id, code, text, mine}, the newest first, and who published last."""
    lines = db.session.execute(
        sa.select(AuditLine.id, AuditLine.verb, Session.code, Person)
        .join(Session, news_of_sessions())
        .outerjoin(Person, Person.id == AuditLine.person_id)
        .where(Session.forum_id == forum.id)
        .order_by(AuditLine.id.desc())
        .limit(NEWEST)
    )
    return [
        {"id": line.id, "code": line.code, "text": said(line.verb, line.code, line.Person),
         "mine": line.Person is not None and line.Person.id == person.id}
        for line in lines
    ]  # fmt: skip


def news_of_sessions() -> sa.ColumnElement[bool]:
    """What joins audit lines with the sessions they are about."""
    return sa.and_(AuditLine.thing == "session", AuditLine.thing_id == Session.id)


def last_change(session: Session) -> str:
    """Who changed a session last, and what: 'S05 was moved by Ama Mensah.'"""
    line = db.session.execute(
        sa.select(AuditLine.verb, Person)
        .outerjoin(Person, Person.id == AuditLine.person_id)
        .where(AuditLine.thing == "session", AuditLine.thing_id == session.id)
        .order_by(AuditLine.id.desc())
        .limit(1)
    ).first()
    return said(line.verb, session.code, line.Person) if line else said("", session.code, None)


def said(verb: str, code: str, person: Person | None) -> str:
    """A change in a sentence."""
    facts = {"code": code, "name": person.name if person else _("somebody")}
    return _SAY.get(verb, _changed)(facts)


def _changed(facts: dict[str, str]) -> str:
    return _("%(code)s was changed by %(name)s.", **facts)


_SAY: dict[str, Callable[[dict[str, str]], str]] = {
    "session.placed": lambda facts: _("%(code)s was moved by %(name)s.", **facts),
    "session.unplaced": lambda facts: _("%(code)s was put into the tray by %(name)s.", **facts),
    "session.created": lambda facts: _("%(code)s was added by %(name)s.", **facts),
    "session.duplicated": lambda facts: _("%(code)s was added by %(name)s.", **facts),
    "session.cancelled": lambda facts: _("%(code)s was cancelled by %(name)s.", **facts),
    "session.locked": lambda facts: _("%(code)s was locked by %(name)s.", **facts),
    "session.unlocked": lambda facts: _("%(code)s was unlocked by %(name)s.", **facts),
}


def told(refusal: Refusal, forum: Forum) -> str:
    """Why a move was refused: with names where it clashes, with who and what where somebody was faster."""
    if isinstance(refusal, Clashing):
        return " ".join(clash_sentence(clash, forum.zone) for clash in refusal.clashes[:3])
    why = sentence(refusal)
    if isinstance(refusal.reason, moving.Reason) and refusal.reason in FASTER:
        session = queries.session_with_code(forum, str(refusal.facts["code"]))
        return f"{last_change(session)} {why}" if session else why
    return why


def published_note(release: Release) -> str:
    """'Version 3 was published by Ama Mensah.'"""
    name = release.published_by.name if release.published_by else _("somebody")
    return _("Version %(version)s was published by %(name)s.", version=release.version, name=name)
