"""What the fields of all forms share: tidying, lengths, numbers, texts per language, addresses and rows."""

from collections.abc import Sequence
from typing import Any

import wtforms
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, FieldList, FormField, IntegerField, ValidationError
from wtforms.fields import Label
from wtforms.validators import InputRequired, Length

from exchange.domain.text import clean_line, clean_text
from exchange.i18n import current_language, own_names
from exchange.web import Form

# How browsers send a day with a time.
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
BETWEEN = _l("This must be between %(min)s and %(max)s.")


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


def email_field(label: Any, missing: Any) -> EmailField:
    """An address that must be typed; `missing` is the sentence when it is not."""
    return EmailField(label, filters=[tidy], validators=[InputRequired(missing), at_most(254), good_email])


def at_most(signs: int) -> Length:
    """A validator: no longer than what is kept."""
    return Length(max=signs, message=_l("This is too long: %(max)d characters at most."))


def number_or_none(value: object) -> int | None:
    """A form's coercion: nothing chosen is None."""
    return int(str(value)) if value not in (None, "", "None") else None


class WholeField(IntegerField):
    """A whole number, as people type it: "1 000" too."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        digits = "".join(str(valuelist[0]).split()) if valuelist else ""
        if not digits:
            return
        try:
            self.data = int(digits)
        except ValueError:
            raise ValueError(_("Please type a whole number.")) from None


class Rows(FieldList):  # type: ignore[type-arg]
    """Rows of a form, each called by its place: `row` is a sentence such as "Choice %(number)s"."""

    def __init__(self, entry: "FormField[Any]", *, row: Any, **options: Any) -> None:
        super().__init__(entry, **options)
        self.row = row

    def _add_entry(self, *args: Any, **options: Any) -> Any:
        entry = super()._add_entry(*args, **options)  # type: ignore[misc]
        entry.label = Label(entry.id, str(self.row) % {"number": len(self.entries)})
        return entry


class TextsForm(wtforms.Form):
    """One text a language; `needed` is the sentence when none of them has one, empty when that is fine."""

    needed: Any = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks for a text in any of the languages, whichever the writer likes."""
        valid = super().validate(extra_validators)
        fields = list(self)
        if not self.needed or any(field.data for field in fields):
            return valid
        fields[0].errors = [self.needed]
        return False


def texts_form(languages: Sequence[str], most: int, *, lines: bool = False, needed: Any = "") -> type[TextsForm]:
    """A form with one text a language for text_group, the reader's own language first."""
    kind = wtforms.TextAreaField if lines else wtforms.StringField
    own = current_language()
    names = own_names(sorted(languages, key=lambda code: code != own))
    fields = {
        code: kind(name, filters=[tidy_text if lines else tidy], validators=[at_most(most)])
        for code, name in names.items()
    }
    return type("TextsForm", (TextsForm,), {**fields, "needed": needed})


def written(texts: dict[str, str]) -> dict[str, str]:
    """What was written, without the languages left empty."""
    return {code: text for code, text in texts.items() if text}
