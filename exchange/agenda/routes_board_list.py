"""The board without scripts and for screen readers: a table by day and room, and a page to move one session."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange.accounts.gate import the_person
from exchange.agenda import move_choices, moving, sentences
from exchange.agenda.board_news import told
from exchange.agenda.draft import clashes_in, plan, revision_of
from exchange.agenda.fields import LONGEST
from exchange.agenda.forms_board import MoveForm, Unreadable, day_choices, wishes_in
from exchange.agenda.models import Session, SessionState
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Clash
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum

bp = Blueprint("list", __name__)


@bp.get("/list")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    rows = plan(forum)
    days = [(name, _of_day(forum, rows, key)) for key, name in day_choices(forum)]
    return render_template(
        "agenda/manage/board_list.html",
        days=days,
        tray=[row for row in rows if row.starts_at is None and row.state is SessionState.PLANNED],
        clashes=clashes_in(forum, rows),
        says=sentences,
        zone=forum.zone,
        seen=revision_of,
    )


def _of_day(forum: Forum, rows: list[Session], day: str) -> list[Session]:
    """The sessions of a day by room and time; those without a room last."""
    order = {room.id: place for place, room in enumerate(forum.rooms)}
    there = [row for row in rows if row.starts_at and row.starts_at.astimezone(forum.zone).date().isoformat() == day]
    return sorted(there, key=lambda row: (order.get(row.room_id or 0, len(order)), row.starts_at, row.code))


@bp.route("/sessions/<code>/move", methods=["GET", "POST"])
def move_to(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    rows = plan(forum)
    session = next((row for row in rows if row.code == code and row.state is SessionState.PLANNED), None)
    if session is None:
        abort(404)
    form, found = _move_form(forum, rows, session)
    if form.validate_on_submit() and _carried_out(forum, session, form):
        return redirect(url_for("agenda_manage.board.list.index", slug=slug), 303)
    page = render_template(
        "agenda/manage/board_move.html", form=form, session=session, clashes=found, says=sentences, zone=forum.zone
    )
    return page, 422 if form.errors or form.form_errors else 200


def _move_form(forum: Forum, rows: list[Session], session: Session) -> tuple[MoveForm, list[Clash]]:
    now = move_choices.now(forum, session)
    sent = request.values
    data = {"room": now.room, "day": now.day.isoformat(), "start": now.start, "minutes": now.minutes}
    form = MoveForm(sent or None, data=data | {"seen": revision_of(session)})
    form.day.choices, form.room.choices, form.start.choices = [], [], []
    chosen = move_choices.Chosen(
        form.room.data if sent else now.room,
        _day(form.day.data, now.day),
        form.start.data if isinstance(form.start.data, int) else now.start,
        form.minutes.data if form.minutes.data and 0 < form.minutes.data <= LONGEST else now.minutes,
    )
    return form, move_choices.offer(form, forum, rows, session, chosen)


def _day(typed: str | None, fallback: date) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return fallback


def _carried_out(forum: Forum, session: Session, form: MoveForm) -> bool:
    """Whether the session is moved; the form says why when it is not."""
    try:
        _move(forum, form.as_sent(session.code))
    except Unreadable as error:
        form.start.errors = [str(error)]
    except Refusal as refusal:
        form.form_errors.append(told(refusal, forum))
        form.seen.data = revision_of(session)
    else:
        flash(_("%(code)s is placed.", code=session.code), "success")
        for clash in clashes_in(forum, plan(forum)):
            if clash.concerns(session.id):
                flash(sentences.clash_sentence(clash, forum.zone, session.id), "warning")
        return True
    return False


def _move(forum: Forum, sent: dict[str, object]) -> None:
    moving.move(forum, the_person(), wishes_in({"moves": [sent]}, forum))


@bp.post("/sessions/<code>/tray")
def to_tray(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    try:
        _move(forum, {"code": code, "seen": request.form.get("seen"), "day": None})
    except Refusal as refusal:
        db.session.rollback()
        flash(told(refusal, forum), "error")
    else:
        flash(_("%(code)s is back in the tray.", code=code), "success")
    return redirect(url_for("agenda_manage.board.list.index", slug=slug), 303)
