"""People's times: who is away when, and who needs time between two sessions."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange.agenda import queries, sentences, telling
from exchange.agenda.forms_telling import AbsenceForm, VipForm
from exchange.agenda.known import Directory, directory
from exchange.agenda.models_facts import Absence
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import sentence

bp = Blueprint("people", __name__)

# Two forms stand on one page.
AWAY, VIP = "away-", "vip-"


@bp.get("/people")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    return _page(forum, directory(forum))


@bp.post("/people/absences")
def absence(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    known = directory(forum)
    form = AbsenceForm(prefix=AWAY)
    form.directory = known
    if form.validate_on_submit() and (away := form.span(forum)):
        try:
            telling.note_absence(forum, form.person, away[0], away[1], form.note.data or "")
        except Refusal as refusal:
            form.ends.errors = [sentence(refusal)]
        else:
            flash(_("Noted. Sessions this person has meanwhile are among the clashes."), "success")
            return redirect(url_for("agenda_manage.people.index", slug=slug), 303)
    return _page(forum, known, absence=form), 422


@bp.post("/people/absences/<int:number>/delete")
def forget_absence(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    row = db.session.get(Absence, number)
    if row is None or row.forum_id != forum.id:
        abort(404)
    telling.forget_absence(row)
    flash(_("The absence is taken out."), "success")
    return redirect(url_for("agenda_manage.people.index", slug=slug), 303)


@bp.post("/people/vips")
def vip(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    known = directory(forum)
    form = VipForm(prefix=VIP)
    form.directory = known
    if form.validate_on_submit():
        telling.mark_vip(forum, form.person, form.minutes.data or 0)
        flash(_("Noted."), "success")
        return redirect(url_for("agenda_manage.people.index", slug=slug), 303)
    return _page(forum, known, vip=form), 422


@bp.post("/people/vips/<int:person>/delete")
def unmark_vip(slug: str, person: int) -> ResponseReturnValue:
    telling.unmark_vip(managed_forum(slug), person)
    flash(_("Taken out."), "success")
    return redirect(url_for("agenda_manage.people.index", slug=slug), 303)


def _page(forum: Forum, known: Directory, absence: AbsenceForm | None = None, vip: VipForm | None = None) -> str:
    """Both lists with a form each; one that was not sent is empty."""
    return render_template(
        "agenda/manage/people.html",
        absences=queries.absences_of(forum),
        vips=queries.vips_of(forum),
        absence_form=absence or AbsenceForm(None, prefix=AWAY),
        vip_form=vip or VipForm(None, prefix=VIP),
        directory=known,
        says=sentences,
        zone=forum.zone,
    )
