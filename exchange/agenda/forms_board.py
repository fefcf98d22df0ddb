"""What the agenda board sends: moves as JSON, questions in the address, and the form of "Move to …"."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from exchange.agenda import moving
from exchange.agenda.fields import LONGEST, STEP
from exchange.agenda.heat import Asking
from exchange.agenda.models import Session
from exchange.agenda.moments import day_name
from exchange.agenda.moving import Spot, Wish
from exchange.fields import number_or_none
from exchange.forums.clocks import local_instant
from exchange.forums.models import Forum
from exchange.web import Form

MOST = 100


class Unreadable(ValueError):
    """What was sent is no move; the text says what is wrong with it."""


def wishes_in(body: Any, forum: Forum) -> list[Wish]:
    """The moves of {"moves": [{code, seen, …}]}; what a move leaves out stays as it is. Raises Unreadable.

    `day` and `start` (minutes after midnight on the forum's clocks) go together; both null: into the tray.
    """
    moves = body.get("moves") if isinstance(body, dict) else None
    if not isinstance(moves, list) or not 0 < len(moves) <= MOST:
        raise Unreadable(_("Nothing was sent that could be moved."))
    sent = [one if isinstance(one, dict) else {} for one in moves]
    spots = moving.spots_of(forum, [str(one.get("code"))[:8] for one in sent])
    wishes = [_wish(one, forum, spots) for one in sent]
    if len({wish.code for wish in wishes}) < len(wishes):
        raise Unreadable(_("The same session was sent twice."))
    return wishes


def _wish(sent: Mapping[str, Any], forum: Forum, spots: Mapping[str, Spot]) -> Wish:
    code = str(sent.get("code"))[:8]
    now = spots.get(code, Spot(None, None, STEP))
    known = {room.id for room in forum.rooms} | {None, now.room_id}
    return Wish(
        code=code,
        seen=str(sent.get("seen"))[:16],
        spot=Spot(
            room_id=_checked(sent, "room", now.room_id, lambda value: value in known),
            starts_at=_starts_at(sent, forum) if "day" in sent else now.starts_at,
            minutes=_checked(sent, "minutes", now.minutes, _is_length),
            time_locked=_checked(sent, "time_locked", now.time_locked, lambda value: isinstance(value, bool)),
            room_locked=_checked(sent, "room_locked", now.room_locked, lambda value: isinstance(value, bool)),
        ),
    )


def _checked(sent: Mapping[str, Any], name: str, now: Any, fits: Callable[[Any], bool]) -> Any:
    value = sent.get(name, now)
    if isinstance(value, (list, dict)) or (value != now and not fits(value)):
        raise Unreadable(_("The board and the agenda do not fit together any more. Load the page again."))
    return value


def _is_length(value: Any) -> bool:
    return type(value) is int and STEP <= value <= LONGEST and value % STEP == 0


def _starts_at(sent: Mapping[str, Any], forum: Forum) -> Any:
    day, start = sent.get("day"), sent.get("start")
    if day is None:
        return None
    try:
        if type(start) is not int or not 0 <= start < 24 * 60 or start % STEP:
            raise Unreadable(_("Choose a multiple of five minutes."))
        wall = datetime.combine(date.fromisoformat(str(day)), time(start // 60, start % 60))
        return local_instant(wall, forum)
    except ValidationError as error:
        raise Unreadable(str(error)) from error
    except (TypeError, ValueError) as error:
        raise Unreadable(str(error) if isinstance(error, Unreadable) else _("Choose the day.")) from error


def asking_in(values: Mapping[str, str], rows: Mapping[str, Session]) -> Asking | None:
    """What the map of a picked-up session is asked for; None when the address makes no sense."""
    try:
        session = rows[values["code"]]
        opens, closes, step = (int(values[name]) for name in ("opens", "closes", "step"))
        minutes = int(values.get("minutes") or session.minutes)
        day = date.fromisoformat(values["day"])
    except (KeyError, ValueError):
        return None
    together = tuple(rows[code] for code in values.get("with", "").split(",") if code in rows and code != session.code)
    if not (0 <= opens < closes <= 24 * 60 and step in (5, 15) and STEP <= minutes <= LONGEST):
        return None
    return Asking(session, day, opens, closes, step, minutes, together)


class MoveForm(Form):
    """A room, a day, a start and a length for one session; each choice says what would clash."""

    room = SelectField(_l("Room"), coerce=number_or_none)
    day = SelectField(_l("Day"), validators=[InputRequired(_l("Choose the day."))])
    start = SelectField(_l("Start"), coerce=int)
    minutes = IntegerField(
        _l("Minutes"), validators=[InputRequired(_l("Type how long it lasts.")), NumberRange(STEP, LONGEST)]
    )
    seen = HiddenField()

    def validate_minutes(self, field: IntegerField) -> None:
        """Lengths are in steps, as times are."""
        if field.data and field.data % STEP:
            raise ValidationError(_("Choose a multiple of five minutes."))

    def as_sent(self, code: str) -> dict[str, Any]:
        """The move as the board would send it."""
        return {
            "code": code,
            "seen": self.seen.data,
            "room": self.room.data,
            "day": self.day.data,
            "start": self.start.data,
            "minutes": self.minutes.data,
        }


def day_choices(forum: Forum) -> list[tuple[str, str]]:
    """The forum's days."""
    first, last = forum.starts_on.toordinal(), forum.ends_on.toordinal()
    days = [date.fromordinal(number) for number in range(first, last + 1)]
    return [(day.isoformat(), day_name(day)) for day in days]
