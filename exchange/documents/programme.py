"""The printed programme: one release and the study visits as a booklet of A4 pages.

Pure: the values of a release in, a document out. The same values give the same bytes.
"""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import segno
from flask_babel import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exchange.documents.booklet import Booklet
from exchange.documents.labels import Labels
from exchange.documents.programme_css import generated_css
from exchange.documents.render import FONT_NAMES, ROOT, STANDARD, Limits, Paper, Picture, fingerprint, pdf
from exchange.domain.colour import INK, accent
from exchange.domain.programme import Programme, VisitSheet
from exchange.domain.tiles import forum_palette, tile_pattern
from exchange.i18n import in_language

STYLES = ROOT / "static" / "print"
COVER_TILES = (10, 8)
DOTS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="5mm" height="5mm" viewBox="0 0 5 5">'
    b'<circle cx="2.5" cy="2.5" r=".16" fill="#c9bda6"/></svg>'
)
_FONT_NAME = re.compile(r"([a-z-]+)-(\d{3})(?:-(italic))?")
_FACES = {"inter": "Inter", "fraunces": "Fraunces", "ibm-plex-sans-arabic": "IBM Plex Sans Arabic"}


def programme_pdf(
    programme: Programme,
    visits: Sequence[VisitSheet],
    language: str,
    live_url: str,
    labels: Labels = Labels(),  # noqa: B008 - frozen
    limits: Limits = STANDARD,
) -> bytes:
    """The programme as PDF/UA in one language; `live_url` is the agenda's address for the QR code.

    Takes some seconds. Raises RenderError.
    """
    return pdf(programme_paper(programme, visits, language, live_url, labels), limits)


def programme_key(
    programme: Programme,
    visits: Sequence[VisitSheet],
    language: str,
    live_url: str,
    labels: Labels = Labels(),  # noqa: B008 - frozen
) -> str:
    """The same for the same bytes, so a kept PDF can be found by it (64 hexadecimal digits)."""
    return fingerprint(programme_paper(programme, visits, language, live_url, labels))


def programme_paper(
    programme: Programme,
    visits: Sequence[VisitSheet],
    language: str,
    live_url: str,
    labels: Labels = Labels(),  # noqa: B008 - frozen
) -> Paper:
    """All that goes to the printer: HTML, style sheet, the forum's tiles and the QR code."""
    book = Booklet(programme, tuple(visits), language, live_url, labels)
    forum = programme.forum
    tiles = tile_pattern(forum.pattern_seed or forum.slug, *COVER_TILES, forum_palette(accent(forum.accent).fill))
    return Paper(
        html=_html(book),
        css=f"{font_faces()}{(STYLES / 'programme.css').read_text()}{generated_css(book)}",
        pictures={
            "tiles.svg": Picture(tiles.encode(), "image/svg+xml"),
            "dots.svg": Picture(DOTS, "image/svg+xml"),
            "qr.png": Picture(qr_code(live_url), "image/png"),
        },
    )


def programme_html(
    programme: Programme,
    visits: Sequence[VisitSheet],
    language: str,
    live_url: str,
    labels: Labels = Labels(),  # noqa: B008 - frozen
) -> str:
    """The booklet's HTML."""
    return _html(Booklet(programme, tuple(visits), language, live_url, labels))


def qr_code(address: str) -> bytes:
    """A QR code as PNG with one pixel a module and no border, to be enlarged without smoothing."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=1, border=0, dark=INK)
    return out.getvalue()


def font_faces() -> str:
    """CSS that names the fonts the renderer brings along; Arabic letters go to a face that has them."""
    return "".join(_font_face(name) for name in FONT_NAMES)


def _font_face(name: str) -> str:
    family, weight, slant = _FONT_NAME.fullmatch(name).groups(default="normal")  # type: ignore[union-attr]
    return (
        f"@font-face{{font-family:'{_FACES[family]}';font-weight:{weight};font-style:{slant};"
        f"src:url(asset:{name}.ttf)}}\n"
    )


def _html(book: Booklet) -> str:
    with in_language(book.language):
        return _ENVIRONMENT.get_template("documents/programme.html").render(book=book)


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment


_ENVIRONMENT = _environment(ROOT / "templates")
