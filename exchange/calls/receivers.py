"""What calls does when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange import clock
from exchange.accounts.models import LinkPurpose, Person, SignInLink
from exchange.accounts.signals import link_claimed
from exchange.calls import queries, service
from exchange.calls.gate import may_review
from exchange.calls.models import Call, Proposal
from exchange.cities.signals import Section
from exchange.db import db
from exchange.domain.calls import COUNTED, DECIDABLE, Phase, ProposalState, ReviewState, phase
from exchange.domain.checklist import Step
from exchange.domain.refusal import Refusal
from exchange.forums.face import local_time
from exchange.forums.models import Forum
from exchange.forums.signals import (
    ChecklistItem,
    DashboardLink,
    checklist_asked,
    dashboard_shown,
    forum_shown,
    front_shown,
)
from exchange.i18n import word
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown


@link_claimed.connect
def propose_who_clicked(link: SignInLink, *, person: Person, **_facts: Any) -> None:
    """What a stranger typed becomes their proposal when they open the link in their mail."""
    if link.purpose is not LinkPurpose.PROPOSE or "call_id" not in link.payload:
        return
    call = db.session.get(Call, link.payload["call_id"])
    if call is None:
        return
    draft = service.from_payload(link.payload["proposal"])
    # What was typed has arrived; it is not kept twice.
    send, link.payload = bool(link.payload["send"]), {}
    home = f"/f/{call.forum.slug}/call"
    try:
        proposal, refusal = service.propose_claimed(call, person, draft, send=send)
    except Refusal as refused:
        link.target = f"{home}?unsent={refused.reason}"
        return
    # Signing in begins a new session, so what is to be said waits in the address.
    link.target = f"{home}/proposals/{proposal.number}" + (f"?unsent={refusal.reason}" if refusal else "")


@forum_shown.connect
def offer_review(forum: Forum, *, person: Person | None, nav: dict[str, Any]) -> None:
    """Shows the way to the reviews to those who review."""
    nav["may_review"] = may_review(person, forum)


@front_shown.connect
def tell_of_the_call(forum: Forum, **_facts: Any) -> list[Section]:
    """The call on the front page, while it is open."""
    call = queries.call_of(forum)
    if call is None or phase(call.opens_at, call.closes_at, clock.now()) is not Phase.OPEN:
        return []
    return [Section("calls/front_section.html", {"closes": local_time(call.closes_at, forum)})]


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """What somebody proposed and where it stands; a draft is still to be sent while the call is open."""
    call = queries.call_of(registration.forum)
    if call is None:
        return []
    is_open = phase(call.opens_at, call.closes_at, clock.now()) is Phase.OPEN
    shown = COUNTED | {ProposalState.DRAFT} if is_open else COUNTED
    mine = queries.own_proposals(registration.person, call)
    return [_task(each, registration.forum) for each in mine if each.state in shown]


def _task(proposal: Proposal, forum: Forum) -> MeTask:
    href = url_for("calls.proposal", slug=forum.slug, number=proposal.number)
    if proposal.state is ProposalState.DRAFT:
        return MeTask(_("Send your session proposal “%(title)s”", title=proposal.title), done=False, href=href)
    state = word(proposal.told_state)
    return MeTask(_("Session proposal “%(title)s”: %(state)s", title=proposal.title, state=state), done=True, href=href)


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the call, with where it stands."""
    call = queries.call_of(forum)
    note = ""
    if call:
        number = sum(count for state, count in queries.counts(call).items() if state in COUNTED)
        note = ngettext("%(num)s proposal", "%(num)s proposals", number)
        if phase(call.opens_at, call.closes_at, clock.now()) is Phase.OPEN:
            note = _("open, %(proposals)s", proposals=note)
    return [DashboardLink(_("Call for sessions"), url_for("calls_manage.choose.index", slug=forum.slug), note)]


@checklist_asked.connect
def checklist(forum: Forum) -> list[ChecklistItem]:
    """What is to do about a call once there is one: a forum need not have one."""
    call = queries.call_of(forum)
    if call is None or phase(call.opens_at, call.closes_at, clock.now()) is not Phase.CLOSED:
        return []
    page = url_for("calls_manage.choose.index", slug=forum.slug)
    states = queries.counts(call)
    sent = sum(number for state, number in states.items() if state in COUNTED)
    undecided = sum(number for state, number in states.items() if state in DECIDABLE)
    reviews = queries.review_counts(call)
    todo = reviews.get(ReviewState.ASSIGNED, 0) + reviews.get(ReviewState.DRAFT, 0)
    missing = ngettext("%(num)s review is still to come.", "%(num)s reviews are still to come.", todo)
    return [
        ChecklistItem(
            Step.AGENDA,
            _("All proposals are reviewed"),
            done=not todo,
            href=url_for("calls_manage.reviewers", slug=forum.slug),
            note=missing if todo else "",
        ),
        ChecklistItem(
            Step.AGENDA,
            _("All proposals are decided"),
            done=not undecided,
            href=page,
            note=_("%(decided)s of %(all)s are.", decided=sent - undecided, all=sent),
        ),
    ]
