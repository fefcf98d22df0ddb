"""A call for sessions: opened, answered on a phone in French, reviewed by keyboard, chosen and decided."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exchange import clock
from exchange.db import db
from exchange.demo.people import ACCOUNTS, people
from tests import make
from tests.journeys.steps import FORUM, headed, open_mail, see, text_in

OpenPage = Callable[..., Page]
MEETING = "/f/call-2028"
MANAGE = f"{MEETING}/manage/call"
REVIEWER = people()[ACCOUNTS["focal point"]].email
PROPOSER = "mirlande.fanor@port.example"


@pytest.fixture
def meeting(site: Any) -> None:
    """A forum of its own, so that the demo's call stays as it is."""
    with site.app.app_context():
        forum = make.forum("call-2028", themes=("HOU", "WSH"), titles={"en": "Call 2028", "fr": "Appel 2028"})
        make.room(forum, "R1")
        db.session.remove()


def _day(days: int) -> str:
    return f"{clock.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def _open_the_call(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto(f"{MANAGE}/?lang=en")
    see(page, "There is no call yet")
    page.get_by_role("link", name="Open a call").click()
    page.get_by_label("Opens").fill(_day(-20))
    page.get_by_label("Closes").fill(_day(20))
    text_in(page, "English", "What the call says").fill("Bring what did **not** work.")
    text_in(page, "Français", "What the call says").fill("Apportez ce qui n’a **pas** marché.")
    check_axe(page)
    page.get_by_role("button", name="Save and go on to the criteria").click()
    headed(page, "Criteria")
    expect(page.get_by_label("Weight")).to_have_count(7)
    check_axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    see(page, "No proposals yet")


def _propose_in_french(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto(f"{MEETING}/?lang=fr")
    page.get_by_role("link", name="Lire l’appel et proposer une session").click()
    check_axe(page)
    page.get_by_role("link", name="Proposer une session").first.click()
    page.get_by_label("Votre adresse électronique").fill(PROPOSER)
    page.get_by_label("Titre", exact=True).fill("L’eau au seau, à prix affiché")
    page.get_by_role("button", name="Envoyer ma proposition").click()
    see(page, "Choisissez un format.")
    check_axe(page)
    page.get_by_label("De quoi il s’agit").fill("Des comités vendent l’eau ; deux ont fermé.")
    page.get_by_label("Ce que les participants emportent").fill("Un cahier de comptes.")
    page.get_by_label("Format", exact=True).select_option("workshop")
    page.get_by_label("Thème", exact=True).select_option("WSH-1")
    page.get_by_role("searchbox", name="Cherchez une ville ou un pays").fill("port-au")
    first = page.get_by_role("group", name="Personne 1")
    first.get_by_label("Nom", exact=True).fill("Mirlande Fanor")
    first.get_by_label("Adresse électronique").fill(PROPOSER)
    page.get_by_label(re.compile("Les personnes nommées ici sont d’accord")).check()
    page.get_by_role("button", name="Envoyer ma proposition").click()
    headed(page, "Encore une étape")
    open_mail(page, PROPOSER)
    page.get_by_role("link", name="Confirmer ma proposition").click()
    page.get_by_role("button", name="Confirmer et se connecter").click()
    see(page, "Votre proposition est arrivée")
    check_axe(page)


def _close_and_assign(page: Page) -> None:
    page.goto(f"{MEETING}/manage/duties")
    page.get_by_label("E-mail address", exact=True).fill(REVIEWER)
    page.locator("label", has_text="Reviewer").click()
    page.locator("main form").filter(has=page.get_by_label("E-mail address", exact=True)).get_by_role("button").click()
    page.goto(f"{MANAGE}/settings")
    page.get_by_label("Closes").fill(_day(-1))
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{MANAGE}/reviewers")
    page.get_by_role("button", name="Assign evenly").click()
    see(page, "1 review is assigned.")


def _review_by_keyboard(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto(f"{MEETING}/review/?lang=en")
    page.get_by_role("link", name="Review P01").click()
    check_axe(page)
    scales = page.locator(".scales fieldset")
    for number in range(scales.count()):
        scales.nth(number).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for _press in range(4):
            page.keyboard.press("ArrowRight")
    page.get_by_label("Comment for the organisers").fill("Numbers and failures: take it.")
    page.get_by_role("button", name="Submit my review").focus()
    page.keyboard.press("Enter")
    see(page, "Your review of P01 is submitted.")
    see(page, "1 of 1")
    check_axe(page)


def test_from_the_call_to_the_tray(open_page: OpenPage, meeting: None, check_axe: Callable[[Page], None]) -> None:
    organiser, proposer = open_page("organiser"), open_page(language="fr", phone=True)
    _open_the_call(organiser, check_axe)
    _propose_in_french(proposer, check_axe)
    _close_and_assign(organiser)
    _review_by_keyboard(open_page("focal point", phone=True), check_axe)
    organiser.goto(f"{MANAGE}/")
    see(organiser, "80")
    organiser.get_by_role("checkbox", name="Select P01").check()
    expect(organiser.locator("#balance-short")).to_contain_text("1 chosen · 1.5 h")
    expect(organiser.locator("#balance")).to_contain_text("Least developed countries 1 of 1")
    check_axe(organiser)
    organiser.get_by_role("button", name="Mark: accept").click()
    organiser.get_by_role("link", name="Decide and mail (1) …").click()
    organiser.get_by_label("What you want to say about it").fill("Venez avec le cahier de comptes.")
    organiser.get_by_role("button", name="Save the reasons and see the mails again").click()
    see(organiser, "Votre session est acceptée")
    check_axe(organiser)
    organiser.get_by_role("button", name="Decide and mail").click()
    organiser.get_by_role("dialog").get_by_role("button", name="Decide and mail").click()
    see(organiser, "until then it can be undone")
    organiser.get_by_role("button", name="Send the mails now").click()
    see(organiser, "1 mail is on its way.")
    organiser.goto(f"{MEETING}/manage/agenda/")
    see(organiser, "L’eau au seau, à prix affiché")
    open_mail(organiser, PROPOSER, "Votre session est acceptée")
    see(organiser, "Venez avec le cahier de comptes.")
    proposer.reload()
    see(proposer, "Acceptée")


def test_without_scripts_counting_needs_a_button(open_page: OpenPage) -> None:
    page = open_page("organiser", java_script_enabled=False)
    page.goto(f"{FORUM}/manage/call/?lang=en")
    see(page, "8 chosen")
    page.get_by_role("checkbox", name="Select P10").check()
    page.get_by_role("button", name="Count").click()
    see(page, "9 chosen")
    expect(page.get_by_role("checkbox", name="Select P10")).to_be_checked()


def test_a_phone_chooses_by_touch_and_takes_the_mark_back(open_page: OpenPage) -> None:
    page = open_page("organiser", phone=True)
    page.goto(f"{FORUM}/manage/call/?lang=en&q=bus")
    page.get_by_role("checkbox", name="Select P14").tap()
    page.get_by_role("button", name="Mark: decline").tap()
    see(page, "decline")
    page.get_by_role("checkbox", name="Select P14").tap()
    page.get_by_role("button", name="No mark").tap()
    expect(page.locator(".mark-decline")).to_have_count(0)
