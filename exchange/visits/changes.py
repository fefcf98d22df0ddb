"""What a host changed since publishing, as lines an organiser can read: before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask_babel import format_decimal
from flask_babel import gettext as _

from exchange.domain.programme import Leg, Stop, VisitSheet
from exchange.i18n import word
from exchange.visits.models import LegMode, StepFree, StopForm, StudyVisit
from exchange.visits.sheet import Part, differences, draft_sheet, published_sheet


@dataclass(frozen=True)
class Change:
    """A part of a visit with the lines that only the published sheet has, and those that only the new one has."""

    part: Part
    before: list[str]
    after: list[str]


def changes(visit: StudyVisit) -> list[Change]:
    """The parts the host changed since the organiser published; none for a visit that was never published."""
    old, new = published_sheet(visit), draft_sheet(visit)
    return [_change(part, old, new, visit.forum.zone) for part in differences(visit)] if old else []


def _change(part: Part, old: VisitSheet, new: VisitSheet, zone: ZoneInfo) -> Change:
    before, after = _lines(part, old, zone), _lines(part, new, zone)
    came, went = [line for line in after if line not in before], [line for line in before if line not in after]
    # Where only the order changed no line is new, and all of them tell the order.
    return Change(part, went, came) if came or went else Change(part, before, after)


def _lines(part: Part, sheet: VisitSheet, zone: ZoneInfo) -> list[str]:
    if part is Part.TIMES:
        return [f"{stop.name}: {_times(stop, zone)}" for stop in sheet.stops]
    if part is Part.STOPS:
        return [line for stop in sheet.stops for line in _stop(stop)]
    if part is Part.LEGS:
        return [f"{number}. {_leg(leg)}" for number, leg in enumerate(sheet.legs, 1)]
    if part is Part.STEP_FREE:
        return [word(StepFree(sheet.step_free.value))]
    if part is Part.LANGUAGES:
        return [" · ".join(code.upper() for code in sorted(sheet.languages))]
    if part is Part.WALK_KM:
        return [_km(sheet.walk_km)] if sheet.walk_km is not None else []
    value = getattr(sheet, part.value)
    if isinstance(value, Mapping):
        return _texts(value)
    return [" · ".join(value) if isinstance(value, tuple) else str(value)] if value else []


def _texts(texts: Mapping[str, str]) -> list[str]:
    return [f"{language.upper()}: {text}" for language, text in sorted(texts.items()) if text]


def _times(stop: Stop, zone: ZoneInfo) -> str:
    return "–".join(f"{at.astimezone(zone):%H:%M}" for at in (stop.arrives, stop.leaves) if at)


def _stop(stop: Stop) -> list[str]:
    here = f"{stop.latitude}, {stop.longitude}" if stop.latitude is not None else ""
    facts = (stop.name, word(StopForm(stop.form)) if stop.form else "", stop.address, here)
    return [
        " · ".join(filter(None, facts)),
        *(f"{stop.name} · {line}" for line in (*_texts(stop.names), *_texts(stop.purpose))),
    ]


def _leg(leg: Leg) -> str:
    far = _km(leg.distance_km) if leg.distance_km else ""
    return " · ".join(filter(None, (word(LegMode(leg.mode)), far, leg.vehicle)))


def _km(distance: float) -> str:
    return _("%(km)s km", km=format_decimal(distance))
