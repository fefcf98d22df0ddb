"""What people type when they register."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput

from exchange import i18n
from exchange.cities import queries as cities
from exchange.domain.delegations import COUNTED, Role
from exchange.fields import at_most, email_field, number_or_none, tidy, tidy_text
from exchange.registration.identity import Identity, identity_of, revision_of
from exchange.registration.models import Access, Diet, Gender, Registration
from exchange.registration.needs import Needs, needs_of, needs_revision
from exchange.stale import Revised
from exchange.web import Form

# Staff are named by the organisers.
OFFERED = tuple(role for role in Role if role is not Role.STAFF)


class DayField(DateField):
    """A day; what is none gets a sentence."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please choose a day: year, month, day.")) from error


class HourField(TimeField):
    """A time of day; what is none gets a sentence."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please type a time such as 14:30.")) from error


class IdentityForm(Revised):
    """Stage one of somebody who is signed in; `offer` fills the choices."""

    given_name = StringField(
        _l("Given name"),
        filters=[tidy],
        validators=[DataRequired(_l("Please type your name.")), at_most(120)],
    )
    family_name = StringField(_l("Family name"), filters=[tidy], validators=[at_most(120)])
    city = SelectField(_l("Your city"), coerce=number_or_none)
    city_name = StringField(_l("Name of your city"), filters=[tidy], validators=[at_most(120)])
    city_country = SelectField(_l("Country"))
    organisation = StringField(_l("Organisation"), filters=[tidy], validators=[at_most(160)])
    role = RadioField(
        _l("You come as"),
        coerce=Role,
        validators=[InputRequired(_l("Please choose one of these."))],
    )
    function = StringField(_l("Your function"), filters=[tidy], validators=[at_most(160)])
    gender = SelectField(_l("Gender"), validators=[Optional()])
    speaks = SelectMultipleField(_l("Languages you speak"))
    understands = SelectMultipleField(_l("Languages you understand"))
    listed = BooleanField(_l("Show me in the list of participants"))

    def offer(self, languages: Sequence[str], roles: Sequence[Role] = OFFERED) -> None:
        """Fills the choices; `languages` are the forum's and come first."""
        self.city.choices = [SelectChoice(value="", label=_("Please choose")), *_city_choices()]
        self.city_country.choices = [("", _("Please choose")), *i18n.country_choices()]
        self.role.choices = [(role.value, i18n.word(role)) for role in roles]
        self.gender.choices = [("", _("I do not say")), *((each.value, i18n.word(each)) for each in Gender)]
        codes = dict.fromkeys([*languages, *i18n.SPOKEN])
        named = [(code, i18n.language_name(code)) for code in codes]
        self.speaks.choices = self.understands.choices = named

    def validate_speaks(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Please tick at least one language."))

    def validate_city(self, field: Field) -> None:
        if self.role.data in COUNTED and not field.data and not self.city_name.data:
            raise ValidationError(_("Please choose your city, or type its name below if it is not listed."))

    def validate_city_name(self, field: Field) -> None:
        if field.data and self.city.data:
            raise ValidationError(_("Either choose a city from the list or type its name, not both."))

    def validate_city_country(self, field: Field) -> None:
        if self.city_name.data and not field.data:
            raise ValidationError(_("Please choose the country of your city."))

    def validate_organisation(self, field: Field) -> None:
        if not (field.data or self.city.data or self.city_name.data) and self.role.data not in COUNTED:
            raise ValidationError(_("Please say for which organisation you come, or choose a city."))

    def identity(self) -> Identity:
        """What was typed and is right; wrong fields are left out, which only a draft has."""
        data = {name: value for name, value in self.data.items() if name not in self.errors and value is not None}
        gender = data.get("gender")
        return Identity(
            given_name=data.get("given_name", ""),
            family_name=data.get("family_name", ""),
            city_id=data.get("city"),
            city_name=data.get("city_name", ""),
            city_country=data.get("city_country", ""),
            organisation=data.get("organisation", ""),
            role=data.get("role") or Role.DELEGATE,
            function=data.get("function", ""),
            gender=Gender(gender) if gender else None,
            speaks=data.get("speaks", []),
            understands=data.get("understands", []),
            listed=data.get("listed", False),
        )


def _city_choices() -> list[SelectChoice]:
    """Every city under its country; the page's search knows its other names."""
    return [
        SelectChoice(
            value=str(city.id),
            label=city.name,
            optgroup=country,
            render_kw={"data-names": " ".join(city.other_names)} if city.other_names else None,
        )
        for country, city in cities.choices_by_country()
    ]


class StrangerForm(IdentityForm):
    """Stage one of somebody who is not signed in: a link to their address makes it theirs."""

    email = email_field(_l("Your e-mail address"), _l("Please type your e-mail address."))

    @property
    def address(self) -> str:
        """The address as typed, tidied."""
        return self.email.data or ""


class AddForm(StrangerForm):
    """Stage one of somebody whom the organisers register."""

    email = email_field(_l("E-mail address"), _l("Please type an e-mail address."))
    approved = BooleanField(_l("Approve at once"))


def as_typed(identity: Identity) -> dict[str, Any]:
    """The fields of the form for what is known already."""
    gender = identity.gender.value if identity.gender else ""
    return vars(identity) | {"city": identity.city_id, "gender": gender}


def registered(registration: Registration) -> dict[str, Any]:
    """The fields of the form for what is registered."""
    return as_typed(identity_of(registration)) | {"revision": revision_of(registration)}


class NeedsForm(Revised):
    """Stage two: what to prepare, and when somebody comes."""

    diet = SelectMultipleField(_l("You eat"))
    diet_note = StringField(_l("Anything else about food"), filters=[tidy], validators=[at_most(500)])
    access = SelectMultipleField(_l("Please prepare"))
    access_note = TextAreaField(_l("Anything else to prepare"), filters=[tidy_text], validators=[at_most(500)])
    arrives_on = DayField(_l("Day you arrive"), validators=[Optional()])
    arrives_at = HourField(_l("Time you arrive"), validators=[Optional()])
    arrival_note = StringField(_l("Flight, train or bus"), filters=[tidy], validators=[at_most(160)])
    leaves_on = DayField(_l("Day you leave"), validators=[Optional()])
    # Ticked for these very days: other days are asked about again.
    sure = StringField(_l("Yes, these days are right"), widget=CheckboxInput())

    @property
    def days(self) -> str:
        """The days as the box "these days are right" carries them."""
        return f"{self.arrives_on.data} {self.leaves_on.data}"

    @property
    def is_sure(self) -> bool:
        """Whether the days that are typed now were said to be right."""
        return self.sure.data == self.days

    def offer(self) -> None:
        """Fills the choices."""
        self.diet.choices = [(each.value, i18n.word(each)) for each in Diet]
        self.access.choices = [(each.value, i18n.word(each)) for each in Access]

    def needs(self) -> Needs:
        """What was typed."""
        data = {name: self[name].data for name in Needs.__dataclass_fields__}
        return Needs(**(data | {"diet": data["diet"] or [], "access": data["access"] or []}))


def needs_as_typed(registration: Registration) -> dict[str, Any]:
    """The fields of stage two for what is known already."""
    return vars(needs_of(registration)) | {"revision": needs_revision(registration)}


class ReasonForm(Form):
    """Why a registration is declined."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[tidy_text],
        validators=[DataRequired(_l("Please say why; the reason goes into the mail.")), at_most(500)],
    )


class ImportForm(Form):
    """A table of registrations."""

    file = FileField(_l("CSV or XLSX file"), validators=[FileRequired(_l("Please choose a file."))])
