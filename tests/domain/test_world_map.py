"""The world as a path: cities stand where they are, land does not run over the edge."""

import json
import re
from itertools import pairwise
from math import radians, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.world_map import HEIGHT, MAX_BYTES, WIDTH, equal_earth, project, world_map

LAND = Path(__file__).parents[2] / "static" / "vendor" / "world-atlas" / "land-110m.json"


@pytest.fixture(scope="module")
def earth():
    return world_map(json.loads(LAND.read_text()))


def topology(*rings):
    """Land of rings in degrees (lon, lat), without a grid."""
    return {
        "arcs": list(rings),
        "objects": {"land": {"type": "MultiPolygon", "arcs": [[[i]] for i in range(len(rings))]}},
    }


def rings_of(path):
    """The corners of each ring of a path, in units."""
    rings = []
    for start_x, start_y, steps in re.findall(r"M([\d.-]+) ([\d.-]+)l([^z]*)z", path):
        x, y = float(start_x), float(start_y)
        ring = [(x, y)]
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def area(ring):
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def inside(point, rings):
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def test_the_projection_is_that_of_its_authors():
    """The extreme points of the published projection: 2.70663 along the equator, 1.31736 at the pole."""
    assert equal_earth(0, 180)[0] == pytest.approx(2.70663, abs=1e-4)
    assert equal_earth(90, 0)[1] == pytest.approx(1.31736, abs=1e-4)


def test_equal_areas_stay_equal():
    def cell(lat):
        return area([equal_earth(lat, 10), equal_earth(lat, 11), equal_earth(lat + 1, 11), equal_earth(lat + 1, 10)])

    for lat in (0, 30, 60, 75):
        on_the_sphere = radians(1) * (sin(radians(lat + 1)) - sin(radians(lat)))
        assert cell(lat) == pytest.approx(on_the_sphere, rel=1e-3)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (14.69, -17.2),
        (5.5, -0.9),
        (-16.5, -68.2),
        (22.8, 89.5),
        (53.5, -113.5),
        (39.6, 116.4),
        (-1.9, 30.1),
        (52.5, 13.4),
    ],
)
def test_a_city_stands_on_land(earth, lat, lon):
    assert inside(project(lat, lon), rings_of(earth.path))


@pytest.mark.parametrize(("lat", "lon"), [(0, -30), (-20, 80), (40, -160), (-40, -120), (35, 179.5), (-50, -179.5)])
def test_the_sea_is_left_open(earth, lat, lon):
    assert not inside(project(lat, lon), rings_of(earth.path))


def test_the_east_of_siberia_is_land_on_both_sides_of_the_antimeridian(earth):
    rings = rings_of(earth.path)
    assert inside(project(67, 178), rings)
    assert inside(project(66.5, -176), rings)


def test_the_map_is_small_and_stays_in_its_box(earth):
    assert len(earth.path) <= MAX_BYTES
    assert (earth.width, earth.height) == (WIDTH, HEIGHT)
    for ring in rings_of(earth.path):
        for x, y in ring:
            assert -0.5 <= x <= WIDTH + 0.5
            assert -0.5 <= y <= HEIGHT + 0.5


def test_no_land_is_drawn_right_across_the_map(earth):
    for ring in rings_of(earth.path):
        for (x1, _), (x2, _) in pairwise(ring):
            assert abs(x2 - x1) < WIDTH / 4


def test_a_tighter_limit_simplifies_further(earth):
    small = world_map(json.loads(LAND.read_text()), max_bytes=12_000)
    assert 4_000 < len(small.path) <= 12_000


def test_an_island_on_the_antimeridian_is_cut_in_two():
    square = [[170, 0], [-170, 0], [-170, 20], [170, 20], [170, 0]]
    west, east = sorted(rings_of(world_map(topology(square)).path), key=lambda ring: min(x for x, _ in ring))
    assert max(x for x, _ in west) < WIDTH / 10
    assert min(x for x, _ in east) > WIDTH * 9 / 10
    assert area(west) == pytest.approx(area(east), rel=0.01)


def test_a_ring_round_the_pole_is_closed_over_it():
    cap = [[lon, 70] for lon in range(-180, 180, 10)]
    rings = rings_of(world_map(topology(cap)).path)
    assert any(inside(project(80, 5), [ring]) for ring in rings)
    assert not any(inside(project(60, 5), [ring]) for ring in rings)


def test_a_polygon_of_a_collection_is_drawn_too():
    arcs = [[[0, 0], [20, 0], [20, 20]], [[0, 0], [0, 20], [20, 20]]]
    land = {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, ~1]]}, {"type": "Point"}]}
    assert len(rings_of(world_map({"arcs": arcs, "objects": {"land": land}}).path)) == 1


@pytest.mark.parametrize(("lat", "lon"), [(-113.5, 53.5), (90.1, 0), (0, 180.1), (float("nan"), 0), (0, float("inf"))])
def test_a_place_that_is_not_on_earth_is_refused(lat, lon):
    with pytest.raises(ValueError, match="no place on earth"):
        project(lat, lon)


@given(st.floats(-57, 83), st.floats(-180, 180))
def test_every_place_the_map_shows_lies_in_the_box(lat, lon):
    x, y = project(lat, lon)
    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


def test_north_is_up_and_east_is_right():
    assert project(10, 0)[1] < project(0, 0)[1]
    assert project(0, 10)[0] > project(0, 0)[0]
