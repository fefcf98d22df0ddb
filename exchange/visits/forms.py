"""What hosts, organisers and delegates type about visits."""

import math
from typing import Any

import wtforms
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import validators as v

from exchange import i18n
from exchange.db import db
from exchange.fields import Rows, WholeField, at_most, email_field, texts_form, tidy, written
from exchange.forums.models import Forum
from exchange.i18n import language_name, localised, word
from exchange.practices.models import Theme
from exchange.stale import Watched
from exchange.visits.models import StepFree, StudyVisit
from exchange.web import Form

MOST_PEOPLE = 500
# Which language is the host's choice; the others show it, marked as such.
ANY_LANGUAGE = _l("Please write this in at least one of the languages.")


class NumberField(wtforms.FloatField):
    """A number with a point or a comma; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = (valuelist[0] if valuelist else "").strip().replace(",", ".")
        if not text:
            return
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(_("Please type a number, such as 1.5."))
        self.data = number


class ClockField(wtforms.TimeField):
    """A time of the day, however the hours and minutes are parted (9:30, 9.30, 9h30)."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, format=["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please type a time such as 09:30.")) from error


def new_visit_form(forum: Forum) -> Form:
    """The first form of a visit: only its title."""

    class NewVisitForm(Form):
        titles = wtforms.FormField(
            texts_form(forum.languages, 160, needed=ANY_LANGUAGE), _l("What is the visit about?")
        )

    return NewVisitForm()


def visit_form(visit: StudyVisit) -> Form:
    """Everything about a visit but its way."""
    tongues = visit.forum.languages
    whole = [v.InputRequired(_l("Please type a whole number.")), v.NumberRange(1, MOST_PEOPLE)]

    class VisitForm(Watched):
        titles = wtforms.FormField(texts_form(tongues, 160, needed=ANY_LANGUAGE), _l("Title"))
        summaries = wtforms.FormField(texts_form(tongues, 1500, lines=True), _l("Summary"))
        questions = wtforms.FormField(texts_form(tongues, 300), _l("Learning question"))
        did_not_work = wtforms.FormField(texts_form(tongues, 800, lines=True), _l("What did not work"))
        bring = wtforms.FormField(texts_form(tongues, 400), _l("What to bring"))
        limits = wtforms.FormField(texts_form(tongues, 400), _l("Limits"))
        subtheme_1 = wtforms.SelectField(_l("Subtheme"))
        subtheme_2 = wtforms.SelectField(_l("Second subtheme"))
        subtheme_3 = wtforms.SelectField(_l("Third subtheme"))
        languages = wtforms.SelectMultipleField(_l("Languages spoken on the visit"))
        capacity_min = WholeField(_l("Fewest people"), validators=whole)
        capacity = WholeField(_l("Most people"), validators=whole)
        city_cap = WholeField(_l("Most people of one city"), validators=[v.Optional(), v.NumberRange(1, MOST_PEOPLE)])
        step_free = wtforms.RadioField(_l("Step-free access"), coerce=StepFree)
        walk_km = NumberField(_l("Kilometres on foot"), validators=[v.Optional(), v.NumberRange(0, 50)])
        cost_per_head = WholeField(_l("Cost per person"), validators=[v.Optional(), v.NumberRange(0, 100_000)])
        lead_name = wtforms.StringField(_l("Who leads the visit"), filters=[tidy], validators=[v.Length(max=160)])
        lead_phone = wtforms.StringField(_l("Phone on the day"), filters=[tidy], validators=[v.Length(max=40)])

        def validate_capacity(self, field: wtforms.Field) -> None:
            """The fewest cannot be more than the most."""
            if field.data and self.capacity_min.data and field.data < self.capacity_min.data:
                raise v.ValidationError(_("The most people cannot be fewer than the fewest."))

    codes = [*visit.subtheme_codes, "", "", ""]
    chosen = {f"subtheme_{number}": codes[number - 1] for number in (1, 2, 3)}
    form = VisitForm(obj=visit, **chosen)
    for number in (1, 2, 3):
        form[f"subtheme_{number}"].choices = subthemes(visit.forum)
    form.languages.choices = [(code, language_name(code)) for code in i18n.SPOKEN]
    form.step_free.choices = [(kind, word(kind)) for kind in StepFree]
    return form


def visit_values(form: Form) -> dict[str, Any]:
    """The columns of a visit from its valid form."""
    texts = ("titles", "summaries", "questions", "did_not_work", "bring", "limits")
    codes = [form.subtheme_1.data, form.subtheme_2.data, form.subtheme_3.data]
    plain = ("languages", "capacity_min", "capacity", "city_cap", "step_free", "walk_km", "cost_per_head")
    return {
        **{name: written(form[name].data) for name in texts},
        **{name: form[name].data for name in (*plain, "lead_name", "lead_phone")},
        "subtheme_codes": list(dict.fromkeys(code for code in codes if code)),
    }


def subthemes(forum: Forum | None = None) -> dict[str, list[tuple[str, str]]]:
    """Subthemes under their themes for a select: those of a forum, or all."""
    themes = [row.theme for row in forum.themes] if forum else []
    themes = themes or list(db.session.query(Theme).order_by(Theme.position))
    groups: dict[str, list[tuple[str, str]]] = {}
    for theme in themes:
        named = [(sub.code, localised(sub.names).text) for sub in theme.subthemes]
        groups.setdefault(localised(theme.names).text, []).extend(named)
    return {_("None"): [("", _("No subtheme"))], **groups}


class InviteForm(Form):
    email = email_field(_l("E-mail address"), _l("Please type an e-mail address."))


def wishes_form(limit: int, choices: list[tuple[str, str]], data: list[dict[str, str]]) -> Form:
    """Up to `limit` ranked visits with a question each; choices: [(visit id, text)]."""

    class WishEntry(wtforms.Form):
        visit = wtforms.SelectField(_l("Visit"), coerce=str, validate_choice=False)
        question = wtforms.StringField(
            _l("The question you bring"),
            filters=[tidy],
            validators=[at_most(500)],
        )

    class WishesForm(Form):
        wishes = Rows(wtforms.FormField(WishEntry), row=_l("Choice %(number)s"), min_entries=limit, max_entries=limit)

    form = WishesForm(data=None if request.method == "POST" else {"wishes": data})
    for entry in form.wishes:
        entry.form.visit.choices = [("", _("No visit")), *choices]
    return form


class SeatForm(Form):
    """A seat for somebody by their address. Its own id, for the page has two addresses to type."""

    email = wtforms.EmailField(
        _l("E-mail address of a registered person"), id="seat-email", filters=[tidy], validators=[v.Length(max=254)]
    )
