"""How a forum would look: its pattern, and what its colour does to text."""

import re

from exchange.domain.colour import CARD, READABLE, accent, contrast
from exchange.domain.tiles import forum_palette, tile_pattern


def tile_svg(seed: str, colour: str, columns: int, rows: int) -> str:
    """A pattern led by an accent colour."""
    return tile_pattern(seed, columns, rows, palette=forum_palette(colour))


def look_of(colour: str, seed: str) -> dict[str, object]:
    """What the preview of colour and pattern shows."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        colour = "#b4472a"
    ratio = contrast(colour, CARD)
    return {
        "colour": colour,
        "seed": seed[:60],
        "ratio": f"{ratio:.1f}:1",
        "readable": ratio >= READABLE,
        "used": accent(colour).fill,
    }
