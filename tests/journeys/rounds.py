"""A round: one person in one language goes from page to page, on a phone and at a desk."""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.looking import DESKTOP, PHONE, faults_of


class Round:
    """Looks at pages and gathers what is wrong with them; nothing is asserted before the end."""

    def __init__(self, page: Page, name: str, pictures: Path | None = None) -> None:
        self.page, self.name, self.pictures = page, name, pictures
        self.faults: list[str] = []
        self._said: list[str] = []
        self._debugger = page.context.new_cdp_session(page)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("console", lambda message: self._said.append(message.text) if message.type == "error" else None)
        self._phone = False

    def visit(self, path: str, status: int = 200) -> None:
        """Opens a page at one width and turns to the other there: the next page is opened at that one."""
        self._said.clear()
        answer = self.page.goto(path)
        found = answer.status if answer else 0
        if found != status:
            self._note(path, [f"answers {found}, not {status}"])
        self.look(path)
        self.turn()
        self.look(path)
        # A page that answers 404 on purpose is reported by the browser as a failed resource.
        self._note(path, [text for text in self._said if status == 200 or "Failed to load resource" not in text])

    def turn(self) -> None:
        """From the desk to the phone, with a finger as pointer, or back."""
        self._phone = not self._phone
        self._debugger.send("Emulation.setTouchEmulationEnabled", {"enabled": self._phone})
        self.page.set_viewport_size(PHONE if self._phone else DESKTOP)

    def look(self, what: str, part: str = "html") -> None:
        """Notes what is wrong with what is shown now, and keeps a picture when pictures are wanted."""
        width = 360 if self._phone else 1280
        self._note(f"{width} {what}", faults_of(self.page, part))
        if self.pictures:
            folder = self.pictures / f"{self.name}-{width}"
            folder.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", what).strip("-") or "home"
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def _note(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{where}: {fault}" for fault in faults]

    def check(self) -> None:
        """Says everything that was found."""
        assert not self.faults, f"{self.name}: {len(self.faults)} faults\n" + "\n".join(self.faults)
