"""Colours that stay readable: contrast as WCAG 2.2 defines it, a forum's accent and the themes' colours.

Colours are text, "#rrggbb". Anything else raises ValueError.
"""

import re
from dataclasses import dataclass

PAPER = "#fbf8f3"
CARD = "#ffffff"
INK = "#14213d"
NIGHT = "#10182b"
NIGHT_CARD = "#19233b"
CREAM = "#f4ebdc"
TERRACOTTA = "#b5472a"
OCHRE = "#dfa326"
TEAL = "#0d6b68"
BLUE = "#1f4e9e"

READABLE = 4.5
STEPS = 40

# Every family reaches 5.1:1 on paper and under white text, so that small tags can be printed.
FAMILY_COLOURS = {
    "people": "#9c2f55",
    "home": "#b0442a",
    "water": "#0d6b68",
    "land": "#3f6b1e",
    "move": "#1f4e9e",
    "work": "#7d5700",
    "civic": "#6b3a7d",
    "public": "#4a5568",
}

FAMILY_THEMES = {
    "people": ("POV", "GEN", "YTH", "MIG", "DIS"),
    "home": ("HOU", "PLN"),
    "water": ("WSH", "WST", "HEA"),
    "land": ("FOD", "NAT", "CLI"),
    "move": ("MOB", "ENE"),
    "work": ("JOB", "FIN", "EDU"),
    "civic": ("GOV", "DIG"),
    "public": ("CUL", "SAF"),
}

THEME_COLOURS = {theme: FAMILY_COLOURS[family] for family, themes in FAMILY_THEMES.items() for theme in themes}
"""Theme code -> colour; sessions without a theme take INK."""

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """One forum's colour in its uses: fill under white text, text on paper, soft ground; the same at night."""

    fill: str
    ink: str
    soft: str
    night_fill: str
    night_ink: str
    night_soft: str


def channels(colour: str) -> Rgb:
    """Red, green and blue, 0 to 255."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"not a colour of the form #rrggbb: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), by WCAG 2.2."""
    red, green, blue = (_linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, by WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, *grounds: str, ratio: float = READABLE) -> str:
    """`colour`, darkened or lightened as little as needed to reach `ratio` on every one of `grounds`."""
    pole = max(("#000000", "#ffffff"), key=lambda end: min(contrast(end, ground) for ground in grounds))
    for step in range(STEPS + 1):
        tried = mix(colour, pole, step / STEPS)
        if all(contrast(tried, ground) >= ratio for ground in grounds):
            return tried
    raise ValueError(f"no shade of {colour} reaches {ratio}:1 on {', '.join(grounds)}")


def accent(colour: str) -> Accent:
    """The shades of `colour` that a forum's pages need, each readable where it is used."""
    soft, night_soft = mix(colour, PAPER, 0.88), mix(colour, NIGHT, 0.78)
    night_ink = readable(colour, NIGHT, NIGHT_CARD, night_soft)
    return Accent(
        fill=readable(colour, CARD, PAPER),
        ink=readable(colour, PAPER, CARD, soft),
        soft=soft,
        night_fill=night_ink,
        night_ink=night_ink,
        night_soft=night_soft,
    )


def accent_stylesheet(colour: str) -> str:
    """CSS text that sets a forum's accent on the page, by day and by night."""
    shades = accent(colour)
    day = f"--accent:{shades.fill};--accent-on:{CARD};--accent-ink:{shades.ink};--accent-soft:{shades.soft}"
    night = (
        f"--accent:{shades.night_fill};--accent-on:{NIGHT};"
        f"--accent-ink:{shades.night_ink};--accent-soft:{shades.night_soft}"
    )
    return f":root{{{day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}\n"
