"""Reads for documents."""

import sqlalchemy as sa

from exchange.db import db
from exchange.forums.models import Forum
from exchange.visits.models import StudyVisit


def visits_revision(forum: Forum) -> list[tuple[str, int, str]]:
    """Changes whenever the published visits of a forum do."""
    columns = (StudyVisit.guid, StudyVisit.sequence, StudyVisit.published_at)
    wanted = sa.select(*columns).where(StudyVisit.forum_id == forum.id, StudyVisit.published_at.is_not(None))
    rows = db.session.execute(wanted.order_by(StudyVisit.guid))
    return [(guid, sequence, str(published)) for guid, sequence, published in rows]
