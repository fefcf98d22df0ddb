"""Asking for a proposal, and the job that makes it: facts in, a plan with its figures and reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange import audit, clock, jobs
from exchange.accounts.models import Person
from exchange.agenda.draft import plan, revision_of
from exchange.agenda.facts import facts_of, wishes_by_delegate
from exchange.agenda.models import Session, SessionState
from exchange.agenda.models_proposal import AgendaProposal, ProposalKind
from exchange.db import db, db_lock
from exchange.domain.agenda_grid import Hours
from exchange.domain.agenda_instance import Question, Spot, movable_in
from exchange.domain.agenda_planner import Effort, Fact, FactKind, Quality, Watch
from exchange.domain.agenda_plans import Answer, mend, propose
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Facts, Placed, Waiting
from exchange.forums.models import Forum
from exchange.jobs import JobState

# Steps of annealing: some seconds, and about a minute, for a hundred sessions.
STEPS = {"quick": 100_000, "thorough": 1_000_000}
LONGEST_SECONDS = 240
KEPT = 20


class Reason(StrEnum):
    """Why no proposal is made."""

    NO_ROOMS = "no_rooms"
    NO_SESSIONS = "no_sessions"
    TRAY_EMPTY = "tray_empty"
    ALREADY_RUNNING = "already_running"
    STILL_RUNNING = "still_running"


@dataclass(frozen=True)
class Wanted:
    """What an organiser asks for. `effort` is a key of STEPS; another `seed` may find another plan as good."""

    kind: ProposalKind
    hours: Hours
    effort: str = "quick"
    seed: int = 0


def ask(forum: Forum, person: Person, wanted: Wanted) -> AgendaProposal:
    """Lets a worker make a proposal. Raises Refusal when there is nothing to plan with, or one is being made."""
    db_lock(Forum, forum.id)
    _refuse_without_reason_to_plan(forum, wanted.kind)
    if any(is_open(one) for one in proposals_of(forum)):
        raise Refusal(Reason.ALREADY_RUNNING)
    proposal = AgendaProposal(
        forum_id=forum.id,
        kind=wanted.kind,
        options={"hours": _as_options(wanted.hours), "effort": wanted.effort, "seed": wanted.seed},
        asked_by_id=person.id,
        asked_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    job = jobs.enqueue("propose_agenda", person_id=person.id, proposal_id=proposal.id)
    db.session.flush()
    proposal.job_id = job.id
    _forget_old(forum)
    audit.record("agenda.proposal_asked", proposal, kind=wanted.kind.value)
    return proposal


def _refuse_without_reason_to_plan(forum: Forum, kind: ProposalKind) -> None:
    sessions = [row for row in plan(forum) if row.state is SessionState.PLANNED]
    if not sessions:
        raise Refusal(Reason.NO_SESSIONS)
    if not forum.rooms:
        raise Refusal(Reason.NO_ROOMS)
    if kind is ProposalKind.TRAY and all(row.starts_at for row in sessions):
        raise Refusal(Reason.TRAY_EMPTY)


def proposals_of(forum: Forum) -> list[AgendaProposal]:
    """A forum's proposals with who asked for them and their jobs, newest first."""
    wanted = sa.select(AgendaProposal).where(AgendaProposal.forum_id == forum.id)
    with_names = wanted.options(joinedload(AgendaProposal.asked_by), joinedload(AgendaProposal.job))
    return list(db.session.scalars(with_names.order_by(AgendaProposal.id.desc())))


def proposal_of(forum: Forum, number: int) -> AgendaProposal | None:
    """One of a forum's proposals."""
    proposal = db.session.get(AgendaProposal, number)
    return proposal if proposal and proposal.forum_id == forum.id else None


def is_open(proposal: AgendaProposal) -> bool:
    """Whether the planner waits or works."""
    return (
        proposal.result is None
        and proposal.job is not None
        and proposal.job.state in (JobState.QUEUED, JobState.RUNNING)
    )


def stop(proposal: AgendaProposal) -> None:
    """Asks the planner to end with the best it has."""
    proposal.stop_asked = True


def discard(proposal: AgendaProposal) -> None:
    """Throws a proposal away. Raises Refusal while it is being made."""
    if is_open(proposal):
        raise Refusal(Reason.STILL_RUNNING)
    audit.record("agenda.proposal_discarded", proposal)
    db.session.delete(proposal)


def _forget_old(forum: Forum) -> None:
    for old in proposals_of(forum)[KEPT:]:
        db.session.delete(old)


def _as_options(hours: Hours) -> dict[str, Any]:
    return {"opens": hours.opens.isoformat("minutes"), "closes": hours.closes.isoformat("minutes"), "step": hours.step}


def hours_from(options: Mapping[str, Any]) -> Hours:
    """The hours as they were asked for."""
    hours = options["hours"]
    return Hours(time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"]), hours["step"])


def draft_facts(forum: Forum, rows: Sequence[Session]) -> Facts:
    """All that is known about the sessions that take place."""
    return facts_of(forum, [row for row in rows if row.state is SessionState.PLANNED])


@jobs.handler("propose_agenda")
def make(proposal_id: int) -> dict[str, Any] | None:
    """Makes a proposal. Run again after its worker died it begins anew; run after it ended it does nothing."""
    proposal = db.session.get(AgendaProposal, proposal_id)
    if proposal is None or proposal.result is not None:
        return None
    forum = db.session.get_one(Forum, proposal.forum_id)
    rows = plan(forum)
    seen = {row.id: revision_of(row) for row in rows}
    facts = draft_facts(forum, rows)
    question = Question(facts, _movable(facts, proposal.kind), hours_from(proposal.options), wishes_by_delegate(forum))
    effort = Effort(proposal.options["seed"], STEPS[proposal.options["effort"]], seconds=LONGEST_SECONDS)
    plan_it = mend if proposal.kind is ProposalKind.MEND else propose
    answer = plan_it(question, effort, _watch(proposal_id, proposal.job_id))
    with jobs.writing():
        row = db.session.get(AgendaProposal, proposal_id)
        if row is not None:
            row.result = _as_json(answer, question, seen)
    return None


def _movable(facts: Facts, kind: ProposalKind) -> frozenset[int]:
    if kind is ProposalKind.ALL:
        return movable_in(facts)
    standing = {one.key for one in facts.sessions if isinstance(one, Placed)}
    waiting = {one.key for one in facts.sessions} - standing
    return movable_in(facts, standing if kind is ProposalKind.MEND else waiting)


def _watch(proposal_id: int, job_id: int | None) -> Watch:
    def progress(share: float, cost: int) -> None:
        if job_id is not None:
            jobs.progress(job_id, round(share * 100), 100)

    def cancelled() -> bool:
        db.session.rollback()
        asked_to = db.session.scalar(sa.select(AgendaProposal.stop_asked).where(AgendaProposal.id == proposal_id))
        # A proposal that was thrown away meanwhile is nobody's any more.
        return asked_to is not False

    return Watch(progress, cancelled)


def _as_json(answer: Answer, question: Question, seen: Mapping[int, str]) -> dict[str, Any]:
    now = {one.key: one for one in question.facts.sessions}
    moves = [_move(key, spot, seen[key]) for key, spot in sorted(answer.spots.items()) if _differs(now[key], spot)]
    return {
        "moves": moves,
        "unplaced": list(answer.unplaced),
        "because": [_fact(one, question) for one in answer.because],
        "give_up": [_fact(one, question) for one in answer.give_up],
        "unit_minutes": question.grid.minutes,
        "delegates": len(question.wishes),
        "before": _figures(answer.before, len(question.placements())),
        "after": _figures(answer.after, len(question.instance.sessions) - len(answer.unplaced)),
        "gap": answer.gap,
        "proven": answer.proven,
    }


def _figures(quality: Quality, placed: int) -> dict[str, Any]:
    return asdict(quality) | {"placed": placed, "overfull": len(quality.overfull)}


def _fact(fact: Fact, question: Question) -> dict[str, Any]:
    """A fact with the moment that a unit stands for."""
    found = asdict(fact)
    if fact.kind is FactKind.START_LOCK:
        found["at"] = question.grid.units[fact.number].starts_at.isoformat()
    return found


def _move(key: int, spot: Spot, seen: str) -> dict[str, Any]:
    return {"session": key, "room": spot.room, "starts_at": spot.time.starts_at.isoformat(), "seen": seen}


def _differs(one: Placed | Waiting, spot: Spot) -> bool:
    return not isinstance(one, Placed) or (one.room, one.starts_at) != (spot.room, spot.time.starts_at)
