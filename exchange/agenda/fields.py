"""What the agenda's forms are made of: texts per language, and a day with a start and a length."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, IntegerField, SelectField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from exchange.agenda.sentences import day_name
from exchange.domain.text import clean_text, fold
from exchange.fields import tidy
from exchange.forums.clocks import local_instant
from exchange.forums.models import Forum
from exchange.i18n import localised
from exchange.web import Form

LONGEST = 720
STEP = 5


def texts_field(label: Any, languages: Sequence[str], length: int, *, lines: bool = False) -> "FormField[Any]":
    """One text in each of some languages, for text_group."""
    kind = TextAreaField if lines else StringField
    clean = [_clean_lines] if lines else [tidy]
    subfields = {code: kind(code.upper(), filters=clean, validators=[Length(max=length)]) for code in languages}
    return FormField(type("Texts", (wtforms.Form,), subfields), label=label)


def _clean_lines(text: str | None) -> str:
    return clean_text(text or "")


def written(field: "FormField[Any]", before: dict[str, str] | None = None) -> dict[str, str]:
    """What was typed, without empty texts; what stands in a language the form does not offer is kept."""
    kept = {code: text for code, text in (before or {}).items() if code not in field.data}
    return kept | {code: text for code, text in field.data.items() if text}


def require_one(field: "FormField[Any]", message: str) -> bool:
    """Marks the first language when no language has a text; True when one has."""
    if any(field.data.values()):
        return True
    next(iter(field.form)).errors = [message]
    return False


def theme_choices(forum: Forum) -> list[tuple[str, str]]:
    """The forum's themes by their label in the page's language."""
    themes = [(row.theme_code, localised(row.theme.names, forum.languages).text) for row in forum.themes]
    return sorted(themes, key=lambda pair: fold(pair[1]))


def room_choices(forum: Forum) -> list[tuple[int, str]]:
    """Rooms with what fits into them."""
    return [(room.id, f"{room.name} ({room.capacity})") for room in forum.rooms]


def _in_steps(_form: Any, field: Any) -> None:
    minutes = field.data.minute if isinstance(field.data, time) else field.data
    if minutes is not None and minutes % STEP:
        raise ValidationError(_("Choose a multiple of five minutes."))


class TimedForm(Form):
    """A day of the forum, a start and a length; both day and start, or none."""

    day = SelectField(_l("Day"))
    start = TimeField(_l("Start"), validators=[Optional(), _in_steps])
    minutes = IntegerField(_l("Minutes"), validators=[Optional(), NumberRange(STEP, LONGEST), _in_steps])
    forum: Forum
    day_choices: list[tuple[str, str]]

    def offer_days(self, forum: Forum, other: date | None = None, *, required: bool = False) -> None:
        """Fills the choice of days; `other` is where something stands now, even outside the forum."""
        self.forum = forum
        days = [forum.starts_on + timedelta(days=n) for n in range((forum.ends_on - forum.starts_on).days + 1)]
        choices = [(day.isoformat(), day_name(day)) for day in days]
        if other and other not in days:
            choices.append((other.isoformat(), _("%(day)s (outside the forum)", day=day_name(other))))
        self.day_choices = choices if required else [("", _("Not placed yet")), *choices]
        self.day.choices = [*self.day_choices]

    @property
    def starts_at(self) -> datetime | None:
        """The moment that was typed; None when there is none. Raises ValidationError."""
        if not self.day.data or self.start.data is None:
            return None
        return local_instant(datetime.combine(date.fromisoformat(self.day.data), self.start.data), self.forum)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether day and start belong together and exist."""
        return bool(super().validate(extra_validators)) & self._has_time()

    def _has_time(self) -> bool:
        if self.day.errors or self.start.errors:
            return False
        if self.day.data and self.start.data is None:
            self.start.errors = [_("Type the time at which it starts.")]
        elif self.start.data is not None and not self.day.data:
            self.day.errors = [_("Choose the day.")]
        else:
            self.start.errors = self._no_such_time()
        return not (self.day.errors or self.start.errors)

    def _no_such_time(self) -> list[str]:
        try:
            _moment = self.starts_at
        except ValidationError as error:
            return [str(error)]
        return []
