"""What is typed about seats in sessions: the organiser's limits, and a seat given or taken back by hand."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, Field, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.agenda.models_seats import SessionSignup
from exchange.agenda.seat_limits import LimitsDraft
from exchange.domain.delegations import Role
from exchange.domain.session_seats import MOST_OVERBOOKED
from exchange.domain.waiting import WaitingRule
from exchange.fields import BETWEEN, MOMENT, good_email, tidy
from exchange.forums.clocks import local_instant, local_wall
from exchange.forums.models import Forum
from exchange.i18n import word
from exchange.web import Form

MOST_PLACES = 10_000


class LimitsForm(Form):
    """How many may come, and who is next when more want to."""

    places = IntegerField(
        _l("Places"), validators=[InputRequired(_l("Please type a number.")), NumberRange(1, MOST_PLACES, BETWEEN)]
    )
    city_cap = IntegerField(_l("Most seats of one city"), validators=[Optional(), NumberRange(1, MOST_PLACES, BETWEEN)])
    opens = DateTimeLocalField(_l("Signing up opens"), format=MOMENT, validators=[Optional()])
    rule = SelectField(_l("Next on the waiting list"))
    overbook = IntegerField(
        _l("Overbook, in percent"), default=0, validators=[Optional(), NumberRange(0, MOST_OVERBOOKED, BETWEEN)]
    )
    roles = SelectMultipleField(_l("Only for"))
    forum: Forum

    def offer_choices(self, forum: Forum) -> None:
        """Fills the choices in the page's language."""
        self.forum = forum
        self.rule.choices = [(rule.value, word(rule)) for rule in WaitingRule]
        self.roles.choices = [(role.value, word(role)) for role in Role]

    def validate_opens(self, field: Field) -> None:
        """An hour that the clocks of the venue show."""
        if field.data is not None:
            local_instant(field.data, self.forum)

    def draft(self) -> LimitsDraft:
        """The typed values."""
        opens = self.opens.data
        return LimitsDraft(
            places=self.places.data or 1,
            overbook=self.overbook.data or 0,
            city_cap=self.city_cap.data,
            opens_at=local_instant(opens, self.forum) if opens else None,
            roles=tuple(Role(code) for code in self.roles.data or []),
            rule=WaitingRule(self.rule.data),
        )


def limits_form(forum: Forum, signup: SessionSignup | None, usual: int | None) -> LimitsForm:
    """The form with what is set, or with what is `usual` for the session."""
    form = LimitsForm(data=_as_typed(signup, forum) if signup else {"places": usual, "overbook": 0})
    form.offer_choices(forum)
    return form


def _as_typed(signup: SessionSignup, forum: Forum) -> Mapping[str, Any]:
    opens = signup.opens_at
    return {
        "places": signup.places,
        "city_cap": signup.city_cap,
        "opens": local_wall(opens, forum) if opens else None,
        "rule": signup.rule.value,
        "overbook": signup.overbook,
        "roles": signup.roles,
    }


def _why(needed: Any) -> StringField:
    return StringField(_l("Reason"), filters=[tidy], validators=[DataRequired(needed), Length(max=300)])


class GiveSeatForm(Form):
    """A seat given by hand."""

    email = StringField(
        _l("E-mail address"), filters=[tidy], validators=[DataRequired(_l("Please type an address.")), good_email]
    )
    reason = _why(_l("Please say why. It stands in the list."))


class TakeBackForm(Form):
    """Why a seat is taken back."""

    reason = _why(_l("Please say why. The person reads it."))
