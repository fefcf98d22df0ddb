"""What calendars does when something happened elsewhere."""

from flask import url_for
from flask_babel import gettext

from exchange.calendars import queries
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """A private calendar, so that changes arrive by themselves."""
    done = bool(queries.feeds_of(registration.person))
    return [MeTask(gettext("Put your agenda into your calendar"), done, url_for("calendars.feeds"))]
