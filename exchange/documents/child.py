"""The process that makes one PDF: started by render.py, ended by its limits if need be.

It stands alone on purpose: it imports nothing of the product, reads one order from standard input,
opens only the files the order names and writes the PDF to standard output. An order is
{"html", "css", "files": {name: path}, "blobs": {name: base64}, "types": {name: media type},
"variant", "cpu_seconds", "memory_bytes", "file_bytes"}; html and css name files and blobs as "asset:<name>".

`<i data-pages="a b">00</i>` becomes the numbers of the pages on which the elements with these ids
stand, each once. For that the document is laid out twice, but without any page counter of its own:
that is half the work of `target-counter`, which lays out twice for itself.
"""

import base64
import gc
import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any


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

    options = {"pdf_variant": order["variant"]}
    page = weasyprint.HTML(string=order["html"], url_fetcher=fetcher)

    def laid_out() -> Any:
        return page.render(stylesheets=[sheet], font_config=fonts, presentational_hints=False, **options)

    document = laid_out()
    if _fill_in_pages(page.etree_element, document):
        document = laid_out()
    return bytes(document.write_pdf(finisher=_printable, **options))


def _fill_in_pages(root: Any, document: Any) -> bool:
    """Write the page numbers into their places; False when there are none to write."""
    places = [element for element in root.iter("i") if element.get("data-pages")]
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            pages.setdefault(anchor, number)
    for place in places:
        numbers = sorted({pages[name] for name in place.get("data-pages").split() if name in pages})
        place.text = ", ".join(map(str, numbers))
    return bool(places)


def _printable(_document: Any, pdf: Any) -> None:
    """Links are there on paper too: what the screen shows and what is printed must not differ (PDF/UA 7.18.1)."""
    for entry in pdf.objects:
        if getattr(entry, "get", None) and entry.get("Subtype") == "/Link":
            entry["F"] = 4


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
