"""What somebody types about the needs and offers of their city."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import validators as v

from exchange import i18n
from exchange.db import db
from exchange.fields import at_most, tidy
from exchange.i18n import language_name, localised, word
from exchange.matching.models import Direction, Level
from exchange.matching.service import WRITTEN
from exchange.practices.models import Theme
from exchange.stale import Watched

MOST = 600


class StatementForm(Watched):
    direction = wtforms.RadioField(
        _l("What is it?"), coerce=Direction, validators=[v.InputRequired(_l("Please choose one."))]
    )
    subtheme_code = wtforms.SelectField(
        _l("What is it about?"), validators=[v.InputRequired(_l("Please choose a subtheme."))]
    )
    sentence = wtforms.TextAreaField(
        _l("In one sentence"),
        filters=[tidy],
        validators=[
            v.InputRequired(_l("Please say it in one sentence.")),
            at_most(MOST),
        ],
    )
    language = wtforms.SelectField(_l("Language of the sentence"))
    level = wtforms.RadioField(_l("How far is your city?"), coerce=Level, default=Level.STARTING)
    priority = wtforms.RadioField(_l("How much does it matter?"), coerce=int, default=2)

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        self.direction.choices = [(direction, word(direction)) for direction in Direction]
        self.level.choices = [(level, word(level)) for level in Level]
        self.priority.choices = [(3, _("Much")), (2, _("Normally")), (1, _("A little"))]
        self.language.choices = [(code, language_name(code)) for code in i18n.SPOKEN]
        self.subtheme_code.choices = subtheme_choices()

    def values(self) -> dict[str, Any]:
        """The columns of the statement."""
        return {name: self[name].data for name in WRITTEN}


def themes() -> list[Theme]:
    """All themes with their subthemes, in order."""
    return list(db.session.query(Theme).order_by(Theme.position, Theme.code))


def subtheme_choices() -> dict[str, list[tuple[str, str]]]:
    """Subthemes under the names of their themes, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for theme in themes():
        named = [(sub.code, localised(sub.names).text) for sub in theme.subthemes]
        groups.setdefault(localised(theme.names).text, []).extend(named)
    return {_("Please choose"): [("", _("Choose a subtheme"))], **groups}
