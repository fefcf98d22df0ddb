"""Languages, countries and words."""

from enum import StrEnum

import pytest
from flask_babel import lazy_gettext as _l

from exchange import i18n
from exchange.domain.refusal import Refusal


class Fruit(StrEnum):
    NONE = "none"
    RIPE = "ripe"


class Weather(StrEnum):
    NONE = "none"


class Reason(StrEnum):
    TOO_MANY = "too_many"


i18n.words({Fruit.NONE: _l("no fruit"), Fruit.RIPE: _l("ripe fruit")})
i18n.words({Weather.NONE: _l("no weather")})
i18n.words({Reason.TOO_MANY: _l("At most %(limit)s of kind %(kind)s.")})


def test_two_enums_may_share_a_value(app):
    assert (i18n.word(Fruit.NONE), i18n.word(Weather.NONE)) == ("no fruit", "no weather")


def test_a_refusal_becomes_a_sentence_with_its_facts(app):
    assert i18n.sentence(Refusal(Reason.TOO_MANY, limit=3, kind=Fruit.RIPE)) == "At most 3 of kind ripe fruit."


def test_namibia_is_a_country(app):
    assert i18n.country_name("NA") == "Namibia"
    countries = dict(i18n.country_choices())
    assert countries["NA"] == "Namibia"
    assert "ZZ" not in countries and "EU" not in countries


@pytest.mark.parametrize(
    ("texts", "html"),
    [
        ({"en": "Opening <1>"}, "Opening &lt;1&gt;"),
        ({"fr": "Ouverture"}, '<span class="local-text" lang="fr" dir="ltr" title="French">Ouverture</span>'),
        ({"ar": "افتتاح"}, '<span class="local-text" lang="ar" dir="rtl" title="Arabic">افتتاح</span>'),
        ({}, ""),
    ],
)
def test_a_text_in_another_language_is_marked(app, texts, html):
    with app.test_request_context("/"):
        assert i18n.local_text(texts) == html


def test_the_pseudo_language_keeps_placeholders(app):
    text = i18n._PseudoArabic().gettext("Sign in as %(name)s today")
    assert "%(name)s" in text and "Sign" not in text
