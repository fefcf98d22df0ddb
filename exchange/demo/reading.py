"""Reads the demo's text files."""

import tomllib
import unicodedata
from importlib import resources
from typing import Any

_FILES = resources.files("exchange.demo") / "data"
# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss"})


def rows(name: str) -> list[list[str]]:
    """The cells of every line of `data/<name>.psv`; lines that start with '#' are comments."""
    text = (_FILES / f"{name}.psv").read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]


def tables(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `data/<name>.toml` by their names."""
    return tomllib.loads((_FILES / f"{name}.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Lower case ASCII for an address: 'N'Guettia' -> 'nguettia', 'Van Eeckhoven' -> 'van-eeckhoven'."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE))
    return "".join(
        "-" if letter in " -" else letter
        for letter in bare
        if letter.isascii() and (letter.isalnum() or letter in " -")
    )
