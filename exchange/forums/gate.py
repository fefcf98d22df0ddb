"""Which forum a request is about, and who may do what in it."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import abort, g

from exchange.accounts.gate import the_person
from exchange.accounts.models import Person
from exchange.db import db
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState
from exchange.forums.signals import forum_shown


def may_organise(person: Person | None, forum: Forum) -> bool:
    """Organisers of the forum and the alliance's secretariat."""
    if person is None:
        return False
    return person.is_admin or Duty.ORGANISER in duties_of(person, forum)


def duties_of(person: Person, forum: Forum) -> set[Duty]:
    """What a person does for a forum; read once a request."""
    known: dict[tuple[int, int], set[Duty]] = g.setdefault("duties", {})
    key = person.id, forum.id
    if key not in known:
        wanted = sa.select(ForumDuty.duty).where(ForumDuty.person_id == person.id, ForumDuty.forum_id == forum.id)
        known[key] = set(db.session.scalars(wanted))
    return known[key]


def public_forum(slug: str, also: Callable[[Forum], bool] | None = None) -> Forum:
    """The forum of an address, if the asker may see it: a draft is there for its organisers only (404 to others).

    `also` lets in others whom a room invited to work on the draft, such as hosts of visits.
    """
    forum = _forum(slug)
    hidden = forum.state is ForumState.DRAFT and not may_organise(g.person, forum)
    if hidden and not (also and also(forum)):
        abort(404)
    return _shown(forum)


def managed_forum(slug: str) -> Forum:
    """The forum of an address for one of its organisers; sign-in page for strangers, 403 for others."""
    person = the_person()
    forum = _forum(slug)
    if not may_organise(person, forum):
        abort(404 if forum.state is ForumState.DRAFT else 403)
    return _shown(forum)


def _forum(slug: str) -> Forum:
    forum = db.session.scalar(sa.select(Forum).where(Forum.slug == slug))
    if forum is None:
        abort(404)
    return forum


def _shown(forum: Forum) -> Forum:
    nav = g.setdefault("nav", {})
    nav["may_manage"] = may_organise(g.person, forum)
    g.forum = forum
    forum_shown.send(forum, person=g.person, nav=nav)
    return forum
