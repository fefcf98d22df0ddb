"""A forum's pattern: the same for the same seed, in its colours, harmless as SVG."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.colour import CREAM, INK
from exchange.domain.tiles import PALETTE, forum_palette, tile_pattern


def test_the_same_seed_draws_the_same_pattern():
    assert tile_pattern("dakar-2027", 10, 9) == tile_pattern("dakar-2027", 10, 9)


def test_another_seed_draws_another_pattern():
    assert tile_pattern("dakar-2027", 10, 9) != tile_pattern("lisbon-2028", 10, 9)


@given(st.text(max_size=40), st.integers(1, 12), st.integers(1, 4))
def test_a_pattern_is_well_formed_and_uses_only_its_colours(seed, columns, rows):
    svg = tile_pattern(seed, columns, rows)
    tree = ElementTree.fromstring(svg)
    assert tree.get("viewBox") == f"0 0 {columns * 40} {rows * 40}"
    assert len(tree) == 1 + columns * rows
    assert set(re.findall(r'fill="([^"]+)"', svg)) <= set(PALETTE)


def test_a_pattern_holds_nothing_that_runs_or_loads():
    svg = tile_pattern('"><script>', 4, 4)
    assert not re.search(r"script|href|url\(|style|on[a-z]+=", svg)


def test_no_tile_is_drawn_in_the_colour_of_its_ground():
    grounds, *tiles = ElementTree.fromstring(tile_pattern("dakar-2027", 20, 20))
    under = {corner: path.get("fill") for path in grounds for corner in re.findall(r"M(\d+ \d+)h", path.get("d"))}
    assert len(under) == len(tiles) == 400
    for tile in tiles:
        corner = tile.get("transform").removeprefix("translate(").removesuffix(")")
        assert tile[0].get("fill") != under[corner]


def test_a_cover_shows_many_shapes_and_all_colours():
    svg = tile_pattern("dakar-2027", 10, 9)
    assert {colour for colour in PALETTE if colour in svg} == set(PALETTE)
    assert len(set(re.findall(r' d="([^"]+)"', svg))) > 15


def test_the_accent_leads_the_palette_and_its_neighbour_gives_way():
    palette = forum_palette("#b04020")
    assert palette.count("#b04020") == 2
    assert {INK, CREAM} < set(palette)
    assert "#b5472a" not in palette


@pytest.mark.parametrize(("columns", "rows"), [(0, 3), (3, 0), (-1, 3), (2_001, 1)])
def test_an_impossible_size_is_refused(columns, rows):
    with pytest.raises(ValueError, match="tiles"):
        tile_pattern("x", columns, rows)


@pytest.mark.parametrize("palette", [("#14213d",), ("#14213d", "#14213D"), ("red", "#14213d"), ()])
def test_a_palette_needs_two_colours(palette):
    with pytest.raises(ValueError, match=r"colour"):
        tile_pattern("x", 2, 2, palette)


def test_two_near_colours_still_make_a_pattern():
    assert tile_pattern("x", 6, 6, ("#14213d", "#14213e")).startswith("<svg")


def test_a_strip_is_light_enough_for_a_page_head():
    assert len(tile_pattern("dakar-2027", 60, 2)) < 20_000
