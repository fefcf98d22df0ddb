"""Whatever accent an organiser picks, words on the page stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.colour import (
    CARD,
    FAMILY_COLOURS,
    INK,
    NIGHT,
    NIGHT_CARD,
    PAPER,
    THEME_COLOURS,
    accent,
    accent_stylesheet,
    contrast,
    mix,
    readable,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("text", ["", "#fff", "red", "#12345g", "#1234567", "14213d", "#14213d\n"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="#rrggbb"):
        contrast(text, "#ffffff")


@given(colours)
def test_every_accent_is_readable_by_day_and_by_night(colour):
    shades = accent(colour)
    assert contrast(CARD, shades.fill) >= 4.5
    assert all(contrast(shades.ink, ground) >= 4.5 for ground in (PAPER, CARD, shades.soft))
    assert all(contrast(shades.night_ink, ground) >= 4.5 for ground in (NIGHT, NIGHT_CARD, shades.night_soft))
    assert contrast(NIGHT, shades.night_fill) >= 4.5
    assert contrast(INK, shades.soft) >= 4.5


def test_a_readable_accent_is_left_as_it_is():
    assert accent("#1f4e9e").fill == "#1f4e9e"
    assert readable("#14213d", PAPER) == "#14213d"


def test_a_shade_that_cannot_exist_is_refused():
    with pytest.raises(ValueError, match="no shade"):
        readable("#777777", "#000000", "#ffffff", ratio=10)


def test_mixing_goes_from_one_colour_to_the_other():
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
    assert mix("#000000", "#ff8040", 0.5) == "#804020"


def test_all_22_themes_have_a_colour_fit_for_small_print():
    assert len(THEME_COLOURS) == 22
    for colour in FAMILY_COLOURS.values():
        assert min(contrast(colour, PAPER), contrast(colour, "#ffffff")) >= 5.1


def test_the_stylesheet_sets_the_accent_for_both_times_of_day():
    sheet = accent_stylesheet("#dfa326")
    assert sheet.count("--accent-ink:") == 2
    assert "prefers-color-scheme:dark" in sheet
    assert sheet.count("{") == sheet.count("}")
