"""What people type when they propose a session, and when they review one."""

from typing import Any

import sqlalchemy as sa
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
)
from wtforms.validators import DataRequired, NumberRange, Optional

from exchange.accounts.service import normal_email
from exchange.agenda.known import Directory, is_address
from exchange.agenda.models import Format, SessionRole
from exchange.calls.models import Call, Proposal
from exchange.calls.service import NamedPerson, ProposalDraft, draft_of
from exchange.cities.models import City
from exchange.cities.queries import choices_by_country
from exchange.db import db
from exchange.domain.timetable import Need
from exchange.fields import BETWEEN, WholeField, at_most, email_field, number_or_none, tidy, tidy_text
from exchange.forums.queries import themes_of
from exchange.i18n import SPOKEN, language_name, localised, word
from exchange.web import Form

MOST_PEOPLE = 12
SPARE_ROWS = 2
LONG = 4000


class PersonRow(wtforms.Form):
    """One line of who takes part; a line without a name and address is left out."""

    name = StringField(_l("Name"), filters=[tidy], validators=[at_most(240)])
    email = StringField(_l("E-mail address"), filters=[tidy], validators=[at_most(254)])
    role = SelectField(_l("Role"), default=SessionRole.SPEAKER.value)
    function = StringField(_l("Function"), filters=[tidy], validators=[at_most(160)])
    city = StringField(_l("City"), filters=[tidy], validators=[at_most(160)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, word(role)) for role in SessionRole]

    @property
    def is_filled(self) -> bool:
        return bool(self.name.data or self.email.data)

    def check(self, directory: Directory, seen: set[tuple[str, str]]) -> bool:
        """Whether the line names somebody whom mail can reach, once in a role, and a city of the directory."""
        if not self.name.data:
            self.name.errors = [_("Please type the person's name.")]
        if not is_address(self.email.data or ""):
            self.email.errors = [_("This is not an e-mail address. It should look like name@city.org.")]
        key = normal_email(self.email.data or ""), self.role.data
        if key in seen:
            self.email.errors = [_("This person stands here twice with the same role.")]
        seen.add(key)
        if self.city.data and len(directory.cities_named(self.city.data)) != 1:
            self.city.errors = [_("This city is not in the directory. Choose one from the list, or leave it out.")]
        return not self.errors

    def named(self, directory: Directory) -> NamedPerson:
        """The line's values."""
        cities = directory.cities_named(self.city.data) if self.city.data else []
        return NamedPerson(
            name=self.name.data or "",
            email=normal_email(self.email.data or ""),
            role=SessionRole(self.role.data),
            function=self.function.data or "",
            city_id=cities[0] if len(cities) == 1 else None,
        )


# What must be there before a proposal is sent; a draft may lack it.
NEEDED: dict[str, Any] = {
    "abstract": _l("Please say what the session is about."),
    "format": _l("Please choose a format."),
    "theme": _l("Please choose a theme."),
    "languages": _l("Please tick at least one language."),
    "outcome": _l("Please say what participants will leave with."),
    "consent": _l("Please ask the people you name, then tick this."),
}


class ProposalForm(Form):
    """A proposal by somebody who is signed in; `offer` fills the choices."""

    title = StringField(
        _l("Title"), filters=[tidy], validators=[DataRequired(_l("Please type a title.")), at_most(200)]
    )
    language = SelectField(_l("Language you write in"))
    abstract = TextAreaField(_l("What it is about"), filters=[tidy_text], validators=[at_most(LONG)])
    format = SelectField(_l("Format"), validators=[Optional()])
    theme = SelectField(_l("Theme"), validators=[Optional()])
    city = SelectField(_l("Your city"), coerce=number_or_none)
    organisation = StringField(_l("Organisation"), filters=[tidy], validators=[at_most(160)])
    languages = SelectMultipleField(_l("Languages of the session"))
    outcome = TextAreaField(_l("What participants leave with"), filters=[tidy_text], validators=[at_most(2000)])
    lesson = TextAreaField(_l("What did not work"), filters=[tidy_text], validators=[at_most(2000)])
    prior = TextAreaField(_l("What came before"), filters=[tidy_text], validators=[at_most(1000)])
    seats = WholeField(
        _l("Number of participants"),
        validators=[Optional(), NumberRange(1, 2000, BETWEEN)],
    )
    needs = SelectMultipleField(_l("What the room needs"))
    needs_note = StringField(_l("Anything else about the room"), filters=[tidy], validators=[at_most(500)])
    people = FieldList(FormField(PersonRow), label=_l("Who takes part"), max_entries=MOST_PEOPLE)
    consent = BooleanField(_l("The people named here have agreed that I give their names and addresses"))
    directory: Directory

    def offer(self, call: Call) -> None:
        """Fills every choice in the page's language."""
        forum = call.forum
        cities = db.session.execute(sa.select(City.id, City.name, City.country_code).order_by(City.name_key))
        self.directory = Directory(cities={number: f"{name} ({country})" for number, name, country in cities})
        codes = list(dict.fromkeys([*forum.languages, *SPOKEN]))
        named = [(code, language_name(code)) for code in codes]
        self.language.choices = self.languages.choices = named
        self.format.choices = [("", _("Please choose")), *_format_choices(call)]
        self.theme.choices = {"": _("Please choose"), **_theme_choices(call)}
        self.city.choices = {"": _("Please choose"), **_cities_by_country()}
        self.needs.choices = [(need.value, word(need)) for need in Need]

    def offer_rows(self, more: int = 0) -> None:
        """Leaves some empty lines for people."""
        empty = sum(1 for row in self.people if not row.form.is_filled)
        for _row in range(min(max(SPARE_ROWS - empty, 0) + more, MOST_PEOPLE - len(self.people))):
            self.people.append_entry()
        for number, row in enumerate(self.people, 1):
            row.label.text = _("Person %(number)s", number=number)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the lines of people, and for whom it is."""
        good = bool(super().validate(extra_validators))
        return good & self._people_are_right()

    def is_complete(self) -> bool:
        """Whether it can be sent; says beside each field what is missing."""
        for name, sentence in NEEDED.items():
            if not self[name].data and not self[name].errors:
                self[name].errors = [str(sentence)]
        if not (self.city.data or self.organisation.data):
            self.city.errors = [_("Please choose your city, or type your organisation below.")]
        if not any(row.form.is_filled for row in self.people):
            self.people[0].form.name.errors = [_("Please name at least one person who takes part.")]
            self.people.errors = [_("Please name at least one person who takes part.")]
        return not self.errors

    def _people_are_right(self) -> bool:
        seen: set[tuple[str, str]] = set()
        rows = [row.form for row in self.people if row.form.is_filled]
        good = False not in [row.check(self.directory, seen) for row in rows]
        if not good:
            self.people.errors = [_("Please look at the people again.")]
        return good

    def draft(self) -> ProposalDraft:
        """The typed values."""
        theme = self.theme.data or ""
        kind = self.format.data
        plain = ("title", "language", "abstract", "organisation", "outcome", "lesson", "prior", "needs_note")
        return ProposalDraft(
            **{name: self[name].data or "" for name in plain},
            format=Format(kind) if kind else None,
            theme_code=theme.split("-", 1)[0] or None,
            subtheme_code=theme if "-" in theme else None,
            city_id=self.city.data,
            languages=tuple(self.languages.data or ()),
            seats=self.seats.data,
            needs=tuple(Need(need) for need in self.needs.data or ()),
            consent=bool(self.consent.data),
            people=tuple(row.form.named(self.directory) for row in self.people if row.form.is_filled),
        )


class StrangerProposalForm(ProposalForm):
    """A proposal by somebody who is not signed in: a link by mail confirms the address."""

    email = email_field(_l("Your e-mail address"), _l("Please type your e-mail address."))


def _format_choices(call: Call) -> list[tuple[str, str]]:
    return [
        (kind.value, _("%(format)s, %(minutes)s minutes", format=word(kind), minutes=call.formats[kind.value]))
        for kind in Format
        if kind.value in call.formats
    ]


def _cities_by_country() -> dict[str, dict[str, str]]:
    """Country name -> {city's number as text: its name}."""
    groups: dict[str, dict[str, str]] = {}
    for country, city in choices_by_country():
        groups.setdefault(country, {})[str(city.id)] = city.name
    return groups


def _theme_choices(call: Call) -> dict[str, dict[str, str]]:
    """Theme -> the theme as a whole and its subthemes; the call's themes, or all of the forum's."""
    found: dict[str, dict[str, str]] = {}
    for theme in themes_of(call.forum):
        if call.theme_codes and theme.code not in call.theme_codes:
            continue
        name = localised(theme.names, call.forum.languages).text
        subthemes = {each.code: localised(each.names, call.forum.languages).text for each in theme.subthemes}
        found[name] = {theme.code: _("%(theme)s: in general", theme=name), **subthemes}
    return found


def as_typed(proposal: Proposal, directory: Directory) -> dict[str, Any]:
    """A stored proposal as the form shows it."""
    draft = draft_of(proposal)
    people = [
        {**vars(each), "role": each.role.value, "city": directory.cities.get(each.city_id or 0, "")}
        for each in draft.people
    ]
    return {
        **{name: value for name, value in vars(draft).items() if name != "people"},
        "format": draft.format.value if draft.format else "",
        "theme": draft.subtheme_code or draft.theme_code or "",
        "city": draft.city_id,
        "people": people,
    }
