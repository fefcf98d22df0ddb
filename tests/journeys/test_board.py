"""Organisers move sessions on the board: by mouse, by touch, by keyboard alone, and two of them at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from benchmarks.board import SLUG as LARGE
from benchmarks.board import make_large_forum, signed_in
from exchange.accounts.models import Person
from exchange.agenda.models import Session
from exchange.agenda.service import publish
from exchange.db import db
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState
from tests import make
from tests.agenda.scene import speaks
from tests.journeys.conftest import Site

OpenPage = Callable[..., Page]
DAY = "2027-05-25"


@dataclass
class Place:
    """A small forum of this file's own, so that other journeys find the demo as it was."""

    site: Site
    slug: str
    people: list[int]

    @property
    def board(self) -> str:
        return f"/f/{self.slug}/manage/agenda/board/"

    def enter(self, page: Page, who: int = 0, path: str = "") -> Page:
        """Opens the board as one of the two organisers."""
        size = page.viewport_size
        if size and size["width"] > 1000:
            # The whole day fits, so that nothing scrolls away under the pointer.
            page.set_viewport_size({"width": 1280, "height": 1900})
        client = signed_in(self.site.app, self.people[who])
        cookie = client.get_cookie("exchange")
        assert cookie
        page.context.add_cookies([{"name": "exchange", "value": cookie.value, "url": self.site.url}])
        page.goto(path or f"{self.board}?lang=en")
        if not path:
            expect(page.locator("#board")).to_be_visible()
        return page

    def stands(self, code: str) -> tuple[str | None, str, int]:
        """(room, start, minutes) of a session in the database."""
        with self.site.app.app_context():
            wanted = sa.select(Session).join(Forum).where(Forum.slug == self.slug, Session.code == code)
            one = db.session.scalars(wanted).one()
            start = f"{one.starts_at:%d %H:%M}" if one.starts_at else ""
            found = one.room.name if one.room else None, start, one.minutes
            db.session.remove()
        return found


@pytest.fixture
def place(site: Site) -> Iterator[Place]:
    with site.app.app_context():
        people = [make.person(given_name=name, family_name="Diallo") for name in ("Awa", "Binta")]
        forum = make.forum(organiser=people[0], themes=("HOU", "WSH"), state=ForumState.DRAFT)
        make.save(ForumDuty(forum_id=forum.id, person_id=people[1].id, duty=Duty.ORGANISER))
        rooms = [
            make.room(forum, f"R{n}", 60, name=name, position=n) for n, name in enumerate(("Baobab", "Sahel", "Fleuve"))
        ]
        for number in range(4):
            session = make.session(
                forum, f"S0{number + 1}", room=rooms[number % 2], theme_code="HOU",
                starts_at=make.OPENING + timedelta(hours=2 * (number // 2)), titles={"en": f"Roofs, part {number + 1}"},
            )  # fmt: skip
            speaks(session, make.person(given_name="Speaker", family_name=f"Number{number}"))
        make.session(forum, "S05", theme_code="WSH", titles={"en": "Water in the tray"})
        place = Place(site, forum.slug, [person.id for person in people])
        db.session.remove()
    yield place


def card(page: Page, code: str) -> Locator:
    return page.locator(f"[data-code={code}] > button")


def cell(page: Page, room: str, start: str) -> tuple[float, float]:
    """The point of the window where a start in a room is drawn."""
    found = page.evaluate(
        """([room, minute]) => {
          const rooms = [...document.querySelectorAll(".board-room")];
          const column = rooms.find((one) => one.querySelector("h2").firstChild.data === room);
          const list = column.querySelector("ul");
          const size = parseFloat(getComputedStyle(list).getPropertyValue("--size"));
          const box = list.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + (minute - 480) * size];
        }""",
        [room, int(start[:2]) * 60 + int(start[3:])],
    )
    return found[0], found[1]


def drag(page: Page, code: str, room: str, start: str) -> None:
    """Drags a card by its upper edge, slowly enough to be shown the map; does not drop it."""
    card(page, code).scroll_into_view_if_needed()
    box = card(page, code).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
    expect(page.locator(".heat").first).to_be_attached()
    x, y = cell(page, room, start)
    page.mouse.move(
        x, y + (4 if box["height"] and page.locator(f".board-column [data-code={code}]").count() else 12), steps=6
    )


def test_by_mouse_with_a_map_of_what_would_clash(
    place: Place, open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    page = place.enter(open_page())
    check_axe(page)
    drag(page, "S01", "Sahel", "09:00")
    expect(page.locator(".board-verdict")).to_contain_text("not possible: Room Sahel has S02")
    page.mouse.up()
    expect(page.get_by_role("alert")).to_contain_text("Room Sahel")
    assert place.stands("S01") == ("Baobab", "25 09:00", 60)
    drag(page, "S01", "Fleuve", "13:30")
    expect(page.locator(".board-verdict")).to_contain_text("13:30, Fleuve · ✓ nothing clashes.")
    page.mouse.up()
    expect(card(page, "S01")).to_contain_text("13:30–14:30")
    assert place.stands("S01") == ("Fleuve", "25 13:30", 60)
    drag(page, "S05", "Baobab", "09:00")
    page.mouse.up()
    expect(card(page, "S05")).to_contain_text("09:00–10:00")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("[data-tray-list]")).to_contain_text("Water in the tray")
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(page.locator("[data-tray-list]")).not_to_contain_text("Water in the tray")
    assert place.stands("S05") == ("Baobab", "25 09:00", 60)


def test_the_lower_edge_changes_the_length_and_the_tray_takes_back(place: Place, open_page: OpenPage) -> None:
    page = place.enter(open_page())
    box = card(page, "S02").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 40, steps=5)
    page.mouse.up()
    expect(card(page, "S02")).to_contain_text("09:00–10:30")
    assert place.stands("S02") == ("Sahel", "25 09:00", 90)
    drag(page, "S02", "Fleuve", "10:00")
    tray = page.locator("[data-tray] h2").bounding_box()
    assert tray
    page.mouse.move(tray["x"] + 20, tray["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator("[data-tray-list]")).to_contain_text("S02")
    page.get_by_label("Title, code or person").fill("water")
    expect(page.locator("[data-tray-list] li")).to_have_count(1)


def test_several_move_together_and_what_is_locked_stays(place: Place, open_page: OpenPage) -> None:
    page = place.enter(open_page())
    card(page, "S01").click(modifiers=["Control"])
    card(page, "S02").click(modifiers=["Control"])
    page.get_by_role("button", name="15 min later").click()
    expect(card(page, "S01")).to_contain_text("09:15")
    drag(page, "S01", "Baobab", "09:45")
    page.mouse.up()
    expect(card(page, "S02")).to_contain_text("09:45")
    assert (place.stands("S01")[1], place.stands("S02")[1]) == ("25 09:45", "25 09:45")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(card(page, "S01")).to_contain_text("time locked")
    page.get_by_role("button", name="15 min later").click()
    expect(page.get_by_role("alert")).to_contain_text("is locked")
    assert place.stands("S01")[1] == "25 09:45"


def _press_long(page: Page, code: str, to: tuple[float, float]) -> None:
    """A finger that rests on a card, then carries it."""
    finger = page.context.new_cdp_session(page)
    box = card(page, code).bounding_box()
    assert box
    at = {"x": box["x"] + 30, "y": box["y"] + 6}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.locator(".board-marker")).to_be_attached()
    for part in range(1, 6):
        point = {axis: at[axis] + (goal - at[axis]) * part / 5 for axis, goal in zip("xy", to, strict=True)}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_by_a_long_press_on_a_tablet(place: Place, open_page: OpenPage) -> None:
    page = open_page(phone=True)
    page.set_viewport_size({"width": 820, "height": 1100})
    place.enter(page)
    card(page, "S01").scroll_into_view_if_needed()
    x, y = cell(page, "Fleuve", "12:00")
    _press_long(page, "S01", (x, y + 6))
    expect(card(page, "S01")).to_contain_text("12:00–13:00")
    assert place.stands("S01") == ("Fleuve", "25 12:00", 60)


def test_by_touch_on_a_phone_without_dragging(
    place: Place, open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    page = place.enter(open_page(phone=True))
    check_axe(page)
    page.get_by_label("Room", exact=True).select_option(label="Sahel")
    expect(card(page, "S01")).to_be_hidden()
    card(page, "S02").tap()
    page.get_by_role("button", name="Move to …").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Room").locator("option", has_text="Baobab")).to_contain_text("✕ Room taken twice (S01)")
    dialog.get_by_label("Start").select_option(label=_label(dialog, "11:00"))
    expect(dialog).to_contain_text("Room Sahel has S04")
    check_axe(page)
    dialog.get_by_role("button", name="Move it there").tap()
    expect(dialog.get_by_role("alert")).to_contain_text("S04")
    dialog.get_by_label("Start").select_option(label=_label(dialog, "15:00"))
    expect(dialog).to_contain_text("Nothing clashes there.")
    dialog.get_by_role("button", name="Move it there").tap()
    expect(dialog).to_be_hidden()
    assert place.stands("S02") == ("Sahel", "25 15:00", 60)


def _label(dialog: Locator, start: str) -> str:
    return dialog.get_by_label("Start").locator("option", has_text=start).inner_text()


def test_by_keyboard_alone_with_spoken_feedback(place: Place, open_page: OpenPage) -> None:
    page = place.enter(open_page())
    live = page.locator("[data-live]")
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-code]')?.dataset.code"):
            break
    expect(card(page, "S01")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(card(page, "S02")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("m")
    expect(live).to_contain_text("09:00, Baobab · ✓ nothing clashes.")
    page.keyboard.press("ArrowRight")
    expect(live).to_contain_text("09:00, Sahel · ✕ not possible: Room Sahel has S02")
    page.keyboard.press("Escape")
    expect(live).to_contain_text("S01 is back where it was.")
    expect(card(page, "S01")).to_be_focused()
    page.keyboard.press("m")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(live).to_contain_text("09:30, Fleuve")
    page.keyboard.press("Enter")
    expect(live).to_contain_text("S01: 09:30, Fleuve.")
    expect(card(page, "S01")).to_be_focused()
    assert place.stands("S01") == ("Fleuve", "25 09:30", 75)
    page.keyboard.press("l")
    expect(live).to_contain_text("S01 is locked.")
    page.keyboard.press("m")
    expect(page.get_by_role("alert")).to_contain_text("S01 is locked. Unlock it first.")
    page.keyboard.press("u")
    expect(card(page, "S01")).not_to_contain_text("time locked")
    page.keyboard.press("u")
    expect(card(page, "S01")).to_contain_text("09:00–10:00")
    page.keyboard.press("Delete")
    expect(page.locator("[data-tray-list]")).to_contain_text("S01")
    assert place.stands("S01")[1] == ""


def test_two_organisers_see_each_other_and_neither_loses_a_move(place: Place, open_page: OpenPage) -> None:
    one, other = place.enter(open_page()), place.enter(open_page(), who=1)
    drag(one, "S01", "Fleuve", "12:00")
    drag(other, "S02", "Fleuve", "14:00")
    other.mouse.up()
    expect(card(other, "S02")).to_contain_text("14:00")
    # The first one still holds a card; what came meanwhile is shown when it is dropped.
    one.mouse.up()
    expect(card(one, "S01")).to_contain_text("12:00")
    expect(card(one, "S02")).to_contain_text("14:00")
    expect(one.get_by_role("status").filter(has_text="S02 was moved by Binta Diallo.")).to_be_visible()
    expect(other.get_by_role("status").filter(has_text="S01 was moved by Awa Diallo.")).to_be_visible()
    # Both go for the same card: the second one is told what happened, and sees it.
    drag(one, "S03", "Fleuve", "16:00")
    drag(other, "S03", "Fleuve", "17:00")
    other.mouse.up()
    expect(card(other, "S03")).to_contain_text("17:00")
    one.mouse.up()
    expect(one.get_by_role("alert")).to_contain_text("S03 was moved by Binta Diallo. Your move of S03 was not made")
    expect(card(one, "S03")).to_contain_text("17:00")
    assert place.stands("S03")[1] == "25 17:00"


def test_a_board_left_open_over_a_release_is_told_of_it_and_goes_on(place: Place, open_page: OpenPage) -> None:
    page = place.enter(open_page())
    with place.site.app.app_context():
        forum = db.session.scalars(sa.select(Forum).where(Forum.slug == place.slug)).one()
        publish(forum, {}, db.session.get_one(Person, place.people[1]))
        db.session.commit()
        db.session.remove()
    expect(page.get_by_role("status").filter(has_text="Version 1 was published by Binta Diallo.")).to_be_visible()
    drag(page, "S01", "Fleuve", "12:00")
    page.mouse.up()
    expect(card(page, "S01")).to_contain_text("12:00")


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("ar", "dark"), ("en", "dark")])
def test_it_is_good_for_all_in_french_by_night_and_from_right_to_left(
    place: Place, open_page: OpenPage, check_axe: Callable[[Page], None], language: str, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    place.enter(page, path=f"{place.board}?lang={language}")
    expect(page.locator("#board")).to_be_visible()
    if language == "fr":
        expect(page.get_by_role("heading", level=1)).to_have_text("Tableau")
        expect(page.locator(".board-zone")).to_have_text("Heures locales (Africa/Dakar)")
    check_axe(page)
    drag(page, "S01", "Fleuve", "12:00")
    check_axe(page)
    page.mouse.up()
    expect(card(page, "S01")).to_contain_text("12:00")
    card(page, "S01").click()
    check_axe(page)


def test_the_list_has_the_same_moves_without_scripts(
    place: Place, open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    page = open_page(java_script_enabled=False)
    place.enter(page, path=f"{place.board}list?lang=en")
    page.get_by_role("link", name="Move to … S01").click()
    page.get_by_label("Start").select_option("600")
    page.get_by_role("button", name="Move it there").click()
    assert place.stands("S01") == ("Baobab", "25 10:00", 60)
    looked = place.enter(open_page(), path=f"{place.board}list?lang=en")
    check_axe(looked)


def test_four_hundred_sessions_in_28_rooms_are_drawn(site: Site, open_page: OpenPage) -> None:
    """The time is printed, not judged: the machine may be busy."""
    place = Place(site, LARGE, [make_large_forum(site.app)])
    page = place.enter(open_page())
    expect(page.locator(".board-room")).to_have_count(28)
    for _again in range(3):
        page.reload()
        page.wait_for_selector("html[data-board-ready]")
        times = page.evaluate(
            """() => {
              const start = performance.getEntriesByName("board-asked")[0]?.startTime ?? 0;
              const drawn = performance.getEntriesByName("board-drawn")[0]?.startTime ?? 0;
              const answered = performance.getEntriesByName("board-answered")[0]?.startTime ?? 0;
              return {page: Math.round(start), state: Math.round(answered - start), draw: Math.round(drawn - answered)};
            }"""
        )
        print(f"board of 400 sessions, ms: {times}")
    assert page.locator("[data-code]").count() >= 130
