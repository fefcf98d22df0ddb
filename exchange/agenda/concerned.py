"""Who is written to about a release: asked before it is published and when the mails are made."""

from collections.abc import Collection

import sqlalchemy as sa

from exchange import clock
from exchange.agenda import queries
from exchange.agenda.models import Release, Session, SessionWish
from exchange.agenda.signals import held_in
from exchange.db import db
from exchange.domain.programme import Programme
from exchange.domain.touched import Holding, Tie, Touch, told_changes, touches
from exchange.forums.models import Forum, ForumState
from exchange.registration.models import Registration

MUST = 3


def concerned_by(forum: Forum, coming: Programme) -> tuple[Programme | None, dict[int, tuple[Touch, ...]]]:
    """What people were told last, and whom the next release concerns since, by the person's number.

    Nobody while the forum is not public: the addresses in the mails would lead nowhere.
    """
    known = last_told(forum, coming.version)
    previous = queries.programme_of(known) if known else None
    if forum.state is not ForumState.PUBLIC:
        return previous, {}
    told = told_changes(previous, coming, clock.now())
    guids = frozenset(change.guid for change in told)
    return previous, touches(told, [*_wishes(guids), *held_in(forum, guids)])


def last_told(forum: Forum, before: int) -> Release | None:
    """The newest release under a version that people were written to about."""
    wanted = sa.select(Release).where(
        Release.forum_id == forum.id, Release.version < before, Release.told_at.is_not(None)
    )
    return db.session.scalar(wanted.order_by(Release.version.desc()).limit(1))


def _wishes(guids: Collection[str]) -> list[Holding]:
    """Who wishes to see these sessions and still takes part in the forum."""
    wanted = (
        sa.select(Session.guid, SessionWish.person_id, SessionWish.weight)
        .join(Session, Session.id == SessionWish.session_id)
        .join(
            Registration,
            sa.and_(Registration.person_id == SessionWish.person_id, Registration.forum_id == Session.forum_id),
        )
        .where(Session.guid.in_(guids), Registration.standing.not_in(queries.ENDED))
    )
    return [
        Holding(guid, person, Tie.MUST if weight == MUST else Tie.WISH)
        for guid, person, weight in db.session.execute(wanted)
    ]
