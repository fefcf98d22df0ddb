"""Reads the demo's text files."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from exchange.domain.text import fold

_FILES = resources.files("exchange.demo") / "data"


def rows(name: str) -> list[list[str]]:
    """The cells of every line of `data/<name>.psv`; lines that start with '#' are comments."""
    text = (_FILES / f"{name}.psv").read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def tables(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `data/<name>.toml` by their names."""
    return tomllib.loads((_FILES / f"{name}.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Lower case ASCII for an address: 'N'Guettia' -> 'nguettia', 'Van Eeckhoven' -> 'van-eeckhoven'."""
    letters = fold(text).replace(" ", "-")
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter == "-"))
