"""The call as everybody reads it, and what somebody proposes."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, i18n, limits
from exchange.accounts.gate import the_person
from exchange.accounts.models import LinkPurpose
from exchange.accounts.service import normal_email, send_link
from exchange.agenda.models import Format
from exchange.calls import queries, service
from exchange.calls.forms import ProposalForm, StrangerProposalForm, as_typed
from exchange.calls.gate import own_proposal, public_call
from exchange.calls.models import Call, Proposal
from exchange.cities.queries import focal_cities
from exchange.domain.calls import Phase, ProposalState, phase
from exchange.domain.refusal import Refusal
from exchange.forums.face import local_time
from exchange.forums.queries import theme_choices

bp = Blueprint("calls", __name__, url_prefix="/f/<slug>/call")


@bp.get("")
def show(slug: str) -> ResponseReturnValue:
    call = public_call(slug)
    found = phase(call.opens_at, call.closes_at, clock.now())
    themes = [(code, name) for code, name in theme_choices(call.forum) if code in (call.theme_codes or [code])]
    return render_template(
        "calls/show.html",
        call=call,
        phase=found,
        opens=local_time(call.opens_at, call.forum),
        closes=local_time(call.closes_at, call.forum),
        formats=[(kind, call.formats[kind.value]) for kind in Format if kind.value in call.formats],
        themes=themes,
        total=sum(each.weight for each in call.criteria),
        proposals=queries.own_proposals(g.person, call) if g.person else [],
        unsent=_unsent(),
    )


def _unsent() -> str:
    """Why what waited in a mailed link could not be sent."""
    asked = request.args.get("unsent")
    found = [reason for reason in service.UNSENT if reason.value == asked]
    return i18n.sentence(Refusal(found[0], most=service.MOST_DRAFTS)) if found else ""


@bp.route("/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    call = public_call(slug)
    if phase(call.opens_at, call.closes_at, clock.now()) is not Phase.OPEN and request.method == "GET":
        return redirect(url_for("calls.show", slug=slug), 303)
    form = _new_form(call)
    if request.method == "GET" or request.form.get("more"):
        return _page(call, form, None)

    def save(draft: service.ProposalDraft, send: bool) -> ResponseReturnValue:
        if isinstance(form, StrangerProposalForm):
            return _ask_to_confirm(call, form, draft, send=send)
        return _saved(service.propose(call, the_person(), draft, send=send))

    return _save(call, form, None, save)


def _new_form(call: Call) -> ProposalForm:
    spoken = i18n.current_language()
    known = {"language": spoken, "languages": [spoken] if spoken in call.forum.languages else []}
    if g.person is None:
        form: ProposalForm = StrangerProposalForm(data=known)
    else:
        cities = focal_cities(g.person)
        form = ProposalForm(data=known | {"city": cities[0].id if cities else None})
    form.offer(call)
    return form


def _save(
    call: Call,
    form: ProposalForm,
    proposal: Proposal | None,
    save: Callable[[service.ProposalDraft, bool], ResponseReturnValue],
) -> ResponseReturnValue:
    """Checks what was typed, then saves or sends it; what is wrong comes back as typed."""
    send = request.form.get("action") == "send"
    good = form.validate()
    # What was sent stays complete.
    strict = send or (proposal is not None and proposal.state is ProposalState.SUBMITTED)
    form.offer_rows()
    if strict:
        good &= form.is_complete()
    if not good:
        return _page(call, form, proposal), 422
    try:
        settings = current_app.extensions["settings"]
        limits.count("propose", request.remote_addr or "", settings.posts_per_hour)
        return save(form.draft(), send)
    except Refusal as refusal:
        form.form_errors = [i18n.sentence(refusal)]
        return _page(call, form, proposal), 429 if refusal.reason == limits.Reason.TOO_OFTEN else 422


def _page(call: Call, form: ProposalForm, proposal: Proposal | None) -> str:
    form.offer_rows(more=2 if request.form.get("more") else 0)
    return render_template(
        "calls/edit.html",
        call=call,
        form=form,
        proposal=proposal,
        closes=local_time(call.closes_at, call.forum),
        fallback=call.forum.languages[0],
    )


def _ask_to_confirm(
    call: Call, form: StrangerProposalForm, draft: service.ProposalDraft, *, send: bool
) -> ResponseReturnValue:
    """The answer is the same whether the address is known here or not."""
    service.check_window(call)
    send_link(
        form.email.data or "",
        i18n.current_language(),
        purpose=LinkPurpose.PROPOSE,
        target=url_for("calls.show", slug=call.forum.slug),
        payload={"call_id": call.id, "proposal": draft.as_payload(), "send": send},
        forum_titles=call.forum.titles,
        forum_languages=call.forum.languages,
        title=draft.title,
    )
    session["asked_email"] = normal_email(form.email.data or "")
    return redirect(url_for("calls.link_sent", slug=call.forum.slug), 303)


def _saved(proposal: Proposal) -> ResponseReturnValue:
    if proposal.state is ProposalState.SUBMITTED:
        flash(_("Your proposal is sent. You can change it until the call closes."), "success")
    else:
        flash(_("Saved as a draft. Nobody else sees it before you send it."), "success")
    return redirect(url_for("calls.proposal", slug=proposal.call.forum.slug, number=proposal.number), 303)


@bp.get("/sent")
def link_sent(slug: str) -> ResponseReturnValue:
    public_call(slug)
    return render_template("calls/sent.html", email=session.get("asked_email", ""))


@bp.get("/proposals/<int:number>")
def proposal(slug: str, number: int) -> ResponseReturnValue:
    row = own_proposal(slug, number)
    return render_template(
        "calls/proposal.html",
        proposal=row,
        call=row.call,
        state=row.told_state,
        changeable=service.may_change(row),
        withdrawable=service.may_withdraw(row),
        unsent=_unsent() if row.told_state is ProposalState.DRAFT else "",
        closes=local_time(row.call.closes_at, row.call.forum),
    )


@bp.route("/proposals/<int:number>/edit", methods=["GET", "POST"])
def edit(slug: str, number: int) -> ResponseReturnValue:
    row = own_proposal(slug, number)
    if not service.may_change(row) and request.method == "GET":
        return redirect(url_for("calls.proposal", slug=slug, number=number), 303)
    form = ProposalForm()
    form.offer(row.call)
    if request.method == "GET":
        form = ProposalForm(data=as_typed(row, form.directory))
        form.offer(row.call)
    if request.method == "GET" or request.form.get("more"):
        return _page(row.call, form, row)

    def save(draft: service.ProposalDraft, send: bool) -> ResponseReturnValue:
        service.change(row, draft, send=send)
        return _saved(row)

    return _save(row.call, form, row, save)


@bp.route("/proposals/<int:number>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    row = own_proposal(slug, number)
    if request.method == "GET":
        return render_template("calls/withdraw.html", proposal=row)
    try:
        service.withdraw(row)
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("%(code)s is withdrawn.", code=row.code), "success")
    return redirect(url_for("calls.proposal", slug=slug, number=number), 303)
