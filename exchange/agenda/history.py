"""Releases beside each other: what one changed, and where the marks on its sessions come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exchange.agenda import queries
from exchange.agenda.models import Release
from exchange.agenda.shelf import Shelf
from exchange.db import db
from exchange.domain.programme import Programme
from exchange.domain.programme_diff import Change, ChangeKind, changes
from exchange.forums.models import Forum
from exchange.i18n import word

# A cancelled session says so by itself; a revised description is no reason to look again.
QUIET = (ChangeKind.CANCELLED, ChangeKind.DETAILS)


@dataclass(frozen=True)
class News:
    """What is different since the version before: that version, and the changes by guid."""

    previous: Programme | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)

    def marks(self, guid: str) -> list[str]:
        """The words for what is new about a session ("New time", "New room"), in the page's language."""
        change = self.changes.get(guid)
        return [word(kind) for kind in change.kinds if kind not in QUIET] if change else []


NO_NEWS = News()
_news: Shelf[News] = Shelf(24)


def news_of(release: Release) -> News:
    """What a release changed; worked out once a process, for releases never change."""
    return _news.get(release.digest, lambda: _compared(release))


def _compared(release: Release) -> News:
    forum = db.session.get_one(Forum, release.forum_id)
    before = queries.release_of(forum, release.version - 1)
    previous = queries.programme_of(before) if before else None
    found = changes(previous, queries.programme_of(release))
    return News(previous, {change.guid: change for change in found})
