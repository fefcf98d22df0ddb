"""What organisers type about a call."""

from datetime import datetime
from typing import Any, cast

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # fmt: skip
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from exchange.agenda.fields import require_one, texts_field, written
from exchange.agenda.formats import presets_of
from exchange.agenda.models import Format
from exchange.calls.models import Call
from exchange.calls.setting_up import CallSettings, CriterionDraft
from exchange.domain.calls import LEAST_REVIEWS, OnePer
from exchange.fields import BETWEEN, MOMENT, WholeField, at_most, tidy, tidy_text
from exchange.forums.clocks import local_instant, local_wall, moment_of
from exchange.forums.models import Forum
from exchange.forums.queries import theme_choices
from exchange.i18n import word
from exchange.web import Form

MOST_CRITERIA = 12
LONG = 10_000
# What organisers usually ask for; others are there to be added.
USUAL = (Format.SIDE_EVENT, Format.PANEL, Format.WORKSHOP, Format.PEER_ASSIST)
OFFERED = tuple(kind for kind in Format if kind not in {Format.CLOSED, Format.SOCIAL, Format.DEBRIEF})


class CallBase(Form):
    """Base of the settings of a call; call_form() adds texts and the lengths of formats."""

    opens = DateTimeLocalField(_l("Opens"), format=MOMENT, validators=[InputRequired(_l("Please choose when."))])
    closes = DateTimeLocalField(_l("Closes"), format=MOMENT, validators=[InputRequired(_l("Please choose when."))])
    themes = SelectMultipleField(
        _l("Themes"), description=_l("Those one may propose for. None ticked: all themes of the forum.")
    )
    one_per = wtforms.RadioField(
        _l("How many proposals"), validators=[InputRequired(_l("Please choose one of these."))]
    )
    anonymous = BooleanField(
        _l("Reviewers do not see names"),
        description=_l("Neither the proposer's nor the speakers'. They see the city, which some criteria need."),
    )
    reviews_wanted = WholeField(
        _l("Reviews for each proposal"),
        validators=[
            InputRequired(_l("Please type a number.")),
            NumberRange(LEAST_REVIEWS, 10, BETWEEN),
        ],
    )
    forum: Forum
    texts: "FormField[Any]"
    duties: "FormField[Any]"
    formats: "FormField[Any]"

    def offer(self, forum: Forum) -> None:
        """Fills the choices in the page's language."""
        self.forum = forum
        self.themes.choices = theme_choices(forum)
        self.one_per.choices = [(each.value, word(each)) for each in OnePer]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the order of the dates, that they exist, and that something may be proposed."""
        good = bool(super().validate(extra_validators))
        if self.opens.data and self.closes.data and self.closes.data <= self.opens.data:
            self.closes.errors = [_("The call must close after it opens.")]
        elif self.closes.data and self.closes.data.date() > self.forum.starts_on:
            self.closes.errors = [_("The call must close before the forum begins.")]
        for field in (self.opens, self.closes):
            if field.data and not field.errors:
                moment_of(field, self.forum)
        if not any(self.formats.data.values()) and not self.formats.errors:
            next(iter(self.formats.form)).errors = [_("Give at least one format a length.")]
        return good and not self.errors

    def settings(self, call: Call | None, criteria: tuple[CriterionDraft, ...] = ()) -> CallSettings:
        """The typed values; texts in languages the form does not show are kept."""
        return CallSettings(
            texts=written(self.texts, call.texts if call else None),
            duties=written(self.duties, call.duties if call else None),
            opens_at=local_instant(cast("datetime", self.opens.data), self.forum),
            closes_at=local_instant(cast("datetime", self.closes.data), self.forum),
            formats={name: minutes for name, minutes in self.formats.data.items() if minutes},
            theme_codes=tuple(self.themes.data or ()),
            one_per=OnePer(self.one_per.data),
            anonymous=bool(self.anonymous.data),
            reviews_wanted=self.reviews_wanted.data or LEAST_REVIEWS,
            criteria=criteria,
        )


def call_form(forum: Forum, call: Call | None, duties: dict[str, str]) -> CallBase:
    """The settings of a forum's call; `duties` is what stands there at first."""
    sensible = [Optional(), NumberRange(5, 480, BETWEEN)]
    lengths = {kind.value: WholeField(word(kind), validators=sensible) for kind in OFFERED}
    fields = {
        "texts": texts_field(_l("What the call says"), forum.languages, LONG, lines=True),
        "duties": texts_field(_l("What proposers take on"), forum.languages, LONG, lines=True),
        "formats": FormField(type("Lengths", (wtforms.Form,), lengths), label=_l("Formats")),
    }
    form = cast("CallBase", type("CallForm", (CallBase,), fields)(data=_shown(forum, call, duties)))
    form.offer(forum)
    return form


def _shown(forum: Forum, call: Call | None, duties: dict[str, str]) -> dict[str, Any]:
    if call is None:
        presets = presets_of(forum)
        usual = {kind.value: presets[kind].minutes for kind in USUAL}
        return {"duties": duties, "formats": usual, "one_per": OnePer.CITY.value, "reviews_wanted": LEAST_REVIEWS}
    plain = ("texts", "duties", "formats", "anonymous", "reviews_wanted")
    return {
        **{name: getattr(call, name) for name in plain},
        "opens": local_wall(call.opens_at, forum),
        "closes": local_wall(call.closes_at, forum),
        "themes": call.theme_codes,
        "one_per": call.one_per.value,
    }


# Criteria


class CriteriaBase(Form):
    """Base of the form of all criteria; criteria_form() makes the rows in the forum's languages."""

    rows: "FieldList[Any]"

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that one criterion stays and each has a name and a weight."""
        good = bool(super().validate(extra_validators))
        filled = [row.form for row in self.rows if any(row.form.names.data.values())]
        for row in filled:
            if row.weight.data is None:
                row.weight.errors = [*row.weight.errors, _("Please type a weight.")]
        if not filled:
            require_one(self.rows[0].form.names, _("A call needs at least one criterion."))
        return good and not self.errors

    def drafts(self, call: Call) -> tuple[CriterionDraft, ...]:
        """The rows that have a name, in the order of their positions."""
        known = {criterion.id for criterion in call.criteria}
        filled = [row.form for row in self.rows if any(row.form.names.data.values())]
        return tuple(
            CriterionDraft(
                names=written(row.names),
                sentences=written(row.sentences),
                weight=row.weight.data or 0,
                number=next((number for number in known if str(number) == row.number.data), None),
            )
            for row in filled
        )  # fmt: skip


def criteria_form(call: Call, *, more: bool = False) -> CriteriaBase:
    """A form with a row for each criterion and an empty one."""
    languages = call.forum.languages
    fields = {
        "number": HiddenField(),
        "names": texts_field(_l("Criterion"), languages, 120),
        "sentences": texts_field(_l("What to look for"), languages, 300),
        "weight": WholeField(_l("Weight"), validators=[Optional(), NumberRange(0, 100, BETWEEN)]),
    }
    row = type("CriterionRow", (wtforms.Form,), fields)
    rows: FieldList[Any] = FieldList(FormField(row), label=_l("Criteria"), max_entries=MOST_CRITERIA)
    shown = [
        {"number": str(each.id), "names": each.names, "sentences": each.sentences, "weight": each.weight}
        for each in call.criteria
    ]
    form = cast("CriteriaBase", type("CriteriaForm", (CriteriaBase,), {"rows": rows})(data={"rows": shown}))
    if len(form.rows) < MOST_CRITERIA and (more or not form.is_submitted()):
        form.rows.append_entry()
    for number, entry in enumerate(form.rows, 1):
        entry.label.text = _("Criterion %(number)s", number=number)
    return form


# Choosing


class MergeForm(Form):
    title = StringField(
        _l("Title of the session"), filters=[tidy], validators=[DataRequired(_l("Please type a title.")), at_most(200)]
    )
    abstract = TextAreaField(
        _l("What it is about"),
        filters=[tidy_text],
        validators=[DataRequired(_l("Please say what the session is about.")), at_most(8000)],
    )
