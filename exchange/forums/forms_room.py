"""What organisers type about a room: what it holds, what it has, and when it cannot be used."""

from typing import Any, cast

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FormField,
    IntegerField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from exchange.domain.timetable import Layout, Need, Outage
from exchange.fields import BETWEEN, MOMENT, at_most, texts_form, tidy, written
from exchange.forums.clocks import local_instant, local_wall
from exchange.forums.models import Forum, Room
from exchange.forums.service import room_revision
from exchange.i18n import language_name, word
from exchange.stale import Revised

MOST_OUTAGES = 20
LONGEST_SETUP = 480
TYPED = ("code", "name", "capacity", "place", "booths", "step_free", "features", "site")
# Whether a room is reached without a step is a field of its own.
FEATURES = tuple(need for need in Need if need is not Need.STEP_FREE)


class OutageRow(wtforms.Form):
    """When the room cannot be used; a line without times is taken out."""

    starts = DateTimeLocalField(_l("From"), format=MOMENT, validators=[Optional()])
    ends = DateTimeLocalField(_l("Until"), format=MOMENT, validators=[Optional()])
    reason = StringField(_l("Why"), filters=[tidy], validators=[Length(max=160)])

    def outage(self, forum: Forum) -> Outage | None:
        """The typed stretch of time. Raises ValidationError for one that does not exist."""
        if self.starts.data is None and self.ends.data is None:
            return None
        if self.starts.data is None or self.ends.data is None or self.ends.data <= self.starts.data:
            raise ValidationError(_("Choose from when until when, the end after the beginning."))
        start, end = (local_instant(each, forum) for each in (self.starts.data, self.ends.data))
        return Outage(start, end, self.reason.data or "")

    def check(self, forum: Forum) -> bool:
        """Whether the line is empty or says a time."""
        try:
            self.outage(forum)
        except ValidationError as error:
            self.starts.errors = [str(error)]
        return not self.starts.errors


class RoomForm(Revised):
    """Base of the form of a room; room_form() adds how many people fit with each layout."""

    code = StringField(
        _l("Code"),
        filters=[tidy],
        description=_l("Short, for lists and doors, such as R1."),
        validators=[
            DataRequired(_l("Please type a code.")),
            Regexp(r"^[^\W_]([\w.-]*)$", message=_l("Use letters, digits, dots and hyphens.")),
            at_most(8),
        ],
    )
    name = StringField(_l("Name"), filters=[tidy], validators=[DataRequired(_l("Please type a name.")), at_most(80)])
    capacity = IntegerField(
        _l("Seats"),
        validators=[
            InputRequired(_l("Please type how many people the room holds.")),
            NumberRange(1, 100_000, BETWEEN),
        ],
    )
    place = StringField(
        _l("Where it is"), filters=[tidy], description=_l("Such as: first floor, lift A."), validators=[at_most(120)]
    )
    site = StringField(
        _l("Building"),
        filters=[tidy],
        description=_l("Only where the forum has more than one: ways between them are counted."),
        validators=[at_most(80)],
    )
    booths = SelectMultipleField(_l("Interpretation"), description=_l("Languages that can be interpreted there."))
    step_free = BooleanField(_l("Reached without a step"))
    features = SelectMultipleField(_l("Equipment"))
    setup_minutes = IntegerField(
        _l("Minutes to move the chairs"),
        description=_l("Between two sessions with different layouts."),
        validators=[Optional(), NumberRange(0, LONGEST_SETUP, BETWEEN)],
    )
    outages = FieldList(FormField(OutageRow), label=_l("When it cannot be used"), max_entries=MOST_OUTAGES)
    layouts: "FormField[Any]"
    names: "FormField[Any]"
    places: "FormField[Any]"
    forum: Forum

    def offer_choices(self, forum: Forum, room: Room | None) -> None:
        """Booths of the forum's languages, and of those the room has."""
        self.forum = forum
        codes = dict.fromkeys([*forum.languages, *(room.booths if room else ())])
        self.booths.choices = {code: language_name(code) for code in codes}
        self.features.choices = [(need.value, word(need)) for need in FEATURES]

    def offer_lines(self) -> None:
        """Leaves an empty line for an outage, and names the lines."""
        if len(self.outages) < MOST_OUTAGES and all(row.form.starts.data for row in self.outages):
            self.outages.append_entry()
        for number, row in enumerate(self.outages, 1):
            row.label.text = _("Time %(number)s", number=number)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether the outages are times."""
        good = super().validate(extra_validators)
        sound = False not in [row.form.check(self.forum) for row in self.outages]
        if not sound:
            self.outages.errors = [_("Please look at the times again.")]
        return bool(good) and sound

    def values(self) -> dict[str, Any]:
        """What was typed, for the service."""
        people = {layout: number for layout, number in self.layouts.data.items() if number and layout in set(Layout)}
        more = {"capacities": people, "setup_minutes": self.setup_minutes.data or 0}
        return {name: self[name].data for name in TYPED} | more | self._texts()

    def _texts(self) -> dict[str, dict[str, str]]:
        """Name and place in each language, with the texts of a language that the form did not show."""
        first, *_others = self.forum.languages
        found = {}
        for name, texts in (("name", "names"), ("place", "places")):
            hidden = {
                code: text for code, text in (self[texts].object_data or {}).items() if code not in self.forum.languages
            }
            found[texts] = hidden | written({first: self[name].data or "", **self[texts].data})
        return found

    def out(self) -> list[Outage]:
        """The typed outages, the first one first."""
        found = [outage for row in self.outages if (outage := row.form.outage(self.forum))]
        return sorted(found, key=lambda outage: outage.starts_at)


def room_form(forum: Forum, room: Room | None) -> RoomForm:
    """A form for a new room or one that exists: the first language is asked for above the others."""
    numbers = {layout.value: _people(word(layout)) for layout in Layout}
    layouts: FormField[Any] = FormField(type("LayoutsForm", (wtforms.Form,), numbers), label=_l("Seats with a layout"))
    others = forum.languages[1:]
    fields = {
        "layouts": layouts,
        "names": FormField(texts_form(others, 80), label=_l("Name in other languages")),
        "places": FormField(texts_form(others, 120), label=_l("Where it is, in other languages")),
    }
    form = cast("RoomForm", type("ForumRoomForm", (RoomForm,), fields)(data=as_typed(forum, room)))
    form.offer_choices(forum, room)
    return form


def _people(label: str) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(1, 100_000, BETWEEN)])


def as_typed(forum: Forum, room: Room | None) -> dict[str, Any]:
    if room is None:
        return {"step_free": True}
    more = {
        "setup_minutes": room.setup_minutes or None,
        "layouts": room.capacities,
        "names": room.names,
        "places": room.places,
        "revision": room_revision(room),
        "outages": [
            {
                "starts": local_wall(out.starts_at, forum),
                "ends": local_wall(out.ends_at, forum),
                "reason": out.reason,
            }
            for out in room.outages
        ],
    }
    return {name: getattr(room, name) for name in TYPED} | more
