"""What organisers type about a forum."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import wtforms
from babel import Locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    ColorField,
    DateField,
    DateTimeLocalField,
    EmailField,
    Field,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from exchange import i18n
from exchange.accounts.forms import good_email
from exchange.cities.queries import city_choices
from exchange.domain.forum_rules import ForumPlan, find_zone, problems
from exchange.domain.text import clean_line, clean_text, slug
from exchange.forums.models import Duty, Forum, Room
from exchange.forums.service import Settings, plan_of
from exchange.i18n import SPOKEN, country_name, language_name
from exchange.web import Form

MOST_SIGNS = 20_000
MOST_VISIT_WISHES = 10
WINDOW_AND_NUMBERS = ("opens", "closes", "capacity", "city_quota", "host_quota")
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
GIVE_A_TITLE = _l("Please type a title.")
NO_NUMBER = _l("This is not a whole number.")


def tidy(value: object) -> str:
    """A form filter: one clean line."""
    return clean_line("" if value is None else str(value))


def tidy_text(value: object) -> str:
    """A form filter: clean lines."""
    return clean_text("" if value is None else str(value))


def _at_most(signs: int) -> Length:
    return Length(max=signs, message=_l("This is longer than %(max)d characters."))


def _whole(label: Any, **options: Any) -> IntegerField:
    return _Whole(label, validators=[Optional()], **options)


class _Whole(IntegerField):
    """A whole number, as people type it: '1 000' too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        digits = "".join(valuelist[0].split()).replace("\u202f", "").replace("\u00a0", "")
        try:
            self.data = int(digits)
        except ValueError:
            self.data = None
            raise ValueError(NO_NUMBER) from None


def _city(value: Any) -> int | None:
    return int(value) if value else None


def language_choices() -> dict[str, str]:
    """Languages in which a forum may write."""
    return {code: language_name(code) for code in SPOKEN}


def own_names(languages: Iterable[str]) -> dict[str, str]:
    """Language code -> the language's name in itself."""
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in languages}


def host_choices() -> dict[str, str]:
    """Cities that can be host, with their country."""
    cities = {str(city.id): f"{city.name}, {country_name(city.country_code)}" for city in city_choices()}
    return {"": str(_l("Not chosen yet"))} | cities


def _texts_form(languages: Sequence[str], kind: type[Field], most: int, needed: Any = None) -> type[wtforms.Form]:
    """A form with a field for every language; `needed`: the sentence when the first one is empty."""
    clean = tidy_text if kind is TextAreaField else tidy
    fields: dict[str, Any] = {}
    for place, (code, name) in enumerate(own_names(languages).items()):
        validators = [_at_most(most), *([DataRequired(needed)] if needed and place == 0 else [])]
        fields[code] = kind(name, filters=[clean], validators=validators)
    return type("TextsForm", (wtforms.Form,), fields)


class _Dated(Form):
    """The dates that a new forum and its settings share."""

    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Please choose the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Please choose the last day."))])
    time_zone = StringField(
        _l("Time zone"),
        filters=[tidy],
        description=_l("All times of the forum are times of this zone. Type a city and choose from the list."),
        validators=[DataRequired(_l("Please choose the time zone."))],
    )
    host_city_id = SelectField(_l("Host city"), coerce=_city)
    venue_name = StringField(_l("Venue"), filters=[tidy], validators=[_at_most(160)])

    def plan(self) -> ForumPlan | None:
        """The dates and numbers as typed; None while a day is missing."""
        if not self.starts_on.data or not self.ends_on.data:
            return None
        more = {name: self[name].data for name in WINDOW_AND_NUMBERS if name in self}
        return ForumPlan(self.starts_on.data, self.ends_on.data, find_zone(self.time_zone.data or ""), **more)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks the rules, and puts what they say at the fields."""
        valid = super().validate(extra_validators)
        plan = self.plan()
        for name, refusal in problems(plan) if plan else ():
            field = self[name]
            if not field.errors:
                field.errors = [i18n.sentence(refusal)]
                valid = False
        return bool(valid)


class NewForumForm(_Dated):
    title = StringField(_l("Title"), filters=[tidy], validators=[DataRequired(GIVE_A_TITLE), _at_most(160)])
    language = SelectField(
        _l("First language"),
        description=_l("It stands in wherever a text is missing in another language. You can add languages later."),
    )
    slug = StringField(
        _l("Address"),
        filters=[tidy],
        description=_l("What follows /f/ in its addresses, such as dakar-2027. Left empty it is made from the title."),
        validators=[_at_most(60)],
    )
    organiser = EmailField(
        _l("Organiser"),
        filters=[tidy],
        description=_l("E-mail address of the person who sets the forum up. Others can be added later."),
        validators=[Optional(), _at_most(254), good_email],
    )

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.language.choices = language_choices()
        self.host_city_id.choices = host_choices()

    @property
    def address(self) -> str:
        """The address typed, or one made from the title."""
        return self.slug.data or slug(self.title.data or "")

    def settings(self, plan: ForumPlan) -> Settings:
        """What was typed, for the service."""
        return Settings(plan, {"host_city_id": self.host_city_id.data, "venue_name": self.venue_name.data or ""})


class CopyForumForm(Form):
    title = StringField(_l("Title"), filters=[tidy], validators=[DataRequired(GIVE_A_TITLE), _at_most(160)])
    slug = StringField(
        _l("Address"),
        filters=[tidy],
        description=_l("What follows /f/ in its addresses, such as dakar-2027."),
        validators=[DataRequired(_l("Please type an address.")), _at_most(60)],
    )
    starts_on = DateField(
        _l("First day"),
        description=_l("The last day and the registration window move by the same number of days."),
        validators=[InputRequired(_l("Please choose the first day."))],
    )


class SettingsBase(_Dated):
    """The settings of a forum but for its texts, which depend on its languages."""

    languages = SelectMultipleField(_l("Languages"), validators=[InputRequired(_l("Please choose a language."))])
    first_language = SelectField(
        _l("First language"), description=_l("It stands in wherever a text is missing in another language.")
    )
    venue_address = StringField(_l("Address of the venue"), filters=[tidy], validators=[_at_most(300)])
    opens = DateTimeLocalField(_l("Registration opens"), format=MOMENT, validators=[Optional()])
    closes = DateTimeLocalField(_l("Registration closes"), format=MOMENT, validators=[Optional()])
    capacity = _whole(
        _l("People altogether"), description=_l("Interpreters, companions and staff do not count. Empty: no limit.")
    )
    city_quota = _whole(_l("People of a city"), description=_l("Empty: no limit."))
    host_quota = _whole(_l("People of the host city"), description=_l("Empty: as many as other cities."))
    approves_by_itself = BooleanField(
        _l("Approve registrations automatically"),
        description=_l("As long as there are places. Otherwise an organiser decides about each one."),
    )
    visit_wish_limit = IntegerField(
        _l("Study visits to rank"),
        description=_l("How many study visits a delegate may wish for."),
        validators=[
            InputRequired(_l("Please type a number.")),
            NumberRange(1, MOST_VISIT_WISHES, _l("This must be between %(min)s and %(max)s.")),
        ],
    )
    accent = ColorField(
        _l("Accent colour"), validators=[Regexp("^#[0-9a-fA-F]{6}$", message=_l("Please choose a colour."))]
    )
    pattern_seed = StringField(
        _l("Pattern"),
        filters=[tidy],
        description=_l("Any word: each gives another pattern. Try some until you like what you see."),
        validators=[_at_most(60)],
    )

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.languages.choices = self.first_language.choices = language_choices()
        self.host_city_id.choices = host_choices()

    def validate_first_language(self, field: Field) -> None:
        """The first language is one of the forum's."""
        if field.data not in (self.languages.data or []):
            raise ValidationError(_l("Please choose one of the forum's languages."))

    def settings(self, forum: Forum, plan: ForumPlan) -> Settings:
        """What was typed, for the service."""
        first = self.first_language.data
        plain = ("host_city_id", "venue_name", "venue_address", "approves_by_itself", "visit_wish_limit", "accent")
        values: dict[str, Any] = {name: self[name].data for name in (*plain, "pattern_seed")}
        values["languages"] = [first, *(code for code in self.languages.data or [] if code != first)]
        for name in ("titles", "summaries", "welcomes"):
            values[name] = _merged(getattr(forum, name), self[name].data)
        return Settings(plan, values)


def _merged(before: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Texts as typed; those of a language that the form did not show stay."""
    return {code: text for code, text in {**before, **typed}.items() if text}


def settings_form(forum: Forum) -> SettingsBase:
    """The settings of a forum with its texts in each of its languages."""
    languages = forum.languages

    class SettingsForm(SettingsBase):
        titles = FormField(_texts_form(languages, StringField, 160, GIVE_A_TITLE), _l("Title"))
        summaries = FormField(_texts_form(languages, TextAreaField, 1000), _l("Summary"))
        welcomes = FormField(_texts_form(languages, TextAreaField, MOST_SIGNS), _l("Welcome"))

    form = SettingsForm(data=_shown(forum))
    form.offer_choices()
    return form


def _shown(forum: Forum) -> dict[str, Any]:
    plan = plan_of(forum)
    names = (
        "titles", "summaries", "welcomes", "languages", "starts_on", "ends_on", "time_zone", "host_city_id",
        "venue_name", "venue_address", "capacity", "city_quota", "host_quota", "approves_by_itself",
        "visit_wish_limit", "accent", "pattern_seed",
    )  # fmt: skip
    shown = {name: getattr(forum, name) for name in names}
    return {**shown, "first_language": forum.languages[0], "opens": plan.opens, "closes": plan.closes}


class RoomForm(Form):
    code = StringField(
        _l("Code"),
        filters=[tidy],
        description=_l("Short, for lists and doors, such as R1."),
        validators=[
            DataRequired(_l("Please type a code.")),
            Regexp(r"^[^\W_]([\w.-]*)$", message=_l("Use letters, digits, dots and hyphens.")),
            _at_most(8),
        ],
    )
    name = StringField(_l("Name"), filters=[tidy], validators=[DataRequired(_l("Please type a name.")), _at_most(80)])
    capacity = IntegerField(
        _l("Seats"),
        validators=[
            InputRequired(_l("Please type how many people the room holds.")),
            NumberRange(1, 100_000, _l("This must be between %(min)s and %(max)s.")),
        ],
    )
    place = StringField(
        _l("Where it is"), filters=[tidy], description=_l("Such as: first floor, lift A."), validators=[_at_most(120)]
    )
    booths = SelectMultipleField(_l("Interpretation"), description=_l("Languages that can be interpreted there."))
    step_free = BooleanField(_l("Reached without a step"))

    def offer_choices(self, forum: Forum, room: Room | None) -> None:
        """Booths of the forum's languages, and of those the room has."""
        codes = dict.fromkeys([*forum.languages, *(room.booths if room else ())])
        self.booths.choices = {code: language_name(code) for code in codes}

    def values(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {name: self[name].data for name in ("code", "name", "capacity", "place", "booths", "step_free")}


class ThemesForm(Form):
    themes = SelectMultipleField(_l("Themes"))


class DutyForm(Form):
    email = EmailField(
        _l("E-mail address"),
        filters=[tidy],
        validators=[DataRequired(_l("Please type an e-mail address.")), _at_most(254), good_email],
    )
    duty = RadioField(_l("Duty"), validators=[InputRequired(_l("Please choose what this person does."))])

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.duty.choices = {duty.value: i18n.word(duty) for duty in Duty}
