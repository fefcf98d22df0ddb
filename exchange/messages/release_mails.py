"""The mails about a release: one to each person it concerns, made by a job after the publishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from config import Settings
from exchange import clock, jobs, mail
from exchange.accounts.models import Person
from exchange.agenda import queries, sentences
from exchange.agenda.concerned import concerned_by
from exchange.agenda.models import Release
from exchange.agenda.signals import release_published
from exchange.calendars.entries import Mark, mark_of, own_session
from exchange.db import db, db_lock
from exchange.domain.ical import Mailbox, Method, invitation_bytes, update_bytes
from exchange.domain.programme import Programme
from exchange.domain.programme_diff import ChangeKind
from exchange.domain.touched import Tie, Touch
from exchange.forums.models import Forum, ForumState
from exchange.i18n import in_language
from exchange.mail import Invitation, Mail

TELL = "release.tell"
WEIGHTS = {Tie.MUST: 3, Tie.WISH: 1}


@release_published.connect
def tell_later(release: Release, **_facts: Any) -> None:
    """Publishing waits for no mail."""
    jobs.enqueue(TELL, release_id=release.id)


@jobs.handler(TELL)
def tell(release_id: int) -> dict[str, int] | None:
    """Writes to everybody whom a release concerns, once; nothing when a newer one is out, which tells it all."""
    release = db.session.get_one(Release, release_id)
    forum = db.session.get_one(Forum, release.forum_id)
    newest = queries.newest_release(forum)
    is_old = newest is None or newest.version != release.version
    if is_old or release.told_at is not None or forum.state is not ForumState.PUBLIC:
        return None
    mails = _mails_about(release, forum)
    with jobs.writing():
        # Two workers may have come this far: the first one posts.
        release = db_lock(Release, release_id)
        if release.told_at is None:
            mail.post(mails)
            release.told_at, release.told = clock.now(), len(mails)
    return {"mails": len(mails)}


def _mails_about(release: Release, forum: Forum) -> list[Mail]:
    programme = queries.programme_of(release)
    previous, concerned = concerned_by(forum, programme)
    people = db.session.scalars(sa.select(Person).where(Person.id.in_(concerned)).order_by(Person.id))
    letter = _Letter(forum.id, programme, previous, current_app.extensions["settings"])
    return [letter.to(person, concerned[person.id]) for person in people]


@dataclass(frozen=True)
class Item:
    """A session in a mail: what binds the reader to it, and what is different, in sentences."""

    code: str
    title: str
    tie: str
    sentences: list[str]
    url: str


@dataclass(frozen=True)
class _Letter:
    """A release as it is told to one person after the other."""

    forum_id: int
    programme: Programme
    previous: Programme | None
    settings: Settings

    def to(self, person: Person, touches: tuple[Touch, ...]) -> Mail:
        forum = self.programme.forum
        with in_language(person.language):
            items = [self._item(touch) for touch in touches]
            invitation = self._entries(person, touches)
        return mail.compose(
            "release",
            to=person.email,
            name=person.name,
            language=person.language,
            forum_id=self.forum_id,
            invitation=invitation,
            person_name=person.name,
            forum_title=self.programme.say(forum.titles, person.language).text,
            version=self.programme.version,
            first=self.previous is None,
            only_roles=all(touch.tie is Tie.ROLE for touch in touches),
            items=items,
            note=self.programme.say(self.programme.note, person.language).text,
            zone=forum.time_zone,
            home=self._home,
        )

    @property
    def _home(self) -> str:
        return f"{self.settings.public_url}/f/{self.programme.forum.slug}"

    def _item(self, touch: Touch) -> Item:
        after = touch.change.after
        return Item(
            code=after.code,
            title=sentences.said(self.programme, after.titles).text,
            tie=_tie_sentence(touch),
            sentences=self._sentences(touch),
            url=f"{self._home}/sessions/{after.code}",
        )

    def _sentences(self, touch: Touch) -> list[str]:
        """Before and after; somebody who came or went is told of that alone."""
        change, programme = touch.change, self.programme
        if touch.left and not change.after.is_cancelled:
            return []
        if touch.joined and change.kinds != (ChangeKind.CANCELLED,):
            return [sentences.place_sentence(programme, change.after)]
        return sentences.change_sentences(change, self.previous or programme, programme)

    def _entries(self, person: Person, touches: tuple[Touch, ...]) -> Invitation:
        """Entries that stay, brought up to date together; each one that goes, cancelled by itself (RFC 5546)."""
        organiser = Mailbox(self.settings.alliance_name, self.settings.mail_from)
        staying = [own_session(self.programme, touch.change.after, person.language, _mark(touch)) for touch in touches
                   if not touch.is_off]  # fmt: skip
        parts = [(Method.PUBLISH, update_bytes(staying, organiser))] if staying else []
        for touch in touches:
            if touch.is_off:
                event = own_session(self.programme, touch.change.after, person.language, _mark(touch))
                guest = Mailbox(person.name, person.email)
                parts.append((Method.CANCEL, invitation_bytes(event, Method.CANCEL, organiser, guest)))
        return Invitation(b"".join(content for _method, content in parts), parts[0][0].value)


def _mark(touch: Touch) -> Mark:
    return mark_of(touch.now or touch.was if touch.tie is Tie.ROLE else (), WEIGHTS.get(touch.tie))


def _tie_sentence(touch: Touch) -> str:
    """Why somebody is told of a session, in the page's language."""
    roles = ", ".join(sentences.role_name(role) for role in touch.now)
    if touch.left:
        return _("You no longer have a role in this session.")
    if touch.tie is Tie.ROLE and touch.was and set(touch.was) != set(touch.now):
        return _("Your role is now: %(roles)s.", roles=roles)
    if touch.tie is Tie.ROLE:
        return _("Your role: %(roles)s.", roles=roles)
    return str(_said_of()[touch.tie])


def _said_of() -> Mapping[Tie, str]:
    return {
        Tie.SEAT: _("You have a seat."),
        Tie.MUST: _("You chose it: must see."),
        Tie.WISH: _("You chose it: would like to see."),
    }
