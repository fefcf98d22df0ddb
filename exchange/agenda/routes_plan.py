"""The draft by day: the grid with a way to place sessions, pauses, and what clashes."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import web
from exchange.agenda import pauses as pausing
from exchange.agenda import planning, queries, sentences
from exchange.agenda.draft import clashes_in, draft_programme, plan
from exchange.agenda.facts import pauses_of
from exchange.agenda.forms_plan import PauseForm, PlaceForm, pause_form
from exchange.agenda.grid import grid_page
from exchange.agenda.models import Pause, Session
from exchange.db import db
from exchange.domain import programme as published
from exchange.domain.programme import Day, Programme
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import own_names
from exchange.stale import held

bp = Blueprint("plan", __name__)


@bp.route("/grid", methods=["GET", "POST"])
def grid(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    sessions = plan(forum)
    programme = draft_programme(forum, sessions)
    day = _chosen_day(programme)
    form = PlaceForm(data={"session": request.args.get("session"), "day": day.date.isoformat()})
    form.offer(forum, [row for row in sessions if row.state == "planned"], day.date)
    if form.validate_on_submit() and (session := _placed(forum, form)):
        flash(_("%(code)s is placed.", code=session.code), "success")
        for clash in clashes_in(forum, plan(forum)):
            if clash.concerns(session.id):
                flash(sentences.clash_sentence(clash, forum.zone, session.id), "warning")
        return redirect(url_for("agenda_manage.plan.grid", slug=slug, day=form.day.data), 303)
    return _grid_page(forum, sessions, programme, day, form), 422 if form.errors else 200


def _placed(forum: Forum, form: PlaceForm) -> Session | None:
    """The session in its new place; None when something is in the way, which the form then says."""
    session = queries.session_with_code(forum, form.session.data)
    starts_at = form.starts_at
    if session is None or starts_at is None:
        abort(404)
    try:
        planning.place_session(session, form.room.data, starts_at)
    except planning.Clashing as refusal:
        for clash in refusal.clashes:
            form.show_clash(clash, sentences.clash_sentence(clash, forum.zone, session.id))
        return None
    except Refusal as refusal:
        form.show_refusal(refusal)
        return None
    return session


def _chosen_day(programme: Programme) -> Day:
    wanted = request.args.get("day")
    return next((day for day in programme.days if day.date.isoformat() == wanted), programme.days[0])


def _grid_page(forum: Forum, sessions: list[Session], programme: Programme, day: Day, form: PlaceForm) -> str:
    def address(session: published.Session) -> str:
        return url_for("agenda_manage.edit", slug=forum.slug, code=session.code)

    return render_template(
        "agenda/manage/grid.html",
        programme=programme,
        day=day,
        grid=grid_page(programme, day, address, every_room=True),
        form=form,
        tray=[row for row in sessions if row.starts_at is None and row.state == "planned"],
        clashes=[clash for clash in clashes_in(forum, sessions) if _on(clash.sessions[0].starts_at, day, programme)],
        says=sentences,
        zone=forum.zone,
    )


def _on(instant: datetime, day: Day, programme: Programme) -> bool:
    return programme.local(instant).date() == day.date


@bp.post("/sessions/<code>/unplace")
def unplace(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    session = queries.session_with_code(forum, code)
    if session is None:
        abort(404)
    try:
        planning.unplace_session(session)
    except Refusal as refusal:
        web.refused(refusal)
    else:
        flash(_("%(code)s is back in the tray.", code=code), "success")
    return redirect(url_for("agenda_manage.index", slug=slug), 303)


@bp.get("/clashes")
def clashes(slug: str) -> str:
    forum = managed_forum(slug)
    found = clashes_in(forum, plan(forum))
    return render_template("agenda/manage/clashes.html", clashes=found, says=sentences, zone=forum.zone)


@bp.route("/pauses", methods=["GET", "POST"])
def pauses(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = pause_form(forum)
    if form.validate_on_submit():
        return _save(forum, None, form)
    page = render_template(
        "agenda/manage/pauses.html",
        form=form,
        pauses=pauses_of(forum),
        names=own_names(forum.languages),
        says=sentences,
        zone=forum.zone,
    )
    return page, 422 if form.errors else 200


@bp.route("/pauses/<int:number>", methods=["GET", "POST"])
def pause(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    row = held(_pause(forum, number))
    form = pause_form(forum, row)
    if form.validate_on_submit() and form.is_fresh():
        return _save(forum, row, form)
    page = render_template("agenda/manage/pause.html", form=form, pause=row, names=own_names(forum.languages))
    return page, 422 if form.errors else 200


@bp.post("/pauses/<int:number>/delete")
def delete_pause(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    pausing.delete_pause(_pause(forum, number))
    flash(_("The pause is gone."), "success")
    return redirect(url_for("agenda_manage.plan.pauses", slug=slug), 303)


def _save(forum: Forum, row: Pause | None, form: PauseForm) -> ResponseReturnValue:
    draft = form.draft()
    if draft is None:
        abort(422)
    pausing.save_pause(forum, row, draft)
    flash(_("Saved."), "success")
    return redirect(url_for("agenda_manage.plan.pauses", slug=forum.slug), 303)


def _pause(forum: Forum, number: int) -> Pause:
    row = db.session.get(Pause, number)
    if row is None or row.forum_id != forum.id:
        abort(404)
    return row
