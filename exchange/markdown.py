"""Markdown that people write, as HTML that is safe to show."""

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "code"}
SCHEMES = {"http", "https", "mailto", "tel"}

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})


def init_app(app: Flask) -> None:
    """Gives templates the filter `markdown`."""
    app.jinja_env.filters["markdown"] = markdown


def markdown(text: object, heading: int = 2) -> Markup:
    """HTML of a text: paragraphs, lists, links, emphasis. Its highest headings become <h`heading`>.

    Raw HTML in the text is shown as text; pictures and anything else not in TAGS are left out.
    """
    tokens = _parser.parse(str(text))
    _place_headings(tokens, heading)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow noopener"
    )  # fmt: skip
    return Markup(clean)  # noqa: S704 - cleaned in the line above


def _place_headings(tokens: list[Token], first: int) -> None:
    levels = sorted({int(token.tag[1:]) for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, first + levels.index(int(token.tag[1:])))}"
