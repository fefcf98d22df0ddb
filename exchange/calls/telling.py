"""The letters about decisions, written by the same hand whether they are previewed or sent."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from exchange.calls.models import Proposal
from exchange.domain.calls import OUTCOMES, ProposalState
from exchange.i18n import in_language


@dataclass(frozen=True)
class Letter:
    """A mail as its reader will see it: the template it is made from, subject and Markdown, in their language."""

    template: str
    language: str
    subject: str
    body: str


TEMPLATES = {
    ProposalState.ACCEPTED: "proposal_accepted",
    ProposalState.WAITING: "proposal_waiting",
    ProposalState.DECLINED: "proposal_declined",
    ProposalState.MERGED: "proposal_merged",
}


def decision_letter(proposal: Proposal, *, as_marked: bool = False) -> Letter:
    """The letter about what was decided or, before that, about what is marked."""
    state = OUTCOMES[proposal.mark] if as_marked and proposal.mark else proposal.state
    template, language = TEMPLATES[state], proposal.proposer.language
    with in_language(language):
        text = render_template(f"mail/{template}.txt", language=language, **decision_facts(proposal))
    subject, body = text.strip().split("\n", 1)
    return Letter(template, language, " ".join(subject.split()), body.strip())


def decision_facts(proposal: Proposal) -> dict[str, Any]:
    """What the templates of decisions need."""
    forum = proposal.call.forum
    site = current_app.extensions["settings"].public_url
    lead = proposal.lead
    return {
        "person": proposal.proposer,
        "proposal": proposal,
        "lead_title": (lead.final_title or lead.title) if lead else "",
        "final_title": proposal.final_title or proposal.title,
        "forum_titles": forum.titles,
        "forum_languages": forum.languages,
        "duties": proposal.call.duties,
        "url": f"{site}/f/{forum.slug}/call/proposals/{proposal.number}",
    }
