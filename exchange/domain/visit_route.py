"""The way of a study visit: whether its stops and legs fit the clock and the world, and a small map of it.

Source of the checks: DOMAIN 3, 'Automatic checks'. Positions are degrees (latitude, longitude), times aware instants.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from exchange.domain.programme import Stop

EARTH_KM = 6371.0
# A stop farther away than this from the venue is a typing error, not a study visit.
FAR_KM = 400
MIN_SHARE_ON_SITE = 0.5
MAX_STOPS = 12

Place = tuple[float, float]


class Problem(StrEnum):
    """What does not fit; the ones in `BLOCKING` keep a visit from being offered and published."""

    TOO_FEW_STOPS = "too_few_stops"
    NO_ARRIVAL = "no_arrival"
    NO_DEPARTURE = "no_departure"
    ENDS_BEFORE_START = "ends_before_start"
    NEGATIVE_LEG = "negative_leg"
    HALF_A_PLACE = "half_a_place"
    OUTSIDE_THE_WORLD = "outside_the_world"
    SWAPPED = "swapped"
    FAR_AWAY = "far_away"
    NO_TIME_FOR_LEG = "no_time_for_leg"
    LITTLE_ON_SITE = "little_on_site"
    FEW_SEATS = "few_seats"


BLOCKING = frozenset(
    {
        Problem.TOO_FEW_STOPS,
        Problem.NO_ARRIVAL,
        Problem.NO_DEPARTURE,
        Problem.ENDS_BEFORE_START,
        Problem.NEGATIVE_LEG,
        Problem.HALF_A_PLACE,
        Problem.OUTSIDE_THE_WORLD,
        Problem.SWAPPED,
    }
)


@dataclass(frozen=True)
class Finding:
    """A problem at a stop (index from 0; the leg *to* that stop for the ones about legs), or of the whole way."""

    problem: Problem
    stop: int | None = None
    number: int = 0

    @property
    def blocks(self) -> bool:
        return self.problem in BLOCKING


@dataclass(frozen=True)
class Timing:
    """Minutes of a visit: on its sites, on the way, in all. `share` of the time on sites, 0 to 1."""

    on_site: int
    travelling: int

    @property
    def total(self) -> int:
        return self.on_site + self.travelling

    @property
    def share(self) -> float:
        return self.on_site / self.total if self.total else 0.0


def span(stops: Sequence[Stop]) -> tuple[datetime, datetime] | None:
    """When a visit leaves and is back; None while one of the two is not known or they are the wrong way round."""
    if len(stops) < 2 or stops[0].leaves is None or stops[-1].arrives is None:
        return None
    return (stops[0].leaves, stops[-1].arrives) if stops[0].leaves < stops[-1].arrives else None


def leg_minutes(stops: Sequence[Stop]) -> tuple[int | None, ...]:
    """Minutes of each way from a stop to the next; None where a time is missing."""
    return tuple(_minutes(here.leaves, there.arrives) for here, there in pairwise(stops))


def minutes_on_site(stop: Stop) -> int | None:
    """Minutes at a stop; None where a time is missing."""
    return _minutes(stop.arrives, stop.leaves)


def timing(stops: Sequence[Stop]) -> Timing:
    """Minutes on sites and on the way; what is missing or impossible counts nothing."""
    on_site = sum(max(minutes_on_site(stop) or 0, 0) for stop in stops[1:-1])
    return Timing(on_site, sum(max(minutes or 0, 0) for minutes in leg_minutes(stops)))


def smallest_capacity(capacity: int, seats: Iterable[int | None]) -> int:
    """How many people can really come: the smallest of the visit and its vehicles (None: no limit)."""
    return min([capacity, *(number for number in seats if number is not None)])


def check(
    stops: Sequence[Stop], *, capacity: int = 0, seats: Sequence[int | None] = (), near: Place | None = None
) -> list[Finding]:
    """Everything that does not fit, in the order of the stops; `near` is where the forum takes place."""
    if len(stops) < 2:
        return [Finding(Problem.TOO_FEW_STOPS)]
    found = [finding for index in range(len(stops)) for finding in _at(stops, index, near)]
    found += _tight_seats(capacity, seats)
    timed = timing(stops)
    if len(stops) > 2 and timed.total and timed.share < MIN_SHARE_ON_SITE:
        found.append(Finding(Problem.LITTLE_ON_SITE, number=round(timed.share * 100)))
    return found


def _at(stops: Sequence[Stop], index: int, near: Place | None) -> list[Finding]:
    place = where(stops[index].latitude, stops[index].longitude, near)
    problems = [*_times(stops, index), _way_here(stops, index), place]
    return [Finding(problem, index) for problem in problems if problem]


def _times(stops: Sequence[Stop], index: int) -> list[Problem]:
    stop = stops[index]
    problems = []
    if index > 0 and stop.arrives is None:
        problems.append(Problem.NO_ARRIVAL)
    if index < len(stops) - 1 and stop.leaves is None:
        problems.append(Problem.NO_DEPARTURE)
    on_site = minutes_on_site(stop)
    if 0 < index < len(stops) - 1 and on_site is not None and on_site < 0:
        problems.append(Problem.ENDS_BEFORE_START)
    return problems


def _way_here(stops: Sequence[Stop], index: int) -> Problem | None:
    minutes = _minutes(stops[index - 1].leaves, stops[index].arrives) if index else None
    if minutes is None or minutes > 0:
        return None
    return Problem.NEGATIVE_LEG if minutes < 0 else Problem.NO_TIME_FOR_LEG


def where(latitude: float | None, longitude: float | None, near: Place | None = None) -> Problem | None:
    """What is wrong with a position: half of it missing, outside the world, swapped, or far from `near`."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return Problem.HALF_A_PLACE
    if not _in_world(latitude, longitude):
        return Problem.SWAPPED if _in_world(longitude, latitude) else Problem.OUTSIDE_THE_WORLD
    if near is None or distance_km((latitude, longitude), near) <= FAR_KM:
        return None
    swapped_fits = _in_world(longitude, latitude) and distance_km((longitude, latitude), near) <= FAR_KM
    return Problem.SWAPPED if swapped_fits else Problem.FAR_AWAY


def _in_world(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _tight_seats(capacity: int, seats: Sequence[int | None]) -> list[Finding]:
    return [
        Finding(Problem.FEW_SEATS, index + 1, number)
        for index, number in enumerate(seats)
        if number is not None and number < capacity
    ]


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else round((end - start).total_seconds() / 60)


def distance_km(one: Place, other: Place) -> float:
    """Kilometres along the surface between two places (haversine)."""
    (lat1, lon1), (lat2, lon2) = one, other
    north, east = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    half = math.sin(north / 2) ** 2
    half += math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True)
class MapPoint:
    """A place on the map, in units of its box; `numbers` are the stops there, counted from 1."""

    x: float
    y: float
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class RouteMap:
    """A drawing of the way: points, a line through them in order ("x,y x,y"), and a bar of `bar_km` kilometres."""

    width: int
    height: int
    points: tuple[MapPoint, ...]
    line: str
    bar: float
    bar_km: float


def route_map(stops: Sequence[Stop], width: int = 360, height: int = 220, margin: int = 28) -> RouteMap | None:
    """The stops that have a position, north on top, drawn to scale; None when fewer than two places are known."""
    placed = [
        (number, stop.latitude, stop.longitude)
        for number, stop in enumerate(stops, 1)
        if stop.latitude is not None and stop.longitude is not None and _in_world(stop.latitude, stop.longitude)
    ]
    flat = _in_km([(latitude, longitude) for _, latitude, longitude in placed])
    if len(set(flat)) < 2:
        return None
    scale, left, top = _fit(flat, width - 2 * margin, height - 2 * margin)
    drawn = [(round(margin + left + x * scale, 1), round(margin + top + y * scale, 1)) for x, y in flat]
    bar_km = _round_length(80 / scale)
    return RouteMap(
        width,
        height,
        _gathered(drawn, [number for number, _, _ in placed]),
        " ".join(f"{x},{y}" for x, y in drawn),
        round(bar_km * scale, 1),
        bar_km,
    )


def _in_km(places: Sequence[Place]) -> list[Place]:
    """Places as kilometres east and south of the westernmost and northernmost one."""
    if not places:
        return []
    middle = math.cos(math.radians(sum(latitude for latitude, _ in places) / len(places)))
    first = places[0][1]
    # Across the date line the short way round.
    east = [((longitude - first + 540) % 360 - 180) * middle for _, longitude in places]
    degree = math.pi * EARTH_KM / 180
    north = max(latitude for latitude, _ in places)
    west = min(east)
    return [
        (round((x - west) * degree, 3), round((north - latitude) * degree, 3))
        for x, (latitude, _) in zip(east, places, strict=True)
    ]


def _fit(flat: Sequence[Place], width: int, height: int) -> tuple[float, float, float]:
    """Units a kilometre, and how far to move right and down, so that everything fits in the middle of the box."""
    wide, high = max(x for x, _ in flat), max(y for _, y in flat)
    # Never closer than a kilometre across: two houses of one street are not a journey.
    scale = min(width / max(wide, 1.0), height / max(high, 1.0))
    return scale, (width - wide * scale) / 2, (height - high * scale) / 2


def _gathered(drawn: Sequence[Place], numbers: Sequence[int], reach: float = 22) -> tuple[MapPoint, ...]:
    """One point for stops whose marks would cover each other (the end is often where the visit began)."""
    points: list[MapPoint] = []
    for (x, y), number in zip(drawn, numbers, strict=True):
        near = next((i for i, p in enumerate(points) if math.hypot(p.x - x, p.y - y) < reach), None)
        if near is None:
            points.append(MapPoint(x, y, (number,)))
        else:
            points[near] = MapPoint(points[near].x, points[near].y, (*points[near].numbers, number))
    return tuple(points)


def _round_length(km: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not longer."""
    power = 10 ** math.floor(math.log10(km))
    best = max(step for step in (1, 2, 5) if step * power <= km * 1.0000001)
    length = best * power
    return int(length) if length >= 1 else round(length, 6)
