"""Where a session could stand: every room and start of a day with what would clash there, before it is moved."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from wtforms import ValidationError

from exchange.agenda.clash_parts import HIDDEN_BELOW
from exchange.agenda.clash_sentences import clash_sentence
from exchange.agenda.draft import timetable_of
from exchange.agenda.models import Session, SessionState, SessionWish
from exchange.agenda.queries import ENDED
from exchange.db import db
from exchange.domain.timetable import Clash, ClashKind
from exchange.domain.timetable_check import Timetable
from exchange.forums.clocks import local_instant
from exchange.forums.models import Forum
from exchange.registration.models import Registration

# A number beside the map says how many wishes would clash; the sentence about each pair would only repeat it.
UNSAID = frozenset({ClashKind.WISH_CLASH})


@dataclass(frozen=True)
class Asking:
    """Which session is picked up, for which day and grid (minutes), with which new length and which companions."""

    session: Session
    day: date
    opens: int
    closes: int
    step: int
    minutes: int
    companions: tuple[Session, ...] = ()

    @property
    def length(self) -> timedelta:
        """How long the session is to be."""
        return timedelta(minutes=self.minutes)


def heat(forum: Forum, rows: Sequence[Session], asking: Asking) -> dict[str, Any]:
    """`rooms` hold an index into `verdicts` for each start (None: no such time); `wishes` how many wishes would clash
    at each start (None: fewer than five). Sessions that move together keep their rooms: all rooms are alike then."""
    timetable = timetable_of(forum, list(rows))
    starts = [instant(forum, asking.day, minute) for minute in range(asking.opens, asking.closes, asking.step)]
    shelf = _Verdicts(forum, timetable, asking)
    rooms = [room.id for room in forum.rooms]
    if asking.companions:
        column = [None if start is None else shelf.together(start) for start in starts]
        cells = dict.fromkeys(rooms, column)
    else:
        cells = {room: [None if start is None else shelf.alone(room, start) for start in starts] for room in rooms}
    wishes = _wishes_at(asking, rows, starts)
    return {"opens": asking.opens, "step": asking.step, "rooms": cells, "verdicts": shelf.verdicts, "wishes": wishes}


def instant(forum: Forum, day: date, minute: int) -> datetime | None:
    """The moment the forum's clocks show; None for an hour that summer time leaves out, or after midnight."""
    if minute >= 24 * 60:
        return None
    try:
        return local_instant(datetime.combine(day, time(minute // 60, minute % 60)), forum)
    except ValidationError:
        return None


class _Verdicts:
    """What is said about spots, each once."""

    def __init__(self, forum: Forum, timetable: Timetable, asking: Asking) -> None:
        self.forum, self.timetable, self.asking = forum, timetable, asking
        self.verdicts: list[dict[str, Any]] = []
        self._known: dict[tuple[str, ...], int] = {}
        self._moving = {asking.session.id, *(row.id for row in asking.companions)}

    def alone(self, room: int, start: datetime) -> int:
        own = self.asking.session.id
        return self._of(self.timetable.clashes_if(own, room, start, self.asking.minutes), own)

    def together(self, start: datetime) -> int:
        lead = self.asking.session
        shift = start - lead.starts_at if lead.starts_at else start - start
        found = [
            clash
            for row in (lead, *self.asking.companions)
            if row.starts_at
            for clash in self.timetable.clashes_if(row.id, row.room_id, row.starts_at + shift)
            if not self._among_themselves(clash)
        ]
        return self._of(sorted(found, key=lambda clash: -clash.level.weight), None)

    def _among_themselves(self, clash: Clash) -> bool:
        """Sessions that move together keep their distance: their clashes stay as they are."""
        return len(clash.sessions) > 1 and all(one.key in self._moving for one in clash.sessions)

    def _of(self, found: Collection[Clash], own: int | None) -> int:
        said = [clash for clash in found if clash.kind not in UNSAID]
        level = next((clash.level.value for clash in said), "none")
        texts = (level, *(clash_sentence(clash, self.forum.zone, own) for clash in said))
        if texts not in self._known:
            self._known[texts] = len(self.verdicts)
            self.verdicts.append({"level": level, "says": texts[1:]})
        return self._known[texts]


def _wishes_at(asking: Asking, rows: Sequence[Session], starts: Sequence[datetime | None]) -> list[int | None]:
    shared = _wished_with(asking.session)
    others = [row for row in rows if row.id in shared and row.starts_at and row.state is SessionState.PLANNED]
    return [_hidden(sum(shared[row.id] for row in others if _meets(asking, start, row))) for start in starts]


def _meets(asking: Asking, start: datetime | None, row: Session) -> bool:
    if start is None or row.starts_at is None or row.ends_at is None or row in asking.companions:
        return False
    return row.starts_at < start + asking.length and start < row.ends_at


def _hidden(count: int) -> int | None:
    """Small numbers would point at people."""
    return count if count >= HIDDEN_BELOW else None


def _wished_with(session: Session) -> Counter[int]:
    """How many people who take part want both a session and each other one."""
    other = aliased(SessionWish)
    wanted = (
        sa.select(other.session_id, sa.func.count())
        .join(SessionWish, SessionWish.person_id == other.person_id)
        .join(Registration, Registration.person_id == other.person_id)
        .where(SessionWish.session_id == session.id, other.session_id != session.id)
        .where(Registration.forum_id == session.forum_id, Registration.standing.not_in(ENDED))
        .group_by(other.session_id)
    )
    return Counter(dict(db.session.execute(wanted).all()))
