"""The settings of a forum, with its texts in each of its languages."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    ColorField,
    DateTimeLocalField,
    Field,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp, ValidationError

from exchange.domain.forum_rules import ForumPlan
from exchange.domain.waiting import WaitingRule
from exchange.fields import MOMENT, WholeField, at_most, tidy, tidy_text
from exchange.forums.forms import (
    GIVE_A_TITLE,
    Dated,
    host_choices,
    language_choices,
)
from exchange.forums.models import Forum
from exchange.forums.service import Settings, plan_of
from exchange.i18n import own_names, word
from exchange.stale import Watched

MOST_SIGNS = 20_000
MOST_VISIT_WISHES = 10


def _texts_form(languages: Sequence[str], kind: type[Field], most: int, needed: Any = None) -> type[wtforms.Form]:
    """A form with a field for every language; `needed`: the sentence when the first one is empty."""
    clean = tidy_text if kind is TextAreaField else tidy
    fields: dict[str, Any] = {}
    for place, (code, name) in enumerate(own_names(languages).items()):
        validators = [at_most(most), *([DataRequired(needed)] if needed and place == 0 else [])]
        fields[code] = kind(name, filters=[clean], validators=validators)
    return type("TextsForm", (wtforms.Form,), fields)


class SettingsBase(Dated, Watched):
    """The settings of a forum but for its texts, which depend on its languages."""

    languages = SelectMultipleField(_l("Languages"), validators=[InputRequired(_l("Please choose a language."))])
    first_language = SelectField(
        _l("First language"), description=_l("It stands in wherever a text is missing in another language.")
    )
    venue_address = StringField(_l("Address of the venue"), filters=[tidy], validators=[at_most(300)])
    opens = DateTimeLocalField(_l("Registration opens"), format=MOMENT, validators=[Optional()])
    closes = DateTimeLocalField(_l("Registration closes"), format=MOMENT, validators=[Optional()])
    capacity = WholeField(
        _l("People altogether"),
        validators=[Optional()],
        description=_l("Interpreters, companions and staff do not count. Empty: no limit."),
    )
    city_quota = WholeField(_l("People of a city"), validators=[Optional()], description=_l("Empty: no limit."))
    host_quota = WholeField(
        _l("People of the host city"), validators=[Optional()], description=_l("Empty: as many as other cities.")
    )
    approves_by_itself = BooleanField(
        _l("Approve registrations automatically"),
        description=_l("As long as there are places. Otherwise an organiser decides about each one."),
    )
    waiting_rule = RadioField(_l("Who is next on the waiting list"), coerce=WaitingRule)
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
        validators=[at_most(60)],
    )

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.languages.choices = self.first_language.choices = language_choices()
        self.host_city_id.choices = host_choices()
        self.waiting_rule.choices = [(rule, word(rule)) for rule in WaitingRule]

    def validate_first_language(self, field: Field) -> None:
        """The first language is one of the forum's."""
        if field.data not in (self.languages.data or []):
            raise ValidationError(_l("Please choose one of the forum's languages."))

    def settings(self, forum: Forum, plan: ForumPlan) -> Settings:
        """What was typed, for the service."""
        first = self.first_language.data
        plain = (
            "host_city_id",
            "venue_name",
            "venue_address",
            "approves_by_itself",
            "waiting_rule",
            "visit_wish_limit",
        )
        values: dict[str, Any] = {name: self[name].data for name in (*plain, "accent", "pattern_seed")}
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
        "waiting_rule", "visit_wish_limit", "accent", "pattern_seed",
    )  # fmt: skip
    shown = {name: getattr(forum, name) for name in names}
    return {**shown, "first_language": forum.languages[0], "opens": plan.opens, "closes": plan.closes}
