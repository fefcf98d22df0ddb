"""What everyone sees: the first page, a forum's front page, its colours and its pattern."""

from datetime import date, timedelta

from exchange import clock
from exchange.cities.signals import Section
from exchange.db import db
from exchange.forums.models import ForumState
from exchange.forums.queries import past_forums, theme_choices, upcoming_forums
from exchange.forums.signals import front_shown, places_asked
from tests import make
from tests.browser import Browser, words_of
from tests.counting import count_queries

SOON = {"starts_on": date(2027, 5, 25), "ends_on": date(2027, 5, 27)}


def test_the_first_page_shows_forums_numbers_and_the_map(client):
    make.city("Lomé", "TG", latitude=6.1, longitude=1.2)
    make.city("Nantes", "FR", latitude=47.2, longitude=-1.5)
    make.forum("dakar-2027")
    make.forum("hidden", titles={"en": "Secret meeting"}, state=ForumState.DRAFT)
    client.get("/")
    assert "Cities Together" in client.text and "Registration is open" in client.text
    assert "Secret meeting" not in client.text
    assert "2 cities of the network" in client.text and "2 countries" in client.text
    assert client.page.find(".//{*}a[@aria-label='Lomé, Togo']") is not None
    client.get("/?lang=fr")
    assert "Villes ensemble" in client.text


def test_the_first_page_without_anything_says_what_to_do(client):
    client.get("/")
    assert "No forum is announced" in client.text
    client.sign_in(make.admin()).get("/")
    assert client.page.find(".//a[@href='/manage/forums/new']") is not None


def test_the_first_page_costs_the_same_with_one_forum_and_with_three(client):
    make.forum(host_city_id=make.city().id)
    with count_queries() as one:
        client.get("/")
    make.forum(host_city_id=make.city().id)
    make.forum(host_city_id=make.city().id)
    with count_queries() as three:
        client.get("/")
    assert len(one) == len(three)


def test_a_forum_is_past_when_it_is_over_everywhere_on_earth(app):
    forum = make.forum(**SOON)
    with clock.frozen_at(make.OPENING.replace(day=28, hour=11)):
        assert (upcoming_forums(), past_forums()) == ([forum], [])
    with clock.frozen_at(make.OPENING.replace(day=28, hour=13)):
        assert (upcoming_forums(), past_forums()) == ([], [forum])
    forum.state = ForumState.ARCHIVED
    db.session.commit()
    assert upcoming_forums() == []


def test_the_front_page_of_a_forum(client):
    city = make.city("Dakar", "SN")
    forum = make.forum(
        "dakar-2027", themes=("HOU", "WSH"), host_city_id=city.id, venue_address="Plateau",
        welcomes={"en": "Come **all**.\n\n<b>not bold</b>"},
    )  # fmt: skip
    client.get("/f/dakar-2027/")
    assert words_of(client.page.find(".//h1")) == "Cities Together"
    for words in (
        "Come all",
        "<b>not bold</b>",
        "Plateau",
        "25–27 May 2027",
        "Africa/Dakar",
        "Housing",
        "is open until",
    ):
        assert words in client.text, words
    assert theme_choices(forum) == [("HOU", "Housing"), ("WSH", "Housing")]
    client.get("/f/dakar-2027/?lang=fr")
    assert "Come all" in client.text
    assert client.page.find(".//section[@lang='en']") is not None


def test_the_call_to_register_says_how_things_stand(client):
    forum = make.forum("dakar-2027")
    now = clock.now()
    for opens, closes, state, sentence in (
        (None, None, ForumState.PUBLIC, "not open yet"),
        (now + timedelta(days=2), None, ForumState.PUBLIC, "opens on"),
        (now - timedelta(days=2), now - timedelta(days=1), ForumState.PUBLIC, "Registration is closed."),
        (now - timedelta(days=2), None, ForumState.PUBLIC, "Registration is open."),
        (now - timedelta(days=2), None, ForumState.CLOSED, "Registration is closed."),
    ):
        forum.registration_opens_at, forum.registration_closes_at, forum.state = opens, closes, state
        client.get("/f/dakar-2027/")
        assert sentence in client.text
    forum.state = ForumState.PUBLIC

    def none_left(sender):
        return 0

    with places_asked.connected_to(none_left):
        client.get("/f/dakar-2027/")
    assert "All places are taken" in client.text


def test_times_are_shown_in_the_forums_zone(client):
    make.forum("auckland", time_zone="Pacific/Auckland", registration_closes_at=make.OPENING.replace(hour=20))
    client.get("/f/auckland/")
    assert "26 May 2027, 08:00 (Pacific/Auckland)" in client.text


def test_other_rooms_add_sections_to_the_front_page(client):
    make.forum("dakar-2027")

    def more(sender, person):
        return [Section("cities/suggest.html", {"rows": []})]

    with front_shown.connected_to(more):
        assert client.get("/f/dakar-2027/").status_code == 200


def test_a_draft_is_there_for_its_organisers_only(app):
    organiser = make.person()
    make.forum("draft-1", state=ForumState.DRAFT, organiser=organiser)
    for path in ("/f/draft-1/", "/f/draft-1/accent.css", "/f/draft-1/pattern.svg"):
        assert Browser(app).get(path).status_code == 404
        assert Browser(app).sign_in(make.person()).get(path).status_code == 404
        assert Browser(app).sign_in(organiser).get(path).status_code == 200


def test_colours_and_pattern_are_cached_and_change_with_the_forum(client):
    forum = make.forum("dakar-2027")
    for path, kind in (("accent.css", "text/css"), ("pattern.svg?shape=strip", "image/svg+xml")):
        answer = client.get(f"/f/dakar-2027/{path}")
        assert answer.mimetype == kind and "max-age=300" in answer.headers["Cache-Control"]
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"/f/dakar-2027/{path}", headers=tag).status_code == 304
        forum.accent = "#1f4e9e" if forum.accent != "#1f4e9e" else "#0d6b68"
        assert client.get(f"/f/dakar-2027/{path}", headers=tag).status_code == 200
    assert (
        client.get("/f/dakar-2027/pattern.svg?shape=cover").data
        != client.get("/f/dakar-2027/pattern.svg?shape=strip").data
    )
    assert client.get("/f/nowhere/pattern.svg").status_code == 404
