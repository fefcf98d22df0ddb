"""Taking a proposal over, whole or session by session, into an agenda that people may have gone on editing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from exchange.accounts.models import Person
from exchange.agenda import moving
from exchange.agenda.draft import plan, revision_of
from exchange.agenda.models import Session, SessionState
from exchange.agenda.models_board import Move
from exchange.agenda.models_proposal import AgendaProposal
from exchange.agenda.proposing import draft_facts
from exchange.db import db_lock
from exchange.domain.agenda_instance import Spot
from exchange.domain.agenda_merge import Merge, what_fits, with_spots
from exchange.domain.timetable import Clash, Span
from exchange.domain.timetable_check import Timetable
from exchange.forums.models import Forum


class Fate(StrEnum):
    """What became of a proposed move."""

    OPEN = "open"
    CLASHES = "clashes"
    CHANGED = "changed"
    GONE = "gone"
    TAKEN = "taken"


@dataclass(frozen=True)
class Line:
    """One proposed move: `row` None when the session is gone; `clashes` say what stands in the way now."""

    row: Session | None
    spot: Spot | None
    fate: Fate
    clashes: list[Clash] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it can be taken over now."""
        return self.fate is Fate.OPEN


def lines_of(forum: Forum, proposal: AgendaProposal, rows: Sequence[Session]) -> list[Line]:
    """The moves of a proposal held against the draft as it is now, in the order of their times."""
    by_key = {row.id: row for row in rows}
    moves = (proposal.result or {}).get("moves", [])
    drafts = [_line(by_key.get(move["session"]), move) for move in moves]
    merge = _merge(forum, rows, drafts)
    judged = [_judged(line, merge) for line in drafts]
    return sorted(
        judged,
        key=lambda line: (line.spot is None, line.spot and line.spot.time.starts_at, line.row and line.row.number),
    )


def _line(row: Session | None, move: dict[str, Any]) -> Line:
    if row is None or row.state is SessionState.CANCELLED:
        return Line(row, None, Fate.GONE)
    starts_at = datetime.fromisoformat(move["starts_at"])
    spot = Spot(move["room"], Span(starts_at, starts_at + timedelta(minutes=row.minutes)))
    if (row.room_id, row.starts_at) == (spot.room, starts_at):
        return Line(row, spot, Fate.TAKEN)
    return Line(row, spot, Fate.OPEN if revision_of(row) == move["seen"] else Fate.CHANGED)


def _merge(forum: Forum, rows: Sequence[Session], lines: Collection[Line]) -> Merge:
    spots = {line.row.id: line.spot for line in lines if line.is_open and line.row and line.spot}
    return what_fits(draft_facts(forum, rows), spots)


def _judged(line: Line, merge: Merge) -> Line:
    if line.is_open and line.row and line.row.id in merge.refused:
        return Line(line.row, line.spot, Fate.CLASHES, merge.refused[line.row.id])
    return line


@dataclass(frozen=True)
class Taken:
    """Codes of the sessions that were moved, and what keeps others that were asked for where they are."""

    moved: list[str]
    kept: list[Clash]


def take_over(forum: Forum, person: Person, proposal: AgendaProposal, codes: Collection[str] | None = None) -> Taken:
    """Moves the sessions of a proposal (None: all that can be) in one step that can be undone on the board. What was
    changed since, or does not fit any more, stays where it is; a session may need another to make way first."""
    forum = db_lock(Forum, forum.id)
    rows = plan(forum)
    asked = [line for line in lines_of(forum, proposal, rows) if line.is_open and line.row]
    chosen = [line for line in asked if codes is None or (line.row and line.row.code in codes)]
    merge = _merge(forum, rows, chosen)
    wishes = [_wish(line) for line in chosen if line.row and line.row.id in merge.fits]
    if wishes:
        moving.move(forum, person, wishes)
    return Taken([wish.code for wish in wishes], [clashes[0] for clashes in merge.refused.values()])


def to_undo(forum: Forum, person: Person, proposal: AgendaProposal) -> Move | None:
    """Somebody's latest move, if that was taking over a part of this proposal."""
    latest = moving.next_to_undo(forum, person)
    spots = {(move["session"], move["room"], move["starts_at"]) for move in (proposal.result or {}).get("moves", [])}
    steps = latest.steps if latest else []
    taken = {(step["session"], step["after"]["room_id"], step["after"]["starts_at"]) for step in steps}
    return latest if taken and taken <= spots else None


def clashes_left(forum: Forum, lines: Collection[Line], rows: Sequence[Session]) -> list[Clash]:
    """What would clash if all that can be moved were moved: with a moved session, or so that it stops publishing."""
    spots = {line.row.id: line.spot for line in lines if line.is_open and line.row and line.spot}
    found = Timetable(with_spots(draft_facts(forum, rows), spots)).clashes()
    return [clash for clash in found if clash.blocks_publishing or any(clash.concerns(key) for key in spots)]


def _wish(line: Line) -> moving.Wish:
    assert line.row and line.spot  # noqa: S101 - open lines have both
    before = moving.spot_of(line.row)
    spot = moving.Spot(
        line.spot.room, line.spot.time.starts_at, line.row.minutes, before.time_locked, before.room_locked
    )
    return moving.Wish(line.row.code, revision_of(line.row), spot)
