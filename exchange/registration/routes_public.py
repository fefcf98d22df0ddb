"""Registering for a forum, and one's own page in it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from exchange import clock, i18n, limits
from exchange.accounts.gate import sign_in_required, the_person
from exchange.accounts.models import LinkPurpose
from exchange.accounts.queries import waiting_link
from exchange.accounts.service import normal_email, send_link
from exchange.cities.queries import focal_cities
from exchange.domain.delegations import NEEDS_KEPT, Reason, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.revision import Stale
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum
from exchange.registration import queries, service
from exchange.registration.forms import IdentityForm, NeedsForm, StrangerForm, as_typed, needs_as_typed, registered
from exchange.registration.identity import Identity, from_payload, identity_of, revision_of
from exchange.registration.models import Registration
from exchange.registration.needs import doubts_about, give_needs
from exchange.registration.routes_participants import bp as participants
from exchange.registration.tasks import HOPEFUL, tasks_of
from exchange.registration.words import needs_words

bp = Blueprint("registration", __name__)
bp.register_blueprint(participants)

UNSENT = (None, Standing.DRAFT, Standing.DECLINED)


@bp.route("/f/<slug>/register", methods=["GET", "POST"])
def register(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.my_registration(forum, g.person)
    standing = registration.standing if registration else None
    form = _identity_form(forum, registration)
    if request.method == "GET":
        closed = _closed(forum) if standing in UNSENT else None
        return _closed_page(forum, closed) if closed else _identity_page(forum, form, standing)
    if not form.validate_on_submit():
        return _identity_page(forum, form, standing), 422
    try:
        settings = current_app.extensions["settings"]
        limits.count("register", request.remote_addr or "", settings.posts_per_hour)
        return _ask_to_confirm(forum, form) if isinstance(form, StrangerForm) else _submit(forum, form, standing)
    except Refusal as refusal:
        _refuse(form, refusal, registration)
        return _identity_page(forum, form, standing), 429 if refusal.reason == limits.Reason.TOO_OFTEN else 422


def _identity_form(forum: Forum, registration: Registration | None) -> IdentityForm:
    known = as_typed(_known(registration)) | {"revision": revision_of(registration)}
    form = IdentityForm(data=known) if g.person else StrangerForm(data=known | _sent_before(forum))
    form.offer(forum.languages)
    return form


def _sent_before(forum: Forum) -> dict[str, Any]:
    """What was sent from this browser and waits for the click in the mail, for who goes back to the form."""
    link = waiting_link(session.get("asked_link", "")) if request.args.get("again") else None
    if link is None or link.payload.get("forum_id") != forum.id:
        return {}
    return as_typed(from_payload(link.payload["identity"])) | {"email": link.email}


def _refuse(form: IdentityForm, refusal: Refusal, registration: Registration | None) -> None:
    """Says why; what changed meanwhile is shown, and the next save is about the state it was changed to."""
    form.form_errors = [i18n.sentence(refusal)]
    if refusal.reason is Reason.WITHDRAWN:
        form.revision.data = revision_of(registration)
    if refusal.reason is Stale.CHANGED_MEANWHILE and registration is not None:
        form.show_stale(refusal, registered(registration))


def _known(registration: Registration | None) -> Identity:
    """What the form starts with: this registration, the last one for another forum, or the account."""
    if registration is not None:
        return identity_of(registration)
    if g.person is None:
        return Identity()
    if earlier := queries.earlier_registration(g.person):
        return identity_of(earlier)
    cities = focal_cities(g.person)
    city_id = cities[0].id if cities else None
    return Identity(given_name=g.person.given_name, family_name=g.person.family_name, city_id=city_id)


def _identity_page(forum: Forum, form: IdentityForm, standing: Standing | None) -> str:
    unsent = standing in UNSENT
    full = unsent and queries.places_left(forum) == 0
    return render_template("registration/register.html", form=form, standing=standing, unsent=unsent, full=full)


def _closed(forum: Forum) -> Reason | None:
    try:
        service.check_window(forum, clock.now())
    except Refusal as refusal:
        return Reason(refusal.reason)
    return None


def _closed_page(forum: Forum, reason: Reason) -> str:
    moment = forum.registration_opens_at if reason is Reason.NOT_OPEN else forum.registration_closes_at
    return render_template("registration/closed.html", reason=reason, when=_local(moment, forum))


def _local(moment: datetime | None, forum: Forum) -> str:
    """A moment by the forum's clock."""
    return format_datetime(moment.astimezone(forum.zone), "d MMMM yyyy HH:mm", rebase=False) if moment else ""


def _ask_to_confirm(forum: Forum, form: StrangerForm) -> ResponseReturnValue:
    """The answer is the same whether the address is known here or not."""
    service.check_window(forum, clock.now())
    session["asked_link"] = send_link(
        form.address,
        i18n.current_language(),
        purpose=LinkPurpose.REGISTER,
        target=url_for("registration.me", slug=forum.slug),
        payload={"forum_id": forum.id, "identity": form.identity().as_payload()},
        forum_titles=forum.titles,
        forum_languages=forum.languages,
    )
    session["asked_email"] = normal_email(form.address)
    return redirect(url_for("registration.link_sent", slug=forum.slug), 303)


def _submit(forum: Forum, form: IdentityForm, before: Standing | None) -> ResponseReturnValue:
    registration = service.submit(forum, the_person(), form.identity(), form.state_seen)
    if before in UNSENT:
        # That page begins with where one stands.
        return redirect(url_for("registration.needs", slug=forum.slug), 303)
    flash(_told(registration.standing, before), "success")
    return redirect(url_for("registration.me", slug=forum.slug), 303)


def _told(standing: Standing, before: Standing | None) -> str:
    if standing is before:
        said = _("Saved.")
    elif standing is Standing.APPROVED:
        said = _("You are registered and your place is confirmed.")
    elif standing is Standing.WAITING:
        said = _("Your registration is sent. All places are taken now; you are on the waiting list.")
    else:
        said = _("Your registration is sent. The organisers look at it and write to you.")
    return str(said)


@bp.post("/f/<slug>/register/draft")
@sign_in_required
def save_draft(slug: str) -> ResponseReturnValue:
    """Keeps what is typed, while it is typed; fields that are not right yet are left out."""
    forum = public_forum(slug)
    form = IdentityForm()
    form.offer(forum.languages)
    form.validate()
    if _closed(forum) is None:
        service.save_draft(forum, the_person(), form.identity())
    return "", 204


@bp.get("/f/<slug>/register/sent")
def link_sent(slug: str) -> ResponseReturnValue:
    public_forum(slug)
    return render_template("registration/sent.html", email=session.get("asked_email", ""))


@bp.route("/f/<slug>/register/needs", methods=["GET", "POST"])
@sign_in_required
def needs(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.my_registration(forum, the_person())
    if registration is None or registration.standing not in HOPEFUL - {Standing.DRAFT}:
        return redirect(url_for("registration.register", slug=slug), 303)
    form = NeedsForm(data=needs_as_typed(registration))
    form.offer()
    if not form.validate_on_submit():
        return _needs_page(registration, form), 422 if form.errors else 200
    try:
        give_needs(registration, form.needs(), form.state_seen, sure=form.is_sure)
    except Refusal as refusal:
        _refuse_needs(form, refusal, registration)
        return _needs_page(registration, form), 422
    flash(_("Saved."), "success")
    return redirect(url_for("registration.review", slug=slug), 303)


def _refuse_needs(form: NeedsForm, refusal: Refusal, registration: Registration) -> None:
    """Puts the reason beside the days, which one may say are right, or above the form with what changed."""
    if refusal.reason is Stale.CHANGED_MEANWHILE:
        form.show_stale(refusal, needs_as_typed(registration))
    elif refusal.reason is Reason.LEAVES_FIRST:
        form.leaves_on.errors = [i18n.sentence(refusal)]
    else:
        for name, doubt in doubts_about(registration, form.needs()).items():
            form[name].errors = [i18n.sentence(doubt)]


def _needs_page(registration: Registration, form: NeedsForm) -> str:
    form.sure.data = form.sure.data if form.is_sure else ""
    asked = bool(form.is_submitted() and doubts_about(registration, form.needs()))
    erased_on = registration.forum.ends_on + NEEDS_KEPT
    return render_template(
        "registration/needs.html", form=form, registration=registration, asked=asked, erased_on=erased_on
    )


@bp.get("/f/<slug>/register/review")
@sign_in_required
def review(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.my_registration(forum, the_person())
    if registration is None or registration.standing is Standing.DRAFT:
        return redirect(url_for("registration.register", slug=slug), 303)
    return render_template("registration/review.html", registration=registration, **needs_words(registration))


@bp.get("/f/<slug>/me")
@sign_in_required
def me(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    person = the_person()
    registration = queries.my_registration(forum, person)
    if registration is None:
        closed = _closed(forum)
        return render_template("registration/me_none.html", ended=queries.last_ended(forum, person), closed=closed)
    tasks = tasks_of(registration)
    kept = request.args.get("kept") == "1"
    return render_template("registration/me.html", registration=registration, tasks=tasks, kept=kept)


@bp.route("/f/<slug>/me/withdraw", methods=["GET", "POST"])
@sign_in_required
def withdraw(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.my_registration(forum, the_person())
    if registration is None:
        return redirect(url_for("registration.me", slug=slug), 303)
    if request.method == "GET":
        return render_template("registration/withdraw.html", registration=registration)
    service.withdraw(registration)
    flash(_("Your registration is withdrawn. You can register again while registration is open."), "success")
    return redirect(url_for("registration.me", slug=slug), 303)
