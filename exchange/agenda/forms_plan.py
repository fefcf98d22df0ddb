"""What organisers type about places, pauses and releases."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, SelectField
from wtforms.validators import InputRequired

from exchange.agenda.fields import TimedForm, require_one, room_choices, texts_field, written
from exchange.agenda.models import Pause, Session
from exchange.agenda.needs import Locked
from exchange.agenda.pauses import PauseDraft
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import BreakKind, Clash, ClashKind
from exchange.fields import number_or_none
from exchange.forums.models import Forum
from exchange.i18n import localised, sentence, word
from exchange.stale import Watched
from exchange.web import Form


class PlaceForm(TimedForm):
    """A room and a start for one session of the draft."""

    session = SelectField(_l("Session"), validators=[InputRequired(_l("Choose a session."))])
    room = SelectField(_l("Room"), coerce=number_or_none)

    def offer(self, forum: Forum, sessions: Sequence[Session], day: date) -> None:
        """Fills the choices, the tray first."""
        self.offer_days(forum, day, required=True)
        waiting = [_choice(row) for row in sessions if row.starts_at is None]
        standing = [_choice(row) for row in sessions if row.starts_at is not None]
        groups = {_("Not placed yet"): waiting, _("Already placed"): standing}
        self.session.choices = {name: rows for name, rows in groups.items() if rows} or [("", _("No session yet"))]
        self.room.choices = room_choices(forum) or [("", _("No room yet"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether there is a start: a place without one is none."""
        good = super().validate(extra_validators)
        return good & _needs_start(self)

    def show_refusal(self, refusal: Refusal) -> None:
        """Attaches what is locked to the room or the start."""
        field = self.room if refusal.reason is Locked.ROOM else self.start
        field.errors = [*field.errors, sentence(refusal)]

    def show_clash(self, clash: Clash, sentence: str) -> None:
        """Attaches what clashes to what has to be chosen differently: the room, the start, or the session."""
        beside = {ClashKind.ROOM_TWICE: self.room, ClashKind.PAST_MIDNIGHT: self.start}
        field = beside.get(clash.kind, self.session)
        field.errors = [*field.errors, sentence]


def _needs_start(form: TimedForm) -> bool:
    if form.start.data is None and not form.start.errors:
        form.start.errors = [_("Type the time at which it starts.")]
    return form.start.data is not None


def _choice(row: Session) -> tuple[str, str]:
    return row.code, f"{row.code} · {localised(row.titles).text}"


class PauseForm(Watched, TimedForm):
    """Base of the form of a pause; pause_form() adds the name in the forum's languages."""

    titles: "FormField[Any]"
    kind = SelectField(_l("What it is for"))
    alone = BooleanField(
        _l("Nothing should run beside it"),
        description=_l("For meetings of cities. Other pauses have rules of their own."),
    )

    def draft(self) -> PauseDraft | None:
        """The typed values; None while there is no time. Raises ValidationError."""
        starts_at, minutes = self.starts_at, self.minutes.data
        if starts_at is None or minutes is None:
            return None
        return PauseDraft(written(self.titles), starts_at, minutes, BreakKind(self.kind.data), self.alone.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also a name in one language, a start and a length."""
        good = super().validate(extra_validators)
        named = require_one(self.titles, _("Give the pause a name in at least one language."))
        if not self.minutes.data and not self.minutes.errors:
            self.minutes.errors = [_("Type how long it lasts.")]
        return good & named & _needs_start(self) & bool(self.minutes.data)


def pause_form(forum: Forum, pause: Pause | None = None) -> PauseForm:
    """A form for a new pause or one that exists."""
    fields = {"titles": texts_field(_l("Name"), forum.languages, 80)}
    form = cast("PauseForm", type("ForumPauseForm", (PauseForm,), fields)(data=_as_typed(forum, pause)))
    form.offer_days(forum, pause.starts_at.astimezone(forum.zone).date() if pause else None, required=True)
    form.kind.choices = [(kind.value, word(kind)) for kind in BreakKind]
    return form


def _as_typed(forum: Forum, pause: Pause | None) -> dict[str, Any]:
    if pause is None:
        return {"minutes": 30, "kind": BreakKind.COFFEE.value, "alone": True}
    local = pause.starts_at.astimezone(forum.zone)
    minutes = int((pause.ends_at - pause.starts_at).total_seconds() // 60)
    return {
        "titles": pause.titles,
        "day": local.date().isoformat(),
        "start": local.time(),
        "minutes": minutes,
        "kind": pause.kind.value,
        "alone": pause.alone,
    }


class PublishForm(Form):
    """Base of the form of a release; publish_form() adds the note in the forum's languages."""

    note: "FormField[Any]"


def publish_form(forum: Forum) -> PublishForm:
    """A note about a release in each of the forum's languages."""
    fields = {"note": texts_field(_l("Note to readers"), forum.languages, 1000, lines=True)}
    return cast("PublishForm", type("ForumPublishForm", (PublishForm,), fields)())
