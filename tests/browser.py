"""A test client that behaves like a browser and reads every page like a strict proof-reader."""

import re
from collections.abc import Callable
from contextvars import copy_context
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
from babel.messages.pofile import read_po
from flask import Flask
from flask.globals import _cv_app
from werkzeug.test import TestResponse

from exchange.accounts import service
from exchange.accounts.models import Person
from exchange.db import db

TRANSLATIONS = Path(__file__).parent.parent / "exchange" / "translations"


class Browser:
    """Gets pages and posts forms with the tokens of the page before; every HTML page is checked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page: ElementTree.Element | None = None

    def sign_in(self, person: Person) -> "Browser":
        """Signs in without the mail: opens a session as claiming a link does."""
        token = service._open_session(person, "test browser")
        db.session.commit()
        with self.client.session_transaction() as session:
            session["signed_in"] = token
        return self

    def get(self, path: str, *, follow: bool = False, **options: Any) -> TestResponse:
        return self._read(send(self.client.get, path, follow_redirects=follow, **options), path)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, follow: bool = False, **options: Any
    ) -> TestResponse:
        """Posts a form; csrf_token comes from the last page, `once` is new unless given."""
        fields: dict[str, Any] = {"csrf_token": self._csrf_token(), **(data or {})}
        return self._read(send(self.client.post, path, data=fields, follow_redirects=follow, **options), path)

    def _csrf_token(self) -> str:
        token = self._find_token()
        if token is None:
            self.get("/sign-in?next=/account/", follow=True)
            token = self._find_token()
        assert token, "no page with a form was open"
        return token

    def _find_token(self) -> str | None:
        if self.page is None:
            return None
        found = self.page.find(".//input[@name='csrf_token']")
        return None if found is None else found.get("value")

    def _read(self, response: TestResponse, path: str) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303} and response.data:
            text = response.get_data(as_text=True)
            if "<html" in text[:400]:
                self.page = check_page(text, f"{response.status_code} {path}")
        return response

    @property
    def text(self) -> str:
        """The words of the last page."""
        assert self.page is not None
        return words_of(self.page)


def send(request: Callable[..., TestResponse], path: str, **options: Any) -> TestResponse:
    """Sends a request outside the test's own application context: `g` and the database session must be its own.

    What the test wrote is committed first, or the request could not see it.
    """
    db.session.commit()
    db.session.expire_all()

    def alone() -> TestResponse:
        _cv_app.set(None)
        return request(path, **options)

    return copy_context().run(alone)


def words_of(element: ElementTree.Element) -> str:
    """Text of an element as a reader sees it, on one line."""
    return " ".join(" ".join(element.itertext()).split())


def check_page(text: str, where: str) -> ElementTree.Element:
    """Asserts what every page must be: one h1 that is the title, unique ids, labels, tokens, no inline code."""
    page = html5lib.parse(text, namespaceHTMLElements=False)
    headings = page.findall(".//h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = words_of(page.find(".//title"))
    heading = words_of(headings[0])
    assert title.startswith(heading), f"{where}: title {title!r} is not h1 {heading!r}"
    _check_ids(page, where)
    _check_controls(page, where)
    for form in page.findall(".//form"):
        if (form.get("method") or "get").lower() == "post":
            assert form.find(".//input[@name='csrf_token']") is not None, f"{where}: a form without csrf_token"
    assert not page.findall(".//style") and not page.findall(".//*[@style]"), f"{where}: inline style"
    assert all(script.get("src") for script in page.findall(".//script")), f"{where}: inline script"
    for element in page.iter():
        if isinstance(element.tag, str):
            handlers = [name for name in element.attrib if re.match(r"on[a-z]+$", name)]
            assert not handlers, f"{where}: {handlers} on {element.tag}"
    assert len(text.encode()) < 200_000, f"{where}: {len(text.encode())} bytes"
    if page.get("lang") == "fr":
        _check_french(page, where)
    return page


def _check_ids(page: ElementTree.Element, where: str) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"{where}: ids used twice: {twice}"
    known = set(ids)
    for label in page.findall(".//label[@for]"):
        assert label.get("for") in known, f"{where}: label for {label.get('for')} points nowhere"
    for element in page.iter():
        for name in (element.get("aria-describedby") or "").split():
            assert name in known, f"{where}: aria-describedby {name} points nowhere"


def _check_controls(page: ElementTree.Element, where: str) -> None:
    labelled = {label.get("for") for label in page.findall(".//label[@for]")}
    inside = {id(control) for label in page.findall(".//label") for control in label.iter()}
    for control in [*page.findall(".//input"), *page.findall(".//select"), *page.findall(".//textarea")]:
        if control.get("type") in {"hidden", "submit", "button"}:
            continue
        named = control.get("id") in labelled or id(control) in inside
        named = named or control.get("aria-label") or control.get("aria-labelledby")
        assert named, f"{where}: {control.tag} {control.get('name')} has no label"


@cache
def _english_only() -> frozenset[str]:
    """English sentences whose French is another: none of them may stand on a French page."""
    path = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return frozenset()
    with path.open("rb") as file:
        catalogue = read_po(file)
    pairs = [(m.id, m.string) for m in catalogue if isinstance(m.id, str) and isinstance(m.string, str) and m.string]
    # Some English words are French ones too, with another meaning: Place, Organisation.
    french = {string for _, string in pairs}
    return frozenset(text for text, _ in pairs if len(text) > 3 and text not in french)


def _check_french(page: ElementTree.Element, where: str) -> None:
    english = _english_only()
    for element in page.iter():
        if element.get("lang") not in {None, "fr"}:
            continue
        found = " ".join((element.text or "").split())
        assert found not in english, f"{where}: English on a French page: {found!r}"


def path_of(response: TestResponse) -> str:
    """Where a redirect leads."""
    parts = urlsplit(response.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


__all__ = ["Browser", "check_page", "path_of", "words_of"]
