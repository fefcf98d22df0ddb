"""An organiser moves a session, publishes with a note, compares and puts a version back; a delegate learns of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from exchange.demo.people import ACCOUNTS, people
from tests.journeys.conftest import Site
from tests.journeys.steps import FORUM, headed, open_mail, see, text_in

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]
AGENDA = f"{FORUM}/manage/agenda"
MOVED = "S07"


def _keep(page: Page, pictures: Path | None, name: str) -> None:
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=pictures / f"releases-{name}.png", full_page=True)


def _move(page: Page, start: str) -> None:
    """The session stands on the evening of the last day, where nothing else is."""
    page.goto(f"{AGENDA}/sessions/{MOVED}?lang=en")
    page.locator("#day").select_option("2027-05-27")
    page.locator("#start").fill(start)
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def _publish(page: Page, note: str) -> None:
    page.goto(f"{AGENDA}/publish?lang=en")
    text_in(page, "English", "Note to readers").fill(note)
    text_in(page, "Français", "Note to readers").fill("**Une** séance change d’heure.")
    page.get_by_role("button", name=re.compile("Publish version")).click()
    page.wait_for_url(re.compile("/releases/"))


def test_a_delegate_learns_what_an_organiser_moves(
    open_page: OpenPage, site: Site, check_axe: Check, pictures: Path | None
) -> None:
    page, phone = open_page("organiser"), open_page("delegate", phone=True)
    phone.goto(f"{FORUM}/sessions/{MOVED}?lang=en")
    phone.get_by_role("button", name="Must see").click()
    see(phone, "I must see it")
    _move(page, "18:30")
    page.goto(f"{AGENDA}/publish?lang=en")
    see(page, "Who is written to")
    see(page, "who chose a session that changes")
    text_in(page, "English", "Note to readers").fill("**One** session moves.")
    page.get_by_role("button", name="Preview the note").click()
    expect(page.locator("#note-preview strong")).to_have_text("One")
    check_axe(page)
    _keep(page, pictures, "publish-1280")
    _publish(page, "**One** session moves.")
    check_axe(page)
    _keep(page, pictures, "releases-1280")
    site.work()
    phone.goto(f"{FORUM}/agenda?day=2027-05-27&view=list")
    expect(phone.locator(".release-note strong")).to_have_text("One")
    card = phone.locator("li.session").filter(has_text="18:30")
    expect(card).to_contain_text("New time")
    check_axe(phone)
    _keep(phone, pictures, "agenda-list-360")
    phone.goto(f"{FORUM}/agenda?day=2027-05-27&view=grid")
    check_axe(phone)
    phone.goto(f"{FORUM}/sessions/{MOVED}")
    see(phone, "Changed since version")
    see(phone, "18:30")
    check_axe(phone)
    _keep(phone, pictures, "session-360")
    open_mail(phone, people()[ACCOUNTS["delegate"]].email, "What changes for you")
    see(phone, "You chose it: must see.")
    see(phone, "Moved to Thu 27 May, 18:30")
    _keep(phone, pictures, "mail-360")
    phone.goto(f"{FORUM}/agenda/changes?lang=fr")
    headed(phone, "Ce qui a changé")
    expect(phone.locator(".release-note strong")).to_have_text("Une")
    check_axe(phone)
    _keep(phone, pictures, "changes-fr-360")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_versions_are_compared_and_one_is_put_back(
    language: str, open_page: OpenPage, check_axe: Check, pictures: Path | None
) -> None:
    page = open_page("organiser")
    _move(page, "19:30" if language == "en" else "20:00")
    _publish(page, "Later still.")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{AGENDA}/releases/compare?lang={language}")
        expect(page.locator(".changes")).to_contain_text(MOVED)
        check_axe(page)
        _keep(page, pictures, f"compare-{language}-{width}")
        page.goto(f"{AGENDA}/releases/1")
        expect(page.locator(".notice-warning")).to_be_visible()
        check_axe(page)
        _keep(page, pictures, f"old-{language}-{width}")
        page.goto(f"{AGENDA}/releases/1/restore")
        expect(page.locator(".changes")).to_contain_text(MOVED)
        check_axe(page)
        _keep(page, pictures, f"restore-{language}-{width}")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#toasts")).to_contain_text("version 1")
    page.goto(f"{AGENDA}/sessions/{MOVED}")
    expect(page.locator("input[name=start]")).not_to_have_value("19:30")
    expect(page.locator("input[name=start]")).not_to_have_value("20:00")
