"""The process that makes one PDF: started by render.py, ended by its limits if need be.

It stands alone on purpose: it imports nothing of the product, reads one order from standard input,
opens only the files the order names and writes the PDF to standard output. An order is
{"html", "css", "files": {name: path}, "blobs": {name: base64}, "types": {name: media type},
"variant", "cpu_seconds", "memory_bytes", "file_bytes"}; html and css name files and blobs as "asset:<name>".

`<i data-pages="a b"></i>` becomes the numbers of the pages on which the elements with these ids
stand, each once. For that the document is laid out twice, but without any page counter of its own:
that is half the work of `target-counter`, which lays out twice for itself.
"""

import base64
import gc
import json
import logging
import re
import resource
import sys
from pathlib import Path
from typing import Any

_PAGES = re.compile(r'<i data-pages="([A-Za-z0-9_. -]*)"></i>')


def main() -> None:
    """Read the order, obey the limits, write the PDF."""
    order = json.load(sys.stdin)
    _limit(resource.RLIMIT_CPU, order["cpu_seconds"])
    _limit(resource.RLIMIT_AS, order["memory_bytes"])
    _limit(resource.RLIMIT_CORE, 0)
    # WeasyPrint writes fonts to files of its own.
    _limit(resource.RLIMIT_FSIZE, order["file_bytes"])
    sys.stdout.buffer.write(_pdf(order))


def _limit(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def _pdf(order: dict[str, Any]) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").addHandler(logging.StreamHandler(sys.stderr))
    gc.freeze()
    gc.set_threshold(200_000)
    fetcher, fonts = _fetcher(order), FontConfiguration()
    sheet = weasyprint.CSS(string=order["css"], url_fetcher=fetcher, font_config=fonts)

    def laid_out(html: str) -> Any:
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        return document.render(
            stylesheets=[sheet], font_config=fonts, pdf_variant=order["variant"], presentational_hints=False
        )

    html = order["html"]
    if _PAGES.search(html):
        first = laid_out(_PAGES.sub("<i>00</i>", html))
        html = _with_pages(html, _pages_of(first))
        del first
    return bytes(laid_out(html).write_pdf())


def _pages_of(document: Any) -> dict[str, int]:
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            pages.setdefault(anchor, number)
    return pages


def _with_pages(html: str, pages: dict[str, int]) -> str:
    def numbers(found: re.Match[str]) -> str:
        on = sorted({pages[name] for name in found[1].split() if name in pages})
        return f"<i>{', '.join(map(str, on))}</i>"

    return _PAGES.sub(numbers, html)


def _fetcher(order: dict[str, Any]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class AssetsOnly(URLFetcher):  # type: ignore[misc]
        """Serves what the order brought along and nothing else: no network, no other file, no data address."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "asset" and name in order["files"]:
                body = Path(order["files"][name]).read_bytes()
            elif scheme == "asset" and name in order["blobs"]:
                body = base64.b64decode(order["blobs"][name])
            else:
                raise FatalURLFetchingError(f"refused an address of the scheme {scheme[:20]!r}")
            return URLFetcherResponse(url, body, {"Content-Type": order["types"].get(name, "font/ttf")})

    return AssetsOnly()


if __name__ == "__main__":
    main()
