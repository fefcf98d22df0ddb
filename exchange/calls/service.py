"""The proposer's side: write a proposal, send it, change it, take it back. The call's row is locked, always."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.agenda.models import Format, SessionRole
from exchange.calls import queries
from exchange.calls.models import Call, Proposal, ProposalPerson, body_of
from exchange.calls.signals import proposal_received
from exchange.db import db, db_lock
from exchange.domain.calls import EDITABLE, Phase, ProposalState, Reason, Sender, check_one_each, check_open, phase
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Need

MOST_DRAFTS = 10
# Why what waited in a mailed link may not be sent.
UNSENT = (Reason.CITY_HAS_PROPOSED, Reason.PERSON_HAS_PROPOSED, Reason.TOO_MANY_DRAFTS)


@dataclass(frozen=True)
class NamedPerson:
    """Somebody who is to take part, as typed."""

    name: str
    email: str = ""
    role: SessionRole = SessionRole.SPEAKER
    function: str = ""
    city_id: int | None = None


@dataclass(frozen=True)
class ProposalDraft:
    """A proposal as typed; a draft may lack everything but its title."""

    language: str
    title: str
    abstract: str = ""
    format: Format | None = None
    theme_code: str | None = None
    subtheme_code: str | None = None
    city_id: int | None = None
    organisation: str = ""
    languages: tuple[str, ...] = ()
    outcome: str = ""
    lesson: str = ""
    prior: str = ""
    seats: int | None = None
    needs: tuple[Need, ...] = ()
    needs_note: str = ""
    consent: bool = False
    people: tuple[NamedPerson, ...] = field(default=())

    def as_payload(self) -> dict[str, Any]:
        """Plain values, to wait in a sign-in link."""
        return asdict(self)


def from_payload(payload: dict[str, Any]) -> ProposalDraft:
    """The proposal that waited in a sign-in link."""
    people = tuple(NamedPerson(**(row | {"role": SessionRole(row["role"])})) for row in payload["people"])
    kind = payload["format"]
    values = {**payload, "people": people, "format": Format(kind) if kind else None}
    return ProposalDraft(
        **{**values, "languages": tuple(values["languages"]), "needs": tuple(map(Need, values["needs"]))}
    )


def may_change(proposal: Proposal) -> bool:
    """Whether its proposer can still change it."""
    call = proposal.call
    return proposal.state in EDITABLE and phase(call.opens_at, call.closes_at, clock.now()) is Phase.OPEN


def may_withdraw(proposal: Proposal) -> bool:
    """Whether its proposer can take it back; nothing is taken back while a decision is being made known."""
    return proposal.state in EDITABLE | {ProposalState.WAITING} and not proposal.is_pending


def check_window(call: Call) -> None:
    """Raises Refusal when nothing can be proposed or changed now."""
    check_open(call.opens_at, call.closes_at, clock.now())


def propose(call: Call, person: Person, draft: ProposalDraft, *, send: bool) -> Proposal:
    """A new proposal, sent at once or kept as a draft. Raises Refusal; then nothing is changed."""
    call = db_lock(Call, call.id)
    check_window(call)
    return _new(call, person, draft, send=send)


def propose_claimed(call: Call, person: Person, draft: ProposalDraft, *, send: bool) -> tuple[Proposal, Refusal | None]:
    """What waited for the click on a link; when it cannot be sent it is kept as a draft, and why is told.

    It was typed while the call was open, so that is not asked again. Raises Refusal when there are too many drafts.
    """
    call = db_lock(Call, call.id)
    try:
        return _new(call, person, draft, send=send), None
    except Refusal as refusal:
        if not send or refusal.reason is Reason.TOO_MANY_DRAFTS:
            raise
        return _new(call, person, draft, send=False), refusal


def _new(call: Call, person: Person, draft: ProposalDraft, *, send: bool) -> Proposal:
    own = queries.own_proposals(person, call)
    if sum(each.state is ProposalState.DRAFT for each in own) >= MOST_DRAFTS:
        raise Refusal(Reason.TOO_MANY_DRAFTS, most=MOST_DRAFTS)
    now = clock.now()
    proposal = Proposal(
        call_id=call.id,
        number=queries.last_number(call) + 1,
        proposer_id=person.id,
        language=draft.language,
        title=draft.title,
        created_at=now,
        updated_at=now,
    )
    proposal.call, proposal.proposer = call, person
    with db.session.no_autoflush:
        _write(proposal, draft)
        if send:
            _check_only_one(proposal)
    db.session.add(proposal)
    audit.record("proposal.written", proposal, code=proposal.code)
    if send:
        _mark_sent(proposal)
    return proposal


def change(proposal: Proposal, draft: ProposalDraft, *, send: bool) -> None:
    """Writes what was typed, and sends a draft. Raises Refusal, before anything is changed."""
    check_window(_locked(proposal))
    if proposal.state not in EDITABLE:
        raise Refusal(Reason.NOT_EDITABLE, code=proposal.code)
    if send or proposal.state is ProposalState.SUBMITTED:
        _check_only_one(proposal, draft)
    _write(proposal, draft)
    proposal.updated_at = clock.now()
    audit.record("proposal.changed", proposal, code=proposal.code)
    if send and proposal.state is ProposalState.DRAFT:
        _mark_sent(proposal)


def withdraw(proposal: Proposal) -> None:
    """Takes a proposal back; another one of the city can be sent then. Raises Refusal once it was decided."""
    _locked(proposal)
    if not may_withdraw(proposal):
        raise Refusal(Reason.NOT_EDITABLE, code=proposal.code)
    before = proposal.state
    proposal.state, proposal.mark, proposal.lead_id = ProposalState.WITHDRAWN, None, None
    for other in queries.merged_into([proposal]).get(proposal.id, ()):
        other.mark = other.lead_id = None
    proposal.updated_at = clock.now()
    audit.record("proposal.withdrawn", proposal, code=proposal.code, before=before.value)


def _locked(proposal: Proposal) -> Call:
    call = db_lock(Call, proposal.call_id)
    db.session.refresh(proposal, ["state", "mark", "lead_id", "announcement_id"])
    return call


def _mark_sent(proposal: Proposal) -> None:
    proposal.state, proposal.submitted_at = ProposalState.SUBMITTED, clock.now()
    audit.record("proposal.sent", proposal, code=proposal.code)
    proposal_received.send(proposal)


def _check_only_one(proposal: Proposal, draft: ProposalDraft | None = None) -> None:
    """The call's row is locked, so nobody else can be sending one for the same city meanwhile."""
    call = proposal.call
    body = body_of(draft.city_id, draft.organisation) if draft else proposal.body
    check_one_each(call.one_per, Sender(proposal.proposer_id, body), queries.senders(call, but=proposal.id))


def _write(proposal: Proposal, draft: ProposalDraft) -> None:
    plain = (
        "language", "title", "abstract", "format", "theme_code", "subtheme_code", "city_id", "organisation", "outcome",
        "lesson", "prior", "seats", "needs_note", "consent",
    )  # fmt: skip
    for name in plain:
        setattr(proposal, name, getattr(draft, name))
    proposal.languages, proposal.needs = list(draft.languages), list(draft.needs)
    proposal.people = [
        ProposalPerson(
            name=each.name,
            email=each.email,
            role=each.role,
            function=each.function,
            city_id=each.city_id,
            position=place,
        )
        for place, each in enumerate(draft.people)
    ]


def draft_of(proposal: Proposal) -> ProposalDraft:
    """A stored proposal as it was typed."""
    people = tuple(
        NamedPerson(each.name, each.email, each.role, each.function, each.city_id) for each in proposal.people
    )
    names = set(ProposalDraft.__dataclass_fields__) - {"people", "languages", "needs"}
    values = {name: getattr(proposal, name) for name in names}
    return replace(
        ProposalDraft(**values), people=people, languages=tuple(proposal.languages), needs=tuple(proposal.room_needs)
    )
