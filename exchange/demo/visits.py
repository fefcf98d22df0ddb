"""The six study visits of Wednesday 26 May 2027."""

from functools import cache
from itertools import pairwise
from typing import Any

from exchange.demo.forum import FORUM
from exchange.demo.reading import tables
from exchange.demo.values import Leg, Stop, Visit, at
from exchange.domain.visit_route import distance_km

DAY = 26
# Streets are longer than the straight line.
DETOUR = 1.35


@cache
def visits() -> tuple[Visit, ...]:
    """V1 to V6 with stops and legs."""
    return tuple(_visit(code, cells) for code, cells in tables("visits").items())


def _visit(code: str, cells: dict[str, Any]) -> Visit:
    stops = tuple(_stop(each) for each in cells["stops"])
    ways = zip(cells["legs"], pairwise(stops), strict=True)
    return Visit(
        code=code,
        titles=cells["title"],
        summaries=cells["summary"],
        questions=cells["question"],
        did_not_work=cells["did_not_work"],
        bring=cells["bring"],
        limits=cells["limits"],
        subthemes=tuple(cells["subthemes"]),
        languages=tuple(cells["languages"]),
        lead=cells["lead"],
        capacity_min=cells["capacity"][0],
        capacity=cells["capacity"][1],
        step_free=cells["step_free"],
        walk_km=cells.get("walk_km"),
        cost=cells["cost"],
        stops=stops,
        legs=tuple(Leg(mode, vehicle, seats or None, road_km(*ends)) for (mode, vehicle, seats), ends in ways),
    )


def _stop(cells: dict[str, Any]) -> Stop:
    """A stop without a place is the Forum Centre, where every visit begins and ends."""
    latitude, longitude = cells.get("at", (FORUM.latitude, FORUM.longitude))
    return Stop(
        names=cells["name"],
        address=cells.get("address", FORUM.venue_address),
        latitude=latitude,
        longitude=longitude,
        arrives=at(DAY, cells["arrive"]) if "arrive" in cells else None,
        leaves=at(DAY, cells["leave"]) if "leave" in cells else None,
        form=cells.get("form", "meeting_point"),
        purposes=cells.get("purpose", {}),
    )


def road_km(start: Stop, end: Stop) -> float:
    """Kilometres by road from stop to stop, estimated from the straight line."""
    straight = distance_km((start.latitude, start.longitude), (end.latitude, end.longitude))
    return round(straight * DETOUR, 1)
