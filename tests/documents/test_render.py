"""The process that prints: it reaches nothing, it ends, and the same order gives the same bytes."""

import io
import re
import time

import pymupdf
import pypdf
import pytest

from exchange.documents.render import Failure, Limits, Paper, Picture, RenderError, fingerprint, pdf

FACE = "@font-face{font-family:Inter;src:url(asset:inter-400.ttf)}body{font-family:Inter}"
HTML = '<html lang="en"><head><title>Test</title></head><body>{}</body></html>'


def paper(body, css="", **values):
    return Paper(HTML.format(body), FACE + css, **values)


def text_of(content):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_html_becomes_a_tagged_pdf():
    content = pdf(paper("<h1>Lomé</h1>"))
    catalogue = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert text_of(content) == "Lomé"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in catalogue["/Metadata"].get_data().decode()


def test_the_same_order_gives_the_same_bytes():
    assert pdf(paper("<h1>Again</h1>")) == pdf(paper("<h1>Again</h1>"))


def test_page_numbers_are_filled_in_each_once():
    body = '<p>On <i data-pages="b a c b">00</i>.</p><h1 id="a">A</h1><p id="b">B</p><p id="c" class="n">C</p>'
    assert "On 1, 2." in text_of(pdf(paper(body, ".n{break-before:page}")))


def test_pictures_are_those_that_came_along():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z" fill="red"/></svg>'
    with_picture = paper('<img src="asset:x.svg" alt="x">', pictures={"x.svg": Picture(svg, "image/svg+xml")})
    pixels = pymupdf.open(stream=pdf(with_picture))[0].get_pixmap().samples
    assert b"\xff\x00\x00" in pixels


REACHING_OUT = [
    '<img src="{}" alt="x">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<object data="{}">x</object>',
    '<embed src="{}">',
    '<base href="{}"><img src="x.png" alt="x">',
]
REACHING_OUT_BY_STYLE = [
    "body{{background:url({})}}",
    "@import url({});",
    "@font-face{{font-family:X;src:url({})}} p{{font-family:X}}",
    "li{{list-style-image:url({})}}",
    "p::before{{content:url({})}}",
    "p{{border-image:url({}) 1}}",
]
ADDRESSES = ["file:///etc/passwd", "http://127.0.0.1:9/x", "asset:../child.py"]


def reaches(document):
    """Whether anything came of it: a PDF may come out, but not with what the address holds."""
    try:
        content = pdf(document)
    except RenderError as error:
        assert error.failure is Failure.FAILED
        assert "refused an address" in error.detail
        return False
    reader = pypdf.PdfReader(io.BytesIO(content))
    return bool(reader.attachments) or "root:" in text_of(content)


@pytest.mark.parametrize("markup", REACHING_OUT)
def test_markup_reaches_neither_files_nor_the_network(markup):
    assert not reaches(paper("".join(markup.format(address) for address in ADDRESSES) + "<p>x</p><ul><li>y</li></ul>"))


def test_styles_reach_neither_files_nor_the_network():
    for style in REACHING_OUT_BY_STYLE:
        assert not reaches(Paper(HTML.format("<p>x</p><ul><li>y</li></ul>"), style.format(ADDRESSES[0])))


def test_a_layout_that_never_ends_is_ended():
    bomb = '<div style="display:flex">' * 14 + "x"
    start = time.monotonic()
    with pytest.raises(RenderError) as caught:
        pdf(paper(bomb), Limits(cpu_seconds=2, wall_seconds=20))
    assert caught.value.failure is Failure.TOO_SLOW
    assert time.monotonic() - start < 20


def test_a_layout_that_waits_too_long_is_killed():
    with pytest.raises(RenderError) as caught:
        pdf(paper('<div style="display:flex">' * 14), Limits(cpu_seconds=60, wall_seconds=1))
    assert caught.value.failure is Failure.TOO_SLOW


def test_a_layout_that_wants_more_memory_than_it_may_have_fails_alone():
    with pytest.raises(RenderError) as caught:
        pdf(paper("<p>x</p>" * 20_000), Limits(30, 60, memory_bytes=250_000_000))
    assert caught.value.failure is Failure.FAILED


def test_a_fingerprint_names_all_the_bytes_depend_on():
    one = paper("<h1>One</h1>", pictures={"a.png": Picture(b"1", "image/png")})
    others = [
        paper("<h1>Two</h1>", pictures=one.pictures),
        paper("<h1>One</h1>", "p{}", pictures=one.pictures),
        paper("<h1>One</h1>", pictures={"a.png": Picture(b"2", "image/png")}),
        paper("<h1>One</h1>", pictures=one.pictures, variant="pdf/a-2a"),
    ]
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint(one))
    assert len({fingerprint(one), *map(fingerprint, others)}) == 5
