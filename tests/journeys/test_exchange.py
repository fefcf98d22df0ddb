"""A city says what it needs and offers, and sees which cities fit and why."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import FORUM, headed, see

OpenPage = Callable[..., Page]


def _say(page: Page, add: str, subtheme: str, sentence: str) -> None:
    page.get_by_role("link", name=add).click()
    option = page.get_by_label("What is it about?").locator("option", has_text=subtheme).first
    page.get_by_label("What is it about?").select_option(option.get_attribute("value"))
    page.get_by_label("In one sentence").fill(sentence)
    page.get_by_role("button", name="Save").click()
    see(page, sentence)


def test_a_focal_point_says_what_the_city_needs_and_offers(open_page: OpenPage, world: dict[str, object]) -> None:
    page = open_page("focal point")
    page.goto(f"/cities/{world['lome']}/exchange?lang=en")
    _say(page, "Add a need", "Waste pickers", "Who has given waste pickers a contract that lasts?")
    _say(page, "Add an offer", "Public lighting", "Two hundred street lamps that run without a bill.")
    see(page, "What Lomé needs")


def test_cities_that_fit_show_the_reason_in_words(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page("focal point")
    page.goto(f"{FORUM}/cities/?lang=en")
    headed(page, "Cities that fit")
    card = page.locator(".match-card").first
    expect(card).to_contain_text("Both speak")
    expect(card.locator(".match-reason").first).to_contain_text("need")
    expect(card.locator(".match-quote").first).to_be_visible()
    check_axe(page)
    page.goto(f"{FORUM}/cities/?lang=fr")
    expect(page.locator(".match-reason").first).to_contain_text("besoin")


def test_a_delegate_finds_the_others_who_agreed_to_be_found(
    open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    page = open_page("delegate")
    page.goto(f"{FORUM}/cities/?lang=en")
    expect(page.locator(".match-card").first).to_contain_text("Whom to ask:")
    page.get_by_role("link", name="All participants").click()
    headed(page, "Participants")
    page.get_by_label("Name, function, city or country").fill("lome maire")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.locator("#results tbody tr")).to_contain_text("Lomé")
    expect(page.locator("#results")).not_to_contain_text("@")
    check_axe(page)


def test_a_stranger_is_asked_to_sign_in_before_cities_are_matched(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{FORUM}/cities/")
    see(page, "Sign in to see the cities that fit yours")
    page.get_by_role("link", name="All needs and offers").click()
    page.get_by_label("City or words").fill("khulna")
    expect(page.locator("#results tbody tr").first).to_contain_text("Khulna")
