"""Texts that organisers write in several languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Texts = Mapping[str, str]
"""A language code -> what was written in that language."""

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Localised:
    """A text, the language it is in, and whether that is not the language asked for."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    @property
    def direction(self) -> str:
        return direction(self.language)


def localise(texts: Texts, language: str, order: Sequence[str]) -> Localised:
    """The text in a language; else in the first of `order` that has one; else any; else empty."""
    for candidate in (language, *order, *sorted(texts)):
        if texts.get(candidate, "").strip():
            return Localised(texts[candidate], candidate, candidate != language)
    return Localised("", language, is_fallback=False)


def named(name: str, names: Texts, language: str, order: Sequence[str]) -> Localised:
    """A name from `names` like localise(); else `name`, which has no language and is nobody's fallback."""
    found = localise(names, language, order)
    return found if found.text else Localised(name, language, is_fallback=False)


def direction(language: str) -> str:
    """ "rtl" or "ltr", as the dir attribute wants it."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
