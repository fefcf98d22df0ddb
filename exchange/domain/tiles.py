"""A forum's artwork: a pattern of tiles drawn from a seed, so that a forum looks like itself with nothing uploaded.

The same seed, size and palette give the same SVG text, byte for byte, on every machine.
"""

import hashlib
from collections.abc import Callable, Iterator

from exchange.domain.colour import BLUE, CREAM, INK, OCHRE, TEAL, TERRACOTTA, channels, contrast

BRIGHT = (TERRACOTTA, OCHRE, TEAL, BLUE)
PALETTE = (INK, CREAM, CREAM, *BRIGHT)
TILE = 40
MAX_TILES = 2_000
APART = 1.35
"""Two colours of one tile differ at least this much in contrast, so that no shape disappears in its ground."""


class Draws:
    """A stream of small numbers from a seed; our own, because `random` promises no stable methods over versions."""

    def __init__(self, seed: str) -> None:
        self._bytes = self._stream(seed.encode())

    @staticmethod
    def _stream(seed: bytes) -> Iterator[int]:
        block = 0
        while True:
            yield from hashlib.sha256(seed + block.to_bytes(4, "big")).digest()
            block += 1

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1; limit up to 256."""
        return next(self._bytes) * limit // 256


def _corner(corner: int, radius: int) -> str:
    """A quarter disc in one corner: 0 start-top, 1 end-top, 2 end-bottom, 3 start-bottom."""
    size = TILE
    return (
        f"M0 0H{radius}A{radius} {radius} 0 0 1 0 {radius}Z",
        f"M{size} 0V{radius}A{radius} {radius} 0 0 1 {size - radius} 0Z",
        f"M{size} {size}H{size - radius}A{radius} {radius} 0 0 1 {size} {size - radius}Z",
        f"M0 {size}V{size - radius}A{radius} {radius} 0 0 1 {radius} {size}Z",
    )[corner]


def _quarter(turn: int, front: str, _third: str) -> str:
    return _fill(_corner(turn, TILE), front)


def _arc(turn: int, front: str, third: str) -> str:
    return _fill(_corner(turn, TILE), front) + _fill(_corner(turn, TILE // 2), third)


def _two_corners(turn: int, front: str, _third: str) -> str:
    return _fill(_corner(turn, TILE // 2) + _corner((turn + 2) % 4, TILE // 2), front)


def _leaf(turn: int, front: str, _third: str) -> str:
    size = TILE
    paths = (f"M0 0A{size} {size} 0 0 1 {size} {size}A{size} {size} 0 0 1 0 0Z",
             f"M{size} 0A{size} {size} 0 0 1 0 {size}A{size} {size} 0 0 1 {size} 0Z")  # fmt: skip
    return _fill(paths[turn % 2], front)


def _triangle(turn: int, front: str, _third: str) -> str:
    size = TILE
    paths = (f"M0 0H{size}L0 {size}Z", f"M0 0H{size}V{size}Z", f"M{size} 0V{size}H0Z", f"M0 0V{size}H{size}Z")
    return _fill(paths[turn], front)


def _star(_turn: int, front: str, _third: str) -> str:
    mid, near, far = TILE // 2, 2, TILE - 2
    curve = (
        f"M{mid} {near}Q{mid + 2} {mid - 2} {far} {mid}Q{mid + 2} {mid + 2} {mid} {far}"
        f"Q{mid - 2} {mid + 2} {near} {mid}Q{mid - 2} {mid - 2} {mid} {near}Z"
    )
    return _fill(curve, front)


def _dot(_turn: int, front: str, third: str) -> str:
    mid = TILE // 2
    return f'<circle cx="{mid}" cy="{mid}" r="13" fill="{front}"/><circle cx="{mid}" cy="{mid}" r="5" fill="{third}"/>'


Shape = Callable[[int, str, str], str]
SHAPES: tuple[Shape, ...] = (
    _quarter, _quarter, _quarter,
    _arc, _arc, _arc, _arc,
    _two_corners, _two_corners,
    _triangle, _triangle,
    _leaf,
    _star, _star,
    _dot,
)  # fmt: skip


def _fill(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="{colour}"/>'


def forum_palette(accent: str) -> tuple[str, ...]:
    """The house palette led by a forum's accent; colours too near to the accent give way to it."""
    near = min(BRIGHT, key=lambda colour: _distance(colour, accent))
    return (INK, CREAM, CREAM, accent, accent, *(colour for colour in BRIGHT if colour != near))


def _distance(one: str, other: str) -> int:
    return sum((a - b) ** 2 for a, b in zip(channels(one), channels(other), strict=True))


def _pick(draws: Draws, palette: tuple[str, ...], *grounds: str) -> str:
    fits = [colour for colour in palette if all(contrast(colour, ground) >= APART for ground in grounds)]
    return fits[draws.below(len(fits))] if fits else max(palette, key=lambda colour: contrast(colour, grounds[0]))


def _tile(draws: Draws, palette: tuple[str, ...]) -> tuple[str, str]:
    """The ground's colour of one tile, and what is drawn on it."""
    back = palette[draws.below(len(palette))]
    front = _pick(draws, palette, back)
    third = back if draws.below(3) else _pick(draws, palette, back, front)
    shape = SHAPES[draws.below(len(SHAPES))]
    return back, shape(draws.below(4), front, third)


def tile_pattern(seed: str, columns: int, rows: int, palette: tuple[str, ...] = PALETTE) -> str:
    """SVG text of `columns` x `rows` tiles in the colours of `palette` ("#rrggbb", at least two that differ).

    Raises ValueError for a size outside 1 to MAX_TILES tiles or for something that is not a colour.
    """
    if columns < 1 or rows < 1 or columns * rows > MAX_TILES:
        raise ValueError(f"a pattern has 1 to {MAX_TILES} tiles, not {columns} x {rows}")
    if len({channels(colour) for colour in palette}) < 2:
        raise ValueError("a pattern needs two different colours")
    draws = Draws(seed)
    width, height = columns * TILE, rows * TILE
    grounds: dict[str, str] = {}
    drawn = ""
    for y in range(0, height, TILE):
        for x in range(0, width, TILE):
            back, shapes = _tile(draws, palette)
            grounds[back] = grounds.get(back, "") + f"M{x} {y}h{TILE}v{TILE}h-{TILE}z"
            drawn += f'<g transform="translate({x} {y})">{shapes}</g>'
    # Grounds have hard edges, or hairlines show between the tiles.
    ground = "".join(_fill(path, colour) for colour, path in grounds.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMinYMin slice"><g shape-rendering="crispEdges">{ground}</g>{drawn}</svg>'
    )
