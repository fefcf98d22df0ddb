"""The parts of a page, seen on the page that shows them all."""

import json
import re
from types import SimpleNamespace

import pytest
from flask import Flask, render_template, render_template_string
from wtforms import (
    BooleanField,
    ColorField,
    DateField,
    EmailField,
    FileField,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired

from exchange import ROOT
from exchange.domain.world_map import world_map
from exchange.fields import Rows
from exchange.web import Form
from tests.browser import check_page, words_of

FORMS = '{% from "parts/forms.html" import field, text_group, error_summary, form_tag, post_button %}'
TABLES = '{% from "parts/tables.html" import query, pagination, table %}'


class Titles(PlainForm):
    en = StringField("en", [DataRequired("Please write a title.")])
    fr = StringField("fr")


class Everything(Form):
    name = StringField("Full name", [DataRequired("Please write your name.")])
    email = EmailField("E-mail", [DataRequired("Please write your e-mail address.")])
    city = SelectField("City", choices={"": "Choose a city", "dkr": "Dakar"})
    role = RadioField("Role", [DataRequired("Please choose a role.")], choices={"head": "Head", "delegate": "Delegate"})
    languages = SelectMultipleField("Languages", choices={"en": "English", "ar": "العربية"})
    arrival, at, seats = DateField("Arrival"), TimeField("Time"), IntegerField("Party")
    diet = SelectField("Diet", choices={"": "None", "halal": "Halal"})
    question, colour, paper = TextAreaField("Question"), ColorField("Accent"), FileField("Letter")
    title = FormField(Titles, "Title")
    listed, feed = BooleanField("List me"), BooleanField("Send changes")


def form(prefix="", data=None, wrong=False):
    made = Everything(formdata=None, prefix=prefix, data=data or {}, meta={"csrf": False})
    if wrong:
        made.validate()
    return made


@pytest.fixture
def page(app: Flask):
    """The style guide, as text, in a language."""
    earth = world_map(json.loads((ROOT / "static/vendor/world-atlas/land-110m.json").read_text()))
    x, y = earth.project(14.7, -17.4)

    def show(language: str) -> str:
        with app.test_request_context(f"/styleguide?lang={language}&q=a%26b"):
            return render_template(
                "styleguide.html",
                form=form(),
                broken=form("broken-", wrong=True),
                map=earth,
                cities=[{"name": "Dakar", "href": "/cities/1", "x": x, "y": y, "text": "Senegal", "kind": "host"}],
                pager=SimpleNamespace(page=2, pages=6, total=150, per_page=25),
            )

    return show


@pytest.fixture
def show(app: Flask):
    """Renders a line of template, as on a page with ?q=Lomé&sort=city&page=3."""

    def render(source: str, **context: object) -> str:
        with app.test_request_context("/list?q=Lom%C3%A9&sort=city&page=3&endpoint=x&region=af&region=as"):
            return render_template_string(source, **context)

    return render


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_parts_together_are_a_clean_page(page, language):
    text = page(language)
    tree = check_page(text, f"style guide in {language}")
    assert tree.get("dir") == {"en": "ltr", "ar": "rtl"}[language]


def test_an_error_is_linked_from_the_summary_and_tied_to_its_field(show):
    text = show(
        FORMS + "{{ error_summary(f) }}{{ field(f.name, hint='On the badge') }}{{ field(f.role) }}", f=form(wrong=True)
    )
    assert '<a href="#name">Full name: Please write your name.</a>' in text
    assert 'aria-describedby="name-hint name-error"' in text
    assert '<a href="#role-0">Role: Please choose a role.</a>' in text
    assert 'id="role-0"' in text
    assert '<a href="#title-en">Title · en: Please write a title.</a>' in text


class Wish(PlainForm):
    visit = StringField("Visit", [DataRequired("Please choose a visit.")])
    titles = FormField(Titles, "Title")


class Ranking(Form):
    note = StringField("Note", [DataRequired("Please write a note.")])
    wishes = Rows(FormField(Wish), row="Choice %(number)s", min_entries=2)


def test_errors_of_rows_name_the_row_and_stand_in_the_order_of_the_page(show):
    made = Ranking(formdata=None, meta={"csrf": False})
    made.validate()
    text = show(
        FORMS + "{% call form_tag(f) %}{% for entry in f.wishes %}{{ field(entry.form.visit) }}{% endfor %}"
        "{{ field(f.note) }}{% endcall %}",
        f=made,
    )
    lines = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', text)
    assert lines == [
        ("wishes-0-visit", "Choice 1 · Visit: Please choose a visit."),
        ("wishes-1-visit", "Choice 2 · Visit: Please choose a visit."),
        ("note", "Note: Please write a note."),
        ("wishes-0-titles-en", "Choice 1 · Title · en: Please write a title."),
        ("wishes-1-titles-en", "Choice 2 · Title · en: Please write a title."),
    ]


def test_what_was_typed_is_kept_and_escaped(show):
    typed = {"name": '"><script>', "role": "delegate", "languages": ["ar"], "title": {"fr": "L'eau"}}
    text = show(
        FORMS
        + "{{ field(f.name) }}{{ field(f.role) }}{{ field(f.languages) }}{{ text_group(f.title, {'fr': 'Français'}) }}",
        f=form(data=typed),
    )
    assert "<script>" not in text
    assert re.findall(r'value="(\w+)" checked', text) == ["delegate", "ar"]
    assert 'value="L&#39;eau"' in text


def test_fields_that_may_stay_empty_say_so(show):
    text = show(FORMS + "{{ field(f.name) }}|{{ field(f.question) }}", f=form())
    needed, free = text.split("|")
    assert "optional" not in needed
    assert "optional" in free


def test_every_form_carries_its_tokens(show):
    text = show(
        FORMS + "{% call form_tag(f, submit='Save') %}{% endcall %}{{ post_button('End', '/end', number=3) }}", f=form()
    )
    assert text.count('name="csrf_token"') == text.count('name="once"') == 2
    assert '<input type="hidden" name="number" value="3">' in text


def test_a_query_string_keeps_the_filters_and_changes_the_rest(show):
    assert (
        show(TABLES + "{{ query(page=4) }}")
        == "?q=Lom%C3%A9&amp;sort=city&amp;endpoint=x&amp;region=af&amp;region=as&amp;page=4"
    )
    assert "page=" not in show(TABLES + "{{ query(page=None) }}")


def test_a_sorted_column_says_so_and_turns_round(show):
    source = (
        TABLES + "{% call table('Cities', [{'label': 'City', 'sort': 'city'}, 'Region'], sort='city') %}{% endcall %}"
    )
    text = show(source)
    assert 'aria-sort="ascending"' in text
    assert "sort=-city" in text
    assert text.count("<th ") == 2


def test_one_page_of_results_needs_no_pager(show):
    pager = SimpleNamespace(page=1, pages=1, total=3, per_page=25)
    assert show(TABLES + "{{ pagination(pager) }}", pager=pager).strip() == ""


@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 422, 429, 500])
def test_an_error_page_says_what_to_do_next(app, code):
    with app.test_request_context("/"):
        text = render_template(f"errors/{code}.html", request_id="7f3a", forum=None, message="")
        told = render_template(f"errors/{code}.html", forum=None, message="The visit is full.")
    tree = check_page(text, str(code))
    assert "7f3a" in text
    assert len(words_of(tree.find(".//main")).split()) > 25
    assert "The visit is full." in told
