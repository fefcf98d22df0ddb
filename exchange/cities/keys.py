"""Under which words a city and a country are found, in any of our languages."""

from collections.abc import Iterable
from functools import cache

from babel import Locale

from exchange.domain.text import fold, words_key
from exchange.i18n import INTERFACE, NO_COUNTRY

# Names that lists still carry and that the language data no longer has.
OTHER_NAMES = {
    "ivory coast": "CI",
    "costa de marfil": "CI",
    "cape verde": "CV",
    "swaziland": "SZ",
    "turkey": "TR",
    "viet nam": "VN",
    "burma": "MM",
    "macedonia": "MK",
    "czech republic": "CZ",
    "the gambia": "GM",
    "dr congo": "CD",
    "drc": "CD",
    "democratic republic of the congo": "CD",
    "republic of the congo": "CG",
    "congo": "CG",
    "palestine": "PS",
    "russian federation": "RU",
    "republic of korea": "KR",
    "lao pdr": "LA",
    "syrian arab republic": "SY",
    "united republic of tanzania": "TZ",
    "republic of moldova": "MD",
    "islamic republic of iran": "IR",
    "brunei darussalam": "BN",
    "usa": "US",
    "uk": "GB",
}


def name_key(name: str) -> str:
    """What tells two cities of a country apart: the name without accents and case."""
    return fold(name)[:120]


def search_key(name: str, country_code: str, other_names: Iterable[str] = ()) -> str:
    """All words a city is found by, each after a space: its own names and its country's, folded."""
    return "".join(dict.fromkeys(words_key(each) for each in (name, *other_names, *_names_of(country_code))))[:400]


@cache
def country_codes() -> frozenset[str]:
    """The two-letter codes of all countries; Namibia's is NA."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY)


@cache
def _names_of(code: str) -> tuple[str, ...]:
    names = [Locale(language).territories.get(code, code) for language in INTERFACE]
    return (*names, *(name for name, other in OTHER_NAMES.items() if other == code))


def country_of(text: str) -> str | None:
    """The code of a country given by code or by name in one of our languages; None when there is no such country."""
    code = text.strip().upper()
    return code if code in country_codes() else _codes_by_name().get(fold(text))


@cache
def _codes_by_name() -> dict[str, str]:
    named = {fold(name): code for code in country_codes() for name in _names_of(code)}
    return OTHER_NAMES | named
