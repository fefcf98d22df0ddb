"""The world as one SVG path, and where a city stands on it.

Input is a TopoJSON dict with an object "land" in degrees (world-atlas). The projection is Equal Earth
(Šavrič, Patterson, Jenny 2018), equal in area, so that no continent is larger than it is. Antarctica is left out.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

WIDTH = 1000
NORTH, SOUTH = 84.0, -58.0
MAX_BYTES = 45_000

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT3 = math.sqrt(3)

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class WorldMap:
    """An SVG path (`d`) in a box of `width` x `height` units, the north on top."""

    width: int
    height: int
    path: str

    def project(self, lat: float, lon: float) -> Point:
        """Where a place in degrees stands in the box: x, y in units, one decimal."""
        return project(lat, lon)


def equal_earth(lat: float, lon: float) -> Point:
    """x and y on a sphere of radius 1, y to the north; degrees in."""
    theta = math.asin(ROOT3 / 2 * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    x = 2 * ROOT3 * math.radians(lon) * math.cos(theta)
    x /= 3 * (9 * A4 * sixth * square + 7 * A3 * sixth + 3 * A2 * square + A1)
    return x, theta * (A4 * sixth * square + A3 * sixth + A2 * square + A1)


RIGHT = equal_earth(0, 180)[0]
TOP = equal_earth(NORTH, 0)[1]
BOTTOM = equal_earth(SOUTH, 0)[1]
SCALE = WIDTH / (2 * RIGHT)
HEIGHT = round((TOP - BOTTOM) * SCALE)


def project(lat: float, lon: float) -> Point:
    """Where a place in degrees (WGS 84) stands on the map: x to the right, y down, in units.

    Raises ValueError for a latitude outside -90 to 90 (often: swapped with the longitude) or a longitude
    outside -180 to 180.
    """
    if not -90 <= lat <= 90 or not -180 <= lon <= 180:
        raise ValueError(f"no place on earth: latitude {lat}, longitude {lon}")
    x, y = equal_earth(lat, lon)
    return round((x + RIGHT) * SCALE, 1), round((TOP - y) * SCALE, 1)


def world_map(topology: Mapping[str, Any], max_bytes: int = MAX_BYTES) -> WorldMap:
    """The land of a TopoJSON topology, simplified just as far as `max_bytes` of path ask for."""
    rings = [part for ring in _rings(topology) for part in _cut(ring)]
    placed = [[project(lat, lon) for lon, lat in ring] for ring in rings]
    tolerance = 0.25
    while True:
        path = "".join(_draw(_simplify(ring, tolerance)) for ring in placed)
        if len(path) <= max_bytes:
            return WorldMap(WIDTH, HEIGHT, path)
        tolerance *= 1.3


def _arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs in degrees (lon, lat): TopoJSON stores them as differences on a grid."""
    transform = topology.get("transform")
    if transform is None:
        return [[(lon, lat) for lon, lat, *_ in arc] for arc in topology["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y, *_ in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def _polygons(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[int]]]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from _polygons(member)
    elif kind == "MultiPolygon":
        yield from geometry["arcs"]
    elif kind == "Polygon":
        yield geometry["arcs"]


def _rings(topology: Mapping[str, Any]) -> Iterator[Ring]:
    arcs = _arcs(topology)
    for polygon in _polygons(topology["objects"]["land"]):
        for indexes in polygon:
            ring: Ring = []
            for index in indexes:
                points = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(points[1:] if ring else points)
            yield ring


def _cut(ring: Ring) -> Iterator[Ring]:
    """A ring as pieces that stay inside the map: cut at the antimeridian and at the southern edge."""
    whole = _close_over_pole(_unwrap(ring))
    for shift in (-360.0, 0.0, 360.0):
        piece = [(lon + shift, lat) for lon, lat in whole]
        for axis, limit, keep_above in ((0, -180.0, True), (0, 180.0, False), (1, SOUTH, True), (1, NORTH, False)):
            piece = _clip(piece, axis, limit, keep_above)
        if len(piece) > 2:
            yield piece


def _unwrap(ring: Ring) -> Ring:
    """Longitudes that run on over the antimeridian (179, 181) where they jumped (179, -179)."""
    points = [ring[0]]
    for lon, lat in ring[1:]:
        points.append((lon - 360 * round((lon - points[-1][0]) / 360), lat))
    return points


def _close_over_pole(ring: Ring) -> Ring:
    """A ring that goes round the earth ends where it did not begin: close it over the nearer pole."""
    if abs(ring[-1][0] - ring[0][0]) < 180:
        return ring
    pole = math.copysign(90.0, ring[0][1])
    return [*ring, (ring[-1][0], pole), (ring[0][0], pole)]


def _clip(ring: Ring, axis: int, limit: float, keep_above: bool) -> Ring:
    """Sutherland and Hodgman: the part of a ring on one side of a straight line."""
    kept: Ring = []
    for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
        inside, was_inside = ((p[axis] >= limit) == keep_above or p[axis] == limit for p in (point, before))
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            kept.append((limit, other) if axis == 0 else (other, limit))
        if inside:
            kept.append(point)
    return kept


def _simplify(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion: no point lies further than `tolerance` units from the line."""
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    keep.add(len(ring) // 2)
    while spans:
        first, last = spans.pop()
        far, index = max(
            ((_off(ring[i], ring[first], ring[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if far > tolerance:
            keep.add(index)
            spans += [(first, index), (index, last)]
    return [ring[i] for i in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a segment."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1))


def _draw(ring: Ring) -> str:
    """A ring as a path of steps of a tenth of a unit; an islet too small to see is left out."""
    points = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    steps = [step for step in steps if step != (0, 0)]
    if len(steps) < 3:
        return ""
    start_x, start_y = points[0]
    return f"M{start_x / 10:g} {start_y / 10:g}l" + "".join(_step(x) + _step(y) for x, y in steps).lstrip() + "z"


def _step(tenths: int) -> str:
    text = f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"
    return text if text.startswith("-") else " " + text
