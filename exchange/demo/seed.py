"""Fills a database with the demo forum and makes the links that sign its visitors in."""

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from exchange import audit, clock
from exchange.accounts.models import LinkPurpose
from exchange.accounts.service import create_link
from exchange.agenda import planning
from exchange.agenda import service as agenda
from exchange.db import db
from exchange.demo import rows_calls, rows_knowledge, rows_network, rows_programme, rows_seats
from exchange.demo.forum import DRAFT_CHANGES, FORUM, RELEASE_NOTE, RELEASED_AT, DraftChange
from exchange.demo.people import ACCOUNTS, people
from exchange.demo.rows_network import Made
from exchange.forums.models import Forum
from exchange.visits import service as visits

# Where each demo link leads.
TARGETS = {
    "delegate": f"/f/{FORUM.slug}/me",
    "focal point": f"/f/{FORUM.slug}/me",
    "organiser": f"/f/{FORUM.slug}/manage/",
    "host": f"/f/{FORUM.slug}/host/",
}
# The network existed before the forum opened; the organiser went on drafting after the release.
FOUNDED = FORUM.registration_opens - timedelta(days=30)
DRAFTED_AT = RELEASED_AT + timedelta(days=3)


def seed() -> None:
    """Makes the demo forum in one transaction and commits; does nothing when it is there already."""
    if db.session.scalar(sa.select(Forum.id).where(Forum.slug == FORUM.slug)):
        db.session.rollback()
        return
    made = Made(now=FOUNDED)
    rows_network.make_themes()
    rows_network.make_people(made)
    rows_network.make_cities(made)
    rows_network.make_statements(made)
    forum = rows_network.make_forum(made)
    rows_programme.make_registrations(forum, made)
    rows_programme.make_sessions(forum, made)
    rows_knowledge.make_knowledge(forum, made)
    rows_programme.make_visits(forum, made)
    rows_calls.make_call(forum, made)
    with clock.frozen_at(RELEASED_AT):
        _publish(forum, made)
    with clock.frozen_at(DRAFTED_AT):
        for change in DRAFT_CHANGES:
            _redraft(change, made)
    rows_seats.make_seats(made)
    audit.record("demo.seeded", forum)
    db.session.commit()


def _publish(forum: Forum, made: Made) -> None:
    # The rows were made by key; the services read them as any request would.
    db.session.expire_all()
    release = agenda.publish(forum, RELEASE_NOTE, made.people["O1"])
    # That was long ago: nobody is written to about it now.
    release.told_at, release.told = release.published_at, 0
    for visit in made.visits.values():
        visits.publish(visit)


def _redraft(change: DraftChange, made: Made) -> None:
    session = made.sessions[change.session]
    if change.titles:
        session.titles, session.updated_at = change.titles, clock.now()
    starts = change.starts or session.starts_at
    if starts and (change.room or change.starts):
        room_id = made.rooms[change.room].id if change.room else session.room_id
        planning.place_session(session, room_id, starts)


def demo_links() -> dict[str, str]:
    """New links that sign in as a delegate, a focal point, an organiser and a host; the caller commits."""
    root = current_app.extensions["settings"].public_url
    return {
        name: f"{root}/sign-in/{create_link(people()[key].email, LinkPurpose.DEMO, TARGETS[name])}"
        for name, key in ACCOUNTS.items()
    }
