"""Publishing the agenda, and the releases so far."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, web
from exchange.accounts.gate import the_person
from exchange.agenda import queries, sentences, service
from exchange.agenda.draft import clashes_in, draft_programme, plan
from exchange.agenda.fields import written
from exchange.agenda.forms_plan import publish_form
from exchange.domain.programme_diff import changes, next_release
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.i18n import own_names

bp = Blueprint("releases", __name__)


@bp.route("/publish", methods=["GET", "POST"])
def publish(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = publish_form(forum)
    status = 200
    if form.validate_on_submit():
        try:
            release = service.publish(forum, written(form.note), the_person())
        except Refusal as refusal:
            web.refused(refusal)
            status = 422
        else:
            flash(_("Version %(version)s of the agenda is published.", version=release.version), "success")
            return redirect(url_for("agenda_manage.releases.index", slug=slug), 303)
    sessions = plan(forum)
    previous = queries.published_programme(forum)
    coming = next_release(previous, draft_programme(forum, sessions), clock.now())
    found = clashes_in(forum, sessions)
    page = render_template(
        "agenda/manage/publish.html",
        form=form,
        names=own_names(forum.languages),
        previous=previous,
        coming=coming,
        changes=changes(previous, coming),
        differs=service.differs(previous, coming),
        blocking=[clash for clash in found if clash.blocks_publishing],
        warnings=[clash for clash in found if not clash.blocks_publishing],
        tray=[row for row in sessions if row.starts_at is None and row.state == "planned"],
        says=sentences,
        zone=forum.zone,
    )
    return page, 422 if form.errors else status


@bp.get("/releases/")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    releases = queries.releases_of(forum)
    return render_template("agenda/manage/releases.html", releases=releases, says=sentences, zone=forum.zone)


@bp.get("/releases/<int:version>")
def release(slug: str, version: int) -> str:
    """One release as it was, read only, with what it changed."""
    forum = managed_forum(slug)
    row = queries.release_of(forum, version)
    if row is None:
        abort(404)
    before = queries.release_of(forum, version - 1)
    programme = queries.programme_of(row)
    previous = queries.programme_of(before) if before else None
    return render_template(
        "agenda/manage/release.html",
        release=row,
        programme=programme,
        previous=previous,
        changes=changes(previous, programme),
        says=sentences,
        zone=programme.forum.zone,
    )
