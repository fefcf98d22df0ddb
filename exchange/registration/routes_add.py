"""A registration added by hand."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import i18n
from exchange.accounts.gate import the_person
from exchange.domain.delegations import Reason, Role
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.registration import adding
from exchange.registration.adding import AddReason
from exchange.registration.forms import AddForm, as_typed
from exchange.registration.identity import Identity
from exchange.registration.routes_tables import HOME

# Part of the blueprint registration_manage.
bp = Blueprint("adding", __name__)


@bp.route(f"{HOME}/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = AddForm(data=as_typed(Identity()))
    form.offer(forum.languages, list(Role))
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    try:
        approved = bool(form.approved.data)
        registration = adding.add(forum, form.address, form.identity(), approved=approved, by=the_person())
    except Refusal as refusal:
        _refuse(form, refusal)
        return _page(form), 422
    flash(_("%(name)s is registered and gets a mail.", name=registration.person.name), "success")
    return redirect(url_for("registration_manage.show", slug=slug, number=registration.id), 303)


def _refuse(form: AddForm, refusal: Refusal) -> None:
    """Puts the reason beside the field it is about."""
    fields = {AddReason.REGISTERED_ALREADY: form.email, Reason.CITY_MISSING: form.city}
    fields.get(refusal.reason, form.approved).errors = [i18n.sentence(refusal)]


def _page(form: AddForm) -> str:
    return render_template("registration/add.html", form=form)
