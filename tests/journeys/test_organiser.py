"""An organiser sets a forum up, decides about registrations, and answers cities; tables go in and out."""

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.steps import FORUM, headed, open_mail, register, see, text_in

OpenPage = Callable[..., Page]
# Line 3 has no such country, line 4 no such region.
BAD_TABLE = "name,country,region,income_group\nArusha,TZ,africa,low\nNowhere,ZZ,africa,low\nMbeya,TZ,moon,low\n"
GOOD_TABLE = "name,country,region,income_group,languages\nArusha,TZ,africa,lower_middle,en sw\nOrán,DZ,africa,high,fr\n"


def test_an_organiser_creates_a_forum_and_copies_one(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page("organiser")
    page.goto("/manage/?lang=en")
    page.get_by_role("link", name="Create a forum").click()
    page.get_by_label("Title").fill("Water for all")
    page.get_by_label("Address").fill("water-2028")
    page.get_by_label("First day").fill("2028-03-07")
    page.get_by_label("Last day").fill("2028-03-09")
    page.get_by_label("Time zone").fill("Africa/Kampala")
    page.get_by_role("button", name="Create").click()
    page.goto("/f/water-2028/manage/")
    headed(page, "Manage the forum")
    expect(page.get_by_text(re.compile("things? (is|are) missing")).first).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Rooms", exact=True).click()
    page.get_by_role("link", name="Add a room").click()
    page.get_by_label("Code").fill("N1")
    page.get_by_label("Name").fill("Nile")
    page.get_by_label("Seats").fill("80")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Rooms")).to_contain_text("Nile")
    page.goto("/manage/")
    page.get_by_role("link", name="Copy Cities Together Forum").click()
    page.get_by_label("Title").fill("Cities Together Forum 2029")
    page.get_by_label("Address").fill("cities-2029")
    page.get_by_label("First day").fill("2029-05-22")
    page.get_by_role("button", name="Copy").click()
    page.goto("/f/cities-2029/manage/rooms/")
    expect(page.get_by_role("table", name="Rooms")).to_contain_text("Téranga")


def test_an_organiser_approves_in_bulk_and_declines_with_a_reason(open_page: OpenPage) -> None:
    who = {"Betty": "bulk.one@honiara.example", "Bruno": "bulk.two@edmonton.example", "Nino": "no.one@tbilisi.example"}
    for name, email in who.items():
        person = open_page()
        register(person, email, name, city=email.split("@")[1].removesuffix(".example"))
        if name == "Bruno":
            person.goto("/account/")
            person.get_by_label("Language of pages and mails").select_option("fr")
            person.get_by_role("button", name="Save").click()
            headed(person, "Mon compte")
    page = open_page("organiser")
    page.goto(f"{FORUM}/manage/registrations/?lang=en")
    page.get_by_label("Standing", exact=True).select_option(label="Sent")
    page.wait_for_url("**standing=submitted**")
    for name in ("Betty", "Bruno"):
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    see(page, "2 registrations are changed")
    page.get_by_role("checkbox", name="Select Nino").check()
    page.get_by_role("button", name="Decline …").click()
    page.get_by_label("Reason").fill("Only one person of the office can come, please agree among you.")
    page.get_by_role("button", name="Decline and send the mail").click()
    see(page, "1 registration is changed")
    open_mail(page, "bulk.two@edmonton.example")
    see(page, "Votre place est confirmée")
    see(page, "an invitation")
    open_mail(page, "no.one@tbilisi.example")
    see(page, "please agree among you")


def test_an_organiser_imports_cities_and_every_error_has_its_line(open_page: OpenPage) -> None:
    page = open_page("organiser")
    page.goto("/manage/cities/import?lang=en")
    for table in (BAD_TABLE, GOOD_TABLE):
        file: FilePayload = {"name": "cities.csv", "mimeType": "text/csv", "buffer": table.encode()}
        page.get_by_label("Table", exact=True).set_input_files(file)
        page.get_by_role("button", name="Look at what it would do").click()
        rows = page.get_by_role("table", name="Rows of the table").get_by_role("row")
        if table is BAD_TABLE:
            see(page, "2 rows have errors.")
            expect(rows.filter(has_text="Nowhere")).to_contain_text("3")
            expect(rows.filter(has_text="Mbeya")).to_contain_text("region")
            page.get_by_role("link", name="Send another file").click()
    see(page, "No row has errors. Nothing has been changed yet.")
    page.get_by_role("button", name="Import 2 rows").click()
    page.goto("/cities/?q=oran")
    expect(page.get_by_role("link", name="Orán")).to_be_visible()


def test_an_organiser_accepts_a_city_that_was_not_listed(open_page: OpenPage) -> None:
    page = open_page("organiser")
    page.goto("/manage/cities/requests?lang=en")
    page.get_by_role("link", name="Gulu").click()
    page.get_by_label("Region").select_option("africa")
    page.get_by_label("Income group").select_option("low")
    page.get_by_role("button", name="Accept and add").click()
    page.goto("/cities/?q=gulu")
    expect(page.get_by_role("link", name="Gulu").first).to_be_visible()


def test_lists_can_be_taken_away_as_tables(open_page: OpenPage) -> None:
    page = open_page("organiser")
    for path, button in (
        (f"{FORUM}/manage/registrations/", "This list as XLSX"),
        (f"{FORUM}/manage/registrations/", "This list as CSV"),
        (f"{FORUM}/manage/visits/", "Seats as CSV"),
        (f"{FORUM}/manage/visits/wishes", "These as XLSX"),
    ):
        page.goto(f"{path}?lang=en")
        with page.expect_download() as download:
            page.get_by_role("link", name=button).click()
        assert download.value.path().stat().st_size > 20, button


def test_an_organiser_writes_a_text_in_two_languages(open_page: OpenPage) -> None:
    page = open_page("organiser")
    page.goto(f"{FORUM}/manage/settings?lang=en")
    text_in(page, "English", "Summary").fill("Three days on what works, and what did not.")
    text_in(page, "Français", "Summary").fill("Trois jours sur ce qui marche, et ce qui a échoué.")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{FORUM}/?lang=fr")
    see(page, "Trois jours sur ce qui marche")
