"""Publishing the agenda, and what delegates wish to see of it."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda import queries
from exchange.agenda.draft import clashes_in, draft_programme, mark_of, plan
from exchange.agenda.models import Release, Session, SessionWish
from exchange.agenda.signals import release_published
from exchange.db import db, db_lock
from exchange.domain.programme import Programme, Texts
from exchange.domain.programme_diff import Change, changes, next_release
from exchange.domain.programme_json import to_json
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum

MUST, WOULD_LIKE = 3, 1


class Reason(StrEnum):
    """Why an agenda is not published, or a wish not taken."""

    NOTHING_CHANGED = "nothing_changed"
    DRAFT_CHANGED = "draft_changed"
    NOTHING_TO_RESTORE = "nothing_to_restore"
    NOTHING_PLACED = "nothing_placed"
    CLASHES_REMAIN = "clashes_remain"
    SESSION_GONE = "session_gone"
    SESSION_CANCELLED = "session_cancelled"
    NOT_REGISTERED = "not_registered"


def publish(forum: Forum, note: Texts | None = None, by: Person | None = None, seen: str = "") -> Release:
    """Freezes the draft as the next release. Raises Refusal when a clash blocks it or nothing changed.

    `seen` is the mark_of() the draft that was looked at; another draft is refused, for nobody has read
    what would change. Two organisers at once: the second waits here and is told that nothing has changed.
    """
    db_lock(Forum, forum.id)
    previous = queries.published_programme(forum)
    sessions = plan(forum)
    if blocking := sum(clash.blocks_publishing for clash in clashes_in(forum, sessions)):
        raise Refusal(Reason.CLASHES_REMAIN, count=blocking)
    draft = draft_programme(forum, sessions, note)
    programme = next_release(previous, draft, clock.now())
    if not programme.sessions:
        raise Refusal(Reason.NOTHING_PLACED)
    if not differs(previous, programme):
        raise Refusal(Reason.NOTHING_CHANGED)
    if seen and seen != mark_of(draft):
        raise Refusal(Reason.DRAFT_CHANGED)
    changed = changes(previous, programme)
    release = _stored(forum, programme, changed, by)
    audit.record("agenda.published", release, version=release.version, changes=len(changed))
    release_published.send(release, forum=forum, programme=programme, previous=previous, changes=changed)
    return release


def differs(previous: Programme | None, current: Programme) -> bool:
    """Whether readers would see any difference; a new note alone is none."""
    if previous is None:
        return True
    same = replace(current, version=previous.version, published_at=previous.published_at, note=previous.note)
    return same != previous


def _stored(forum: Forum, programme: Programme, changed: list[Change], by: Person | None) -> Release:
    snapshot = to_json(programme)
    release = Release(
        forum_id=forum.id,
        version=programme.version,
        note=dict(programme.note),
        digest=queries.digest_of(snapshot),
        snapshot=snapshot,
        changes=[_as_json(change) for change in changed],
        published_at=programme.published_at,
        published_by_id=by.id if by else None,
    )
    db.session.add(release)
    db.session.flush()
    return release


def _as_json(change: Change) -> dict[str, Any]:
    return {"guid": change.guid, "code": change.code, "kinds": [kind.value for kind in change.kinds]}


def wish(person: Person, forum: Forum, code: str, weight: int = WOULD_LIKE) -> None:
    """Notes that somebody wants to see a published session. Raises Refusal when they cannot.

    The person is locked first, so that two clicks at once are one wish.
    """
    db_lock(Person, person.id)
    if queries.understood_by(person, forum) is None:
        raise Refusal(Reason.NOT_REGISTERED)
    session = _wishable(forum, code)
    row = db.session.get(SessionWish, (session.id, person.id))
    if row is None:
        row = SessionWish(session_id=session.id, person_id=person.id, created_at=clock.now())
        db.session.add(row)
    row.weight = MUST if weight == MUST else WOULD_LIKE


def unwish(person: Person, forum: Forum, code: str) -> None:
    """Takes a wish back; nothing happens when there is none."""
    session = queries.session_with_code(forum, code)
    if session is not None:
        mine = SessionWish.session_id == session.id, SessionWish.person_id == person.id
        db.session.execute(sa.delete(SessionWish).where(*mine))


def _wishable(forum: Forum, code: str) -> Session:
    """The row of a session people can see; a page may have been open since before a release."""
    programme = queries.published_programme(forum)
    seen = programme.session(code) if programme else None
    wanted = sa.select(Session).where(Session.forum_id == forum.id, Session.guid == (seen.guid if seen else ""))
    session = db.session.scalar(wanted)
    if seen is None or session is None:
        raise Refusal(Reason.SESSION_GONE, code=code)
    if seen.is_cancelled:
        raise Refusal(Reason.SESSION_CANCELLED, code=code)
    return session
