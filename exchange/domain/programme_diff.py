"""What changed from one release to the next, and what a new release makes of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from exchange.domain.programme import Programme, Session, Status, VisitSheet

FORGOTTEN_AFTER = timedelta(days=30)


class ChangeKind(StrEnum):
    """In the order a reader needs them."""

    NEW = "new"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MOVED_TIME = "moved_time"
    MOVED_ROOM = "moved_room"
    RETITLED = "retitled"
    PEOPLE = "people"
    LANGUAGES = "languages"
    DETAILS = "details"


@dataclass(frozen=True)
class Change:
    """A session that is not what it was.

    `before` is None for a new one. `after` is never None: a session the draft no longer has
    is kept as cancelled. `came` and `went` are keys of contributors.
    """

    kinds: tuple[ChangeKind, ...]
    before: Session | None
    after: Session
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @property
    def guid(self) -> str:
        return self.after.guid

    @property
    def code(self) -> str:
        return self.after.code


def changes(previous: Programme | None, current: Programme) -> list[Change]:
    """Every session that is new, gone or different, in the order of the new agenda.

    Without a previous release nothing is a change: everything is simply there.
    """
    if previous is None:
        return []
    old = {session.guid: session for session in previous.sessions}
    kept = _with_the_vanished(previous, current.in_order)
    compared = (_change(old.get(session.guid), session) for session in kept)
    return [change for change in compared if change.kinds]


def next_release(previous: Programme | None, draft: Programme, now: datetime) -> Programme:
    """The draft as the next release: version, instants, and each session's sequence and updated_at.

    A session nobody would see differently keeps both, so that its calendar entry stays the same
    to the byte; any other gets sequence + 1 and `now`. A published session the draft no longer
    has stays, cancelled, for calendars drop a vanished event without a word. The draft's own
    `version`, `published_at`, `sequence` and `updated_at` are ignored. What was cancelled and
    would have ended 30 days ago is forgotten.
    """
    old = {session.guid: session for session in previous.sessions} if previous else {}
    drafted = _with_the_vanished(previous, draft.sessions) if previous else draft.sessions
    stamped = tuple(
        _stamped(old.get(session.guid), session, previous, draft, now)
        for session in drafted
        if not session.is_cancelled or (session.guid in old and session.ends_at > now - FORGOTTEN_AFTER)
    )
    return replace(
        _with_what_the_vanished_need(previous, draft),
        version=previous.version + 1 if previous else 1,
        published_at=now,
        sessions=stamped,
    )


def next_sheet(previous: VisitSheet | None, draft: VisitSheet, now: datetime) -> VisitSheet:
    """The visit's sheet as it is published: sequence + 1 and `now` when a reader sees a difference."""
    if previous is None:
        return replace(draft, sequence=0, updated_at=now)
    if replace(draft, sequence=previous.sequence, updated_at=previous.updated_at) == previous:
        return previous
    return replace(draft, sequence=previous.sequence + 1, updated_at=now)


def _with_the_vanished(previous: Programme, sessions: Iterable[Session]) -> tuple[Session, ...]:
    present = tuple(sessions)
    guids = {session.guid for session in present}
    vanished = (session for session in previous.sessions if session.guid not in guids)
    return present + tuple(replace(session, status=Status.CANCELLED) for session in vanished)


def _with_what_the_vanished_need(previous: Programme | None, draft: Programme) -> Programme:
    """Rooms, themes and people that only cancelled sessions still name, added at the end."""
    if previous is None:
        return draft
    gone = [s for s in previous.sessions if s.guid not in {session.guid for session in draft.sessions}]
    rooms, themes = {s.room for s in gone}, {s.theme for s in gone}
    people = {part.person for s in gone for part in s.people}
    return replace(
        draft,
        rooms=draft.rooms + tuple(r for r in previous.rooms if r.code in rooms and not draft.room(r.code)),
        themes=draft.themes + tuple(t for t in previous.themes if t.code in themes and not draft.theme(t.code)),
        people=draft.people + tuple(p for p in previous.people if p.key in people and not draft.person(p.key)),
    )


def _stamped(
    before: Session | None, after: Session, previous: Programme | None, draft: Programme, now: datetime
) -> Session:
    if before is None or previous is None:
        return replace(after, sequence=0, updated_at=now)
    if _as_seen(previous, before) == _as_seen(draft, after):
        return replace(after, sequence=before.sequence, updated_at=before.updated_at)
    return replace(after, sequence=before.sequence + 1, updated_at=now)


def _as_seen(programme: Programme, session: Session) -> tuple[Any, ...]:
    """All that a calendar entry or a page says about a session, names included."""
    forum = programme.forum
    return (
        replace(session, sequence=0, updated_at=session.starts_at),
        None if session.is_cancelled else (programme.room(session.room), programme.theme(session.theme)),
        None if session.is_cancelled else programme.people_of(session),
        (forum.titles, forum.time_zone, forum.languages, forum.venue_name),
    )


def _change(before: Session | None, after: Session) -> Change:
    if before is None:
        return Change((() if after.is_cancelled else (ChangeKind.NEW,)), None, after)
    if before.is_cancelled and after.is_cancelled:
        return Change((), before, after)
    if after.is_cancelled:
        return Change((ChangeKind.CANCELLED,), before, after)
    old, new = [p.person for p in before.people], [p.person for p in after.people]
    came = tuple(key for key in new if key not in old)
    went = tuple(key for key in old if key not in new)
    return Change(tuple(kind for kind, is_so in _differences(before, after) if is_so), before, after, came, went)


def _differences(before: Session, after: Session) -> list[tuple[ChangeKind, bool]]:
    return [
        (ChangeKind.RESTORED, before.is_cancelled),
        (ChangeKind.MOVED_TIME, (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)),
        (ChangeKind.MOVED_ROOM, before.room != after.room),
        (ChangeKind.RETITLED, before.titles != after.titles),
        (ChangeKind.PEOPLE, before.people != after.people),
        (ChangeKind.LANGUAGES, before.languages != after.languages),
        (
            ChangeKind.DETAILS,
            (before.abstracts, before.theme, before.format, before.code)
            != (after.abstracts, after.theme, after.format, after.code),
        ),
    ]
