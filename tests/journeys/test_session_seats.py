"""A delegate takes, swaps, gives back and waits for seats in sessions, and answers an offer; the organiser's lists."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from exchange.agenda import seat_limits, seats
from exchange.agenda.models import Session
from exchange.agenda.models_seats import SessionSeat
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from tests.journeys.conftest import Site
from tests.journeys.steps import FORUM, headed, open_mail, see

OpenPage = Callable[..., Page]
# S32 and S34 take place at the same time on the last morning; the delegate has a part in neither.
ONE, OTHER = "S32", "S34"


def _signup(site: Site, code: str, places: int, taken: int = 0) -> None:
    """Makes a session of the demo one that needs signing up, with some seats taken by people without a clash."""
    with site.app.app_context():
        session = db.session.scalars(sa.select(Session).where(Session.code == code)).one()
        seat_limits.set_limits(session, seat_limits.LimitsDraft(places))
        forum = db.session.get_one(Forum, session.forum_id)
        for registration in _strangers(forum):
            if not taken:
                break
            try:
                seats.take_seat(forum, registration.person, code)
            except seats.Refusal:
                continue
            taken -= 1
        db.session.commit()
        db.session.remove()


def _strangers(forum: Forum) -> list[Registration]:
    """Approved people who have no seat anywhere."""
    seated = sa.select(SessionSeat.registration_id)
    wanted = Registration.forum_id == forum.id, Registration.standing == Standing.APPROVED
    rows = sa.select(Registration).where(*wanted, Registration.id.not_in(seated)).order_by(Registration.id.desc())
    return list(db.session.scalars(rows))


@pytest.mark.parametrize("phone", [False, True])
def test_a_delegate_takes_a_seat_swaps_it_and_gives_it_back(
    open_page: OpenPage, site: Site, check_axe: Callable[[Page], None], phone: bool
) -> None:
    _signup(site, ONE, 30), _signup(site, OTHER, 30)
    page = open_page("delegate", phone=phone)
    page.goto(f"{FORUM}/sessions/{ONE}")
    page.get_by_role("button", name="Take a seat").click()
    see(page, "A mail with a calendar entry is on its way.")
    expect(page.locator("#seat")).to_contain_text("You have a seat")
    check_axe(page)
    page.goto(f"{FORUM}/sessions/{OTHER}")
    see(page, f"You have a seat in {ONE}")
    check_axe(page)
    page.get_by_role("button", name=f"Give up {ONE} for this one").click()
    page.get_by_role("dialog").get_by_role("button", name=f"Give up {ONE} for this one").click()
    see(page, "A mail with a calendar entry is on its way.")
    page.goto(f"{FORUM}/agenda/mine")
    expect(page.get_by_role("link", name=f"Seat in {OTHER}")).to_be_visible()
    page.get_by_role("link", name=f"Seat in {OTHER}").click()
    headed(page, f"Seat in {OTHER}")
    page.get_by_role("link", name="Give the seat back").click()
    page.get_by_role("dialog").get_by_role("button", name="Give the seat back").click()
    see(page, "The place goes to the next person.")
    expect(page.get_by_role("button", name="Take a seat")).to_be_visible()


def test_a_full_session_has_a_waiting_list_in_french(
    open_page: OpenPage, site: Site, check_axe: Callable[[Page], None]
) -> None:
    _signup(site, "S36", 1, taken=1)
    page = open_page("focal point", language="fr", phone=True)
    page.goto(f"{FORUM}/sessions/S36?lang=fr")
    see(page, "Toutes les places sont prises (1).")
    check_axe(page)
    page.get_by_role("button", name="S’inscrire sur la liste d’attente").click()
    see(page, "Vous êtes en position 1.")
    check_axe(page)
    page.get_by_role("link", name="Quitter la liste").click()
    page.get_by_role("dialog").get_by_role("button", name="Quitter la liste").click()
    expect(page.get_by_role("button", name="S’inscrire sur la liste d’attente")).to_be_visible()


def test_an_offer_is_accepted_from_the_mail_with_one_tap(
    open_page: OpenPage, site: Site, check_axe: Callable[[Page], None]
) -> None:
    page = open_page("delegate", phone=True)
    page.goto(f"{FORUM}/agenda/mine")
    see(page, "A seat is offered to you")
    check_axe(page)
    open_mail(page, "mensaro", "A seat in S29 is free for you")
    page.get_by_role("link", name="Accept or decline").click()
    see(page, "(Africa/Dakar)")
    page.get_by_role("button", name="Accept the seat").click()
    expect(page.locator("#seat")).to_contain_text("You have a seat")
    page.goto(f"{FORUM}/agenda/mine")
    expect(page.get_by_role("heading", name="Waiting for your answer")).to_have_count(0)
    see(page, "Has a seat")


def test_without_scripts_a_stranger_finds_the_free_places_behind_a_link(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{FORUM}/sessions/S33")
    page.get_by_role("link", name="Places and signing up").click()
    headed(page, "Seat in S33")
    see(page, "22 places")
    with_scripts = open_page()
    with_scripts.goto(f"{FORUM}/sessions/S33")
    see(with_scripts, "22 places")


@pytest.mark.parametrize("phone", [False, True])
def test_an_organiser_sees_who_comes_and_gives_and_takes_seats(
    open_page: OpenPage, site: Site, check_axe: Callable[[Page], None], phone: bool
) -> None:
    page = open_page("organiser", phone=phone)
    page.goto(f"{FORUM}/manage/agenda/seats/?lang=en")
    check_axe(page)
    page.get_by_role("link", name="S33 ·").click()
    see(page, "Who holds, who waits")
    check_axe(page)
    if phone:
        return
    page.get_by_label("E-mail address").fill("nobody@city.example")
    page.get_by_label("Reason").fill("She wrote the case")
    page.get_by_role("button", name="Give a seat").click()
    expect(page.locator("#give")).to_contain_text("Nobody with this address is registered for this forum.")
    expect(page.get_by_label("Reason")).to_have_value("She wrote the case")
    page.get_by_role("link", name="Take back:").first.click()
    page.get_by_label("Reason").fill("The round is one person shorter")
    page.get_by_role("button", name="Take back").click()
    see(page, "is no longer on the list and gets a mail.")
    page.get_by_role("link", name="Change the limits").click()
    page.get_by_label("Places").fill("4")
    page.get_by_label("Overbook, in percent").fill("0")
    page.get_by_role("button", name="Save").click()
    see(page, "2 above the limit")
    check_axe(page)
