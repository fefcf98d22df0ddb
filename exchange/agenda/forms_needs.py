"""The part of a session's form that says what it needs; closed while one only writes a title and a time."""

from datetime import date, datetime
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from exchange.agenda.facts import spans_of
from exchange.agenda.fields import TimedForm
from exchange.agenda.forms_telling import layout_choices, layout_or_none
from exchange.agenda.known import Directory
from exchange.agenda.models import Session
from exchange.agenda.needs import NeedsDraft
from exchange.domain.timetable import Need, Span
from exchange.fields import tidy, tidy_text
from exchange.forums.clocks import local_instant, local_wall
from exchange.forums.models import Forum
from exchange.i18n import word

MOST_WINDOWS = 12
SPARE_WINDOWS = 1


class WindowRow(wtforms.Form):
    """A time the session may have; an empty day takes the line out."""

    day = SelectField(_l("Day"))
    start = TimeField(_l("From"), validators=[Optional()])
    end = TimeField(_l("Until"), validators=[Optional()])

    def span(self, forum: Forum) -> Span | None:
        """The typed stretch of time. Raises ValidationError for one that does not exist."""
        if not self.day.data:
            return None
        day = date.fromisoformat(self.day.data)
        if self.start.data is None or self.end.data is None or self.end.data <= self.start.data:
            raise ValidationError(_("Type from when until when, the end after the beginning."))
        start, end = (local_instant(datetime.combine(day, at), forum) for at in (self.start.data, self.end.data))
        return Span(start, end)

    def check(self, forum: Forum) -> bool:
        """Whether the line is empty or says a time."""
        try:
            self.span(forum)
        except ValidationError as error:
            self.start.errors = [str(error)]
        return not self.start.errors


class NeedsForm(TimedForm):
    """What a session needs of room, time and others. `others` are the forum's other sessions by code."""

    layout = SelectField(_l("Layout"), coerce=layout_or_none)
    needs = SelectMultipleField(_l("The room must have"))
    series = StringField(_l("Series"), filters=[tidy], validators=[Length(max=60)])
    after = StringField(_l("Comes after"), filters=[tidy], validators=[Length(max=200)])
    cities = TextAreaField(_l("Cities that take part"), filters=[tidy_text], validators=[Length(max=4000)])
    exclusive = BooleanField(_l("Nothing runs beside it"))
    allowed = FieldList(FormField(WindowRow), label=_l("Times it may have"), max_entries=MOST_WINDOWS)
    time_locked = BooleanField(_l("Lock its time"))
    room_locked = BooleanField(_l("Lock its room"))
    directory: Directory
    others: dict[str, Session]
    own: Session | None

    def offer_needs(self, others: list[Session], own: Session | None) -> None:
        """Fills the choices; `own` is the session itself once it exists."""
        self.own = own
        self.others = {row.code.upper(): row for row in others if row is not own}
        self.layout.choices = layout_choices(_("As usual for the format"))
        self.needs.choices = [(need.value, word(need)) for need in Need]

    def offer_windows(self) -> None:
        """Leaves an empty line for a time, and names the lines."""
        full = sum(1 for row in self.allowed if row.form.day.data)
        if len(self.allowed) < min(full + SPARE_WINDOWS, MOST_WINDOWS):
            self.allowed.append_entry()
        for number, row in enumerate(self.allowed, 1):
            row.label.text = _("Time %(number)s", number=number)
        self._offer_window_days()

    def _offer_window_days(self) -> None:
        days = [(day, name) for day, name in self.day_choices if day]
        for row in self.allowed:
            row.form.day.choices = [("", _("Any time")), *days]

    @property
    def says_something(self) -> bool:
        """Whether anything was typed in this part, or is wrong in it."""
        # A layout alone is what the format brought.
        fields = [self[name] for name in NeedsDraft.__dataclass_fields__ if name not in ("layout", "allowed")]
        return any(field.data or field.errors for field in fields) or any(row.form.day.data for row in self.allowed)

    @property
    def series_known(self) -> list[str]:
        """The series of the other sessions."""
        return sorted({row.series for row in self.others.values() if row.series})

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether sessions and cities exist, times make sense, and what is locked has a place."""
        self._offer_window_days()
        good = super().validate(extra_validators)
        checks = (self._order_makes_sense(), self._cities_known(), self._windows_make_sense(), self._locks_hold())
        return good and all(checks)

    def _codes(self) -> list[str]:
        return list(dict.fromkeys((self.after.data or "").upper().replace(",", " ").replace(";", " ").split()))

    def _order_makes_sense(self) -> bool:
        unknown = [code for code in self._codes() if code not in self.others]
        if unknown:
            codes = ", ".join(unknown)
            self.after.errors = [_("There is no other session with this code: %(codes)s.", codes=codes)]
        elif circle := self._circle():
            self.after.errors = [_("%(code)s comes after this session already.", code=circle)]
        return not self.after.errors

    def _circle(self) -> str | None:
        """Code of a session named that itself comes after this one, directly or through others."""
        if self.own is None:
            return None
        by_key = {row.id: row for row in self.others.values()}
        for code in self._codes():
            ahead, seen = [self.others[code]], set[int]()
            while ahead:
                row = ahead.pop()
                keys = {part.after_id for part in row.after} - seen
                if self.own.id in keys:
                    return code
                seen |= keys
                ahead += [by_key[key] for key in keys if key in by_key]
        return None

    def _cities(self) -> list[str]:
        return [line.strip() for line in (self.cities.data or "").splitlines() if line.strip()]

    def _cities_known(self) -> bool:
        unknown = [name for name in self._cities() if len(self.directory.cities_named(name)) != 1]
        if unknown:
            names = ", ".join(unknown)
            self.cities.errors = [
                _("Not in the directory: %(names)s. Type one city a line, as in Dakar (SN).", names=names)
            ]
        return not unknown

    def _windows_make_sense(self) -> bool:
        good = False not in [row.form.check(self.forum) for row in self.allowed]
        if not good:
            self.allowed.errors = [_("Please look at the times again.")]
        minutes = self.minutes.data
        if good and minutes and self._spans() and all(_length(span) < minutes for span in self._spans()):
            self.minutes.errors = [_("This is longer than any of the times the session may have.")]
            return False
        return good

    def _spans(self) -> list[Span]:
        return [span for row in self.allowed if (span := row.form.span(self.forum))]

    def _locks_hold(self) -> bool:
        if self.time_locked.data and not (self.day.data and self.start.data):
            self.time_locked.errors = [_("Only a session that has a time can keep it. Choose day and start first.")]
        if self.room_locked.data and not self["room"].data:
            self.room_locked.errors = [_("Only a session that has a room can keep it. Choose the room first.")]
        return not (self.time_locked.errors or self.room_locked.errors)

    def needs_draft(self, usual: Any) -> NeedsDraft:
        """The typed values; the layout that is `usual` where none was chosen."""
        return NeedsDraft(
            layout=self.layout.data or usual,
            needs=tuple(Need(need) for need in self.needs.data or ()),
            series=self.series.data or "",
            after=tuple(self.others[code].id for code in self._codes()),
            cities=tuple(dict.fromkeys(self.directory.cities_named(name)[0] for name in self._cities())),
            exclusive=self.exclusive.data,
            allowed=tuple(self._spans()),
            time_locked=self.time_locked.data,
            room_locked=self.room_locked.data,
        )


def _length(span: Span) -> int:
    return int((span.ends_at - span.starts_at).total_seconds() // 60)


def needs_as_typed(session: Session, forum: Forum, directory: Directory, codes: dict[int, str]) -> dict[str, Any]:
    """What a stored session needs, as the form shows it; `codes` are those of the forum's sessions by key."""
    return {
        "layout": session.layout,
        "needs": session.needs,
        "series": session.series,
        "after": ", ".join(sorted(codes.get(part.after_id, "") for part in session.after)),
        "cities": "\n".join(directory.cities.get(part.city_id, "") for part in session.cities),
        "exclusive": session.exclusive,
        "allowed": [_window(span.starts_at, span.ends_at, forum) for span in spans_of(session)],
        "time_locked": session.time_locked,
        "room_locked": session.room_locked,
    }


def _window(starts_at: datetime, ends_at: datetime, forum: Forum) -> dict[str, Any]:
    start, end = local_wall(starts_at, forum), local_wall(ends_at, forum)
    return {"day": start.date().isoformat(), "start": start.time(), "end": end.time()}
