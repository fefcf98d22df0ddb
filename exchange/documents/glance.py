"""A day at a glance on one landscape page: where each item stands, in millimetres, and what fits into it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from exchange.documents.labels import unbroken
from exchange.domain.day_grid import DayGrid, GridColumn, GridItem, ItemKind
from exchange.domain.programme import Localised, Programme, Session, Texts, Theme

# The grid's box on the page, as programme.css has it.
WIDTH, HEIGHT, AXIS, GAP = 269.0, 137.0, 13.0, 1.4
# Letters of the title face: mean width and line height in millimetres for each point of size.
LETTER, LINE = 0.19, 0.416
META, PAD = 2.75, 1.4
# Below this height an item has no line for its languages.
TIGHT = 9.0
# These take more than half as much room again: "Remembrement" must not lose its last letter to a line of its own.
WIDE = frozenset("mwMWŒœÆæ")
# A hyphen ends what stays together, an unbreakable space does not.
_WORD = re.compile(r"([^ \t\n-]+-?|-)([ \t\n]*)")
SIZES = (8.4, 7.6, 6.8, 6.2)


@dataclass(frozen=True)
class Box:
    """Millimetres from the grid's corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """An item in its box; `size` is the title's in points, `lines` how many of them fit, `people` how many below."""

    key: str
    item: GridItem
    box: Box
    title: Localised | None = None
    size: float = 8
    lines: int = 1
    people: int = 0

    @property
    def is_tight(self) -> bool:
        return self.box.height < TIGHT


@dataclass(frozen=True)
class Head:
    """A column's head."""

    key: str
    column: GridColumn
    box: Box


@dataclass(frozen=True)
class Glance:
    """`hours` are (millimetres from the top, clock)."""

    grid: DayGrid
    heads: tuple[Head, ...]
    items: tuple[Placed, ...]
    hours: tuple[tuple[str, float, str], ...]
    themes: tuple[Theme, ...]


def glance(programme: Programme, grid: DayGrid, language: str) -> Glance:
    """The page for a day's grid."""
    scale = HEIGHT / grid.minutes
    edges = _edges(grid.columns)
    prefix = f"g{grid.day.index}"
    return Glance(
        grid=grid,
        heads=tuple(
            Head(f"{prefix}-h{number}", column, Box(edges[number], 0, edges[number + 1] - edges[number] - GAP, 0))
            for number, column in enumerate(grid.columns)
        ),
        items=tuple(
            _placed(programme, f"{prefix}-{number}", item, _box(item, edges, scale), language)
            for number, item in enumerate(grid.items)
        ),
        hours=tuple((f"{prefix}-t{minute}", minute * scale, f"{local:%H:%M}") for minute, local in grid.hours),
        themes=_themes(programme, grid.items),
    )


def _edges(columns: Iterable[GridColumn]) -> list[float]:
    weights = [column.weight for column in columns]
    unit = (WIDTH - AXIS) / sum(weights)
    edges = [AXIS]
    for weight in weights:
        edges.append(edges[-1] + weight * unit)
    return edges


def _box(item: GridItem, edges: list[float], scale: float) -> Box:
    left, right = edges[item.column], edges[item.column + item.columns] - GAP
    lane = (right - left) / item.lanes
    top = item.start * scale
    return Box(left + item.lane * lane, top + 0.3, lane - (0.6 if item.lanes > 1 else 0), item.end * scale - top - 0.6)


def _placed(programme: Programme, key: str, item: GridItem, box: Box, language: str) -> Placed:
    if item.kind is ItemKind.PAUSE and item.pause:
        return Placed(key, item, box, _said(programme, item.pause.titles, language))
    if item.session is None:
        return Placed(key, item, box)
    title = _said(programme, item.session.titles, language)
    if item.kind is ItemKind.PLENARY:
        return Placed(key, item, box, title, size=12)
    return _fitted(key, item, box, title, item.session)


def _fitted(key: str, item: GridItem, box: Box, title: Localised, session: Session) -> Placed:
    """The largest of the sizes at which the title probably fits; else the smallest, cut off at the end."""
    room = box.height - PAD - (0 if box.height < TIGHT else META)
    for size in SIZES:
        wanted, longest = _broken(title.text, int((box.width - 4.4) / (size * LETTER)))
        if wanted * size * LINE <= room and longest * size * LETTER <= box.width - 4:
            break
    people = max(0, min(int((room - wanted * size * LINE) / META), len(session.people), 3))
    lines = max(1, int((room - people * META) / (size * LINE)))
    return Placed(key, item, box, title, size, lines, people)


def _broken(text: str, letters: int) -> tuple[int, float]:
    """Lines the words take when they are broken as a typesetter does, and the longest word's length."""
    lines, used, longest = 1, 0, 0.0
    for word, gap in _WORD.findall(text):
        if used and used + len(word) > letters:
            lines, used = lines + 1, 0
        used += len(word) + len(gap)
        longest = max(longest, len(word) + 0.6 * sum(letter in WIDE for letter in word))
    return lines, longest


def _said(programme: Programme, texts: Texts, language: str) -> Localised:
    said = programme.say(texts, language)
    return replace(said, text=unbroken(said.text, said.language))


def _themes(programme: Programme, items: Iterable[GridItem]) -> tuple[Theme, ...]:
    used = {item.session.theme for item in items if item.session}
    return tuple(theme for theme in programme.themes if theme.code in used)
