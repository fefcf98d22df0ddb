"""A running server with the demo forum, a real browser, and axe on every page kind."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pydantic import SecretStr
from werkzeug.serving import make_server

from config import Settings
from exchange import ROOT, create_app, jobs
from exchange.db import db
from tests.journeys.looking import DESKTOP, PHONE, faults_of
from tests.journeys.world import make_world

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Site:
    """The demo, served: its address, its sign-in links, and its worker on demand."""

    def __init__(self, app: Flask, url: str, links: dict[str, str]) -> None:
        self.app, self.url, self.links = app, url, links

    def work(self) -> None:
        """Runs the jobs that are due, as the worker does."""
        with self.app.app_context():
            jobs.run_queued()
            db.session.remove()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo forum on a server of its own."""
    from exchange.demo.seed import demo_links, seed

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("demo"), demo=True, url=url, secret_key=SecretStr("journeys"),
        sign_in_links_per_hour=500, posts_per_hour=5000, pseudo_language=True,
    )  # fmt: skip
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        seed()
        links = demo_links()
        db.session.commit()
        db.session.remove()
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, url, links)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(scope="session")
def world(site: Site) -> dict[str, object]:
    """Numbers that stand in the addresses of pages.py."""
    return make_world(site.app)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """open_page("organiser", language="fr", phone=True): a page of a fresh browser, signed in unless `who` is None."""
    contexts: list[BrowserContext] = []

    def open_one(who: str | None = None, *, language: str = "en", phone: bool = False, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=site.url, viewport=PHONE if phone else DESKTOP, locale=language, has_touch=phone, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: errors.append(f"{page.url}: {message.text}") if _bad(message) else None)
        if who:
            page.goto(site.links[who])
            page.locator("main form button[type=submit]").click()
            page.wait_for_load_state()
        return page

    errors: list[str] = []
    yield open_one
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert not errors, "\n".join(errors)


def _bad(message: Any) -> bool:
    # A page that answers 404 or 422 on purpose is reported by the browser as a failed resource.
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """check_axe(page): no violation of WCAG 2.2 AA, and nothing wider than the screen."""

    def check(page: Page) -> None:
        faults = faults_of(page)
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return check


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Folder for screenshots when SCREENSHOTS names one: pages are there to be looked at."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None
