"""Every kind of page as every kind of person: it answers, has no error, reads well for all, and fits the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.pages import DIALOGS, EVERYBODY, page_kinds
from tests.journeys.rounds import Round

# The longest first, so that two workers end together. Arabic is right to left, in words twice as strange.
ROUNDS = [
    *(("organiser", language) for language in ("en", "fr", "ar")),
    *((who, language) for language in ("en", "fr") for who in ("delegate", "focal point", "host", "stranger")),
    ("delegate", "ar"),
]
LOOK_AT_ALL = {("stranger", "en"), ("stranger", "fr"), ("delegate", "en"), ("delegate", "ar")}
OpenPage = Callable[..., Page]


def _start(open_page: OpenPage, who: str, language: str, pictures: Path | None) -> Round:
    page = open_page(None if who == "stranger" else who, language=language)
    # The choice is remembered by a cookie: a person's own language would come first otherwise.
    page.goto(f"/cities/?lang={language}")
    return Round(page, f"{who}-{language}".replace(" ", "-"), pictures)


@pytest.mark.parametrize(("who", "language"), ROUNDS)
def test_every_page_answers_and_is_good_for_all(
    who: str, language: str, open_page: OpenPage, world: dict[str, Any], pictures: Path | None
) -> None:
    turn = _start(open_page, who, language, pictures)
    for kind in page_kinds():
        # What is open to everybody hardly differs from person to person: four look at it, the others at the rest.
        seen = kind.who == EVERYBODY and (who, language) not in LOOK_AT_ALL
        if who in kind.who and not seen:
            turn.visit(kind.address(world), kind.status)
    turn.check()


@pytest.mark.parametrize(("who", "language"), [("organiser", "fr"), ("delegate", "en"), ("focal point", "en")])
def test_every_dialog_and_menu_is_good_for_all(
    who: str, language: str, open_page: OpenPage, world: dict[str, Any], pictures: Path | None
) -> None:
    turn = _start(open_page, who, language, pictures)
    page = turn.page
    for dialog in DIALOGS:
        if dialog.who == who:
            page.goto(dialog.address(world))
            page.locator(dialog.selector).first.click()
            page.get_by_role("dialog").wait_for()
            for _width in range(2):
                turn.look(f"{dialog.path} dialog")
                turn.turn()
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="hidden")
    for menu in page.locator("details[data-menu] summary").all():
        menu.click()
        # An open menu may lie on the page, which was looked at without it.
        turn.look("menu", "header")
        page.keyboard.press("Escape")
    turn.check()
