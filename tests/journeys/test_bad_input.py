"""What goes wrong is said in a clear sentence; what was typed is kept, and nothing is lost or doubled."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from exchange.demo.people import ACCOUNTS, people
from tests.journeys.steps import FORUM, confirm_by_mail, fill_identity, headed, open_mail, see, send_registration

OpenPage = Callable[..., Page]
DELEGATE = people()[ACCOUNTS["delegate"]]


def _mails_to(page: Page, address: str) -> int:
    page.goto("/demo/outbox")
    return page.get_by_role("row").filter(has_text=address).count()


def test_a_wrong_address_is_named_and_the_rest_stays(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page(phone=True)
    page.goto(f"{FORUM}/register")
    fill_identity(page, email="esi.at.kumasi", given_name="Esi")
    page.get_by_label("Your function").fill("Planner")
    page.get_by_role("button", name="Send my registration").click()
    see(page, "This is not an e-mail address.")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.get_by_label("Your e-mail address")).to_have_value("esi.at.kumasi")
    expect(page.get_by_label("Your function")).to_have_value("Planner")
    expect(page.get_by_role("combobox", name="Your city").locator("option:checked")).to_have_text("Edmonton")
    check_axe(page)


def test_somebody_who_is_registered_already_keeps_what_they_had(open_page: OpenPage) -> None:
    page = open_page()
    send_registration(page, email=DELEGATE.email.upper(), given_name="Somebody else")
    confirm_by_mail(page, DELEGATE.email)
    see(page, "You were registered already, so nothing was changed.")
    see(page, f"{DELEGATE.given} {DELEGATE.family}")


def test_a_forum_cannot_end_before_it_starts(open_page: OpenPage) -> None:
    page = open_page("organiser")
    page.goto("/manage/forums/new?lang=en")
    page.get_by_label("Title").fill("Backwards")
    page.get_by_label("First day").fill("2028-03-09")
    page.get_by_label("Last day").fill("2028-03-07")
    page.get_by_label("Time zone").fill("Africa/Kampala")
    page.get_by_role("button", name="Create").click()
    see(page, "The last day must not come before the first.")
    expect(page.get_by_label("Title")).to_have_value("Backwards")
    expect(page.get_by_label("First day")).to_have_value("2028-03-09")


def test_an_arrival_far_from_the_forum_is_asked_about(open_page: OpenPage) -> None:
    page = open_page("delegate")
    page.goto(f"{FORUM}/register/needs?lang=en")
    page.get_by_label("Flight, train or bus").fill("AF718")
    for arrives, leaves, said in (
        ("2026-12-24", "2027-05-28", "This is more than two weeks before the forum."),
        ("2027-05-26", "2027-05-25", "This is before you arrive."),
    ):
        page.get_by_label("Day you arrive").fill(arrives)
        page.get_by_label("Day you leave").fill(leaves)
        page.get_by_role("button", name="Save and go on").click()
        see(page, said)
        expect(page.get_by_label("Day you arrive")).to_have_value(arrives)
        expect(page.get_by_label("Flight, train or bus")).to_have_value("AF718")


def test_days_far_from_the_forum_are_kept_once_they_are_said_to_be_right(
    open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    page = open_page("delegate", phone=True)
    page.goto(f"{FORUM}/register/needs?lang=en")
    page.get_by_label("Day you arrive").fill("2027-05-02")
    page.get_by_label("Day you leave").fill("2027-06-20")
    page.get_by_role("button", name="Save and go on").click()
    check_axe(page)
    page.get_by_label("Yes, these days are right").check()
    page.get_by_role("button", name="Save and go on").click()
    headed(page, "Check what you told us")
    see(page, "2 May 2027")


def test_two_tabs_do_not_overwrite_each_other(open_page: OpenPage) -> None:
    page = open_page("delegate")
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{FORUM}/register?lang=en")
    page.get_by_label("Your function").fill("Planner of the harbour")
    page.get_by_role("button", name="Save", exact=True).click()
    see(page, "Planner of the harbour")
    other.get_by_label("Your function").fill("Planner of the market")
    other.get_by_role("button", name="Save", exact=True).click()
    see(other, "Your function is now: Planner of the harbour")
    expect(other.get_by_label("Your function")).to_have_value("Planner of the market")
    other.get_by_role("button", name="Save", exact=True).click()
    see(other, "Planner of the market")


def test_going_back_after_sending_keeps_the_city(open_page: OpenPage) -> None:
    page = open_page()
    send_registration(page, email="gone.back@ghent.example", given_name="Bo", city="Gand")
    page.go_back()
    expect(page.get_by_role("combobox", name="Your city").locator("option:checked")).to_have_text("Ghent")
    page.go_forward()
    page.get_by_role("link", name="Back to the form").click()
    expect(page.get_by_role("combobox", name="Your city").locator("option:checked")).to_have_text("Ghent")
    expect(page.get_by_label("Your e-mail address")).to_have_value("gone.back@ghent.example")


def test_a_visit_chosen_twice_is_named_by_its_row(open_page: OpenPage) -> None:
    page = open_page("delegate")
    page.goto(f"{FORUM}/visits/wishes?lang=en")
    for rank in (1, 2):
        select = page.get_by_role("group", name=f"Choice {rank}").get_by_label("Visit")
        select.select_option(select.locator("option", has_text="V3").get_attribute("value"))
    page.get_by_role("button", name="Keep my choices").click()
    page.get_by_role("link", name="Choice 2 · Visit: This visit is already one of your choices.").click()
    expect(page.get_by_role("group", name="Choice 2").get_by_label("Visit")).to_be_focused()


def test_a_double_click_registers_once(open_page: OpenPage) -> None:
    page, bare = open_page(), open_page(java_script_enabled=False)
    for each, address in ((page, "double@edmonton.example"), (bare, "double.bare@edmonton.example")):
        each.goto(f"{FORUM}/register")
        fill_identity(each, email=address, given_name="Twice", script=each is page)
        each.get_by_role("button", name="Send my registration").dblclick()
        headed(each, "One more step: look at your mail")
        assert _mails_to(each, address) == 1


def test_a_form_that_is_sent_again_is_carried_out_once(open_page: OpenPage) -> None:
    page = open_page("delegate")
    page.goto("/account/calendars?lang=en")
    before = page.get_by_role("heading", level=2).count()
    page.get_by_label("Where you will use it").fill("Sent twice")
    form = page.locator("form", has=page.get_by_label("Where you will use it"))
    fields = dict(form.evaluate("form => [...new FormData(form)]"))
    for _time in range(2):
        page.request.post("/account/calendars", form=fields)
    page.reload()
    assert page.get_by_role("heading", level=2).count() == before + 1


def test_a_link_that_was_used_says_so_and_offers_a_new_one(open_page: OpenPage) -> None:
    page = open_page()
    send_registration(page, email="used.link@edmonton.example", given_name="Ursula")
    open_mail(page, "used.link@edmonton.example")
    link = page.get_by_role("link", name="Confirm my registration").get_attribute("href") or ""
    page.goto(link)
    page.get_by_role("button", name="Confirm and sign in").click()
    other = open_page()
    other.goto(link)
    see(other, "This link has been used already. Please ask for a new one.")
    other.get_by_role("link", name="Ask for a new link").click()
    headed(other, "Sign in")


def test_a_page_left_open_over_a_release_is_told_what_happened(open_page: OpenPage) -> None:
    page, organiser = open_page("delegate"), open_page("organiser")
    page.goto(f"{FORUM}/agenda?view=list&day=2027-05-27&lang=en")
    organiser.goto(f"{FORUM}/manage/agenda/sessions/S37/cancel?lang=en")
    organiser.get_by_role("button", name="Cancel the session").click()
    organiser.goto(f"{FORUM}/manage/agenda/publish")
    organiser.get_by_role("button", name="Publish version").click()
    card = page.locator(".session", has=page.get_by_role("link", name="A municipal land office"))
    card.get_by_role("button", name="Must see").or_(card.get_by_role("button", name="Remove")).first.click()
    see(page, "S37 has been cancelled, so it cannot be chosen.")
    expect(page.locator(".session", has_text="A municipal land office")).to_contain_text("Cancelled")


def test_ten_megabytes_of_text_are_refused_and_the_form_is_still_there(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{FORUM}/register")
    fill_identity(page, email="long.winded@edmonton.example", given_name="Longinus")
    # Hidden, because drawing such a line takes the browser longer than sending it.
    page.get_by_label("Your function").evaluate(
        "field => { field.type = 'hidden'; field.value = 'x'.repeat(10_000_000) }"
    )
    page.get_by_role("button", name="Send my registration").click()
    headed(page, "That was too large")
    page.go_back()
    expect(page.get_by_label("Given name")).to_have_value("Longinus")


def test_everything_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    send_registration(page, email="no.script@edmonton.example", given_name="Nora", script=False)
    confirm_by_mail(page, "no.script@edmonton.example")
    headed(page, "What you need")
    page.goto(f"{FORUM}/agenda?view=list")
    page.get_by_role("button", name="Must see:").first.click()
    expect(page.get_by_role("button", name="Remove from my agenda:").first).to_be_visible()
    page.goto(f"{FORUM}/visits/wishes")
    choice = page.get_by_role("group", name="Choice 1")
    option = choice.get_by_label("Visit").locator("option", has_text="V5").get_attribute("value")
    choice.get_by_label("Visit").select_option(option)
    choice.get_by_label("The question you bring").fill("Who cleans the bay?")
    page.get_by_role("button", name="Keep my choices").click()
    page.goto(f"{FORUM}/visits/V5")
    see(page, "This visit is your choice 1.")
    page.goto(f"{FORUM}/me/withdraw")
    page.get_by_role("button", name="Withdraw my registration").click()
    see(page, "Your registration is withdrawn")
