"""What people type about themselves."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from exchange import i18n
from exchange.fields import email_field, tidy
from exchange.web import Form


class SignInForm(Form):
    email = email_field(_l("Your e-mail address"), _l("Please type your e-mail address."))

    @property
    def address(self) -> str:
        """The address as typed, tidied."""
        return self.email.data or ""


class ProfileForm(Form):
    given_name = StringField(_l("Given name"), filters=[tidy], validators=[Length(max=120)])
    family_name = StringField(_l("Family name"), filters=[tidy], validators=[Length(max=120)])
    phone = StringField(_l("Phone"), filters=[tidy], validators=[Length(max=40)])
    language = SelectField(_l("Language of pages and mails"))

    def offer_languages(self) -> None:
        """Fills the choice of languages."""
        self.language.choices = dict(i18n.languages())
