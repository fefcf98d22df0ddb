"""The part of the programme's style sheet that depends on the forum: its colours, and where grid items stand."""

from collections.abc import Iterator

from exchange.documents.booklet import Booklet
from exchange.documents.glance import Box, Glance
from exchange.domain.colour import INK, THEME_COLOURS, accent
from exchange.domain.day_grid import ItemKind


def generated_css(book: Booklet) -> str:
    """Rules for the themes' colours, the accent, and each item of each day's grid."""
    rules = [_colours(code, THEME_COLOURS.get(code, INK)) for code in ("ALL", *(t.code for t in book.themes))]
    shades = accent(book.programme.forum.accent)
    rules.append(f".accent{{color:{shades.ink}}}.rule{{border-color:{shades.ink}}}.index h3{{color:{shades.ink}}}")
    for page in book.glances.values():
        rules += _positions(page)
    return "\n".join(rules)


def _colours(code: str, colour: str) -> str:
    name = f".t-{code}"
    return (
        f"{name} .tag,{name} .av,{name} .no,i.dot{name},span.tag{name}{{background:{colour}}}"
        f".item{name}{{border-left-color:{colour}}}{name} .line{{border-color:{colour}}}"
    )


def _positions(page: Glance) -> Iterator[str]:
    for key, top, _ in page.hours:
        yield f"#{key}{{top:{top:.2f}mm}}"
    for head in page.heads:
        yield f"#{head.key}{{left:{head.box.left:.2f}mm;width:{head.box.width:.2f}mm}}"
    for placed in page.items:
        yield f"#{placed.key}{{{_box(placed.box)}}}"
        if placed.item.kind is ItemKind.SESSION:
            yield f"#{placed.key} .name{{font-size:{placed.size}pt;max-lines:{placed.lines}}}"
        if placed.item.kind is ItemKind.PAUSE:
            first, count = placed.item.free
            columns = page.heads[first : first + count]
            if columns:
                left = columns[0].box.left - placed.box.left
                width = columns[-1].box.left + columns[-1].box.width - columns[0].box.left
                yield f"#{placed.key} p{{left:{left:.2f}mm;width:{width:.2f}mm}}"


def _box(box: Box) -> str:
    return f"left:{box.left:.2f}mm;top:{box.top:.2f}mm;width:{box.width:.2f}mm;height:{box.height:.2f}mm"
