"""What agenda does when something happened elsewhere."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange.agenda import (
    queries,
    receivers_seats,  # noqa: F401 - connects what happens to seats
    telling,
)
from exchange.agenda.draft import clashes_in, plan, takes_place
from exchange.agenda.models import SessionState
from exchange.domain.checklist import Step
from exchange.forums.models import Forum, Room
from exchange.forums.signals import (
    ChecklistItem,
    DashboardLink,
    checklist_asked,
    dashboard_shown,
    forum_copied,
    room_removal_asked,
)
from exchange.i18n import localised
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """Choosing sessions, once there is an agenda to choose from."""
    forum = registration.forum
    if queries.newest_release(forum) is None:
        return []
    done = bool(queries.wishes_of(registration.person, forum))
    return [
        MeTask(_("Choose the sessions you want to see"), done, url_for("agenda.index", slug=forum.slug, view="list"))
    ]


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the agenda, with how many sessions there are and which version people see."""
    release = queries.newest_release(forum)
    note = ngettext("%(num)s session", "%(num)s sessions", queries.session_count(forum))
    if release:
        note = _("%(sessions)s, version %(version)s is public", sessions=note, version=release.version)
    return [DashboardLink(_("Agenda"), url_for("agenda_manage.index", slug=forum.slug), note)]


@checklist_asked.connect
def checklist(forum: Forum) -> list[ChecklistItem]:
    """Whether every session has its place, nothing clashes, and people can see it."""
    rows = [row for row in plan(forum) if row.state is SessionState.PLANNED]
    waiting = sum(1 for row in rows if not takes_place(row))
    blocking = sum(1 for clash in clashes_in(forum, rows) if clash.blocks_publishing)
    pages = {name: url_for(f"agenda_manage.{name}", slug=forum.slug) for name in ("index", "plan.clashes")}
    return [
        ChecklistItem(
            Step.AGENDA,
            _("Every session has a time"),
            done=bool(rows) and not waiting,
            href=pages["index"],
            note=_("%(placed)s of %(all)s have one.", placed=len(rows) - waiting, all=len(rows)),
        ),
        ChecklistItem(
            Step.AGENDA, _("Nothing clashes that stops publishing"), done=not blocking, href=pages["plan.clashes"]
        ),
        ChecklistItem(
            Step.PRINT,
            _("The agenda is published"),
            done=queries.newest_release(forum) is not None,
            href=url_for("agenda_manage.releases.publish", slug=forum.slug),
        ),
    ]


@forum_copied.connect
def copy_what_is_known(forum: Forum, *, source: Forum) -> None:
    """The copy begins with the formats, rules, interpreters and ways of the other forum."""
    telling.copy_knowledge(source, forum)


@room_removal_asked.connect
def sessions_there(room: Room) -> list[str]:
    """The sessions of the draft that stand in a room."""
    return [f"{row.code} {localised(row.titles).text}" for row in queries.sessions_in(room)]
