"""Dates, clocks and the words that other features have for things, in the language of a document."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

# What is usual on a printed programme; CLDR's own order puts commas and months first in English.
_DAY = {"en": "EEEE d MMMM", "fr": "EEEE d MMMM", "es": "EEEE d 'de' MMMM", "pt": "EEEE, d 'de' MMMM"}
_DATE = {"en": "d MMMM y", "fr": "d MMMM y", "es": "d 'de' MMMM 'de' y", "pt": "d 'de' MMMM 'de' y"}


def as_written(value: str) -> str:
    """A code in letters when nobody has a word for it ("side_event" -> "Side event")."""
    return value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Labels:
    """From a code to a word, already in the document's language."""

    format: Callable[[str], str] = as_written
    role: Callable[[str], str] = as_written
    leg_mode: Callable[[str], str] = as_written
    stop_form: Callable[[str], str] = as_written


def day_name(day: date, language: str) -> str:
    """ "Tuesday 25 May"."""
    text = format_date(day, _DAY.get(language, "full"), locale=language)
    return text[:1].upper() + text[1:]


def weekday(day: date, language: str) -> str:
    """ "Tuesday"."""
    text = format_date(day, "EEEE", locale=language)
    return text[:1].upper() + text[1:]


def full_date(day: date | datetime, language: str) -> str:
    """ "2 April 2027"."""
    return format_date(day, _DATE.get(language, "long"), locale=language)


def date_range(first: date, last: date, language: str) -> str:
    """ "25–27 May 2027", as short as the two days allow."""
    if first == last or (first.year, first.month) != (last.year, last.month):
        ends = [full_date(day, language) for day in dict.fromkeys((first, last))]
        return " – ".join(ends)
    return f"{first.day}–{full_date(last, language)}"


def decimal(number: float, language: str) -> str:
    """ "1.2", in French "1,2"."""
    return format_decimal(number, locale=language)


def country(code: str, language: str) -> str:
    """The country's name; the code itself when it is none."""
    return str(Locale(language).territories.get(code, code))


def spoken(languages: tuple[str, ...]) -> str:
    """ "FR → EN · ES": what is spoken, and what it is interpreted into."""
    floor, *others = [code.upper() for code in languages] or [""]
    return f"{floor} → {' · '.join(others)}" if others else floor


def unbroken(text: str, language: str) -> str:
    """The text with the spaces that French sets before : ; ? ! and inside quotes made unbreakable."""
    if not language.startswith("fr"):
        return text
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)
