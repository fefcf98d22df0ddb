"""The organiser's queue of registrations, and each one of them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange import i18n
from exchange.accounts.gate import the_person
from exchange.cities.models import IncomeGroup, Region
from exchange.domain.delegations import ENDED, MOVES, Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.revision import Stale
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.registration import deciding, gauges, queries, queue, service, waiting
from exchange.registration.deciding import Outcome
from exchange.registration.forms import IdentityForm, ReasonForm, registered
from exchange.registration.models import Gender, Registration
from exchange.registration.moves import Event
from exchange.registration.routes_add import bp as adding
from exchange.registration.routes_tables import HOME
from exchange.registration.routes_tables import bp as tables
from exchange.registration.words import needs_words

bp = Blueprint("registration_manage", __name__)

bp.register_blueprint(tables)
bp.register_blueprint(adding)
# What the buttons of the queue do.
ACTIONS = {
    "approve": Standing.APPROVED,
    "wait": Standing.WAITING,
    "decline": Standing.DECLINED,
    "back": Standing.SUBMITTED,
}
NAMED = 10


@bp.get(f"{HOME}/")
def index(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    filters = queue.filters_from(request.args)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "registration/queue.html",
        filters=filters,
        pager=queue.queue_page(forum, filters, page),
        gauges=gauges.gauges(forum),
        turn=waiting.whose_turn(forum),
        choices=_choices(forum),
        query=_query(),
    )


def _query() -> dict[str, Any]:
    """The filters in use, to come back to them."""
    return {key: value for key, value in request.args.items() if key not in {"lang", "ids", "back"}}


def _choices(forum: Forum) -> dict[str, list[tuple[Any, str]]]:
    return {
        "standing": [*_labels(Standing), ("every", _("Everybody, also who left"))],
        "role": _labels(Role),
        "city": [*queue.cities_in(forum)],
        "region": _labels(Region),
        "income": _labels(IncomeGroup),
        "gender": [*_labels(Gender), ("unsaid", _("Not said"))],
        "missing": _labels(queue.Missing),
    }


def _labels(kind: Any) -> list[tuple[Any, str]]:
    return [(each.value, i18n.word(each)) for each in kind]


def _numbers(texts: list[str]) -> list[int]:
    found = (text for text in ",".join(texts).split(",") if text.isascii() and text.isdigit() and len(text) < 10)
    return list(dict.fromkeys(int(text) for text in found))[:500]


@bp.post(f"{HOME}/decide")
def decide(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    wanted = ACTIONS.get(request.form.get("action", ""))
    numbers = _numbers(request.form.getlist("ids"))
    if wanted is None or not numbers:
        flash(_("Please tick the registrations this is about."), "warning")
        return _back(slug, numbers)
    if wanted is Standing.DECLINED:
        ids = ",".join(map(str, numbers))
        back = request.args.get("back")
        return redirect(url_for("registration_manage.decline", slug=slug, ids=ids, back=back, **_query()), 303)
    _tell(deciding.decide(forum, numbers, wanted, by=the_person()))
    return _back(slug, numbers)


def _back(slug: str, numbers: list[int]) -> ResponseReturnValue:
    if request.args.get("back") == "one" and len(numbers) == 1:
        return redirect(url_for("registration_manage.show", slug=slug, number=numbers[0]), 303)
    return redirect(url_for("registration_manage.index", slug=slug, **_query(), _anchor="queue"), 303)


def _tell(outcome: Outcome) -> None:
    """Says how many went through, and names the others with the reason."""
    if outcome.done:
        done = len(outcome.done)
        flash(
            ngettext(
                "%(num)s registration is changed; its person gets a mail.",
                "%(num)s registrations are changed; their persons get a mail.",
                done,
            ),
            "success",
        )
    for each in outcome.refused[:NAMED]:
        reason = i18n.sentence(each.refusal)
        flash(_("Not changed: %(name)s. %(reason)s", name=each.name, reason=reason), "warning")
    if more := outcome.refused[NAMED:]:
        flash(ngettext("Not changed: %(num)s more.", "Not changed: %(num)s more.", len(more)), "warning")


@bp.route(f"{HOME}/decline", methods=["GET", "POST"])
def decline(slug: str) -> ResponseReturnValue:
    """Asks for the reason, which goes into the mail."""
    forum = managed_forum(slug)
    numbers = _numbers(request.values.getlist("ids"))
    registrations = queries.registrations_of(forum, numbers)
    if not registrations:
        return _back(slug, numbers)
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template(
            "registration/decline.html", form=form, registrations=registrations, query=_query()
        )  # fmt: skip
        return page, 422 if form.errors else 200
    _tell(deciding.decide(forum, numbers, Standing.DECLINED, form.reason.data or "", by=the_person()))
    return _back(slug, numbers)


def _registration(forum: Forum, number: int) -> Registration:
    registration = queries.registration_with(forum, number)
    if registration is None:
        abort(404)
    return registration


@bp.get(f"{HOME}/<int:number>")
def show(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    registration = _registration(forum, number)
    moves = [name for name, wanted in ACTIONS.items() if wanted in MOVES[registration.standing]]
    return render_template(
        "registration/show.html",
        registration=registration,
        moves=[] if registration.standing is Standing.DRAFT else moves,
        may_cancel=Standing.CANCELLED in MOVES[registration.standing],
        history=queue.history(registration),
        events={event.value: event for event in Event},
        **needs_words(registration),
    )


@bp.route(f"{HOME}/<int:number>/edit", methods=["GET", "POST"])
def edit(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    registration = _registration(forum, number)
    if registration.standing in ENDED:
        return redirect(url_for("registration_manage.show", slug=slug, number=number), 303)
    form = IdentityForm(data=registered(registration))
    form.offer(forum.languages, list(Role))
    if not form.validate_on_submit():
        return _edit_page(form, registration), 422 if form.errors else 200
    try:
        service.change_by_organiser(registration, form.identity(), form.state_seen)
    except Refusal as refusal:
        form.form_errors = [i18n.sentence(refusal)]
        if refusal.reason is Stale.CHANGED_MEANWHILE:
            form.show_stale(refusal, registered(registration))
        return _edit_page(form, registration), 422
    flash(_("Saved."), "success")
    return redirect(url_for("registration_manage.show", slug=slug, number=number), 303)


def _edit_page(form: IdentityForm, registration: Registration) -> str:
    return render_template("registration/edit.html", form=form, registration=registration)


@bp.route(f"{HOME}/<int:number>/cancel", methods=["GET", "POST"])
def cancel(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    registration = _registration(forum, number)
    if request.method == "GET":
        return render_template("registration/cancel.html", registration=registration)
    try:
        service.withdraw(registration, request.form.get("reason", ""))
    except Refusal as refusal:
        flash(i18n.sentence(refusal), "error")
    else:
        flash(_("The registration of %(name)s is cancelled.", name=registration.person.name), "success")
    return redirect(url_for("registration_manage.show", slug=slug, number=number), 303)
