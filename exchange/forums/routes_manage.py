"""The organiser's side of a forum: what is missing, settings, rooms, themes, people, state."""

from itertools import groupby

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exchange import i18n
from exchange.accounts.gate import admin_required, the_person
from exchange.accounts.models import Person
from exchange.accounts.signals import home_asked
from exchange.cities.models import RequestState
from exchange.cities.queries import requests_by_state
from exchange.domain.forum_rules import zone_names
from exchange.domain.refusal import Refusal
from exchange.domain.revision import Stale
from exchange.forums import checklist, queries, service
from exchange.forums.face import days
from exchange.forums.forms import CopyForumForm, DutyForm, NewForumForm, ThemesForm
from exchange.forums.forms_room import RoomForm, as_typed, room_form
from exchange.forums.forms_settings import settings_form
from exchange.forums.gate import managed_forum
from exchange.forums.look import look_of, tile_svg
from exchange.forums.models import Duty, Forum, ForumState, Room
from exchange.forums.signals import DashboardLink, dashboard_shown
from exchange.i18n import localised, own_names, word
from exchange.practices.queries import all_themes
from exchange.stale import held
from exchange.web import refused

bp = Blueprint("forums_manage", __name__)

STATE_MEANINGS = {
    ForumState.DRAFT: _l("Only organisers see it."),
    ForumState.PUBLIC: _l("Everyone sees it; people can register while registration is open."),
    ForumState.CLOSED: _l("It is over: everyone can still read it, nobody can register."),
    ForumState.ARCHIVED: _l("It is off the first page; who has its address can still read it."),
}


# The whole alliance


@bp.get("/manage/")
@admin_required
def admin() -> ResponseReturnValue:
    forums = [(forum, localised(forum.titles, forum.languages), days(forum)) for forum in queries.all_forums()]
    return render_template(
        "forums/admin.html",
        forums=forums,
        waiting=requests_by_state()[RequestState.ASKED],
        outbox=url_for("messages.network_outbox"),
    )


@bp.route("/manage/forums/new", methods=["GET", "POST"])
@admin_required
def new() -> ResponseReturnValue:
    form = NewForumForm(data={"language": i18n.current_language(), "organiser": the_person().email})
    form.offer_choices()
    if form.validate_on_submit() and (plan := form.plan()):
        try:
            titles = {form.language.data: form.title.data or ""}
            forum = service.create_forum(form.address, titles, form.settings(plan))
        except Refusal as refusal:
            form.slug.errors = [i18n.sentence(refusal)]
        else:
            if email := form.organiser.data:
                service.give_duty(forum, email, Duty.ORGANISER, by=the_person())
            flash(_("The forum is there as a draft: only organisers see it."), "success")
            return redirect(url_for("forums_manage.dashboard", slug=forum.slug), 303)
    return render_template("forums/new.html", form=form, zones=sorted(zone_names())), 422 if form.errors else 200


@bp.route("/manage/forums/<slug>/copy", methods=["GET", "POST"])
@admin_required
def copy(slug: str) -> ResponseReturnValue:
    source = queries.forum_with_slug(slug) or abort(404)
    title = localised(source.titles, source.languages)
    form = CopyForumForm(data={"title": source.titles.get(source.languages[0], "")})
    if form.validate_on_submit() and (first_day := form.starts_on.data):
        try:
            forum = service.copy_forum(source, form.slug.data or "", form.titles(source), first_day)
        except Refusal as refusal:
            field = form.slug if "slug" in refusal.reason else form.starts_on
            field.errors = [i18n.sentence(refusal)]
        else:
            flash(_("The copy is there as a draft. Look through its settings."), "success")
            return redirect(url_for("forums_manage.settings", slug=forum.slug), 303)
    return render_template("forums/copy.html", form=form, source=source, title=title), 422 if form.errors else 200


@home_asked.connect
def _home_of(person: Person) -> str | None:
    """Who organises one forum and nothing else begins there after signing in."""
    theirs = queries.organised_by(person)
    return url_for("forums_manage.dashboard", slug=theirs[0].slug) if len(theirs) == 1 and not person.is_admin else None


# One forum


@bp.get("/f/<slug>/manage/")
def dashboard(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    steps = checklist.steps_of(forum)
    links: list[DashboardLink] = [link for _receiver, answer in dashboard_shown.send(forum) for link in answer or ()]
    links.sort(key=lambda link: link.href)
    return render_template("forums/dashboard.html", steps=steps, links=links, state=forum.state)


@bp.route("/f/<slug>/manage/settings", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    forum = held(managed_forum(slug))
    form = settings_form(forum)
    if form.validate_on_submit() and form.is_fresh() and (plan := form.plan()):
        service.change_settings(forum, form.settings(forum, plan))
        flash(_("Saved."), "success")
        return redirect(url_for("forums_manage.settings", slug=slug), 303)
    page = render_template(
        "forums/settings.html",
        form=form,
        zones=sorted(zone_names()),
        text_languages=own_names(forum.languages),
        look=look_of(form.accent.data or forum.accent, form.pattern_seed.data or slug),
    )
    return page, 422 if form.errors else 200


@bp.get("/f/<slug>/manage/look")
def look(slug: str) -> ResponseReturnValue:
    """The preview of colour and pattern as they would be."""
    managed_forum(slug)
    shown = look_of(request.args.get("accent", ""), request.args.get("pattern_seed", "") or slug)
    return render_template("forums/look.html", look=shown)


@bp.get("/f/<slug>/manage/look.svg")
def look_svg(slug: str) -> Response:
    """A pattern as it would be."""
    managed_forum(slug)
    shown = look_of(request.args.get("accent", ""), request.args.get("seed", "") or slug)
    svg = tile_svg(str(shown["seed"]), str(shown["colour"]), 16, 3)
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


@bp.get("/f/<slug>/manage/rooms/")
def rooms(slug: str) -> ResponseReturnValue:
    return render_template("forums/rooms.html", rooms=queries.rooms_of(managed_forum(slug)))


@bp.route("/f/<slug>/manage/rooms/new", methods=["GET", "POST"])
def new_room(slug: str) -> ResponseReturnValue:
    return _room_page(managed_forum(slug), None)


@bp.route("/f/<slug>/manage/rooms/<int:number>", methods=["GET", "POST"])
def room(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    return _room_page(forum, held(_room(forum, number)))


def _room(forum: Forum, number: int) -> Room:
    return queries.room_of(forum, number) or abort(404)


def _room_page(forum: Forum, room: Room | None) -> ResponseReturnValue:
    form = room_form(forum, room)
    if form.validate_on_submit():
        try:
            saved = service.save_room(forum, room, form.values(), form.out(), form.state_seen)
        except Refusal as refusal:
            _show_room_refusal(form, room, refusal)
        else:
            flash(_("%(name)s is saved.", name=saved.name), "success")
            return redirect(url_for("forums_manage.rooms", slug=forum.slug), 303)
    form.offer_lines()
    names = own_names(forum.languages[1:])
    page = render_template("forums/room.html", form=form, room=room, names=names)
    return page, 422 if form.errors else 200


def _show_room_refusal(form: RoomForm, room: Room | None, refusal: Refusal) -> None:
    if refusal.reason is Stale.CHANGED_MEANWHILE:
        form.show_stale(refusal, as_typed(form.forum, room))
    else:
        form.code.errors = [i18n.sentence(refusal)]


@bp.route("/f/<slug>/manage/rooms/<int:number>/remove", methods=["GET", "POST"])
def remove_room(slug: str, number: int) -> ResponseReturnValue:
    room = _room(managed_forum(slug), number)
    name = room.name
    if request.method == "GET":
        return render_template("forums/room_remove.html", room=room, uses=service.users_of(room))
    try:
        service.remove_room(room)
    except Refusal as refusal:
        refused(refusal)
        return render_template("forums/room_remove.html", room=room, uses=service.users_of(room)), 422
    flash(_("%(name)s is removed.", name=name), "success")
    return redirect(url_for("forums_manage.rooms", slug=slug), 303)


@bp.route("/f/<slug>/manage/themes", methods=["GET", "POST"])
def themes(slug: str) -> ResponseReturnValue:
    forum = held(managed_forum(slug))
    known = all_themes()
    form = ThemesForm(data={"themes": [theme.theme_code for theme in forum.themes]})
    form.themes.choices = {theme.code: localised(theme.names).text for theme in known}
    if form.validate_on_submit() and form.is_fresh():
        service.choose_themes(forum, form.themes.data or [])
        flash(_("Saved."), "success")
        return redirect(url_for("forums_manage.themes", slug=slug), 303)
    subthemes = {theme.code: " · ".join(localised(sub.names).text for sub in theme.subthemes) for theme in known}
    return render_template("forums/themes.html", form=form, subthemes=subthemes), 422 if form.errors else 200


@bp.route("/f/<slug>/manage/duties", methods=["GET", "POST"])
def duties(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = DutyForm(data={"duty": Duty.ORGANISER.value})
    form.offer_choices()
    if form.validate_on_submit():
        person = service.give_duty(forum, form.email.data or "", Duty(form.duty.data), by=the_person())
        flash(_("%(name)s can work on this forum now.", name=person.name), "success")
        return redirect(url_for("forums_manage.duties", slug=slug), 303)
    groups = [(duty, list(rows)) for duty, rows in groupby(queries.duties_at(forum), lambda row: row.duty)]
    return render_template("forums/duties.html", form=form, groups=groups), 422 if form.errors else 200


@bp.post("/f/<slug>/manage/duties/remove")
def remove_duty(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    wanted = request.form.get("duty", "")
    if wanted not in {duty.value for duty in Duty}:
        abort(404)
    service.remove_duty(forum, request.form.get("person", 0, type=int), Duty(wanted))
    flash(_("Removed."), "success")
    return redirect(url_for("forums_manage.duties", slug=slug), 303)


@bp.get("/f/<slug>/manage/state")
def state(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    return render_template("forums/state.html", state=forum.state, meanings=STATE_MEANINGS)


@bp.route("/f/<slug>/manage/state/<wanted>", methods=["GET", "POST"])
def change_state(slug: str, wanted: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    if wanted not in {state.value for state in ForumState}:
        abort(404)
    chosen = ForumState(wanted)
    if request.method == "GET":
        missing = checklist.missing_for(forum, chosen)
        return render_template("forums/state_change.html", chosen=chosen, meanings=STATE_MEANINGS, missing=missing)
    try:
        service.change_state(forum, chosen, seen=request.form.get("seen", ""))
    except Refusal as refusal:
        refused(refusal)
        return redirect(url_for("forums_manage.state", slug=slug), 303)
    flash(_("The forum is now: %(state)s.", state=word(chosen)), "success")
    return redirect(url_for("forums_manage.state", slug=slug), 303)
