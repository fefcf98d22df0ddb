"""The network on the world map: a link for every city, or dots and a list of countries when there are many."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app, url_for

from exchange.domain.text import fold
from exchange.domain.world_map import WorldMap, world_map
from exchange.i18n import country_name

# A named link for each of 150 cities weighs 40 kB; beyond that a page would be slow on a thin line.
NAMED = 150


class Placed(Protocol):
    """What is drawn of a city."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def country_code(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True)
class NetworkMap:
    """`cities` as parts/map.html wants them; with many cities `dots` (an SVG path) and `countries` instead."""

    world: WorldMap
    total: int
    cities: list[dict[str, Any]] = field(default_factory=list)
    dots: str = ""
    countries: list[tuple[str, str, int]] = field(default_factory=list)


@cache
def _world_from(folder: str) -> WorldMap:
    return world_map(json.loads((Path(folder) / "vendor/world-atlas/land-110m.json").read_text()))


def world() -> WorldMap:
    """The land of the world; read and simplified once a process."""
    return _world_from(str(current_app.static_folder))


def network_map(cities: Iterable[Placed], *, kinds: dict[int, str] | None = None) -> NetworkMap:
    """The map of some cities; those without a position are left out. `kinds`: city id -> "host", "need", "offer"."""
    placed = [city for city in cities if city.latitude is not None and city.longitude is not None]
    if len(placed) > NAMED:
        return NetworkMap(world(), len(placed), dots=_dots(placed), countries=_countries(placed))
    return NetworkMap(world(), len(placed), cities=[_named(city, (kinds or {}).get(city.id)) for city in placed])


def _named(city: Placed, kind: str | None) -> dict[str, Any]:
    x, y = _position(city)
    href = url_for("cities.city", number=city.id)
    return {"name": city.name, "href": href, "x": x, "y": y, "text": country_name(city.country_code), "kind": kind}


def _position(city: Placed) -> tuple[float, float]:
    return world().project(city.latitude or 0.0, city.longitude or 0.0)


def _dots(cities: Sequence[Placed]) -> str:
    # A line of no length with round ends is a dot of ten letters instead of an element.
    return "".join("M{:g} {:g}h0".format(*_position(city)) for city in cities)


def _countries(cities: Sequence[Placed]) -> list[tuple[str, str, int]]:
    counted = Counter(city.country_code for city in cities)
    named = sorted((country_name(code), code, count) for code, count in counted.items())
    named.sort(key=lambda country: fold(country[0]))
    return [(name, url_for("cities.directory", country=code), count) for name, code, count in named]
