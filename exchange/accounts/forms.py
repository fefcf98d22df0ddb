"""What people type about themselves."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from exchange import i18n
from exchange.domain.text import clean_line
from exchange.web import Form


def tidy(text: str | None) -> str:
    """A form filter: one clean line."""
    return clean_line(text or "")


def good_email(_form: Form, field: EmailField) -> None:
    """A validator: an address that mail can be sent to, by its form (no look-up: forms must not wait for DNS)."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(_l("This is not an e-mail address. It should look like name@city.org.")) from error


class SignInForm(Form):
    email = EmailField(
        _l("Your e-mail address"),
        filters=[tidy],
        validators=[InputRequired(_l("Please type your e-mail address.")), Length(max=254), good_email],
    )

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
