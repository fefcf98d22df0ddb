"""An organiser writes a session, is told of clashes, places it and publishes; everybody reads what changed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import FORUM, headed, see, text_in

OpenPage = Callable[..., Page]
AGENDA = f"{FORUM}/manage/agenda"


def _write_session(page: Page, title: str) -> str:
    """A session without a place; returns its code."""
    page.goto(f"{AGENDA}/sessions/new?lang=en")
    text_in(page, "English", "Title").fill(title)
    page.get_by_label("Format").select_option("workshop")
    person = page.get_by_role("group", name="Person 1")
    person.get_by_label("Person").fill("Kwabena Ofosu-Tray")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{AGENDA}/?q={title}")
    row = page.locator("#results").get_by_role("row").filter(has_text=title)
    return row.get_by_role("cell").first.inner_text().strip().split()[-1]


def _place(page: Page, code: str, start: str, room: str) -> None:
    form = page.locator("#place form")
    form.get_by_label("Session").select_option(code)
    form.get_by_label("Day").select_option("2027-05-27")
    form.get_by_label("Start").fill(start)
    option = form.get_by_label("Room").locator("option", has_text=room)
    form.get_by_label("Room").select_option(option.get_attribute("value"))
    form.get_by_role("button", name="Place it here").click()


def test_a_session_is_written_placed_and_published(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page, reader = open_page("organiser"), open_page(phone=True)
    code = _write_session(page, "Counting what the rain brings")
    page.goto(f"{AGENDA}/grid?day=2027-05-27")
    # The failure fair stands in Baobab from 9:00 to 10:30.
    _place(page, code, "09:30", "Baobab")
    see(page, "S30")
    expect(page.locator("#place form").get_by_label("Start")).to_have_value("09:30")
    expect(page.locator("#place form").get_by_label("Session")).to_have_value(code)
    check_axe(page)
    _place(page, code, "16:45", "Baobab")
    see(page, "16:45")
    page.goto(f"{AGENDA}/publish")
    see(page, "Counting what the rain brings")
    text_in(page, "English", "Note to readers").fill("One more workshop on the last day.")
    page.get_by_role("button", name="Publish version").click()
    reader.goto(f"{FORUM}/agenda?day=2027-05-27&view=list")
    see(reader, "One more workshop on the last day.")
    reader.get_by_role("link", name="Counting what the rain brings").click()
    headed(reader, "Counting what the rain brings")
    reader.goto(f"{FORUM}/agenda")
    reader.get_by_role("link", name="What changed").click()
    see(reader, "Counting what the rain brings")
    check_axe(reader)


def test_a_clash_of_a_person_is_refused_by_name_and_nothing_typed_is_lost(open_page: OpenPage) -> None:
    page = open_page("organiser")
    page.goto(f"{AGENDA}/sessions/new?lang=en")
    text_in(page, "English", "Title").fill("A second place at the same time")
    # Kwabena Ofosu-Tray chairs S18 in Saloum on the first day at 15:45.
    page.get_by_label("Format").select_option("workshop")
    page.locator("#day").select_option("2027-05-25")
    page.locator("#start").fill("15:45")
    option = page.locator("#room").locator("option", has_text="Saloum").first
    page.locator("#room").select_option(option.get_attribute("value"))
    page.get_by_role("group", name="Person 1").get_by_label("Person").fill("Kwabena Ofosu-Tray")
    page.get_by_role("button", name="Save").click()
    see(page, "Ofosu-Tray")
    see(page, "S18")
    expect(text_in(page, "English", "Title")).to_have_value("A second place at the same time")
    expect(page.locator("#start")).to_have_value("15:45")
