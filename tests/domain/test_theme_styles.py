"""The screen and the printed programme show a theme in one colour."""

import re
from pathlib import Path

from exchange.domain.colour import THEME_COLOURS

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"


def test_the_style_sheet_has_the_colours_of_the_domain():
    day = TOKENS.read_text().partition("/* Themes")[2].partition("@media")[0]
    found = {
        code: colour
        for selectors, colour in re.findall(r"([^{}]+)\{ --theme: (#[0-9a-f]{6});", day)
        for code in re.findall(r"\.theme-([A-Z]{3})", selectors)
    }
    found.pop("ALL")
    assert found == THEME_COLOURS
