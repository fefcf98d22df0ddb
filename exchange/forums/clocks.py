"""What the clocks of a forum's venue show, as moments."""

from datetime import UTC, date, datetime, time

from flask_babel import gettext as _
from wtforms import ValidationError

from exchange.forums.models import Forum


def local_instant(day: date, at: time, forum: Forum) -> datetime:
    """The moment the venue's clocks show. Raises ValidationError for an hour that summer time leaves out."""
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=forum.zone).astimezone(UTC)
    if moment.astimezone(forum.zone).replace(tzinfo=None) != wall:
        raise ValidationError(_("The clocks go forward that day: this time does not exist."))
    return moment


def local_wall(moment: datetime, forum: Forum) -> datetime:
    """What the venue's clocks show at a moment, without a zone, as fields of forms want it."""
    return moment.astimezone(forum.zone).replace(tzinfo=None)
