"""Asking for a proposal, watching it being made, and taking it over."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange import web
from exchange.accounts.gate import the_person
from exchange.agenda import moving, proposing, queries, reasons, sentences, taking_over
from exchange.agenda.draft import plan
from exchange.agenda.facts import wishes_by_delegate, wishes_for
from exchange.agenda.figures import FEWEST, certificate, figure_rows, release_changes
from exchange.agenda.forms_proposal import ProposalForm, proposal_form
from exchange.agenda.models import Session
from exchange.agenda.models_proposal import AgendaProposal, ProposalKind
from exchange.domain.agenda_grid import likely_hours
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum

MOST_SAID = 3

bp = Blueprint("proposals", __name__, url_prefix="/proposals")


@bp.route("/", methods=["GET", "POST"])
def index(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    rows = plan(forum)
    tray = [row for row in rows if row.starts_at is None and row.state == "planned"]
    form = proposal_form(likely_hours(proposing.draft_facts(forum, rows)), _likely_kind(tray))
    status = 200
    if form.validate_on_submit():
        try:
            proposal = proposing.ask(forum, the_person(), form.wanted)
        except Refusal as refusal:
            web.refused(refusal)
            status = 422
        else:
            return redirect(_address(forum, proposal), 303)
    return _index_page(forum, form, rows, tray), 422 if form.errors else status


def _likely_kind(tray: list[Session]) -> ProposalKind:
    """What the page before asked for; otherwise the tray, when there is something in it."""
    asked = request.args.get("kind", "")
    if asked in set(ProposalKind):
        return ProposalKind(asked)
    return ProposalKind.TRAY if tray else ProposalKind.ALL


def _index_page(forum: Forum, form: ProposalForm, rows: list[Session], tray: list[Session]) -> str:
    return render_template(
        "agenda/manage/proposals.html",
        form=form,
        tray=tray,
        locked=sum(row.time_locked or row.room_locked for row in rows),
        wishes=len(wishes_by_delegate(forum)),
        proposals=proposing.proposals_of(forum),
        is_open=proposing.is_open,
        says=sentences,
        zone=forum.zone,
    )


def _address(forum: Forum, proposal: AgendaProposal) -> str:
    return url_for("agenda_manage.proposals.show", slug=forum.slug, number=proposal.id)


@bp.get("/<int:number>")
def show(slug: str, number: int) -> str:
    forum = managed_forum(slug)
    proposal = _proposal(forum, number)
    if proposal.result is None:
        return render_template(
            "agenda/manage/proposal_running.html", proposal=proposal, open=proposing.is_open(proposal)
        )
    return _result_page(forum, proposal)


def _result_page(forum: Forum, proposal: AgendaProposal) -> str:
    result: dict[str, Any] = proposal.result or {}
    rows = plan(forum)
    facts = [*result["because"], *result["give_up"]]
    book = reasons.book_of(facts, rows, forum.rooms, forum.zone, result["unit_minutes"])
    by_key = {row.id: row for row in rows}
    lines = taking_over.lines_of(forum, proposal, rows)
    return render_template(
        "agenda/manage/proposal.html",
        proposal=proposal,
        lines=lines,
        unplaced=[by_key[key] for key in result["unplaced"] if key in by_key],
        because=reasons.fact_sentences(result["because"], book),
        give_up=reasons.fact_sentences(result["give_up"], book),
        figures=figure_rows(result),
        rooms=book.rooms,
        wishes=wishes_for(forum),
        fewest=FEWEST,
        certificate=certificate(result),
        republished=release_changes(queries.published_programme(forum), lines, book.rooms),
        says=sentences,
        zone=forum.zone,
        undo=taking_over.to_undo(forum, the_person(), proposal),
        left=taking_over.clashes_left(forum, lines, rows),
    )


@bp.post("/<int:number>/take")
def take(slug: str, number: int) -> ResponseReturnValue:
    """Takes over the sessions that were ticked, or all."""
    forum = managed_forum(slug)
    proposal = _proposal(forum, number)
    codes = None if request.form.get("what") == "all" else request.form.getlist("ids")
    if codes == []:
        flash(_("Tick the sessions to move first."), "error")
        return redirect(_address(forum, proposal), 303)
    taken = taking_over.take_over(forum, the_person(), proposal, codes)
    if taken.moved:
        count = len(taken.moved)
        flash(
            ngettext("%(num)s session is moved in the draft.", "%(num)s sessions are moved in the draft.", count),
            "success",
        )
    elif not taken.kept:
        flash(
            _("Nothing could be moved: the agenda has changed since. The list says what stands in the way."), "warning"
        )
    for clash in taken.kept[:MOST_SAID]:
        flash(_("Not moved: %(why)s", why=sentences.clash_sentence(clash, forum.zone)), "warning")
    return redirect(_address(forum, proposal), 303)


@bp.post("/<int:number>/undo")
def undo(slug: str, number: int) -> ResponseReturnValue:
    """Takes back what one took over last, while that is one's latest move."""
    forum = managed_forum(slug)
    proposal = _proposal(forum, number)
    if taking_over.to_undo(forum, the_person(), proposal) is None:
        raise Refusal(moving.Reason.NOTHING_TO_UNDO)
    try:
        moving.undo(forum, the_person())
    except Refusal as refusal:
        web.refused(refusal)
    else:
        flash(_("The sessions are back where they were."), "success")
    return redirect(_address(forum, proposal), 303)


@bp.post("/<int:number>/stop")
def stop(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    proposal = _proposal(forum, number)
    proposing.stop(proposal)
    return redirect(_address(forum, proposal), 303)


@bp.post("/<int:number>/discard")
def discard(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    try:
        proposing.discard(_proposal(forum, number))
    except Refusal as refusal:
        web.refused(refusal)
        return redirect(_address(forum, _proposal(forum, number)), 303)
    flash(_("The proposal is gone. The draft is as it was."), "success")
    return redirect(url_for("agenda_manage.proposals.index", slug=slug), 303)


def _proposal(forum: Forum, number: int) -> AgendaProposal:
    proposal = proposing.proposal_of(forum, number)
    if proposal is None:
        abort(404)
    return proposal
