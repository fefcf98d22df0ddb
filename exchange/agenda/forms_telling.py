"""What organisers type about formats, rules, interpreters, ways, absences and VIPs."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    DecimalField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.agenda.facts import Rules
from exchange.agenda.fields import LONGEST, STEP
from exchange.agenda.formats import Preset
from exchange.agenda.known import Directory, split_address
from exchange.agenda.models import SessionRole
from exchange.agenda.telling import Staffing
from exchange.domain.timetable import ClashKind, Layout, Level, Team
from exchange.domain.timetable_levels import DEFAULT_LEVELS, choices_for
from exchange.fields import MOMENT, tidy
from exchange.forums.clocks import moment_of
from exchange.forums.models import Forum
from exchange.i18n import language_name, word
from exchange.stale import Watched
from exchange.web import Form

MOST_TEAMS, LONGEST_DAY, LONGEST_WALK, LONGEST_GAP = 50, 12, 240, 240


def layout_or_none(value: Any) -> Layout | None:
    """The chosen layout; None for none. Raises ValueError for one that does not exist."""
    return None if value in (None, "", "None") else Layout(value)


def layout_choices(nothing: str) -> list[tuple[str, str]]:
    """Every layout, after a word for none."""
    return [("", nothing), *((layout.value, word(layout)) for layout in Layout)]


class PresetForm(Watched):
    """What is usual for one format."""

    minutes = IntegerField(_l("Minutes"), validators=[InputRequired(), NumberRange(STEP, LONGEST)])
    seats = IntegerField(_l("Expected people"), validators=[InputRequired(), NumberRange(1, 100_000)])
    layout = SelectField(_l("Layout"), coerce=layout_or_none)
    roles = SelectMultipleField(_l("Roles somebody should have"))

    def offer(self) -> None:
        """Fills the choices."""
        self.layout.choices = layout_choices(_("Any"))
        self.roles.choices = [(role.value, word(role)) for role in SessionRole]

    def validate_minutes(self, field: Field) -> None:
        """The grid is one of five minutes."""
        if field.data % STEP:
            raise ValidationError(_("Choose a multiple of five minutes."))

    def preset(self) -> Preset:
        """The typed values."""
        roles = tuple(SessionRole(role) for role in self.roles.data or ())
        return Preset(self.minutes.data or STEP, self.seats.data or 1, self.layout.data, roles)


class RulesForm(Watched):
    """Base of the form of all rules; rules_form() adds a choice of level for each."""

    wished_by = IntegerField(
        _l("Many delegates are"),
        validators=[InputRequired(_l("Type a number.")), NumberRange(5, 100_000)],
        description=_l("From this number on you are told. It is at least five, so that no count points at people."),
    )

    def levels(self) -> dict[ClashKind, Level]:
        """The chosen level of every rule."""
        return {kind: Level(self[kind.value].data) for kind in ClashKind}


def rules_form(rules: Rules) -> RulesForm:
    """A form with the level of every rule; the usual one is marked."""
    fields = {kind.value: RadioField(word(kind)) for kind in ClashKind}
    given = {kind.value: level.value for kind, level in rules.levels.items()}
    given |= {"wished_by": rules.wished_by}  # type: ignore[dict-item]
    form = cast("RulesForm", type("ForumRulesForm", (RulesForm,), fields)(data=given))
    for kind in ClashKind:
        form[kind.value].choices = _levels(kind)
    return form


def _levels(kind: ClashKind) -> list[tuple[str, str]]:
    usual = DEFAULT_LEVELS[kind]
    names = {level: word(level) for level in choices_for(kind)}
    return [(level, _("%(level)s (usual)", level=name) if level is usual else name) for level, name in names.items()]


class StaffingForm(Watched):
    """Base of the form of interpreters and ways; staffing_form() adds a line for each language and each two sites."""

    languages: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]

    def staffing(self) -> Staffing:
        """The typed values, without what was left empty."""
        teams = {code: self[f"teams_{code}"].data for code in self.languages}
        hours = {code: self[f"hours_{code}"].data for code in self.languages}
        walks = {way: self[f"way_{number}"].data for number, way in enumerate(self.ways)}
        return Staffing(
            teams={code: Team(number, int((hours[code] or 7) * 60)) for code, number in teams.items() if number},
            walks={way: minutes for way, minutes in walks.items() if minutes},
        )


def staffing_form(languages: Iterable[str], sites: Iterable[str], known: Staffing) -> StaffingForm:
    """A form with the languages and buildings of a forum, filled with what is known."""
    codes = tuple(dict.fromkeys([*languages, *known.teams]))
    names = sorted(set(sites))
    ways = tuple((one, other) for place, one in enumerate(names) for other in names[place + 1 :])
    fields: dict[str, Any] = {"languages": codes, "ways": ways}
    given: dict[str, Any] = {}
    for code in codes:
        team = known.teams.get(code)
        fields[f"teams_{code}"], fields[f"hours_{code}"] = _team_fields(code)
        given |= {f"teams_{code}": team.teams if team else None}
        given |= {f"hours_{code}": Decimal(team.minutes_a_day if team else 420) / 60}
    for number, way in enumerate(ways):
        fields[f"way_{number}"] = _way_field(*way)
        given[f"way_{number}"] = known.walks.get(way)
    return cast("StaffingForm", type("ForumStaffingForm", (StaffingForm,), fields)(data=given))


def _team_fields(code: str) -> tuple[Field, Field]:
    name = language_name(code)
    teams = IntegerField(
        _("%(language)s: teams of two", language=name), validators=[Optional(), NumberRange(0, MOST_TEAMS)]
    )
    hours = DecimalField(
        _("%(language)s: hours a day", language=name),
        places=None,
        validators=[Optional(), NumberRange(0.5, LONGEST_DAY)],
    )
    return teams, hours


def _way_field(one: str, other: str) -> Field:
    label = _("Minutes from %(one)s to %(other)s", one=one, other=other)
    return IntegerField(label, validators=[Optional(), NumberRange(0, LONGEST_WALK)])


class KnownPersonForm(Form):
    """A form that names somebody who is registered or has a part in the agenda."""

    who = StringField(
        _l("Person"),
        filters=[tidy],
        validators=[DataRequired(_l("Type a name and choose from the list.")), Length(max=400)],
    )
    directory: Directory

    def validate_who(self, field: Field) -> None:
        """One person, and a known one."""
        found = self.directory.matching(*split_address(field.data or ""))
        if len(found) > 1:
            raise ValidationError(_("More than one person has this name. Choose one from the list."))
        if not found:
            raise ValidationError(_("Nobody with this name is registered or has a part in the agenda."))

    @property
    def person(self) -> Person:
        """Who was named; the form must be valid."""
        (known,) = self.directory.matching(*split_address(self.who.data or ""))
        return person_with(known.email)


class AbsenceForm(KnownPersonForm):
    """When somebody cannot be there."""

    starts = DateTimeLocalField(
        _l("Away from"), format=MOMENT, validators=[InputRequired(_l("Choose when it begins."))]
    )
    ends = DateTimeLocalField(_l("Back at"), format=MOMENT, validators=[InputRequired(_l("Choose when it ends."))])
    note = StringField(_l("Note"), filters=[tidy], validators=[Length(max=160)])

    def span(self, forum: Forum) -> tuple[datetime, datetime] | None:
        """The typed moments on the venue's clocks; None when one does not exist, which its field then says."""
        moments = [moment_of(field, forum) for field in (self.starts, self.ends)]
        return (moments[0], moments[1]) if moments[0] and moments[1] else None


class VipForm(KnownPersonForm):
    """Who needs time between two sessions."""

    minutes = IntegerField(
        _l("Minutes between two sessions"),
        default=30,
        validators=[InputRequired(_l("Type how many minutes.")), NumberRange(1, LONGEST_GAP)],
    )
