"""What messages does when something happened elsewhere: the mails about registrations."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

from flask import current_app, has_request_context, url_for
from flask_babel import gettext

from config import Settings
from exchange import mail
from exchange.domain.delegations import Standing
from exchange.domain.ical import EventValue, Mailbox, Method, invitation_bytes
from exchange.forums.models import Forum
from exchange.forums.signals import DashboardLink, dashboard_shown
from exchange.i18n import in_language, localised
from exchange.messages import (  # noqa: F401 - connects the mails about them
    call_mails,
    release_mails,
    seat_mails,
    visit_mails,
)
from exchange.registration.models import Registration
from exchange.registration.signals import standing_changed
from exchange.registration.tasks import tasks_of

TOLD = frozenset({Standing.SUBMITTED, Standing.APPROVED, Standing.WAITING, Standing.DECLINED, Standing.CANCELLED})


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the forum's outbox."""
    return [DashboardLink(gettext("Outbox"), url_for("messages.forum_outbox", slug=forum.slug))]


@standing_changed.connect
def write_about_standing(registration: Registration, *, before: Standing, mailed: bool = True, **_: Any) -> None:
    """Tells the person in their language where they stand, why, and what is still missing."""
    standing = registration.standing
    discarded = before is Standing.DRAFT and standing is Standing.CANCELLED
    if not mailed or discarded or standing not in TOLD:
        return
    person, forum = registration.person, registration.forum
    # What nobody has decided was sent by the person, or came about by itself.
    by_organiser = registration.decided_by_id is not None
    settings: Settings = current_app.extensions["settings"]
    with in_language(person.language):
        title = localised(forum.titles, forum.languages).text
        missing = _missing(registration, settings)
        invitation = _invitation(registration, before, title, settings)
    mail.write(
        f"registration_{standing.value}",
        to=person.email,
        name=person.name,
        language=person.language,
        forum_id=forum.id,
        invitation=invitation,
        registration=registration,
        person=person,
        forum_title=title,
        forum=forum,
        again=before is not Standing.DRAFT and (before is not Standing.DECLINED or by_organiser),
        taken_back=before is Standing.DECLINED and by_organiser,
        entered=before is Standing.DRAFT and by_organiser,
        missing=missing,
        me_url=f"{settings.public_url}/f/{forum.slug}/me",
        register_url=f"{settings.public_url}/f/{forum.slug}/register",
    )


def _missing(registration: Registration, settings: Settings) -> list[tuple[str, str]]:
    """(what, address) of the tasks that are not done."""
    with _site(settings):
        tasks = tasks_of(registration)
    return [(task.text, settings.public_url + task.href) for task in tasks if not task.done]


def _site(settings: Settings) -> AbstractContextManager[Any]:
    """Where addresses of pages can be made: a job has no request of its own."""
    return nullcontext() if has_request_context() else current_app.test_request_context(base_url=settings.public_url)


def _invitation(registration: Registration, before: Standing, title: str, settings: Settings) -> mail.Invitation | None:
    """The forum as an all-day entry for who is coming; its cancelling for who was coming."""
    if Standing.APPROVED not in (before, registration.standing):
        return None
    method = Method.REQUEST if registration.standing is Standing.APPROVED else Method.CANCEL
    forum, person = registration.forum, registration.person
    event = EventValue(
        uid=f"{registration.uid}@{settings.public_host}",
        sequence=registration.sequence,
        updated_at=registration.updated_at,
        starts=forum.starts_on,
        ends=forum.ends_on + timedelta(days=1),
        title=title,
        language=person.language,
        location=", ".join(filter(None, (forum.venue_name, forum.venue_address))),
        url=f"{settings.public_url}/f/{forum.slug}/",
    )
    organiser = Mailbox(settings.alliance_name, settings.mail_from)
    content = invitation_bytes(event, method, organiser, Mailbox(person.name, person.email))
    return mail.Invitation(content, method.value)
