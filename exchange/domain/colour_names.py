"""The named colour nearest to a forum's accent: calendars take CSS3 names only (RFC 7986 5.9)."""

from exchange.domain.colour import Rgb, channels

# Those of the CSS3 names that a reader would call by that name.
CSS_NAMES = {
    "black": "#000000",
    "brown": "#a52a2a",
    "chocolate": "#d2691e",
    "coral": "#ff7f50",
    "crimson": "#dc143c",
    "darkblue": "#00008b",
    "darkcyan": "#008b8b",
    "darkgoldenrod": "#b8860b",
    "darkgreen": "#006400",
    "darkmagenta": "#8b008b",
    "darkolivegreen": "#556b2f",
    "darkorange": "#ff8c00",
    "darkred": "#8b0000",
    "darkslateblue": "#483d8b",
    "darkslategray": "#2f4f4f",
    "dodgerblue": "#1e90ff",
    "firebrick": "#b22222",
    "forestgreen": "#228b22",
    "goldenrod": "#daa520",
    "gray": "#808080",
    "indigo": "#4b0082",
    "maroon": "#800000",
    "mediumseagreen": "#3cb371",
    "midnightblue": "#191970",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "orchid": "#da70d6",
    "purple": "#800080",
    "red": "#ff0000",
    "royalblue": "#4169e1",
    "saddlebrown": "#8b4513",
    "salmon": "#fa8072",
    "seagreen": "#2e8b57",
    "sienna": "#a0522d",
    "slateblue": "#6a5acd",
    "slategray": "#708090",
    "steelblue": "#4682b4",
    "teal": "#008080",
    "tomato": "#ff6347",
    "turquoise": "#40e0d0",
}


def css_name(colour: str) -> str:
    """The CSS3 name nearest to "#rrggbb". Raises ValueError for anything else."""
    wanted = channels(colour)
    return min(CSS_NAMES, key=lambda name: _distance(wanted, channels(CSS_NAMES[name])))


def _distance(one: Rgb, other: Rgb) -> float:
    # The eye weighs the three channels differently, the more so the redder the colour.
    red = (one[0] + other[0]) / 2
    weights = (2 + red / 256, 4.0, 2 + (255 - red) / 256)
    return sum(weight * (a - b) ** 2 for weight, a, b in zip(weights, one, other, strict=True))
