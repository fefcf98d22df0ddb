"""What the sentences of clashes are put together from."""

from zoneinfo import ZoneInfo

from exchange.agenda.moments import _, span
from exchange.domain.timetable import Clash, Placed

# Fewer delegates than this are not counted in words: a number would point at people.
HIDDEN_BELOW = 5


def facts_of(one: Placed, zone: ZoneInfo) -> dict[str, str]:
    return {"code": one.code, "title": one.title, "time": span(one.starts_at, one.ends_at, zone)}


def named(one: Placed, zone: ZoneInfo) -> str:
    """'S02 “Title” (09:00–10:00)'."""
    return _("%(code)s “%(title)s” (%(time)s)", **(facts_of(one, zone) | {"code": called(one)}))


def pair(clash: Clash, zone: ZoneInfo) -> dict[str, str]:
    first, second = clash.sessions
    return {"first": named(first, zone), "second": named(second, zone)}


def called(one: Placed) -> str:
    """A session's code; one that is not saved yet has none."""
    return one.code or _("The session")


def codes_of(clash: Clash) -> str:
    return ", ".join(called(one) for one in clash.sessions)


def room_of(clash: Clash) -> str:
    return clash.room.name if clash.room else ""


def name_of(clash: Clash) -> str:
    return clash.person.name if clash.person else ""


def hours(minutes: int) -> str:
    """'6 h', '6 h 45'."""
    whole, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)s", hours=whole, minutes=f"{rest:02}") if rest else _("%(hours)s h", hours=whole)
