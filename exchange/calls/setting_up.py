"""Opening a call and changing it; the reminder to those whose draft lies there two days before the close."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock, jobs
from exchange.calls import queries
from exchange.calls.models import Call, Criterion, ReviewScore
from exchange.calls.signals import draft_reminded
from exchange.db import db, db_lock
from exchange.domain.calls import OnePer, Phase, Reason, phase
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum

REMINDED_BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class CriterionDraft:
    """A criterion as typed; `number` is the row it was before."""

    names: dict[str, str]
    sentences: dict[str, str]
    weight: int
    number: int | None = None


@dataclass(frozen=True)
class CallSettings:
    """A call as typed; moments are aware."""

    texts: dict[str, str]
    duties: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    formats: dict[str, int]
    theme_codes: tuple[str, ...] = ()
    one_per: OnePer = OnePer.CITY
    anonymous: bool = False
    reviews_wanted: int = 2
    criteria: tuple[CriterionDraft, ...] = field(default=())


def save_call(forum: Forum, settings: CallSettings) -> Call:
    """Makes the forum's call, or changes its settings; its criteria are changed by `save_criteria`."""
    call = queries.call_of(forum)
    if call is None:
        db_lock(Forum, forum.id)
        return _new_call(forum, settings) if queries.call_of(forum) is None else save_call(forum, settings)
    call = db_lock(Call, call.id)
    closed_before = call.closes_at
    _write(call, settings)
    call.updated_at = clock.now()
    audit.record("call.changed", call)
    if closed_before != call.closes_at:
        call.closed_before_at = closed_before
        audit.record("call.close_moved", call, to=call.closes_at.isoformat())
        _plan_reminder(call)
    return call


def _new_call(forum: Forum, settings: CallSettings) -> Call:
    now = clock.now()
    call = Call(
        forum_id=forum.id,
        opens_at=settings.opens_at,
        closes_at=settings.closes_at,
        created_at=now,
        updated_at=now,
    )
    _write(call, settings)
    call.forum = forum
    call.criteria = [_criterion(draft, place) for place, draft in enumerate(settings.criteria)]
    db.session.add(call)
    audit.record("call.made", call)
    _plan_reminder(call)
    return call


def _write(call: Call, settings: CallSettings) -> None:
    names = ("texts", "duties", "opens_at", "closes_at", "formats", "one_per", "anonymous", "reviews_wanted")
    for name in names:
        setattr(call, name, getattr(settings, name))
    call.theme_codes = list(settings.theme_codes)


def _criterion(draft: CriterionDraft, place: int) -> Criterion:
    return Criterion(names=draft.names, sentences=draft.sentences, weight=draft.weight, position=place)


def save_criteria(call: Call, drafts: tuple[CriterionDraft, ...]) -> None:
    """Writes the criteria in their order. Raises Refusal when one that was scored already would be lost."""
    call = db_lock(Call, call.id)
    kept = {draft.number for draft in drafts}
    gone = [criterion.id for criterion in call.criteria if criterion.id not in kept]
    if gone and db.session.scalar(sa.select(ReviewScore.review_id).where(ReviewScore.criterion_id.in_(gone)).limit(1)):
        raise Refusal(Reason.HAS_REVIEWS)
    known = {criterion.id: criterion for criterion in call.criteria}
    rows = []
    for place, draft in enumerate(drafts):
        row = known.get(draft.number or 0) or _criterion(draft, place)
        row.names, row.sentences, row.weight, row.position = draft.names, draft.sentences, draft.weight, place
        rows.append(row)
    call.criteria = rows
    audit.record("call.criteria_changed", call, count=len(rows))


# The reminder


def _plan_reminder(call: Call) -> None:
    """Every closing date has a job of its own; when the date was moved since, the job finds that and does nothing."""
    delay = call.closes_at - REMINDED_BEFORE - clock.now()
    if call.closes_at > clock.now():
        jobs.enqueue(
            "remind_of_call",
            delay=max(delay, timedelta(0)),
            call_id=call.id,
            closes_at=call.closes_at.isoformat(),
        )


@jobs.handler("remind_of_call")
def remind(call_id: int, closes_at: str) -> dict[str, Any]:
    """Writes to those whose proposal is still a draft, once for each closing date. Result: how many."""
    with jobs.writing():
        call = db_lock(Call, call_id)
        due = call.closes_at.isoformat() == closes_at and call.reminded_for != call.closes_at
        if not due or phase(call.opens_at, call.closes_at, clock.now()) is Phase.CLOSED:
            return {"reminded": 0}
        call.reminded_for = call.closes_at
        drafts = queries.drafts_of(call)
        for proposal in drafts:
            draft_reminded.send(proposal)
        return {"reminded": len(drafts)}
