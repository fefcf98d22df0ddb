"""Signing in and out, and one's own account."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import i18n, limits
from exchange.accounts import queries, service
from exchange.accounts.devices import described
from exchange.accounts.forms import ProfileForm, SignInForm
from exchange.accounts.gate import COOKIE_KEY, sign_in_required, the_person
from exchange.accounts.models import Person
from exchange.accounts.signals import home_asked
from exchange.domain.refusal import Refusal

bp = Blueprint("accounts", __name__)


def own_path(target: str | None) -> str:
    """A path on this site, or the front page: nobody is sent elsewhere by a crafted link."""
    target = target or "/"
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if safe and "\n" not in target and "\r" not in target else "/"


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    target = own_path(request.values.get("next"))
    if g.person and request.method == "GET":
        return redirect(target)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, target=target), 422 if form.errors else 200
    try:
        settings = current_app.extensions["settings"]
        limits.count("sign-in", request.remote_addr or "", settings.posts_per_hour)
        service.send_link(form.address, i18n.current_language(), target=target)
    except Refusal as refusal:
        form.email.errors = [i18n.sentence(refusal)]
        return render_template("accounts/sign_in.html", form=form, target=target), 429
    session["asked_email"] = service.normal_email(form.address)
    return redirect(url_for("accounts.link_sent"), 303)


@bp.get("/sign-in/sent")
def link_sent() -> ResponseReturnValue:
    return render_template("accounts/link_sent.html", email=session.get("asked_email", ""))


@bp.get("/sign-in/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Shows a button only: mail scanners open links, and must not use them up."""
    try:
        link = service.find_link(token)
    except Refusal as refusal:
        return _bad_link(token, refusal)
    return render_template("accounts/open_link.html", link=link, token=token)


def _bad_link(token: str, refusal: Refusal) -> ResponseReturnValue:
    """Says why, and lets one ask for a link that leads to the same page."""
    target = own_path(service.target_of(token))
    return render_template("accounts/bad_link.html", reason=i18n.sentence(refusal), target=target), 410


@bp.post("/sign-in/<token>")
def claim_link(token: str) -> ResponseReturnValue:
    try:
        link, person, session_token = service.claim(token, request.user_agent.string, i18n.current_language())
    except Refusal as refusal:
        return _bad_link(token, refusal)
    session.clear()
    session.permanent = True
    session[COOKIE_KEY] = session_token
    g.person = person
    return redirect(_begin_at(person, link.target), 303)


def _begin_at(person: Person, target: str) -> str:
    """The page that was asked for; without one, where somebody's work is."""
    path = own_path(target)
    homes = [home for _receiver, home in home_asked.send(person) if home] if path == "/" else []
    return homes[0] if homes else path


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    if g.signed_in:
        service.end_session(g.signed_in)
    session.clear()
    g.person = None
    flash(_("You are signed out."), "success")
    return redirect("/", 303)


@bp.route("/account/", methods=["GET", "POST"])
@sign_in_required
def account() -> ResponseReturnValue:
    person = the_person()
    form = ProfileForm(obj=person)
    form.offer_languages()
    if form.validate_on_submit():
        names = ("given_name", "family_name", "phone", "language")
        service.change_profile(person, **{name: form[name].data for name in names})
        flash(_("Saved."), "success")
        response = redirect(url_for("accounts.account"), 303)
        response.delete_cookie(i18n.COOKIE)
        return response
    sessions = [(signed_in, described(signed_in.device)) for signed_in in queries.sessions_of(person)]
    return render_template("accounts/account.html", form=form, sessions=sessions), 422 if form.errors else 200


@bp.post("/account/sessions/<int:number>/end")
@sign_in_required
def end_session(number: int) -> ResponseReturnValue:
    signed_in = queries.session_of(the_person(), number)
    if signed_in is None:
        abort(404)
    if signed_in is g.signed_in:
        return sign_out()
    service.end_session(signed_in)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("accounts.account"), 303)
