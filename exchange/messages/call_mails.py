"""Mails about a call for sessions: received, reminded, decided, and what reviewers are to read."""

from typing import Any

from flask import current_app

from exchange import mail
from exchange.accounts.models import Person
from exchange.calls.models import Call, Proposal
from exchange.calls.signals import decision_told, draft_reminded, proposal_received, reviews_assigned
from exchange.calls.telling import TEMPLATES, decision_facts
from exchange.forums.face import local_time
from exchange.forums.models import Forum
from exchange.i18n import in_language


@proposal_received.connect
def tell_it_arrived(proposal: Proposal) -> None:
    """Tells the proposer that it has arrived and until when it can be changed."""
    _write("proposal_received", proposal.call.forum, proposal.proposer, **decision_facts(proposal), **_close(proposal))


@draft_reminded.connect
def remind(proposal: Proposal) -> None:
    """Reminds somebody whose draft was not sent yet."""
    _write("proposal_reminder", proposal.call.forum, proposal.proposer, **decision_facts(proposal), **_close(proposal))


@decision_told.connect
def tell_the_decision(proposal: Proposal) -> None:
    """Tells the proposer what was decided, and why."""
    _write(TEMPLATES[proposal.state], proposal.call.forum, proposal.proposer, **decision_facts(proposal))


@reviews_assigned.connect
def tell_the_reviewer(call: Call, *, reviewer: Person, number: int) -> None:
    """Tells a reviewer that there is something to read: one mail, however many."""
    forum = call.forum
    with in_language(reviewer.language):
        closes = local_time(call.closes_at, forum)
    facts = {"forum_titles": forum.titles, "forum_languages": forum.languages, "closes": closes, "person": reviewer}
    site = current_app.extensions["settings"].public_url
    _write("reviews_assigned", forum, reviewer, number=number, url=f"{site}/f/{forum.slug}/review/", **facts)


def _close(proposal: Proposal) -> dict[str, str]:
    """When the call closes, and when it was to close before that, in the proposer's language."""
    call = proposal.call
    before = call.closed_before_at
    with in_language(proposal.proposer.language):
        return {
            "closes": local_time(call.closes_at, call.forum),
            "closed_before": local_time(before, call.forum) if before else "",
        }


def _write(template: str, forum: Forum, to: Person, **facts: Any) -> None:
    mail.write(template, to=to.email, name=to.name, language=to.language, forum_id=forum.id, **facts)
