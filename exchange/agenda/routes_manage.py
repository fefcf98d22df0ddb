"""The organisers' list of sessions, and the page of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import web
from exchange.agenda import planning, queries, sentences
from exchange.agenda.draft import clashes_in, plan
from exchange.agenda.fields import theme_choices
from exchange.agenda.forms import SessionForm, as_typed, session_form
from exchange.agenda.known import directory
from exchange.agenda.models import Format, Session, SessionRole, SessionState
from exchange.agenda.routes_board import bp as board_bp
from exchange.agenda.routes_people import bp as people_bp
from exchange.agenda.routes_plan import bp as plan_bp
from exchange.agenda.routes_proposal import bp as proposal_bp
from exchange.agenda.routes_publish import bp as publish_bp
from exchange.agenda.routes_rota import bp as rota_bp
from exchange.agenda.routes_rules import bp as rules_bp
from exchange.agenda.routes_seats_manage import bp as seats_bp
from exchange.agenda.sentences import day_name
from exchange.domain.refusal import Refusal
from exchange.domain.revision import Stale
from exchange.domain.text import fold
from exchange.domain.timetable import Clash
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import localised, own_names, sentence, word

bp = Blueprint("agenda_manage", __name__, url_prefix="/f/<slug>/manage/agenda")
bp.register_blueprint(board_bp)
bp.register_blueprint(plan_bp)
bp.register_blueprint(publish_bp)
bp.register_blueprint(rules_bp)
bp.register_blueprint(people_bp)
bp.register_blueprint(seats_bp)
bp.register_blueprint(proposal_bp)
bp.register_blueprint(rota_bp)

PER_PAGE = 50
SORTS: dict[str, Callable[[Session], Any]] = {
    "time": lambda row: (row.starts_at is None, row.starts_at or row.created_at, row.number),
    "code": lambda row: row.number,
    "title": lambda row: fold(localised(row.titles).text),
    "room": lambda row: (row.room is None, row.room.position if row.room else 0, row.room_id or 0, row.number),
}


@dataclass(frozen=True)
class Wanted:
    """What the organiser looks for; an empty field asks for nothing."""

    q: str = ""
    day: str = ""
    theme: str = ""
    format: str = ""
    room: str = ""
    sort: str = "time"

    def fits(self, row: Session, forum: Forum) -> bool:
        """Whether a session is one of those wanted."""
        local = row.starts_at.astimezone(forum.zone).date().isoformat() if row.starts_at else "none"
        room = str(row.room_id) if row.room_id else "none"
        return (
            self.day in ("", local)
            and self.theme in ("", row.theme_code or "none")
            and self.format in ("", row.format.value)
            and self.room in ("", room)
            and all(piece in _searched(row) for piece in fold(self.q).split())
        )


def _searched(row: Session) -> str:
    return fold(" ".join([row.code, *row.titles.values(), *(part.person.name for part in row.people)]))


@bp.get("/")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    wanted = Wanted(**{name: request.args.get(name, "")[:80] for name in Wanted.__dataclass_fields__})
    sessions = plan(forum)
    found = sorted((row for row in sessions if wanted.fits(row, forum)), key=_order(wanted.sort))
    if wanted.sort.startswith("-"):
        found.reverse()
    return render_template(
        "agenda/manage/index.html",
        pager=_page(found),
        tray=[row for row in sessions if row.starts_at is None and row.state is SessionState.PLANNED],
        total=len(sessions),
        wanted=wanted,
        choices=_choices(forum),
        clashes=clashes_in(forum, sessions),
        says=sentences,
        zone=forum.zone,
        release=queries.newest_release(forum),
    )


def _order(sort: str) -> Callable[[Session], Any]:
    return SORTS.get(sort.removeprefix("-"), SORTS["time"])


def _page(found: list[Session]) -> SimpleNamespace:
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    items = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return SimpleNamespace(items=items, page=page, pages=pages, total=len(found), per_page=PER_PAGE)


def _choices(forum: Forum) -> dict[str, list[tuple[str, str]]]:
    days = [(day.isoformat(), day_name(day)) for day in _days(forum)]
    return {
        "day": [("none", _("Not placed yet")), *days],
        "theme": theme_choices(forum),
        "format": [(kind.value, word(kind)) for kind in Format],
        "room": [("none", _("No room yet")), *((str(room.id), room.name) for room in forum.rooms)],
    }


def _days(forum: Forum) -> list[date]:
    return [date.fromordinal(n) for n in range(forum.starts_on.toordinal(), forum.ends_on.toordinal() + 1)]


@bp.route("/sessions/new", methods=["GET", "POST"])
def create(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = session_form(forum, floor=forum.languages[0] if forum.languages else "")
    form.offer(forum, directory(forum), plan(forum))
    if asked_for_rows := bool(request.form.get("more")):
        form.offer_rows(more=3)
    if not asked_for_rows and form.validate_on_submit():
        try:
            session = planning.create_session(forum, form.draft())
        except planning.Clashing as refusal:
            _show_clashes(form, refusal.clashes, forum, refusal.own)
        else:
            flash(_("%(code)s is in the draft.", code=session.code), "success")
            return _after_saving(forum, session)
    return _form_page(forum, form, None, asked_for_rows=asked_for_rows)


@bp.route("/sessions/<code>", methods=["GET", "POST"])
def edit(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    session = _session(forum, code)
    known, others = directory(forum), plan(forum)
    codes = {row.id: row.code for row in others}
    form = session_form(forum, **as_typed(session, forum, known, codes))
    form.offer(forum, known, others, session)
    if asked_for_rows := bool(request.form.get("more")):
        form.offer_rows(more=3)
    if not asked_for_rows and form.validate_on_submit():
        try:
            planning.change_session(session, form.draft(before=session), form.state_seen)
        except planning.Clashing as refusal:
            _show_clashes(form, refusal.clashes, forum, session.id)
        except Refusal as refusal:
            if refusal.reason is Stale.CHANGED_MEANWHILE:
                form.show_stale(refusal, as_typed(session, forum, known, codes))
            else:
                form.form_errors.append(sentence(refusal))
        else:
            flash(_("%(code)s is saved in the draft.", code=session.code), "success")
            return _after_saving(forum, session)
    return _form_page(forum, form, session, asked_for_rows=asked_for_rows)


def _show_clashes(form: SessionForm, clashes: list[Clash], forum: Forum, own: int) -> None:
    form.show_clashes(clashes, [sentences.clash_sentence(clash, forum.zone, own) for clash in clashes])


def _form_page(
    forum: Forum, form: SessionForm, session: Session | None, *, asked_for_rows: bool
) -> ResponseReturnValue:
    form.offer_rows()
    form.offer_windows()
    page = render_template(
        "agenda/manage/session.html",
        form=form,
        session=session,
        names=own_names(forum.languages),
        zone=forum.time_zone,
        published=session is not None and planning.is_published(session, forum),
        missing_roles=_missing_roles(form, session),
    )
    return page, 422 if form.errors and not asked_for_rows else 200


def _missing_roles(form: SessionForm, session: Session | None) -> list[SessionRole]:
    """The roles somebody usually has in the session's format and nobody has yet."""
    if session is None:
        return []
    there = {part.role for part in session.people}
    return [role for role in form.presets[session.format].roles if role not in there]


def _after_saving(forum: Forum, session: Session) -> ResponseReturnValue:
    """Back to the list, with what to know about the session."""
    for clash in clashes_in(forum, plan(forum)):
        if clash.concerns(session.id):
            flash(sentences.clash_sentence(clash, forum.zone, session.id), "warning")
    return redirect(url_for("agenda_manage.index", slug=forum.slug), 303)


@bp.post("/sessions/<code>/duplicate")
def duplicate(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    copy = planning.duplicate_session(_session(forum, code))
    flash(_("%(copy)s is a copy of %(code)s. It has no time yet.", copy=copy.code, code=code), "success")
    return redirect(url_for("agenda_manage.edit", slug=slug, code=copy.code), 303)


@bp.route("/sessions/<code>/cancel", methods=["GET", "POST"])
def cancel(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    session = _session(forum, code)
    if request.method == "GET":
        return render_template("agenda/manage/cancel.html", session=session)
    planning.cancel_session(session)
    flash(_("%(code)s is cancelled in the draft. People learn of it when you publish.", code=code), "success")
    return redirect(url_for("agenda_manage.index", slug=slug), 303)


@bp.post("/sessions/<code>/restore")
def restore(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    session = _session(forum, code)
    try:
        planning.restore_session(session)
    except planning.Clashing as refusal:
        flash(_("%(code)s cannot take place there any more. Move one of the two first.", code=code), "error")
        page = render_template("agenda/manage/clashes.html", clashes=refusal.clashes, says=sentences, zone=forum.zone)
        return page, 422
    flash(_("%(code)s takes place after all.", code=code), "success")
    return _after_saving(forum, session)


@bp.route("/sessions/<code>/delete", methods=["GET", "POST"])
def delete(slug: str, code: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    session = _session(forum, code)
    published = planning.is_published(session, forum)
    try:
        if request.method == "POST":
            planning.delete_session(session)
            flash(_("%(code)s is deleted.", code=code), "success")
            return redirect(url_for("agenda_manage.index", slug=slug), 303)
    except Refusal as refusal:
        web.refused(refusal)
        return render_template("agenda/manage/delete.html", session=session, published=published), 422
    return render_template("agenda/manage/delete.html", session=session, published=published)


def _session(forum: Forum, code: str) -> Session:
    session = queries.session_with_code(forum, code)
    if session is None:
        abort(404)
    return session
