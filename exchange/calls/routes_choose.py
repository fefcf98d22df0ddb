"""Choosing among proposals: the ranked table with its balance, marks, merging, deciding, telling, undoing, tables."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange import clock, i18n
from exchange.accounts.gate import the_person
from exchange.agenda.models import Format
from exchange.calls import choosing, exporting, queries, ranking
from exchange.calls.forms_manage import MergeForm
from exchange.calls.gate import managed_call
from exchange.calls.models import Announcement, Call, Proposal
from exchange.calls.ranking import Stand
from exchange.calls.telling import decision_letter
from exchange.cities.models import Region
from exchange.cities.queries import page_of
from exchange.domain.call_balance import FACETS
from exchange.domain.calls import Decision, phase
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_text
from exchange.files import write_csv, write_xlsx
from exchange.forums.face import local_time
from exchange.forums.gate import managed_forum
from exchange.forums.queries import theme_choices

# Part of the blueprint calls_manage.
bp = Blueprint("choose", __name__)

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACTIONS: dict[str, Decision | None] = {
    "accept": Decision.ACCEPT,
    "wait": Decision.WAIT,
    "decline": Decision.DECLINE,
    "clear": None,
}
LONGEST_REASON = 1000


@bp.get("/")
def index(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    call = queries.call_of(forum)
    if call is None:
        return render_template("calls/manage/none.html")
    return _page(call, _ticked(request.args.getlist("ids")))


class Labels:
    """What the keys of the balance are called in the page's language."""

    word = staticmethod(i18n.word)
    language = staticmethod(i18n.language_name)

    def __init__(self, themes: dict[str, str]) -> None:
        self.theme = lambda code: themes.get(code, code)


def _ticked(texts: list[str]) -> list[int]:
    found = (text for text in ",".join(texts).split(",") if text.isascii() and text.isdigit() and len(text) < 10)
    return list(dict.fromkeys(int(text) for text in found))[:500]


def _page(call: Call, ticked: Collection[int]) -> str:
    filters = ranking.filters_from(request.args)
    proposals = queries.sent_proposals(call)
    themes = dict(theme_choices(call.forum))
    rows = ranking.ranked(ranking.rows_of(call, proposals), filters)
    return render_template(
        "calls/manage/index.html",
        call=call,
        phase=phase(call.opens_at, call.closes_at, clock.now()),
        closes=local_time(call.closes_at, call.forum),
        filters=filters,
        pager=page_of(rows, request.args.get("page", 1, type=int), ranking.PER_PAGE),
        sent=len(proposals),
        counts=queries.counts(call),
        reviews=queries.review_counts(call),
        ticked=set(ticked),
        choice=ranking.choice(call, proposals, ticked),
        facets=FACETS,
        marked=choosing.decidable(proposals),
        pending=_pending(call),
        choices=_choices(call),
        query=_query(),
        themes=themes,
        labels=Labels(themes),
        is_open=choosing.is_open,
        is_least_developed=ranking.is_least_developed,
    )


def _pending(call: Call) -> list[tuple[Announcement, str]]:
    """Decisions that can still be undone, with the time at which people are told."""
    found = [each for each in queries.announcements_of(call) if not (each.told_at or each.undone_at)]
    return [(each, local_time(each.due_at, call.forum)) for each in found]


def _query() -> dict[str, Any]:
    return {key: value for key, value in request.args.items() if key not in {"lang", "ids"}}


def _choices(call: Call) -> dict[str, list[tuple[Any, str]]]:
    return {
        "stand": [(each.value, i18n.word(each)) for each in Stand],
        "theme": theme_choices(call.forum),
        "format": [(each.value, i18n.word(each)) for each in Format if each.value in call.formats],
        "region": [(each.value, i18n.word(each)) for each in Region],
    }


@bp.post("/choose")
def mark(slug: str) -> ResponseReturnValue:
    """What the buttons under the table do; counting changes nothing."""
    call = managed_call(slug)
    action = request.form.get("action", "count")
    numbers = _ticked(request.form.getlist("ids"))
    if action == "count":
        return _page(call, numbers)
    if not numbers or action not in {*ACTIONS, "merge"}:
        flash(_("Please tick the proposals this is about."), "warning")
        return _back(slug)
    if action == "merge":
        ids = ",".join(map(str, numbers))
        return redirect(url_for("calls_manage.choose.merge", slug=slug, ids=ids), 303)
    if left := choosing.mark(call, numbers, ACTIONS[action]):
        flash(_("Decided already, so left as it is: %(codes)s.", codes=", ".join(left)), "warning")
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("calls_manage.choose.index", slug=slug, **_query(), _anchor="proposals"), 303)


@bp.route("/merge", methods=["GET", "POST"])
def merge(slug: str) -> ResponseReturnValue:
    """Several proposals side by side: which leads, and the texts of the one session."""
    call = managed_call(slug)
    proposals = queries.proposals_numbered(call, _ticked(request.values.getlist("ids")))
    if len(proposals) < 2:
        flash(_("Please tick at least two proposals to merge."), "warning")
        return _back(slug)
    number = request.values.get("lead", type=int)
    lead = next((each for each in proposals if each.number == number), proposals[0])
    form = MergeForm(data={"title": lead.final_title or lead.title, "abstract": lead.final_abstract or lead.abstract})
    if request.form.get("action") == "merge" and form.validate():
        try:
            others = [each for each in proposals if each is not lead]
            choosing.merge(lead, others, form.title.data or "", form.abstract.data or "")
        except Refusal as refusal:
            form.form_errors = [i18n.sentence(refusal)]
        else:
            flash(_("Marked to be merged into %(code)s. Nothing is decided yet.", code=lead.code), "success")
            return _back(slug)
    page = render_template("calls/manage/merge.html", call=call, proposals=proposals, lead=lead, form=form)
    return page, 422 if form.errors else 200


# Deciding


@bp.route("/decide", methods=["GET", "POST"])
def decide(slug: str) -> ResponseReturnValue:
    call = managed_call(slug)
    reasons = _reasons()
    proposals = choosing.decidable(queries.sent_proposals(call))
    if request.method == "GET" or request.form.get("action") == "preview":
        choosing.give_reasons(proposals, reasons)
        return _decide_page(call, proposals)
    try:
        choosing.decide(call, reasons, by=the_person(), seen=_ticked(request.form.getlist("seen")))
    except Refusal as refusal:
        choosing.give_reasons(proposals, reasons)
        flash(i18n.sentence(refusal), "error")
        return _decide_page(call, proposals), 422
    minutes = int(choosing.TOLD_AFTER.total_seconds() // 60)
    flash(
        ngettext(
            "Decided. The mails leave in %(num)s minute; until then it can be undone.",
            "Decided. The mails leave in %(num)s minutes; until then it can be undone.",
            minutes,
        ),
        "success",
    )
    return redirect(url_for("calls_manage.choose.index", slug=slug), 303)


def _reasons() -> dict[int, str]:
    found = {}
    for name, text in request.form.items():
        number = name.removeprefix("reason-")
        if name.startswith("reason-") and number.isascii() and number.isdigit() and len(number) < 10:
            found[int(number)] = clean_text(text)[:LONGEST_REASON]
    return found


def _decide_page(call: Call, proposals: list[Proposal]) -> str:
    return render_template(
        "calls/manage/decide.html",
        call=call,
        letters=[(each, decision_letter(each, as_marked=True)) for each in proposals],
        minutes=int(choosing.TOLD_AFTER.total_seconds() // 60),
        longest=LONGEST_REASON,
    )


def _announcement(slug: str, number: int) -> Announcement:
    call = managed_call(slug)
    found = next((each for each in queries.announcements_of(call) if each.id == number), None)
    if found is None:
        abort(404)
    return found


@bp.post("/announcements/<int:number>/undo")
def undo(slug: str, number: int) -> ResponseReturnValue:
    try:
        choosing.undo(_announcement(slug, number))
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("Undone: nobody was told. The marks and reasons are still there."), "success")
    return _back(slug)


@bp.post("/announcements/<int:number>/send")
def send(slug: str, number: int) -> ResponseReturnValue:
    told = choosing.tell_now(_announcement(slug, number))
    flash(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", told), "success")
    return _back(slug)


# Tables


@bp.get("/export.<any(csv, xlsx):kind>")
def export(slug: str, kind: str) -> Response:
    """The proposals that fit the filters, with their scores; nobody's name or address is in it."""
    call = managed_call(slug)
    rows = ranking.ranked(ranking.rows_of(call, queries.sent_proposals(call)), ranking.filters_from(request.args))
    lines = [exporting.cells(row, call) for row in rows]
    name = f"{call.forum.slug}-proposals"
    columns = exporting.columns(call)
    content = write_csv(columns, lines) if kind == "csv" else write_xlsx(name, columns, lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(content, content_type=TYPES[kind], headers=headers)
