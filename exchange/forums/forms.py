"""What organisers type about a forum."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from exchange import i18n
from exchange.cities.queries import city_choices
from exchange.domain.forum_rules import ForumPlan, find_zone, problems
from exchange.domain.text import slug
from exchange.fields import at_most, email_field, good_email, number_or_none, tidy
from exchange.forums.models import Duty, Forum
from exchange.forums.service import Settings
from exchange.i18n import SPOKEN, country_name, language_name
from exchange.stale import Watched
from exchange.web import Form

WINDOW_AND_NUMBERS = ("opens", "closes", "capacity", "city_quota", "host_quota")
GIVE_A_TITLE = _l("Please type a title.")


def language_choices() -> dict[str, str]:
    """Languages in which a forum may write."""
    return {code: language_name(code) for code in SPOKEN}


def host_choices() -> dict[str, str]:
    """Cities that can be host, with their country."""
    cities = {str(city.id): f"{city.name}, {country_name(city.country_code)}" for city in city_choices()}
    return {"": str(_l("Not chosen yet"))} | cities


class Dated(Form):
    """The dates that a new forum and its settings share."""

    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Please choose the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Please choose the last day."))])
    time_zone = StringField(
        _l("Time zone"),
        filters=[tidy],
        description=_l("All times of the forum are times of this zone. Type a city and choose from the list."),
        validators=[DataRequired(_l("Please choose the time zone."))],
    )
    host_city_id = SelectField(_l("Host city"), coerce=number_or_none)
    venue_name = StringField(_l("Venue"), filters=[tidy], validators=[at_most(160)])

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


class NewForumForm(Dated):
    title = StringField(_l("Title"), filters=[tidy], validators=[DataRequired(GIVE_A_TITLE), at_most(160)])
    language = SelectField(
        _l("First language"),
        description=_l("It stands in wherever a text is missing in another language. You can add languages later."),
    )
    slug = StringField(
        _l("Address"),
        filters=[tidy],
        description=_l("What follows /f/ in its addresses, such as dakar-2027. Left empty it is made from the title."),
        validators=[at_most(60)],
    )
    organiser = EmailField(
        _l("Organiser"),
        filters=[tidy],
        description=_l("E-mail address of the person who sets the forum up. Others can be added later."),
        validators=[Optional(), at_most(254), good_email],
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
    title = StringField(_l("Title"), filters=[tidy], validators=[DataRequired(GIVE_A_TITLE), at_most(160)])
    slug = StringField(
        _l("Address"),
        filters=[tidy],
        description=_l("What follows /f/ in its addresses, such as dakar-2027."),
        validators=[DataRequired(_l("Please type an address.")), at_most(60)],
    )
    starts_on = DateField(
        _l("First day"),
        description=_l("The last day and the registration window move by the same number of days."),
        validators=[InputRequired(_l("Please choose the first day."))],
    )

    def titles(self, source: Forum) -> dict[str, str]:
        """The title typed; with the source's translations only while it is the source's title."""
        first, title = source.languages[0], self.title.data or ""
        return dict(source.titles) if title == source.titles.get(first) else {first: title}


class ThemesForm(Watched):
    themes = SelectMultipleField(_l("Themes"))


class DutyForm(Form):
    email = email_field(_l("E-mail address"), _l("Please type an e-mail address."))
    duty = RadioField(_l("Duty"), validators=[InputRequired(_l("Please choose what this person does."))])

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.duty.choices = {duty.value: i18n.word(duty) for duty in Duty}
