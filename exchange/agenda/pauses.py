"""The pauses of the draft: coffee, meals, prayers, and rounds of meetings between cities."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange import audit
from exchange.agenda.models import Pause
from exchange.db import db
from exchange.domain.timetable import BreakKind
from exchange.forums.models import Forum


@dataclass(frozen=True)
class PauseDraft:
    """A pause as typed; `alone` matters to meetings: nothing should run beside them."""

    titles: dict[str, str]
    starts_at: datetime
    minutes: int
    kind: BreakKind = BreakKind.OTHER
    alone: bool = True


def save_pause(forum: Forum, pause: Pause | None, draft: PauseDraft) -> Pause:
    """Writes a new pause, or an old one anew."""
    ends_at = draft.starts_at + timedelta(minutes=draft.minutes)
    if pause is None:
        pause = Pause(forum_id=forum.id, titles=draft.titles, starts_at=draft.starts_at, ends_at=ends_at)
        db.session.add(pause)
    pause.titles, pause.starts_at, pause.ends_at = draft.titles, draft.starts_at, ends_at
    pause.kind, pause.alone = draft.kind, draft.alone
    audit.record("pause.saved", pause)
    return pause


def delete_pause(pause: Pause) -> None:
    """Takes a pause out."""
    audit.record("pause.deleted", pause)
    db.session.delete(pause)
