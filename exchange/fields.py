"""What the fields of all forms share: tidying what was typed, and addresses that mail can be sent to."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from exchange.domain.text import clean_line, clean_text
from exchange.web import Form


def tidy(value: object) -> str:
    """A form filter: one clean line."""
    return clean_line("" if value is None else str(value))


def tidy_text(value: object) -> str:
    """A form filter: clean lines."""
    return clean_text("" if value is None else str(value))


def good_email(_form: Form, field: Field) -> None:
    """A validator: an address that mail can be sent to, by its form (no look-up: forms must not wait for DNS)."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(_l("This is not an e-mail address. It should look like name@city.org.")) from error
