"""Choosing: marks first, then deciding together, telling people after a while, and undoing until then.

The call's row is locked, so a second click finds the first one's work done.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from exchange import audit, clock, jobs
from exchange.accounts.models import Person
from exchange.agenda import planning
from exchange.agenda.formats import Preset, presets_of
from exchange.agenda.models import Format
from exchange.agenda.needs import NeedsDraft
from exchange.agenda.planning import PartDraft, SessionDraft
from exchange.calls import queries
from exchange.calls.models import Announcement, Call, Proposal
from exchange.calls.signals import decision_told
from exchange.db import db, db_lock
from exchange.domain.calls import DECIDABLE, OUTCOMES, Decision, Mark, ProposalState, Reason, check_marks
from exchange.domain.refusal import Refusal

TOLD_AFTER = timedelta(minutes=15)


def mark(call: Call, numbers: Collection[int], decision: Decision | None) -> list[str]:
    """Marks proposals, or takes marks away; returns the codes of those that were decided already and stay as they are.

    Merging has a verb of its own.
    """
    call = db_lock(Call, call.id)
    left = []
    for proposal in queries.proposals_numbered(call, numbers):
        if not is_open(proposal):
            left.append(proposal.code)
            continue
        proposal.mark, proposal.lead_id = decision, None
        audit.record("proposal.marked", proposal, code=proposal.code, mark=decision.value if decision else "")
    return left


def merge(lead: Proposal, others: Collection[Proposal], title: str, abstract: str) -> None:
    """Means to make one session of several proposals, with these texts. Raises Refusal for one that was decided."""
    db_lock(Call, lead.call_id)
    for proposal in (lead, *others):
        db.session.refresh(proposal, ["state", "mark", "lead_id", "announcement_id"])
        if not is_open(proposal):
            raise Refusal(Reason.NOT_DECIDABLE, code=proposal.code)
    lead.mark, lead.lead_id = Decision.ACCEPT, None
    lead.final_title = title if title != lead.title else ""
    lead.final_abstract = abstract if abstract != lead.abstract else ""
    for proposal in others:
        proposal.mark, proposal.lead_id = Decision.MERGE, lead.id
        # What was to be merged into this one goes along.
        for follower in queries.merged_into([proposal]).get(proposal.id, ()):
            follower.lead_id = lead.id
        audit.record("proposal.marked", proposal, code=proposal.code, mark="merge", into=lead.code)
    audit.record("proposal.marked", lead, code=lead.code, mark="accept")


def is_open(proposal: Proposal) -> bool:
    """Whether something can be decided about it now: not while people are still to be told of the last decision."""
    return proposal.state in DECIDABLE and not proposal.is_pending


def give_reasons(proposals: Iterable[Proposal], reasons: dict[int, str]) -> None:
    """Keeps what the mail will say about each, by the proposal's number."""
    for proposal in proposals:
        if proposal.number in reasons:
            proposal.reason = reasons[proposal.number]


def decidable(proposals: Iterable[Proposal]) -> list[Proposal]:
    """What would be decided now: the marked ones. A waiting one marked to wait stays out."""
    found = [each for each in proposals if each.mark and is_open(each)]
    return [each for each in found if OUTCOMES[each.mark or Decision.WAIT] is not each.state]


def marks_of(proposals: Iterable[Proposal]) -> list[Mark]:
    """Marks as the rules know them."""
    return [Mark(each.id, each.code, each.mark, each.lead_id) for each in proposals if each.mark]


def decide(call: Call, reasons: dict[int, str], by: Person, seen: Collection[int]) -> Announcement:
    """Decides everything that is marked and was `seen` (numbers); accepted ones land in the agenda's tray.

    People are told by a job after TOLD_AFTER. Raises Refusal, before anything is changed.
    """
    call = db_lock(Call, call.id)
    everything = queries.sent_proposals(call)
    proposals = [each for each in decidable(everything) if each.number in seen]
    check_marks(marks_of(proposals), [each.id for each in everything if each.state is ProposalState.ACCEPTED])
    give_reasons(proposals, reasons)
    now = clock.now()
    announcement = Announcement(call_id=call.id, made_by_id=by.id, made_at=now, due_at=now + TOLD_AFTER)
    db.session.add(announcement)
    db.session.flush()
    for proposal in proposals:
        _decide_one(proposal, announcement)
    presets = presets_of(call.forum)
    for proposal in proposals:
        if proposal.state is ProposalState.ACCEPTED:
            _into_tray(proposal, presets)
    jobs.enqueue("tell_decisions", delay=TOLD_AFTER, announcement_id=announcement.id)
    audit.record("call.decided", announcement, count=len(proposals))
    return announcement


def _decide_one(proposal: Proposal, announcement: Announcement) -> None:
    decision = proposal.mark or Decision.WAIT
    before = proposal.state
    proposal.state, proposal.state_before = OUTCOMES[decision], before
    proposal.announcement = announcement
    proposal.announcement_id, proposal.updated_at = announcement.id, clock.now()
    verb = f"proposal.{proposal.state.value}"
    audit.record(verb, proposal, code=proposal.code, before=before.value, announcement=announcement.id)


def _into_tray(proposal: Proposal, presets: Mapping[Format, Preset]) -> None:
    """A session in the agenda's tray from a proposal and those merged into it; never a second one."""
    if proposal.session_id is not None:
        return
    merged = queries.merged_into([proposal]).get(proposal.id, [])
    session = planning.create_session(proposal.call.forum, session_draft(proposal, presets, merged))
    db.session.flush()
    proposal.session, proposal.session_id = session, session.id
    audit.record("proposal.in_agenda", proposal, code=proposal.code, session=session.code)


def session_draft(
    proposal: Proposal, presets: Mapping[Format, Preset], merged: Collection[Proposal] = ()
) -> SessionDraft:
    """What lands in the tray: texts in the language they were written in, people and needs of all that were merged.

    What the proposal leaves out is as usual for its format at the forum.
    """
    kind = proposal.format
    if kind is None:
        raise Refusal(Reason.NOT_DECIDABLE, code=proposal.code)
    usual, together = presets[kind], [proposal, *merged]
    needed = dict.fromkeys(need for each in together for need in each.room_needs)
    return SessionDraft(
        format=kind,
        titles={proposal.language: proposal.final_title or proposal.title},
        abstracts={proposal.language: proposal.final_abstract or proposal.abstract},
        theme_code=proposal.theme_code,
        languages=tuple(dict.fromkeys(code for each in together for code in each.languages)),
        seats=proposal.seats or usual.seats,
        minutes=proposal.minutes or usual.minutes,
        room_id=None,
        starts_at=None,
        parts=_parts(together),
        needs=NeedsDraft(layout=usual.layout, needs=tuple(needed)),
    )


def _parts(proposals: Collection[Proposal]) -> tuple[PartDraft, ...]:
    found: dict[tuple[str, str], PartDraft] = {}
    for each in (person for proposal in proposals for person in proposal.people if person.email):
        part = PartDraft(each.email, each.role, each.name, each.function, each.city_id)
        found.setdefault((each.email, each.role.value), part)
    return tuple(found.values())


# Telling, and undoing


def tell_now(announcement: Announcement) -> int:
    """Tells everybody what was decided; returns how many. Told or undone ones are left alone."""
    announcement = db_lock(Announcement, announcement.id)
    if announcement.told_at or announcement.undone_at:
        return 0
    announcement.told_at = clock.now()
    proposals = queries.proposals_told_in(announcement)
    for proposal in proposals:
        # Where it was heard of, the mark has done its work.
        proposal.mark = None
        decision_told.send(proposal)
    audit.record("call.told", announcement, count=len(proposals))
    return len(proposals)


@jobs.handler("tell_decisions")
def tell(announcement_id: int) -> dict[str, Any]:
    """Tells when the time has come. Result: how many were told."""
    with jobs.writing():
        return {"told": tell_now(db.session.get_one(Announcement, announcement_id))}


def undo(announcement: Announcement) -> None:
    """Takes decisions back that nobody has heard of; marks and reasons stay. Raises Refusal when it is too late."""
    call = db_lock(Call, announcement.call_id)
    announcement = db_lock(Announcement, announcement.id)
    if announcement.told_at or announcement.undone_at:
        raise Refusal(Reason.ALREADY_TOLD)
    proposals = queries.proposals_told_in(announcement)
    sessions = [each.session for each in proposals if each.session]
    for session in sessions:
        if session.starts_at or planning.is_published(session, call.forum):
            raise Refusal(Reason.IN_AGENDA, code=session.code)
    for proposal in proposals:
        _undo_one(proposal)
    db.session.flush()
    for session in sessions:
        planning.delete_session(session)
    announcement.undone_at = clock.now()
    audit.record("call.undone", announcement, count=len(proposals))


def _undo_one(proposal: Proposal) -> None:
    proposal.state, proposal.state_before = proposal.state_before or ProposalState.SUBMITTED, None
    proposal.announcement = proposal.announcement_id = None
    proposal.session = proposal.session_id = None
    audit.record("proposal.decision_undone", proposal, code=proposal.code)
