"""The public agenda: only what is published, filtered, in words; wishes; my agenda."""

from datetime import timedelta

import sqlalchemy as sa

from exchange.agenda import service
from exchange.agenda.models import Format, Pause, SessionRole, SessionState, SessionWish
from exchange.agenda.signals import MyItem, my_agenda_shown
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.forums.models import ForumState
from tests import make
from tests.agenda.scene import cost, count, publish, published, scene, speaks
from tests.browser import Browser, path_of


def home(here):
    return f"/f/{here.forum.slug}"


def results(client):
    return " ".join(" ".join(client.page.find(".//div[@id='results']").itertext()).split())


def delegate(app, here, **values):
    person = make.person()
    make.registration(here.forum, person, standing=values.pop("standing", Standing.APPROVED), **values)
    return person, Browser(app).sign_in(person)


def wish(browser, here, text, back="", **options):
    return browser.post(f"{home(here)}/agenda/wishes", {"wish": text, "back": back}, **options)


def test_before_the_first_release_nobody_sees_a_draft(client, app):
    here = scene()
    for path in ("/agenda", "/agenda/changes"):
        assert client.get(home(here) + path).status_code == 200
        assert "not published yet" in client.text and "Title 1" not in client.text
    assert client.get(f"{home(here)}/sessions/S01").status_code == 404
    assert client.get("/f/no-such-forum/agenda").status_code == 404
    Browser(app).sign_in(here.organiser).get(f"{home(here)}/agenda")


def test_drafts_never_leak(client, app):
    here = published()
    here.sessions[0].titles = {"en": "SECRET title"}
    here.sessions[0].starts_at += timedelta(hours=7)
    make.session(here.forum, "S77", titles={"en": "SECRET session"}, room=here.atelier, starts_at=make.OPENING)
    make.session(here.forum, "S78", titles={"en": "SECRET tray"})
    make.save(Pause(forum_id=here.forum.id, titles={"en": "SECRET tea"}, starts_at=make.OPENING, ends_at=make.OPENING))
    speaks(here.sessions[0], make.person(given_name="SECRET"))
    _person, browser = delegate(app, here)
    paths = ("/agenda", "/agenda?view=list", "/agenda?q=secret", "/agenda/changes", "/agenda.ics", "/agenda.json",
             "/agenda.xml", "/sessions/S01", "/sessions/S01.ics", "/agenda/mine")  # fmt: skip
    for reader in (Browser(app), browser):
        for path in paths:
            answer = reader.get(home(here) + path)
            assert "SECRET" not in answer.get_data(as_text=True), path
        assert reader.get(f"{home(here)}/sessions/S77").status_code == 404
        assert reader.get(f"{home(here)}/sessions/S77.ics").status_code == 404


def test_the_agenda_of_a_draft_forum_is_for_its_organisers(app, client):
    here = published(state=ForumState.DRAFT)
    for path in ("/agenda", "/agenda.ics", "/sessions/S01"):
        assert client.get(home(here) + path).status_code == 404
    owner = Browser(app).sign_in(here.organiser)
    assert owner.get(f"{home(here)}/agenda").status_code == 200
    assert "public" not in owner.get(f"{home(here)}/agenda.ics").headers["Cache-Control"]


def test_grid_and_list_show_the_day_with_rooms_pauses_and_the_note(client, app):
    here = scene()
    end = make.OPENING + timedelta(hours=3)
    make.save(Pause(forum_id=here.forum.id, titles={"en": "Lunch"}, starts_at=end - timedelta(hours=1), ends_at=end))
    make.session(here.forum, "S30", room=here.atelier, starts_at=make.OPENING + timedelta(hours=4))
    publish(here.forum, {"en": "Rooms are final."})
    client.get(f"{home(here)}/agenda")
    for words in ("Rooms are final.", "Version 1 of ", "Title 1", "09:00–10:00", "Baobab", "Lunch", "Atelier"):
        assert words in client.text
    client.get(f"{home(here)}/agenda?view=list")
    assert "Title 1" in results(client) and "09:00–10:00" in results(client)
    client.get(f"{home(here)}/agenda?day=2027-05-26")
    assert "No session on this day" in client.text
    client.get(f"{home(here)}/agenda?day=nonsense&view=else&room=%00&theme=' OR 1")
    assert "No session on this day" in client.text


def test_filters_narrow_and_the_tabs_count(client, app):
    here = scene(3)
    one, two, three = here.sessions
    one.languages, two.languages, three.languages = ["fr"], ["en", "fr"], ["es"]
    one.format, three.theme_code, three.room_id = Format.WORKSHOP, None, here.atelier.id
    speaks(two, make.person(given_name="Nadia", family_name="Benhássir"))
    publish(here.forum)

    def shown(query):
        client.get(f"{home(here)}/agenda?{query}")
        return [number for number in "123" if f"Title {number}" in results(client)]

    assert shown("language=fr") == ["1", "2"]
    assert shown("format=workshop") == ["1"]
    assert shown("room=R2") == ["3"]
    assert shown("theme=HOU") == ["1", "2"]
    assert shown("q=benhassir&view=list") == ["2"]
    assert shown("understand=es,en") == ["2", "3"]
    assert shown("understand=es&understand=fr") == ["1", "2", "3"]
    assert shown("q=nothing") == []
    shown("theme=HOU")
    assert "Tue 25 May 2" in results(client)


def test_sessions_i_can_follow_come_from_my_registration(app):
    here = scene()
    here.sessions[0].languages, here.sessions[1].languages = ["fr"], ["es"]
    publish(here.forum)
    _person, browser = delegate(app, here, understands=["fr"], speaks=["fr"])
    browser.get(f"{home(here)}/agenda?follow=1")
    assert "Title 1" in results(browser) and "Title 2" not in results(browser)


def test_a_cancelled_session_is_shown_as_cancelled(client, app):
    here = published()
    here.sessions[0].state = SessionState.CANCELLED
    publish(here.forum)
    for view in ("grid", "list"):
        client.get(f"{home(here)}/agenda?view={view}")
        assert "Cancelled" in results(client) and "Title 1" in results(client)
    client.get(f"{home(here)}/sessions/S01")
    assert "has been cancelled" in client.text


def test_a_session_page_says_who_where_and_in_which_language(client, app):
    here = scene()
    here.sessions[0].abstracts = {"en": "Bring **one** problem.\n\n<script>alert(1)</script>"}
    here.sessions[0].languages = ["en", "fr"]
    here.atelier.step_free = False
    city = make.city("Chefchaouen")
    nadia = make.person(given_name="Nadia", family_name="Benhassir")
    speaks(here.sessions[0], nadia, SessionRole.CHAIR, function="Mayor", city_id=city.id)
    here.sessions[1].room_id = here.atelier.id
    publish(here.forum)
    client.get(f"{home(here)}/sessions/S01")
    for words in ("Nadia Benhassir", "Chair · Mayor, Chefchaouen", "Baobab", "Step-free", "Africa/Dakar", "French"):
        assert words in client.text
    assert client.page.find(".//strong[.='one']") is not None
    client.get(f"{home(here)}/sessions/S02")
    assert "there is a step on the way" in client.text


def test_a_title_in_another_language_is_marked(client, app):
    here = scene()
    here.sessions[0].titles = {"es": "Ciudades que cuidan"}
    publish(here.forum)
    client.get(f"{home(here)}/sessions/S01?lang=fr")
    assert client.page.find(".//h1/span").get("lang") == "es"
    client.get(f"{home(here)}/agenda?lang=fr")
    titles = client.page.findall(".//p[@class='slot-title']")
    assert "es" in [title.get("lang") for title in titles]


def test_a_wish_is_one_click_and_can_be_taken_back(app):
    here = published()
    person, browser = delegate(app, here, standing=Standing.SUBMITTED)
    browser.get(f"{home(here)}/agenda?view=list")
    answer = wish(browser, here, "S01:3", back=f"{home(here)}/agenda?view=list")
    assert path_of(answer) == f"{home(here)}/agenda?view=list"
    assert db.session.scalar(sa.select(SessionWish.weight)) == 3
    browser.get(f"{home(here)}/agenda?view=list")
    assert "I must see it" in results(browser)
    browser.get(f"{home(here)}/agenda")
    assert browser.page.find(".//li[@class='slot at-0 for-12 col-0 over-1 theme-HOU slot-mine']") is not None
    browser.get(f"{home(here)}/sessions/S01")
    wish(browser, here, "S01:1")
    assert db.session.scalar(sa.select(SessionWish.weight)) == 1
    wish(browser, here, "S01:0")
    assert count(SessionWish) == 0
    wish(browser, here, "S01:0")
    assert person.id


def test_a_click_that_came_from_elsewhere_leads_to_the_session(app):
    here = published()
    _person, browser = delegate(app, here)
    browser.get(f"{home(here)}/agenda")
    for back in ("https://evil.example/", "//evil.example", f"{home(here)}/\\evil", ""):
        assert path_of(wish(browser, here, "S01:3", back=back)) == f"{home(here)}/sessions/S01"


def test_a_wish_from_a_page_left_open_over_a_release_gets_a_clear_sentence(app):
    here = published()
    _person, browser = delegate(app, here)
    browser.get(f"{home(here)}/agenda?view=list")
    here.sessions[0].state = SessionState.CANCELLED
    publish(here.forum)
    back = f"{home(here)}/agenda?view=list&day=2027-05-25"
    assert path_of(wish(browser, here, "S01:3", back=back)) == back
    browser.get(back)
    assert "S01 has been cancelled, so it cannot be chosen." in browser.text
    wish(browser, here, "S99:3", back=back, follow=True)
    assert "S99 is no longer in the agenda." in browser.text
    assert count(SessionWish) == 0


def test_only_participants_wish_and_only_for_themselves(app):
    here = published()
    for standing in (Standing.CANCELLED, Standing.SUBSTITUTED):
        _person, browser = delegate(app, here, standing=standing)
        browser.get(f"{home(here)}/agenda")
        assert wish(browser, here, "S01:3", follow=True).status_code == 200
        assert "Register for the forum first" in browser.text
    stranger = Browser(app)
    assert path_of(wish(stranger, here, "S01:3")).startswith("/sign-in")
    one, first = delegate(app, here)
    two, second = delegate(app, here)
    for browser in (first, second):
        browser.get(f"{home(here)}/agenda")
        wish(browser, here, "S01:3")
    wish(second, here, "S01:0")
    assert list(db.session.scalars(sa.select(SessionWish.person_id))) == [one.id]
    assert two.id


def test_my_agenda_holds_wishes_roles_and_what_others_add_and_marks_overlaps(app):
    here = scene(3)
    person, browser = delegate(app, here)
    one, two, three = here.sessions
    two.starts_at, two.room_id = one.starts_at + timedelta(minutes=30), here.atelier.id
    speaks(three, person, SessionRole.MODERATOR)
    publish(here.forum)
    browser.get(f"{home(here)}/agenda")
    wish(browser, here, "S01:3")
    wish(browser, here, "S02:1")

    def visit(forum, person):
        start = make.OPENING + timedelta(days=1)
        return [MyItem(start, start + timedelta(hours=4), "Flood-safe Pikine", "/visits/V1", kind="Study visit")]

    with my_agenda_shown.connected_to(visit):
        browser.get(f"{home(here)}/agenda/mine")
    for words in ("Title 1", "Title 2", "Title 3", "Moderator", "Flood-safe Pikine", "Wednesday 26 May"):
        assert words in browser.text
    assert browser.text.count("At the same time: Title 2") == 1
    wish(browser, here, "S02:0", back=f"{home(here)}/agenda/mine")
    browser.get(f"{home(here)}/agenda/mine")
    assert "At the same time" not in browser.text


def test_my_agenda_is_mine_and_says_what_to_do_when_empty(app, client):
    here = published()
    assert path_of(client.get(f"{home(here)}/agenda/mine")).startswith("/sign-in")
    _person, browser = delegate(app, here)
    browser.get(f"{home(here)}/agenda/mine")
    assert "Nothing chosen yet" in browser.text
    stranger = Browser(app).sign_in(make.person())
    stranger.get(f"{home(here)}/agenda/mine")
    assert "You are not registered yet" in stranger.text


def test_an_unchanged_page_is_answered_with_304_and_a_release_ends_that(client, app):
    here = published()
    for path in ("/agenda", "/agenda?view=list", "/sessions/S01"):
        tag = client.get(home(here) + path).headers["ETag"]
        again = client.get(home(here) + path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        french = client.get(home(here) + path, headers={"If-None-Match": tag, "Accept-Language": "fr"})
        assert french.status_code == 200
    tag = client.get(f"{home(here)}/agenda").headers["ETag"]
    here.sessions[0].titles = {"en": "Renamed"}
    publish(here.forum)
    assert client.get(f"{home(here)}/agenda", headers={"If-None-Match": tag}).status_code == 200
    assert "Renamed" in client.text
    _person, browser = delegate(app, here)
    assert "ETag" not in browser.get(f"{home(here)}/agenda").headers


def test_one_readers_page_is_never_shown_to_another(app):
    here = published()
    _one, first = delegate(app, here)
    _two, second = delegate(app, here)
    first.get(f"{home(here)}/agenda?view=list")
    wish(first, here, "S01:3")
    first.get(f"{home(here)}/agenda?view=list")
    second.get(f"{home(here)}/agenda?view=list")
    assert "I must see it" in results(first) and "I must see it" not in results(second)


def test_pages_take_few_queries_however_many_rows_there_are(app):
    def costs(sessions):
        here = published(sessions)
        person, browser = delegate(app, here)
        for row in here.sessions:
            make.save(SessionWish(session_id=row.id, person_id=person.id, created_at=make.clock.now()))
        paths = ("/agenda", "/agenda?view=list", "/sessions/S01", "/agenda/changes", "/agenda/mine")
        return [cost(reader, home(here) + path) for reader in (browser, Browser(app)) for path in paths if
                reader is browser or path != "/agenda/mine"]  # fmt: skip

    one, three = costs(1), costs(3)
    assert one == three
    assert max(three) < 30


def test_a_right_to_left_page_stands(client, app):
    here = published()
    for path in ("/agenda", "/agenda?view=list", "/sessions/S01", "/agenda/changes"):
        client.get(f"{home(here)}{path}{'&' if '?' in path else '?'}lang=ar")
        assert client.page.get("dir") == "rtl"
    assert service.MUST > service.WOULD_LIKE


def test_the_filter_offers_themes_by_their_name_in_the_pages_language(client, app):
    here = scene(3)
    names = {"AAA": ("Water", "Eau"), "ZZZ": ("Energy", "Énergie"), "MMM": ("Air", "Vent")}
    for session, (code, (english, french)) in zip(here.sessions, names.items(), strict=True):
        make.theme(code).names = {"en": english, "fr": french}
        session.theme_code = code
    publish(here.forum)
    for language, wanted in (("en", ["Air", "Energy", "Water"]), ("fr", ["Eau", "Énergie", "Vent"])):
        client.get(f"{home(here)}/agenda", headers={"Accept-Language": language})
        offered = [one.text for one in client.page.findall(".//select[@name='theme']/option")]
        assert offered[1:] == wanted
