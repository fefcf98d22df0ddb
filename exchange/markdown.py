"""Markdown that people write, as HTML that is safe to show, and as plain text for paper."""

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


def plain_lines(text: object) -> list[str]:
    """What a text says without its marks: a line for each paragraph, heading and list item ("• …" or "2. …").

    Addresses of links stand in brackets behind their words; pictures are left out, as on pages.
    """
    lines: list[str] = []
    mark = ""
    for token in _parser.parse(str(text)):
        if token.type == "list_item_open":
            # The parser keeps an item's number beside it; bullets have none.
            mark = f"{token.info}. " if token.info else "• "
        elif token.type in {"inline", "fence", "code_block"}:
            words = _plain(token.children or []) if token.type == "inline" else " ".join(token.content.split())
            lines += [mark + words] if words else []
            mark = ""
    return lines


def _plain(tokens: list[Token]) -> str:
    words = ""
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words += " "
        elif token.type == "link_open":
            opened.append((str(token.attrGet("href") or ""), len(words)))
        elif token.type == "link_close":
            address, start = opened.pop()
            words += _behind(address, words[start:])
        elif token.type in {"text", "code_inline"}:
            words += token.content
    return words.strip()


def _behind(address: str, words: str) -> str:
    scheme, _, rest = address.partition(":")
    if scheme not in SCHEMES or words in {address, rest}:
        return ""
    return f" ({rest if scheme in {'mailto', 'tel'} else address})"


def _place_headings(tokens: list[Token], first: int) -> None:
    levels = sorted({int(token.tag[1:]) for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, first + levels.index(int(token.tag[1:])))}"
