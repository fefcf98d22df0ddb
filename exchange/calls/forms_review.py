"""What reviewers type: scores with a comment, or a conflict of interest."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from exchange.calls.models import Call
from exchange.domain.call_reviews import HIGHEST
from exchange.fields import at_most, tidy, tidy_text
from exchange.i18n import localised
from exchange.web import Form


class ConflictForm(Form):
    reason = StringField(
        _l("What is the conflict?"),
        filters=[tidy],
        description=_l("One sentence for the organisers, such as: I work with this city on the same project."),
        validators=[DataRequired(_l("Please say in a few words what it is.")), at_most(500)],
    )


class ReviewBase(Form):
    """Base of the form of a review; review_form() adds a score for each criterion."""

    comment = TextAreaField(
        _l("Comment for the organisers"),
        filters=[tidy_text],
        description=_l("What is strong, what is missing, what you would ask. Proposers do not see it."),
        validators=[at_most(3000)],
    )

    def scores(self) -> dict[int, int]:
        """The scores chosen, by the criterion's number."""
        found = {name: field.data for name, field in self._fields.items() if name.startswith("score_")}
        return {int(name.removeprefix("score_")): int(value) for name, value in found.items() if value}

    def ask_for_missing(self) -> None:
        """Says beside each criterion without a score that it needs one."""
        for name, field in self._fields.items():
            if name.startswith("score_") and not field.data:
                field.errors = [_("Please choose a score from 0 to 5.")]


def review_form(call: Call, given: Mapping[int, int], comment: str) -> ReviewBase:
    """A form with one scale for each criterion of the call."""
    names = {f"score_{each.id}": localised(each.names, call.forum.languages).text for each in call.criteria}
    fields = {key: RadioField(name, validators=[Optional()]) for key, name in names.items()}
    shown = {"comment": comment, **{f"score_{key}": str(score) for key, score in given.items()}}
    form: ReviewBase = type("ReviewForm", (ReviewBase,), fields)(data=shown)
    for key in names:
        form[key].choices = [(str(score), str(score)) for score in range(HIGHEST + 1)]
    return form
