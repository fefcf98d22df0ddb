"""Two people with one form open: the later one learns what changed, and nobody's typing is lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.db import db
from exchange.forums.models import Forum, ForumState, Room
from exchange.stale import mark_of
from tests import make
from tests.browser import Browser, path_of

SETTINGS = "/f/dakar-2027/manage/settings"


def shown_in(page, mark="seen"):
    """What a browser would send from the page's main form: the one that says what it showed."""
    form = next(form for form in page.iter("form") if form.find(f".//input[@name='{mark}']") is not None)
    sent = {}
    for control in (each for each in form.iter() if each.tag in {"input", "textarea", "select"}):
        name, kind = control.get("name"), control.get("type")
        if (
            not name
            or name in {"csrf_token", "once"}
            or (kind in {"checkbox", "radio"} and control.get("checked") is None)
        ):
            continue
        if control.tag == "select":
            options = list(control.iter("option"))
            chosen = [option.get("value") for option in options if option.get("selected") is not None]
            sent[name] = chosen if control.get("multiple") is not None else (chosen or [options[0].get("value")])[0]
        elif kind == "checkbox":
            sent[name] = [*sent.get(name, []), control.get("value") or "y"]
        else:
            sent[name] = control.text or "" if control.tag == "textarea" else control.get("value") or ""
    return sent


@pytest.fixture
def both(app):
    """Two organisers of one forum, each in a browser of their own, and the forum."""
    ola, ida = make.person(given_name="Ola"), make.person(given_name="Ida")
    opens, closes = datetime(2026, 10, 1, 8, tzinfo=UTC), datetime(2027, 4, 30, 22, tzinfo=UTC)
    forum = make.forum(
        "dakar-2027", organiser=ola, themes=("HOU", "WSH"), capacity=100,
        registration_opens_at=opens, registration_closes_at=closes,
    )  # fmt: skip
    make.save(make.ForumDuty(forum_id=forum.id, person_id=ida.id, duty=make.Duty.ORGANISER))
    return Browser(app).sign_in(ola), Browser(app).sign_in(ida), forum


def opened(browser, path, mark="seen"):
    browser.get(path)
    return shown_in(browser.page, mark)


def test_a_late_save_of_the_settings_names_what_changed_and_keeps_what_was_typed(both):
    ola, ida, forum = both
    early, late = opened(ola, SETTINGS), opened(ida, SETTINGS)
    assert ola.post(SETTINGS, early | {"capacity": "120", "venue_name": "Old Hall"}).status_code == 303
    answer = ida.post(SETTINGS, late | {"capacity": "150", "titles-en": "Ida's title"})
    assert answer.status_code == 422
    for words in ("and changed: Venue, People altogether", "Somebody else wrote here: 120"):
        assert words in ida.text
    now = shown_in(ida.page)
    # What Ida left alone is Ola's; what both changed is still as Ida typed it.
    assert (now["venue_name"], now["capacity"], now["titles-en"]) == ("Old Hall", "150", "Ida's title")
    assert db.session.get(Forum, forum.id).capacity == 120
    assert ida.post(SETTINGS, now).status_code == 303
    row = db.session.get(Forum, forum.id, populate_existing=True)
    assert (row.venue_name, row.capacity, row.titles["en"]) == ("Old Hall", 150, "Ida's title")


def test_who_is_alone_saves_again_and_again(both):
    ola, _, _ = both
    for capacity in ("110", "120"):
        assert ola.post(SETTINGS, opened(ola, SETTINGS) | {"capacity": capacity}).status_code == 303


def test_a_late_save_of_a_room_is_refused(both):
    ola, ida, forum = both
    room = make.room(forum, "R1", names={"en": "Room R1"})
    path = f"/f/dakar-2027/manage/rooms/{room.id}"
    early, late = opened(ola, path, "revision"), opened(ida, path, "revision")
    assert ola.post(path, early | {"capacity": "40"}).status_code == 303
    assert ida.post(path, late | {"names-fr": "Salle R1"}).status_code == 422
    assert shown_in(ida.page, "revision")["names-fr"] == "Salle R1"
    assert ida.post(path, shown_in(ida.page, "revision")).status_code == 303
    row = db.session.get(Room, room.id, populate_existing=True)
    assert row.names == {"en": "Room R1", "fr": "Salle R1"}


def test_a_late_choice_of_themes_is_refused(both):
    ola, ida, forum = both
    path = "/f/dakar-2027/manage/themes"
    early, late = opened(ola, path), opened(ida, path)
    assert ola.post(path, early | {"themes": ["HOU"]}).status_code == 303
    assert ida.post(path, late | {"themes": ["WSH"]}).status_code == 422
    assert "Somebody else wrote here: Housing" in ida.text
    assert [theme.theme_code for theme in db.session.get(Forum, forum.id, populate_existing=True).themes] == ["HOU"]


def test_a_state_that_changed_meanwhile_is_not_changed_blindly(both):
    ola, ida, forum = both
    ida.get("/f/dakar-2027/manage/state/archived")
    seen = shown_in(ida.page)["seen"]
    ola.post("/f/dakar-2027/manage/state/closed", {"seen": "public"})
    assert path_of(ida.post("/f/dakar-2027/manage/state/archived", {"seen": seen})) == "/f/dakar-2027/manage/state"
    assert db.session.get(Forum, forum.id, populate_existing=True).state is ForumState.CLOSED
    ida.get("/f/dakar-2027/manage/state")
    assert "it is now “Closed”" in ida.text


def test_a_late_save_of_a_city_is_refused(app):
    ann, ben = Browser(app).sign_in(make.admin()), Browser(app).sign_in(make.admin())
    city = make.city("Kumasi", population=3_000_000, languages=["en", "am"])
    path = f"/manage/cities/{city.id}"
    early, late = opened(ann, path), opened(ben, path)
    assert ann.post(path, early | {"website": "https://kumasi.example"}).status_code == 303
    assert ben.post(path, late | {"population": "3100000"}).status_code == 422
    assert "and changed: Website" in ben.text
    assert ben.post(path, shown_in(ben.page)).status_code == 303
    db.session.refresh(city)
    assert (city.website, city.population) == ("https://kumasi.example", 3_100_000)


@given(st.one_of(st.none(), st.just(""), st.just([]), st.just(False)))
def test_every_kind_of_nothing_is_the_same(nothing):
    assert mark_of(nothing) == mark_of("")


@given(st.text(), st.text())
def test_texts_that_differ_have_other_marks(one, two):
    assert (mark_of(one) == mark_of(two)) == (one == two)
