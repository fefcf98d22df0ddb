"""A delegate registers, changes, withdraws, chooses sessions and visits, and takes a calendar along."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.steps import FORUM, confirm_by_mail, headed, open_mail, register, see, send_registration

OpenPage = Callable[..., Page]


def test_a_new_person_registers_on_a_phone_in_french(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page(language="fr", phone=True)
    page.goto(f"{FORUM}/")
    page.get_by_role("main").get_by_role("link", name="S’inscrire").first.click()
    page.get_by_label("Votre adresse électronique").fill("marie.dor@port.example")
    page.get_by_label("Prénom").fill("Marie")
    page.get_by_role("searchbox", name="Cherchez une ville ou un pays").fill("port-au")
    expect(page.get_by_role("combobox", name="Votre ville").locator("option:checked")).to_contain_text("Port-au-Prince")
    page.get_by_role("group", name="Langues que vous parlez").get_by_label("français").check()
    check_axe(page)
    page.get_by_role("button", name="Envoyer mon inscription").click()
    headed(page, "Encore une étape")
    page.get_by_role("link", name="Ouvrir la boîte d’envoi de la démonstration").click()
    page.get_by_role("row").filter(has_text="marie.dor@port.example").get_by_role("link").click()
    headed(page, "Confirmez votre inscription")
    page.get_by_role("link", name="Confirmer mon inscription").click()
    page.get_by_role("button", name="Confirmer et se connecter").click()
    headed(page, "Vos besoins")
    page.get_by_label("Halal").check()
    page.get_by_label("Jour de votre arrivée").fill("2027-05-24")
    page.get_by_label("Jour de votre départ").fill("2027-05-28")
    check_axe(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    headed(page, "Vérifiez ce que vous nous avez dit")
    see(page, "Halal")
    page.get_by_role("link", name="Vers mon forum").click()
    headed(page, "Mon forum")
    see(page, "Votre inscription est arrivée")
    check_axe(page)


def test_a_new_person_registers_at_a_desk_in_english(open_page: OpenPage, check_axe: Callable[[Page], None]) -> None:
    page = open_page()
    send_registration(page, email="esi.boakye@edmonton.example", given_name="Esi")
    check_axe(page)
    confirm_by_mail(page, "esi.boakye@edmonton.example")
    headed(page, "What you need")
    page.get_by_label("Vegetarian").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="To my forum").click()
    see(page, "Your registration has arrived")
    see(page, "Edmonton")


def test_a_person_comes_back_changes_and_withdraws(open_page: OpenPage) -> None:
    page = open_page()
    register(page, "yaw.antwi@edmonton.example", "Yaw")
    page.get_by_role("button", name="Account").or_(page.locator("summary", has_text="Account")).click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{FORUM}/me")
    page.get_by_label("Your e-mail address").fill("YAW.antwi@edmonton.example ")
    page.get_by_role("button", name="Send me a link").click()
    open_mail(page, "yaw.antwi@edmonton.example")
    page.get_by_role("article").get_by_role("link").first.click()
    page.locator("main form button[type=submit]").click()
    headed(page, "My forum")
    page.get_by_role("link", name="Change my registration").click()
    page.get_by_label("Your function").fill("Deputy mayor for housing")
    page.get_by_role("button", name="Save").click()
    see(page, "Deputy mayor for housing")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw my registration").click()
    see(page, "Your registration is withdrawn")
    open_mail(page, "yaw.antwi@edmonton.example", "withdrawn")


def test_what_is_typed_is_kept_while_it_is_typed(open_page: OpenPage, world: dict[str, object]) -> None:
    page = open_page("delegate")
    page.goto("/f/fresh-2028/register?lang=en")
    page.get_by_label("Your function").fill("Planner of the old harbour")
    page.get_by_label("Your function").blur()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.goto("/f/fresh-2028/me")
    see(page, "Your registration is not sent yet")
    see(page, "Planner of the old harbour")


def test_a_delegate_chooses_sessions(open_page: OpenPage) -> None:
    page = open_page("delegate")
    page.goto(f"{FORUM}/agenda?view=list&day=2027-05-27&lang=en")
    must = page.get_by_role("button", name="Must see:").first
    title = (must.get_attribute("aria-label") or "").removeprefix("Must see: ")
    must.click()
    expect(page.get_by_role("button", name=f"Remove from my agenda: {title}")).to_be_visible()
    page.get_by_role("link", name="My agenda").click()
    see(page, title)
    page.get_by_role("button", name=f"Remove from my agenda: {title}").click()
    expect(page.get_by_role("button", name=f"Remove from my agenda: {title}")).to_have_count(0)
    page.goto(f"{FORUM}/sessions/S25")
    wish = page.get_by_role("complementary")
    wish.get_by_role("button", name="Must see").or_(wish.get_by_role("button", name="Would like")).first.click()
    expect(wish.get_by_role("button", name="Remove")).to_be_visible()
    page.goto(f"{FORUM}/agenda/mine")
    expect(page.get_by_role("link", name="Primary care within a 15-minute walk")).to_be_visible()


def test_a_delegate_ranks_three_visits_with_the_questions_they_bring(open_page: OpenPage) -> None:
    page = open_page("delegate")
    page.goto(f"{FORUM}/visits/?lang=en")
    page.get_by_role("main").get_by_role("link", name="Change my choices").click()
    wanted = {"V2": "Who pays the drivers?", "V5": "Who cleans the bay?", "V1": "Who clears the drains?"}
    for rank, (code, question) in enumerate(wanted.items(), 1):
        choice = page.get_by_role("group", name=f"Choice {rank}")
        option = choice.get_by_label("Visit").locator("option", has_text=code).get_attribute("value")
        choice.get_by_label("Visit").select_option(option)
        choice.get_by_label("The question you bring").fill(question)
    page.get_by_role("button", name="Keep my choices").click()
    for rank, code in enumerate(wanted, 1):
        page.goto(f"{FORUM}/visits/{code}")
        see(page, f"This visit is your choice {rank}.")


def test_a_delegate_makes_a_calendar_and_revokes_it(open_page: OpenPage, site: Any) -> None:
    page = open_page("delegate")
    page.goto("/account/calendars?lang=en")
    page.get_by_label("Where you will use it").fill("The old laptop")
    page.get_by_role("button", name="Make a calendar").click()
    feed = page.locator("section", has=page.get_by_role("heading", name="The old laptop"))
    address = feed.get_by_label("Address for other programs").input_value()
    answer = page.request.get(address)
    assert answer.ok and "BEGIN:VCALENDAR" in answer.text()
    feed.get_by_role("link", name="Revoke (The old laptop)").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="The old laptop")).to_have_count(0)
    assert page.request.get(address).status == 410
