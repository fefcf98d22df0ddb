"""Publishing the agenda: what would change and who would be written to, before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, web
from exchange.accounts.gate import the_person
from exchange.agenda import queries, sentences, service
from exchange.agenda.concerned import concerned_by
from exchange.agenda.draft import clashes_in, draft_programme, mark_of, plan
from exchange.agenda.fields import written
from exchange.agenda.forms_plan import PublishForm, publish_form
from exchange.agenda.routes_releases import bp
from exchange.domain.programme import Programme
from exchange.domain.programme_diff import changes, next_release
from exchange.domain.refusal import Refusal
from exchange.domain.touched import Tie, Touch, counted
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum, ForumState
from exchange.i18n import own_names

__all__ = ["bp"]


@dataclass(frozen=True)
class Addressees:
    """Who would be written to: how many by role, seat and wish, and the names of those with a role."""

    counts: Mapping[Tie, int]
    names: tuple[str, ...]
    first: bool
    public: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@bp.route("/publish", methods=["GET", "POST"])
def publish(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = publish_form(forum)
    status = 200
    if form.validate_on_submit() and not request.form.get("preview"):
        try:
            release = service.publish(forum, written(form.note), the_person(), request.form.get("seen", "")[:16])
        except Refusal as refusal:
            web.refused(refusal)
            status = 422
        else:
            flash(_("Version %(version)s of the agenda is published.", version=release.version), "success")
            return redirect(url_for("agenda_manage.releases.index", slug=slug), 303)
    return _page(forum, form), 422 if form.errors else status


def _page(forum: Forum, form: PublishForm) -> str:
    sessions = plan(forum)
    previous = queries.published_programme(forum)
    draft = draft_programme(forum, sessions)
    coming = next_release(previous, draft, clock.now())
    found = clashes_in(forum, sessions)
    return render_template(
        "agenda/manage/publish.html",
        form=form,
        preview=written(form.note) if request.form.get("preview") and not form.errors else {},
        seen=mark_of(draft),
        addressees=_addressees(forum, coming),
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


def _addressees(forum: Forum, coming: Programme) -> Addressees:
    told, concerned = concerned_by(forum, coming)
    return Addressees(
        counts=counted(concerned),
        names=_names_of(concerned, coming, told),
        first=told is None,
        public=forum.state is ForumState.PUBLIC,
    )


def _names_of(concerned: Mapping[int, tuple[Touch, ...]], *programmes: Programme | None) -> tuple[str, ...]:
    """Names of the people with a role; the others are counted only."""
    with_role = [key for key, found in concerned.items() if any(touch.tie is Tie.ROLE for touch in found)]
    known = {person.key: person.name for programme in programmes if programme for person in programme.people}
    return tuple(sorted(known[str(key)] for key in with_role if str(key) in known))
