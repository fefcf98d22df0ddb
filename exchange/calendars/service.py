"""Making and revoking private feeds, and what stands in them."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app, url_for
from flask_babel import gettext as _

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda.queries import published_programme
from exchange.agenda.queries_seats import standings_of
from exchange.calendars import queries
from exchange.calendars.entries import mark_of, own_session, roles_of
from exchange.calendars.models import CalendarFeed
from exchange.db import db
from exchange.domain.calendar_entries import visit_entry
from exchange.domain.delegations import Standing
from exchange.domain.ical import EventStatus, EventValue, FeedValue, feed_bytes
from exchange.domain.programme import Programme
from exchange.domain.text import clean_line
from exchange.domain.tokens import hashed
from exchange.forums.models import Forum
from exchange.i18n import in_language, localised, word
from exchange.registration.models import Registration
from exchange.visits.queries import published_visits

MOST_FEEDS = 12


def create_feed(person: Person, label: str, language: str) -> CalendarFeed:
    """A new private feed; its token is derived, so that its address can be shown again to its owner."""
    feed = CalendarFeed(
        person_id=person.id,
        token_hash=secrets.token_hex(32),
        label=clean_line(label)[:80],
        language=language,
        created_at=clock.now(),
    )
    db.session.add(feed)
    db.session.flush()
    feed.token_hash = hashed(token_of(feed))
    audit.record("calendar.created", feed)
    return feed


def token_of(feed: CalendarFeed) -> str:
    """The secret part of a feed's address (192 bits); nothing in the database gives it away."""
    key = current_app.extensions["settings"].signing_key.encode()
    seed = f"calendar:{feed.id}:{feed.person_id}:{feed.created_at.isoformat()}".encode()
    return hmac.new(key, seed, hashlib.sha256).hexdigest()[:48]


def revoke_feed(feed: CalendarFeed) -> None:
    """Stops a feed for good; programs that still ask are told that it is gone."""
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        audit.record("calendar.revoked", feed)


def build_feed(feed: CalendarFeed) -> bytes:
    """The feed as it is now: forums registered for, sessions spoken in, wished or signed up for, visits with a seat."""
    settings = current_app.extensions["settings"]
    with in_language(feed.language):
        registrations = queries.registrations_of(feed.person_id)
        events = [event for row in registrations for event in _events(row, feed)]
        zone = registrations[0].forum.time_zone if registrations else "UTC"
        about = FeedValue(
            uid=f"feed-{feed.id}@{settings.public_host}",
            name=_("My forums"),
            zone=zone,
            language=feed.language,
            url=settings.public_url,
            source=f"{settings.public_url}/calendar/{token_of(feed)}.ics",
            accent=registrations[0].forum.accent if registrations else "",
            updated_at=max((event.updated_at for event in events), default=feed.created_at),
        )
    return feed_bytes(about, events)


def _events(registration: Registration, feed: CalendarFeed) -> list[EventValue]:
    forum = registration.forum
    programme = published_programme(forum)
    events = [forum_event(registration)]
    if programme is None:
        return events
    events += _session_events(programme, forum, feed)
    return events + _visit_events(programme, forum, feed)


def forum_event(registration: Registration) -> EventValue:
    """The forum itself as days of the calendar; the same entry as in the mails about the registration."""
    settings = current_app.extensions["settings"]
    forum = registration.forum
    title = localised(forum.titles, forum.languages)
    tentative = registration.standing is not Standing.APPROVED
    return EventValue(
        uid=f"{registration.uid}@{settings.public_host}",
        sequence=registration.sequence,
        updated_at=max(registration.updated_at, forum.updated_at),
        starts=forum.starts_on,
        ends=forum.ends_on + timedelta(days=1),
        title=title.text,
        language=title.language,
        location=", ".join(filter(None, (forum.venue_name, forum.host_city.name if forum.host_city else ""))),
        description=word(registration.standing),
        url=settings.public_url + url_for("registration.me", slug=forum.slug),
        status=EventStatus.TENTATIVE if tentative else EventStatus.CONFIRMED,
        transparent=True,
    )


def _session_events(programme: Programme, forum: Forum, feed: CalendarFeed) -> list[EventValue]:
    key = str(feed.person_id)
    seats = standings_of(feed.person_id)
    wished = queries.wished_sessions(feed.person_id)
    return [
        own_session(
            programme,
            session,
            feed.language,
            mark_of(roles_of(session, key), wished.get(session.guid), seats.get(session.guid)),
        )
        for session in programme.in_order
        if session.guid in wished or session.guid in seats or roles_of(session, key)
    ]


def _visit_events(programme: Programme, forum: Forum, feed: CalendarFeed) -> list[EventValue]:
    settings = current_app.extensions["settings"]
    mine = queries.seats_on_visits(feed.person_id)
    return [
        visit_entry(
            programme,
            visit,
            language=feed.language,
            host=settings.public_host,
            url=settings.public_url + url_for("visits.visit", slug=forum.slug, code=visit.code),
            transparent=False,
        )
        for visit in published_visits(forum)
        if visit.guid in mine
    ]
