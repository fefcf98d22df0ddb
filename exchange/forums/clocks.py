"""What the clocks of a forum's venue show, as moments."""

from datetime import UTC, datetime

from flask_babel import gettext as _
from wtforms import Field, ValidationError

from exchange.forums.models import Forum


def local_instant(wall: datetime, forum: Forum) -> datetime:
    """The moment the venue's clocks show. Raises ValidationError for an hour that summer time leaves out."""
    try:
        moment = wall.replace(tzinfo=forum.zone).astimezone(UTC)
    except OverflowError:
        raise ValidationError(_("Please choose another year.")) from None
    if local_wall(moment, forum) != wall:
        raise ValidationError(_("The clocks go forward that day: this time does not exist."))
    return moment


def moment_of(field: Field, forum: Forum) -> datetime | None:
    """The moment that was typed in a field; None when it does not exist, which the field then says."""
    try:
        return local_instant(field.data, forum)
    except ValidationError as error:
        field.errors = [str(error)]
        return None


def local_wall(moment: datetime, forum: Forum) -> datetime:
    """What the venue's clocks show at a moment, without a zone, as fields of forms want it."""
    return moment.astimezone(forum.zone).replace(tzinfo=None)
