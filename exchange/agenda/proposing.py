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
from exchange.agenda.draft import asked, facts_of, plan, revision_of
from exchange.agenda.models import Session, SessionState, SessionWish
from exchange.agenda.models_proposal import AgendaProposal, ProposalKind
from exchange.db import db, db_lock
from exchange.domain.agenda_grid import Hours
from exchange.domain.agenda_instance import Question, Spot, movable_in
from exchange.domain.agenda_planner import Effort, Watch
from exchange.domain.agenda_plans import Answer, mend, propose
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Facts, Placed
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
    hours = {
        name: value.isoformat("minutes") if isinstance(value, time) else value
        for name, value in asdict(wanted.hours).items()
    }
    proposal = AgendaProposal(
        forum_id=forum.id,
        kind=wanted.kind,
        options={"hours": hours, "effort": wanted.effort, "seed": wanted.seed},
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


def hours_from(options: Mapping[str, Any]) -> Hours:
    """The hours as they were asked for."""
    hours = options["hours"]
    return Hours(time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"]), hours["step"])


def draft_facts(forum: Forum, rows: Sequence[Session]) -> Facts:
    """All that is known about the sessions that take place."""
    return facts_of(forum, [asked(row) for row in rows if row.state is SessionState.PLANNED])


def wishes_in(forum: Forum) -> list[dict[int, int]]:
    """For each delegate the weight of each session they want, without saying who they are."""
    wanted = (
        sa.select(SessionWish.person_id, SessionWish.session_id, SessionWish.weight)
        .join(Session, Session.id == SessionWish.session_id)
        .where(Session.forum_id == forum.id)
        .order_by(SessionWish.person_id, SessionWish.session_id)
    )
    found: dict[int, dict[int, int]] = {}
    for person, session, weight in db.session.execute(wanted):
        found.setdefault(person, {})[session] = weight
    return list(found.values())


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
    question = Question(facts, _movable(facts, proposal.kind), hours_from(proposal.options), wishes_in(forum))
    effort = Effort(seed=proposal.options["seed"], steps=STEPS[proposal.options["effort"]], seconds=LONGEST_SECONDS)
    watch = _watch(proposal_id, proposal.job_id)
    answer = (mend if proposal.kind is ProposalKind.MEND else propose)(question, effort, watch)
    with jobs.writing():
        row = db.session.get(AgendaProposal, proposal_id)
        if row is not None:
            row.result = _as_json(answer, facts, seen)
    return None


def _movable(facts: Facts, kind: ProposalKind) -> frozenset[int]:
    if kind is not ProposalKind.TRAY:
        return movable_in(facts)
    return movable_in(facts, {one.key for one in facts.sessions if not isinstance(one, Placed)})


def _watch(proposal_id: int, job_id: int | None) -> Watch:
    def progress(share: float, cost: int) -> None:
        if job_id is not None:
            jobs.progress(job_id, round(share * 100), 100)
        with jobs.writing():
            db.session.execute(sa.update(AgendaProposal).where(AgendaProposal.id == proposal_id).values(cost=cost))

    def cancelled() -> bool:
        db.session.rollback()
        # A proposal that was deleted meanwhile needs no end either.
        asked_to = db.session.scalar(sa.select(AgendaProposal.stop_asked).where(AgendaProposal.id == proposal_id))
        return asked_to is not False

    return Watch(progress, cancelled)


def _as_json(answer: Answer, facts: Facts, seen: Mapping[int, str]) -> dict[str, Any]:
    now = {one.key: one for one in facts.sessions}
    moves = [_move(key, spot, seen[key]) for key, spot in sorted(answer.spots.items()) if _differs(now[key], spot)]
    return {
        "moves": moves,
        "unplaced": list(answer.unplaced),
        "because": [asdict(one) for one in answer.because],
        "give_up": [asdict(one) for one in answer.give_up],
        "figures": answer.figures,
    }


def _move(key: int, spot: Spot, seen: str) -> dict[str, Any]:
    return {"session": key, "room": spot.room, "starts_at": spot.time.starts_at.isoformat(), "seen": seen}


def _differs(one: Any, spot: Spot) -> bool:
    return not isinstance(one, Placed) or (one.room, one.starts_at) != (spot.room, spot.time.starts_at)
