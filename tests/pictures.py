"""Takes the README's pictures: pages of the demo forum and pages of the printed programme.

Run as `python -m tests.pictures`; writes docs/pictures/*.png.
"""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pymupdf
from playwright.sync_api import Page, sync_playwright

from config import environment_with
from tests.journeys.conftest import ARGUMENTS, CHROMIUM, DESKTOP, PHONE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
FORUM = "/f/dakar-2027"
PAGES = (
    ("front", None, "/", False),
    ("agenda", None, f"{FORUM}/agenda", False),
    ("board", "organiser", f"{FORUM}/manage/agenda/board/", False),
    ("register-phone", None, f"{FORUM}/register", True),
    ("queue", "organiser", f"{FORUM}/manage/registrations/", False),
    ("visit", None, f"{FORUM}/visits/V1", False),
    ("fits", "focal point", f"{FORUM}/cities/", False),
)
PROGRAMME_PAGES = 4


def main() -> None:
    """Starts the demo on a free port, takes the pictures, ends it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        process, links = _start(folder)
        try:
            _take(links)
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=20)


def _start(folder: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [ROOT / ".venv/bin/python", "-m", "flask", "--app", "exchange", "demo"]
    environment = environment_with(data_dir=folder, port=str(port))
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip
    links: dict[str, str] = {}
    for line in process.stdout or ():
        name, _, address = line.strip().partition(": ")
        if not address:
            break
        links[name] = address
    return process, links


def _take(links: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False)
        for name, who, path, phone in PAGES:
            size = PHONE if phone else DESKTOP
            page = browser.new_context(base_url=links["web"], viewport=size, device_scale_factor=1).new_page()
            _sign_in(page, links.get(who or ""))
            page.goto(path)
            time.sleep(0.5)
            page.screenshot(path=FOLDER / f"{name}.png")
        _show_proposal(browser.new_context(base_url=links["web"], viewport=DESKTOP).new_page(), links["organiser"])
        context = browser.new_context(base_url=links["web"])
        _show_programme(context.request.get(f"{FORUM}/programme.pdf", timeout=120_000).body())
        browser.close()


def _sign_in(page: Page, link: str | None) -> None:
    if link:
        page.goto(link)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()


def _show_proposal(page: Page, link: str) -> None:
    """A new agenda around what is locked, as the planner of the demonstration's worker makes it."""
    _sign_in(page, link)
    page.goto(f"{FORUM}/manage/agenda/proposals/?kind=all&lang=en")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#figures-heading").wait_for(timeout=180_000)
    page.screenshot(path=FOLDER / "proposal.png")


def _show_programme(content: bytes) -> None:
    """The cover and the pages after it, side by side in one picture."""
    with pymupdf.open(stream=content) as document, pymupdf.open() as sheet:
        pages = [page for page in document if page.rect.height > page.rect.width][:PROGRAMME_PAGES]
        width, height = pages[0].rect.width, pages[0].rect.height
        board = sheet.new_page(width=width * len(pages) + 10 * (len(pages) - 1), height=height)
        for position, page in enumerate(pages):
            left = position * (width + 10)
            board.show_pdf_page(pymupdf.Rect(left, 0, left + width, height), document, page.number)
        board.get_pixmap(dpi=50).save(FOLDER / "programme.png")


if __name__ == "__main__":
    main()
