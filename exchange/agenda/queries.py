"""Reads of the agenda that other features use too: releases, wishes, who speaks where."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from exchange.accounts.models import Person
from exchange.agenda.models import Release, Session, SessionWish
from exchange.agenda.models_facts import Absence, Vip
from exchange.agenda.shelf import Shelf
from exchange.db import db
from exchange.domain import programme as published
from exchange.domain.delegations import Standing
from exchange.domain.programme import Programme
from exchange.domain.programme_json import from_json
from exchange.forums.models import Forum, Room
from exchange.registration.models import Registration

ENDED = (Standing.CANCELLED, Standing.SUBSTITUTED)

_programmes: Shelf[Programme] = Shelf(24)


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of a release's JSON, by which it is known."""
    return hashlib.sha256(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def newest_release(forum: Forum) -> Release | None:
    """The release people see; its snapshot is not loaded."""
    wanted = sa.select(Release).where(Release.forum_id == forum.id).order_by(Release.version.desc()).limit(1)
    return db.session.scalar(wanted)


def published_programme(forum: Forum) -> Programme | None:
    """What the newest release says, or None before the first one."""
    release = newest_release(forum)
    return programme_of(release) if release else None


def programme_of(release: Release) -> Programme:
    """What a release says; read once a process."""
    return _programmes.get(release.digest, lambda: from_json(release.snapshot))


def releases_of(forum: Forum) -> list[Release]:
    """Every release of a forum with who published it and how much it changed, newest first."""
    return list(
        db.session.scalars(
            sa.select(Release)
            .where(Release.forum_id == forum.id)
            .options(joinedload(Release.published_by), undefer(Release.changes))
            .order_by(Release.version.desc())
        )
    )


def release_of(forum: Forum, version: int) -> Release | None:
    """One release of a forum by its number."""
    return db.session.scalar(sa.select(Release).where(Release.forum_id == forum.id, Release.version == version))


def wishes_of(person: Person, forum: Forum) -> dict[str, int]:
    """Weights (3: must see, 1: would like) of the sessions somebody wants, by the session's guid."""
    wanted = (
        sa.select(Session.guid, SessionWish.weight)
        .join(SessionWish, SessionWish.session_id == Session.id)
        .where(SessionWish.person_id == person.id, Session.forum_id == forum.id)
    )
    return {row.guid: row.weight for row in db.session.execute(wanted)}


def sessions_with(person: Person, forum: Forum) -> list[published.Session]:
    """The published sessions in which somebody has a role, first one first."""
    programme = published_programme(forum)
    return programme.sessions_of(str(person.id)) if programme else []


def understood_by(person: Person, forum: Forum) -> tuple[str, ...] | None:
    """Languages somebody told the forum they understand; None when they do not take part."""
    wanted = sa.select(Registration.understands, Registration.speaks).where(
        Registration.person_id == person.id, Registration.forum_id == forum.id, Registration.standing.not_in(ENDED)
    )
    found = db.session.execute(wanted).first()
    return tuple(dict.fromkeys([*found.understands, *found.speaks])) if found else None


def session_with_code(forum: Forum, code: str) -> Session | None:
    """A session of the draft by its code."""
    return db.session.scalar(sa.select(Session).where(Session.forum_id == forum.id, Session.code == code))


def session_count(forum: Forum) -> int:
    """How many sessions the draft has, placed or not."""
    return db.session.scalar(sa.select(sa.func.count(Session.id)).where(Session.forum_id == forum.id)) or 0


def sessions_in(room: Room) -> list[Session]:
    """The sessions of the draft that stand in a room, by code."""
    return list(db.session.scalars(sa.select(Session).where(Session.room_id == room.id).order_by(Session.number)))


def absences_of(forum: Forum) -> list[Absence]:
    """Who is away when, by name and time."""
    wanted = sa.select(Absence).join(Absence.person).where(Absence.forum_id == forum.id)
    by_name = wanted.order_by(Person.family_name, Person.given_name, Absence.starts_at)
    return list(db.session.scalars(by_name.options(joinedload(Absence.person))))


def vips_of(forum: Forum) -> list[Vip]:
    """Who needs time between two sessions, by name."""
    wanted = sa.select(Vip).join(Vip.person).where(Vip.forum_id == forum.id)
    by_name = wanted.order_by(Person.family_name, Person.given_name)
    return list(db.session.scalars(by_name.options(joinedload(Vip.person))))
