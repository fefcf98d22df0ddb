"""Markdown that people write, as HTML that is safe to show, and as plain text for paper."""

import re

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "code"}
SCHEMES = {"http", "https", "mailto", "tel"}

# What begins a mark or an address anywhere, or a heading, a quotation or a list at the start of a line.
_MARKS = re.compile(r"[\\`*_\[\]<&]|^[#>+=-]|(?:(?<=^\d)|(?<=^\d\d))[.)]", re.MULTILINE)

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})


def init_app(app: Flask) -> None:
    """Gives templates the filters `markdown`, `plain_text` and `as_typed`."""
    app.jinja_env.filters.update(markdown=markdown, plain_text=plain_text, as_typed=as_typed)


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


def plain_text(text: object) -> str:
    """The text part of a mail: paragraphs with an empty line between them, items of a list under each other, and
    a > before each line of a quotation."""
    blocks: list[tuple[bool, str]] = []
    quote = mark = ""
    for token in _parser.parse(str(text)):
        if token.type == "blockquote_open":
            quote += "> "
        elif token.type == "blockquote_close":
            quote = quote[2:]
        elif token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "• "
        elif token.type in {"inline", "fence", "code_block"}:
            words = _plain(token.children or [], "\n") if token.type == "inline" else token.content.strip()
            blocks.append((bool(mark), _indented(words, quote, mark)))
            mark = ""
    return _joined(blocks)


def _indented(words: str, quote: str, mark: str) -> str:
    first, *others = words.split("\n")
    return "\n".join([quote + mark + first, *(quote + " " * len(mark) + line for line in others)])


def _joined(blocks: list[tuple[bool, str]]) -> str:
    """`blocks` are texts and whether they are items of a list: these stand closer together."""
    found, after_item = "", False
    for is_item, words in blocks:
        gap = "\n" if is_item and after_item else "\n\n"
        found, after_item = found + gap + words, is_item
    return found.strip()


def as_typed(text: str) -> str:
    """Markdown that shows a text as it was typed: a title or a name is no place for marks, links or headings."""
    return _MARKS.sub(r"\\\g<0>", text)


def _plain(tokens: list[Token], line_end: str = " ") -> str:
    words = ""
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words += line_end
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
