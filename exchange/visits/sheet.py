"""A visit as its host writes it, turned into the sheet the public reads, and how the two differ."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from enum import StrEnum

from exchange.domain import programme
from exchange.domain.programme import Leg, Status, Stop, VisitSheet
from exchange.domain.programme_json import visit_from_json, visit_to_json
from exchange.domain.visit_route import Finding, Place, check, leg_minutes, span
from exchange.stale import mark_of
from exchange.visits.models import StudyVisit, VisitState


class Part(StrEnum):
    """Parts of a visit that a reader would see change."""

    TITLES = "titles"
    SUMMARIES = "summaries"
    QUESTION = "question"
    DID_NOT_WORK = "did_not_work"
    BRING = "bring"
    LIMITS = "limits"
    THEMES = "themes"
    LANGUAGES = "languages"
    CAPACITY = "capacity"
    STEP_FREE = "step_free"
    WALK_KM = "walk_km"
    LEAD = "lead"
    HOST_CITY = "host_city"
    TIMES = "times"
    STOPS = "stops"
    LEGS = "legs"


class Missing(StrEnum):
    """What a visit still needs. The ones in `REQUIRED` before it can be offered."""

    TITLE = "title"
    LANGUAGES = "languages"
    ROUTE = "route"
    SUMMARY = "summary"
    QUESTION = "question"
    THEME = "theme"
    LEAD = "lead"
    BRING = "bring"
    DID_NOT_WORK = "did_not_work"


REQUIRED = frozenset({Missing.TITLE, Missing.LANGUAGES, Missing.ROUTE})


def stops_of(visit: StudyVisit) -> tuple[Stop, ...]:
    """The stops as values."""
    return tuple(
        Stop(
            name=stop.name,
            names=stop.names,
            arrives=stop.arrives_at,
            leaves=stop.leaves_at,
            purpose=stop.purposes,
            form=stop.form.value,
            latitude=stop.latitude,
            longitude=stop.longitude,
            address=stop.address,
        )
        for stop in visit.stops
    )


def legs_of(visit: StudyVisit, stops: tuple[Stop, ...]) -> tuple[Leg, ...]:
    """The legs as values; a leg whose times are not known yet takes 0 minutes."""
    minutes = leg_minutes(stops)
    return tuple(
        Leg(leg.mode.value, minutes[leg.position] or 0, leg.distance_km, leg.vehicle)
        for leg in visit.legs
        if leg.position < len(minutes)
    )


def draft_sheet(visit: StudyVisit) -> VisitSheet:
    """The sheet that publishing now would make; its sequence and updated_at are set by publishing."""
    stops = stops_of(visit)
    starts_at, ends_at = span(stops) or (_noon(visit), _noon(visit))
    return VisitSheet(
        guid=visit.guid,
        number=visit.id,
        code=visit.code,
        titles=visit.titles,
        summaries=visit.summaries,
        themes=tuple(visit.subtheme_codes),
        starts_at=starts_at.astimezone(UTC),
        ends_at=ends_at.astimezone(UTC),
        capacity=visit.capacity,
        languages=tuple(visit.languages),
        step_free=programme.StepFree(visit.step_free.value),
        bring=visit.bring,
        question=visit.questions,
        lead=visit.lead_name,
        stops=stops,
        legs=legs_of(visit, stops),
        limits=visit.limits,
        walk_km=visit.walk_km,
        did_not_work=visit.did_not_work,
        host_city=visit.host_city.name if visit.host_city else "",
        status=Status.CANCELLED if visit.state is VisitState.CANCELLED else Status.CONFIRMED,
        updated_at=visit.updated_at,
    )


def draft_mark(visit: StudyVisit) -> str:
    """Changes with whatever publishing now would show."""
    return mark_of({**visit_to_json(draft_sheet(visit)), "updated_at": None, "status": None})


def _noon(visit: StudyVisit) -> datetime:
    return datetime.combine(visit.forum.starts_on, time(12), visit.forum.zone)


def published_sheet(visit: StudyVisit) -> VisitSheet | None:
    """The sheet the public reads."""
    return visit_from_json(visit.published) if visit.published else None


def differences(visit: StudyVisit) -> tuple[Part, ...]:
    """What the host changed since the organiser published; nothing for a visit that was never published."""
    before = published_sheet(visit)
    if before is None:
        return ()
    after = draft_sheet(visit)
    return tuple(part for part in Part if _seen(part)(before) != _seen(part)(after))


def _seen(part: Part) -> Callable[[VisitSheet], object]:
    if part is Part.TIMES:
        return lambda sheet: [(stop.arrives, stop.leaves) for stop in sheet.stops]
    if part is Part.STOPS:
        return lambda sheet: [
            (stop.name, dict(stop.names), stop.address, dict(stop.purpose), stop.form, stop.latitude, stop.longitude)
            for stop in sheet.stops
        ]
    if part is Part.LEGS:
        return lambda sheet: [(leg.mode, leg.vehicle, leg.distance_km) for leg in sheet.legs]
    if part is Part.LANGUAGES:
        # Readers see the same languages in whatever order the host ticked them.
        return lambda sheet: frozenset(sheet.languages)
    return lambda sheet: getattr(sheet, part.value)


def place_of_forum(visit: StudyVisit) -> Place | None:
    """Where the forum is: its venue, or its host city."""
    forum = visit.forum
    if forum.venue_latitude is not None and forum.venue_longitude is not None:
        return forum.venue_latitude, forum.venue_longitude
    city = forum.host_city
    if city and city.latitude is not None and city.longitude is not None:
        return city.latitude, city.longitude
    return None


def findings(visit: StudyVisit) -> list[Finding]:
    """What does not fit on the way."""
    seats = [leg.seats for leg in visit.legs]
    return check(stops_of(visit), capacity=visit.capacity, seats=seats, near=place_of_forum(visit))


def missing(visit: StudyVisit) -> list[Missing]:
    """What is still to be written, the required things first."""
    there = {
        Missing.TITLE: any(text.strip() for text in visit.titles.values()),
        Missing.LANGUAGES: bool(visit.languages),
        Missing.ROUTE: len(visit.stops) > 2 and not any(finding.blocks for finding in findings(visit)),
        Missing.SUMMARY: bool(visit.summaries),
        Missing.QUESTION: bool(visit.questions),
        Missing.THEME: bool(visit.subtheme_codes),
        Missing.LEAD: bool(visit.lead_name and visit.lead_phone),
        Missing.BRING: bool(visit.bring),
        Missing.DID_NOT_WORK: bool(visit.did_not_work),
    }
    return [part for part in Missing if not there[part]]


def untranslated(visit: StudyVisit) -> dict[str, list[Part]]:
    """By language of the forum: the texts that are written in another one of its languages only."""
    texts = {
        Part.TITLES: [visit.titles],
        Part.SUMMARIES: [visit.summaries],
        Part.QUESTION: [visit.questions],
        Part.DID_NOT_WORK: [visit.did_not_work],
        Part.BRING: [visit.bring],
        Part.LIMITS: [visit.limits],
        Part.STOPS: [written for stop in visit.stops for written in (stop.names, stop.purposes)],
    }
    return {
        language: [part for part, written in texts.items() if any(each and not each.get(language) for each in written)]
        for language in visit.forum.languages
    }
