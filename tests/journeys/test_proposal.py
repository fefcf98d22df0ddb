"""An organiser asks for a proposal, takes it over and back, mends a lost room, and reads the interpreters' rota."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.steps import FORUM, see

OpenPage = Callable[..., Page]
AGENDA = f"{FORUM}/manage/agenda"


def _unplace(page: Page, code: str) -> None:
    page.goto(f"{AGENDA}/sessions/{code}?lang=en")
    page.get_by_role("button", name="Back to the tray").click()
    see(page, "back in the tray")


def _ask(page: Page, site: Any, what: str) -> None:
    page.goto(f"{AGENDA}/proposals/?lang=en")
    page.get_by_label(what).check()
    page.get_by_role("button", name="Make a proposal").click()
    see(page, "waiting for its turn")
    site.work()
    # The page asks by itself, and shows the result when it is there.
    expect(page.get_by_role("heading", name="What it changes")).to_be_visible(timeout=15_000)


def test_a_proposal_is_made_taken_over_and_undone(
    open_page: OpenPage, site: Any, check_axe: Callable[[Page], None]
) -> None:
    page = open_page("organiser")
    _unplace(page, "S38")
    page.goto(f"{AGENDA}/proposals/")
    check_axe(page)
    _ask(page, site, "Only what lies in the tray")
    row = page.get_by_role("row").filter(has_text="S38")
    expect(row).to_contain_text("In the tray")
    check_axe(page)
    row.get_by_label("Move S38").check()
    page.get_by_role("button", name="Move those ticked").click()
    see(page, "1 session is moved in the draft.")
    expect(page.get_by_role("row").filter(has_text="S38")).to_contain_text("Stands there")
    page.get_by_role("button", name="Undo taking it over").click()
    see(page, "The sessions are back where they were.")
    expect(page.get_by_role("row").filter(has_text="S38")).to_contain_text("In the tray")
    page.get_by_role("button", name="Take over all").click()
    expect(page.get_by_role("row").filter(has_text="S38")).to_contain_text("Stands there")


def _lose_room(page: Page, starts: str, ends: str) -> None:
    """Says when Sahel cannot be used; two empty times take that back."""
    page.goto(f"{FORUM}/manage/rooms/?lang=en")
    page.get_by_role("link", name="Sahel").first.click()
    line = page.get_by_role("group", name="Time 1")
    line.get_by_label("From").fill(starts)
    line.get_by_label("Until").fill(ends)
    page.get_by_role("button", name="Save").click()
    see(page, "is saved")


def test_a_lost_room_is_mended_with_the_fewest_moves_on_a_phone_in_french(
    open_page: OpenPage, site: Any, check_axe: Callable[[Page], None]
) -> None:
    organiser, page = open_page("organiser"), open_page("organiser", phone=True)
    _lose_room(organiser, "2027-05-27T08:00", "2027-05-27T18:00")
    page.goto(f"{AGENDA}/clashes?lang=fr")
    page.get_by_role("link", name="Réparer avec le moins de déplacements").click()
    page.get_by_role("button", name="Faire une proposition").click()
    site.work()
    expect(page.get_by_role("heading", name="Ce que cela change")).to_be_visible(timeout=15_000)
    see(page, "S32")
    see(page, "Il est prouvé")
    check_axe(page)
    page.get_by_role("button", name="Tout reprendre").click()
    see(page, "dans le brouillon")
    # What others put back into the room must not be stopped at publishing.
    _lose_room(organiser, "", "")


def test_the_rota_says_who_interprets_where(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page("organiser", phone=True)
    page.goto(f"{AGENDA}/interpreters/rota?lang=en")
    see(page, "interpreters on the busiest day")
    page.get_by_label("Fee of one interpreter for one day").fill("600")
    page.get_by_role("button", name="Work it out").click()
    see(page, "× 600")
    check_axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the rota away").click()
    assert download.value.suggested_filename == "interpreters-dakar-2027.xlsx"
