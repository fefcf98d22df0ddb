"""Fills a database with the demo forum and makes the links that sign its visitors in."""

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from exchange import audit, clock
from exchange.accounts import service as accounts
from exchange.accounts.models import LinkPurpose
from exchange.agenda import service as agenda
from exchange.db import db
from exchange.demo import rows_network, rows_programme
from exchange.demo.forum import DRAFT_CHANGES, FORUM, RELEASE_NOTE, RELEASED_AT
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


def seed() -> None:
    """Makes the demo forum in one transaction and commits; does nothing when it is there already."""
    if db.session.scalar(sa.select(Forum.id).where(Forum.slug == FORUM.slug)):
        db.session.rollback()
        return
    made = Made(now=FORUM.registration_opens - timedelta(days=30))
    rows_network.make_themes()
    rows_network.make_people(made)
    rows_network.make_cities(made)
    rows_network.make_statements(made)
    forum = rows_network.make_forum(made)
    rows_programme.make_registrations(forum, made)
    rows_programme.make_sessions(forum, made)
    rows_programme.make_visits(forum, made)
    with clock.frozen_at(RELEASED_AT):
        _publish(forum, made)
    _go_on_drafting(made)
    audit.record("demo.seeded", forum)
    db.session.commit()
