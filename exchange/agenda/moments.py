"""Days and times in the page's language."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, get_locale, gettext

# CLDR's own long form puts commas and months first in English.
_DAY = {"es": "EEEE d 'de' MMMM", "pt": "EEEE, d 'de' MMMM"}


def _(text: str, **facts: object) -> str:
    """gettext with a type."""
    return str(gettext(text, **facts))


def page_language() -> str:
    """Code of the page's language."""
    return str(get_locale() or "en").split("_", 1)[0]


def day_name(day: date) -> str:
    """'Tuesday 25 May' in the page's language."""
    text: str = format_date(day, _DAY.get(page_language(), "EEEE d MMMM"))
    return text[:1].upper() + text[1:]


def short_day(day: date) -> str:
    """'Tue 25 May'."""
    text: str = format_date(day, "EEE d MMM")
    return text[:1].upper() + text[1:]


def full_date(day: date) -> str:
    """'16 November 2026'."""
    return str(format_date(day, "long" if page_language() == "es" else "d MMMM y"))


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """'09:00' on a wall of the venue."""
    return f"{instant.astimezone(zone):%H:%M}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """'09:00–10:15'."""
    return f"{clock(starts_at, zone)}–{clock(ends_at, zone)}"


def when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """'Tue 25 May, 09:00–10:15'."""
    day = short_day(starts_at.astimezone(zone).date())
    return _("%(day)s, %(time)s", day=day, time=span(starts_at, ends_at, zone))


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """'Tue 25 May 09:00'."""
    return f"{short_day(instant.astimezone(zone).date())} {clock(instant, zone)}"


def codes(languages: Iterable[str]) -> str:
    """'EN, FR'."""
    return ", ".join(code.upper() for code in languages)
