"""A host writes a visit and offers it, the organiser publishes it and gives seats, everybody reads it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from exchange.demo.people import ACCOUNTS, people
from tests.journeys.steps import FORUM, headed, open_mail, see, text_in

OpenPage = Callable[..., Page]
HOST = people()[ACCOUNTS["host"]].email
DELEGATE = people()[ACCOUNTS["delegate"]]
STOPS = (("City hall", "", "09:00"), ("The night market", "09:30", "10:30"), ("City hall", "11:00", ""))


def _begin_visit(page: Page, title: str) -> str:
    """The organiser starts a visit and invites its host; its address in the forum."""
    page.goto(f"{FORUM}/host/new?lang=en")
    text_in(page, "English", "What is the visit about?").fill(title)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(f"**{FORUM}/host/V*")
    code = page.url.rsplit("/host/", 1)[1].split("/")[0].split("?")[0]
    page.goto(f"{FORUM}/manage/visits/{code}")
    page.get_by_label("E-mail address", exact=True).fill(HOST)
    page.get_by_role("button", name="Invite a host").click()
    see(page, "may write this visit now and gets a mail")
    return code


def _write_texts(page: Page, code: str) -> None:
    page.goto(f"{FORUM}/host/{code}?lang=en")
    page.get_by_role("link", name="Texts and seats").click()
    text_in(page, "English", "Summary").fill("Forty traders and one city office share the cleaning.")
    text_in(page, "English", "Learning question").fill("Who pays for the light?")
    page.get_by_role("group", name="Languages spoken on the visit").get_by_label("English").check()
    page.get_by_label("Most people", exact=True).fill("12")
    page.get_by_label("Fewest people").fill("4")
    page.get_by_role("button", name="Save").click()
    headed(page, code)


def _write_stops(page: Page, code: str) -> None:
    page.goto(f"{FORUM}/host/{code}/route")
    while page.locator(".stop-entry").count() < len(STOPS):
        before = page.locator(".stop-entry").count()
        page.get_by_role("button", name="Add a stop here, after stop 1").click()
        expect(page.locator(".stop-entry")).to_have_count(before + 1)
    page.get_by_label("Day", exact=True).select_option(index=1)
    for number, (name, arrives, leaves) in enumerate(STOPS, 1):
        stop = page.get_by_role("group", name=f"Stop {number}", exact=True)
        text_in(stop, "English", "Name").fill(name)
        if arrives:
            stop.get_by_label("Arrive").fill(arrives)
        if leaves:
            stop.get_by_label("Leave").fill(leaves)
    page.get_by_role("button", name="Save").last.click()
    page.goto(f"{FORUM}/host/{code}")
    see(page, "The night market")


def test_a_host_writes_a_visit_that_everybody_reads_when_it_is_published(
    open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    organiser, host, reader = open_page("organiser"), open_page("host", phone=True), open_page()
    code = _begin_visit(organiser, "The night market")
    open_mail(organiser, HOST)
    _write_texts(host, code)
    _write_stops(host, code)
    check_axe(host)
    host.get_by_role("button", name="Offer it to the organisers").click()
    see(host, "Offered")
    answer = reader.goto(f"{FORUM}/visits/{code}")
    assert answer and answer.status == 404
    organiser.goto(f"{FORUM}/manage/visits/{code}")
    organiser.get_by_role("button", name="Publish").click()
    see(organiser, "The visit is published as it is written now.")
    reader.goto(f"{FORUM}/visits/")
    reader.get_by_role("link", name="The night market").click()
    see(reader, "Forty traders and one city office share the cleaning.")
    see(reader, "09:30")


def test_what_a_host_changes_later_waits_for_the_organiser(open_page: OpenPage) -> None:
    host, reader = open_page("host"), open_page()
    host.goto(f"{FORUM}/host/V1/edit?lang=en")
    text_in(host, "English", "Title").fill("Flood-safe Pikine, in the rain")
    host.get_by_role("button", name="Save").click()
    see(host, "Changed since it was published")
    reader.goto(f"{FORUM}/visits/V1?lang=en")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Flood-safe Pikine")


def test_an_organiser_gives_a_seat_by_hand(open_page: OpenPage) -> None:
    page, delegate = open_page("organiser"), open_page("delegate")
    page.goto(f"{FORUM}/manage/visits/V6?lang=en")
    page.get_by_label("E-mail address of a registered person").fill(DELEGATE.email)
    page.get_by_role("button", name="Give a seat", exact=True).click()
    expect(page.get_by_role("table", name="Seats given")).to_contain_text(f"{DELEGATE.given} {DELEGATE.family}")
    delegate.goto(f"{FORUM}/visits/V6?lang=en")
    see(delegate, "You have a seat on this visit.")
    page.get_by_role("link", name=f"Take back the seat of {DELEGATE.given} {DELEGATE.family}").click()
    page.get_by_role("dialog").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Take back the seat of")).to_have_count(0)
