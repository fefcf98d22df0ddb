"""The releases so far: read as people saw them, compared, and put back into the draft."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange import web
from exchange.agenda import queries, restoring, sentences
from exchange.agenda.draft import clashes_in, plan
from exchange.agenda.grid import grid_page
from exchange.agenda.history import news_of
from exchange.agenda.models import Release
from exchange.domain.beside import side_by_side
from exchange.domain.programme import Day, Programme
from exchange.domain.programme_diff import changes
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum

bp = Blueprint("releases", __name__)


@bp.get("/releases/")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    releases = queries.releases_of(forum)
    return render_template("agenda/manage/releases.html", releases=releases, says=sentences, zone=forum.zone)


@bp.get("/releases/<int:version>")
def release(slug: str, version: int) -> str:
    """One release as people saw it, with what it changed."""
    forum = managed_forum(slug)
    row = _found(forum, version)
    programme, news = queries.programme_of(row), news_of(row)
    newest = queries.newest_release(forum)
    day = _day(programme, request.args.get("day", ""))
    return render_template(
        "agenda/manage/release.html",
        release=row,
        programme=programme,
        day=day,
        grid=grid_page(programme, day, lambda session: f"#{session.code}", news=news),
        news=news,
        newest=newest.version if newest else version,
        says=sentences,
        zone=programme.forum.zone,
    )


def _day(programme: Programme, wanted: str) -> Day:
    return next((day for day in programme.days if day.date.isoformat() == wanted), programme.days[0])


@bp.get("/releases/compare")
def compare(slug: str) -> ResponseReturnValue:
    """Any two versions, the older one on the left whatever the order they were chosen in."""
    forum = managed_forum(slug)
    releases = queries.releases_of(forum)
    if len(releases) < 2:
        return redirect(url_for("agenda_manage.releases.index", slug=slug))
    newest = releases[0].version
    chosen = request.args.get("new", newest, type=int), request.args.get("old", newest - 1, type=int)
    old, new = (_found(forum, version) for version in sorted(chosen))
    return render_template("agenda/manage/compare.html", **_compared(old, new), versions=_choices(releases, forum))


def _compared(old: Release, new: Release) -> dict[str, Any]:
    before, after = queries.programme_of(old), queries.programme_of(new)
    found = changes(before, after)
    return {
        "before": before,
        "after": after,
        "changes": found,
        "changed": {change.guid for change in found},
        "days": side_by_side(before, after),
        "says": sentences,
    }


def _choices(releases: list[Release], forum: Forum) -> list[tuple[int, str]]:
    return [(row.version, _called(row, forum)) for row in releases]


def _called(row: Release, forum: Forum) -> str:
    published: date = row.published_at.astimezone(forum.zone).date()
    return _("Version %(version)s of %(when)s", version=row.version, when=sentences.full_date(published))


@bp.route("/releases/<int:version>/restore", methods=["GET", "POST"])
def restore(slug: str, version: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    row = _found(forum, version)
    status = 200
    if request.method == "POST":
        try:
            restoring.restore(forum, row, request.form.get("seen", "")[:16])
        except Refusal as refusal:
            web.refused(refusal)
            status = 422
        else:
            return _restored(forum, version)
    draft, mark, found = restoring.looked_at(forum, row)
    programme = queries.programme_of(row)
    page = render_template(
        "agenda/manage/restore.html",
        release=row,
        programme=programme,
        draft=draft,
        seen=mark,
        found=found,
        says=sentences,
        zone=forum.zone,
    )
    return page, status


def _restored(forum: Forum, version: int) -> ResponseReturnValue:
    """To the clashes when there are any: a room or a person may have been given away meanwhile."""
    flash(_("The draft says what version %(version)s said. Publish it when you are ready.", version=version), "success")
    clashes = clashes_in(forum, plan(forum))
    if not clashes:
        return redirect(url_for("agenda_manage.index", slug=forum.slug), 303)
    found = ngettext(
        "%(num)s thing to look at is listed here.", "%(num)s things to look at are listed here.", len(clashes)
    )
    flash(found, "warning")
    return redirect(url_for("agenda_manage.plan.clashes", slug=forum.slug), 303)


def _found(forum: Forum, version: int) -> Release:
    row = queries.release_of(forum, version)
    if row is None:
        abort(404)
    return row
