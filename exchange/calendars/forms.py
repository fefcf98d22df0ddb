"""What somebody says about a new feed."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from exchange import i18n
from exchange.domain.text import clean_line
from exchange.web import Form


class FeedForm(Form):
    label = StringField(
        _l("Where you will use it"), filters=[lambda text: clean_line(text or "")], validators=[Length(max=80)]
    )
    language = SelectField(_l("Language of the entries"))

    def offer_languages(self) -> None:
        """Fills the choice of languages."""
        self.language.choices = dict(i18n.languages())
