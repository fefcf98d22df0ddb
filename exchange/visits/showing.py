"""A visit's sheet as its page shows it: times in the forum's zone, words in the page's language."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from exchange.domain.programme import Leg, Stop, VisitSheet
from exchange.domain.visit_route import Finding, RouteMap, Timing, minutes_on_site, route_map, timing
from exchange.forums.models import Forum
from exchange.i18n import local_text, word
from exchange.visits import queries
from exchange.visits.models import LegMode, StepFree, StopForm


@dataclass(frozen=True)
class Shown:
    """What the templates of visits read of one sheet."""

    sheet: VisitSheet
    date: str
    times: str
    step_free: StepFree
    themes: list[tuple[str, Any]]
    stops: list[dict[str, Any]] = field(default_factory=list)
    timing: Timing = Timing(0, 0)  # noqa: RUF009 - frozen
    map: RouteMap | None = None


def shown_all(sheets: list[VisitSheet], forum: Forum) -> list[Shown]:
    """Sheets for a list of cards."""
    names = queries.subtheme_names({code for sheet in sheets for code in sheet.themes})
    return [_shown(sheet, forum, names) for sheet in sheets]


def shown(sheet: VisitSheet, forum: Forum) -> Shown:
    """One sheet with its timeline and its map."""
    (found,) = shown_all([sheet], forum)
    return Shown(
        sheet=sheet,
        date=found.date,
        times=found.times,
        step_free=found.step_free,
        themes=found.themes,
        stops=timeline(sheet.stops, sheet.legs, forum),
        timing=timing(sheet.stops),
        map=route_map(sheet.stops),
    )


def _shown(sheet: VisitSheet, forum: Forum, names: dict[str, dict[str, str]]) -> Shown:
    starts, ends = sheet.starts_at.astimezone(forum.zone), sheet.ends_at.astimezone(forum.zone)
    return Shown(
        sheet=sheet,
        date=format_date(starts.date(), "full") if starts < ends else "",
        times=f"{starts:%H:%M} – {ends:%H:%M}" if starts < ends else "",
        step_free=StepFree(sheet.step_free.value),
        themes=[(code.split("-", 1)[0], local_text(names[code])) for code in sheet.themes if code in names],
    )


def timeline(stops: tuple[Stop, ...], legs: tuple[Leg, ...], forum: Forum) -> list[dict[str, Any]]:
    """Stops for the timeline part: {time, title, text, note, leg}."""
    return [
        {
            "time": _times(stop, forum.zone),
            "title": local_text(stop.names, forum.languages) or stop.name,
            "text": local_text(stop.purpose, forum.languages) if any(stop.purpose.values()) else "",
            "note": " · ".join(filter(None, _facts(stop))),
            "leg": _way(legs[place]) if place < len(legs) else "",
        }
        for place, stop in enumerate(stops)
    ]


def _times(stop: Stop, zone: ZoneInfo) -> str:
    return "–".join(f"{at.astimezone(zone):%H:%M}" for at in (stop.arrives, stop.leaves) if at)


def _facts(stop: Stop) -> list[str]:
    minutes = minutes_on_site(stop)
    there = _("%(minutes)s minutes", minutes=minutes) if minutes and minutes > 0 else ""
    return [word(StopForm(stop.form)) if stop.form else "", there, stop.address]


def _way(leg: Leg) -> str:
    far = _("%(km)s km", km=format_decimal(leg.distance_km)) if leg.distance_km else ""
    long = _("%(minutes)s minutes", minutes=leg.minutes) if leg.minutes > 0 else ""
    return " · ".join(filter(None, (word(LegMode(leg.mode)), long, far, leg.vehicle)))


def finding_text(finding: Finding) -> str:
    """A finding as a sentence; stops are counted from 1, as on the page."""
    return word(finding.problem) % {"stop": (finding.stop or 0) + 1, "number": finding.number}
