"""What documents does when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from exchange import jobs
from exchange.agenda.models import Release
from exchange.agenda.queries import newest_release
from exchange.agenda.signals import release_published
from exchange.documents.service import PROGRAMME
from exchange.forums.models import Forum
from exchange.forums.signals import DashboardLink, dashboard_shown


@release_published.connect
def print_ahead(_release: Release, *, forum: Forum, **_facts: Any) -> None:
    """Has the programme made before anybody asks for it."""
    jobs.enqueue(PROGRAMME, forum_id=forum.id)


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the printed programme, once there is a release."""
    if newest_release(forum) is None:
        return []
    return [DashboardLink(gettext("Programme (PDF)"), url_for("documents.programme", slug=forum.slug))]
