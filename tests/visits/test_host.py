"""The host's side: writing a visit with its stops, offering it, who may."""

import re

import pytest

from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.forums.models import ForumState
from exchange.visits import seating, service
from exchange.visits.models import StudyVisit, VisitState
from tests import make
from tests.browser import Browser, path_of

UNCHANGED = ["Forum Centre", "Market", "Forum Centre"]


def route_fields(page):
    """Every field of the form of stops as a browser would send it."""
    form = next(form for form in page.iter("form") if form.get("id") == "route")
    fields = {}
    for control in [*form.iter("input"), *form.iter("textarea")]:
        if control.get("name") and control.get("name") not in {"csrf_token", "once"}:
            fields[control.get("name")] = control.get("value") or control.text or ""
    for select in form.iter("select"):
        chosen = [option for option in select.iter("option") if option.get("selected") is not None]
        fields[select.get("name")] = (chosen or list(select.iter("option")))[0].get("value")
    return fields


def names(fields):
    return [fields[key] for key in sorted(fields) if re.fullmatch(r"stops-\d+-names-en", key)]


@pytest.fixture
def visit(forum, host):
    return make.visit(forum, "V1", host=host, state=VisitState.IDEA)


def test_a_host_writes_a_visit_and_offers_it(client, forum, host, visit):
    client.sign_in(host)
    client.get("/f/dakar/host/")
    assert "V1" in client.text
    client.get("/f/dakar/host/V1/edit")
    answer = client.post(
        "/f/dakar/host/V1/edit",
        {
            "titles-en": "Flood-safe Pikine",
            "titles-fr": "Pikine à l'abri",
            "questions-en": "Who cleans the drains in year 3?",
            "subtheme_1": "HOU-1",
            "languages": ["fr", "en"],
            "capacity_min": "8",
            "capacity": "20",
            "city_cap": "",
            "step_free": "no",
            "walk_km": "1,2",
            "lead_name": "Hawa",
            "lead_phone": "+221 1",
        },
    )
    assert answer.status_code == 303, client.text[300:900]
    assert path_of(answer) == "/f/dakar/host/V1"
    client.get("/f/dakar/host/V1")
    assert "Flood-safe Pikine" in client.text
    assert client.post("/f/dakar/host/V1/offer").status_code == 303
    row = db.session.get(StudyVisit, visit.id)
    assert row.state is VisitState.OFFERED
    assert (row.walk_km, row.city_cap, row.subtheme_codes) == (1.2, None, ["HOU-1"])
    assert row.titles == {"en": "Flood-safe Pikine", "fr": "Pikine à l'abri"}


def test_stops_are_added_moved_and_removed_without_losing_what_was_typed(client, host, visit):
    client.sign_in(host).get("/f/dakar/host/V1/route")
    fields = route_fields(client.page) | {"stops-1-names-en": "The new market", "stops-1-arrives": "25:99"}
    client.post("/f/dakar/host/V1/route", fields | {"do": "add:1"})
    fields = route_fields(client.page)
    assert names(fields) == ["Forum Centre", "The new market", "", "Forum Centre"]
    assert fields["stops-1-arrives"] == "25:99"
    assert fields["stops-3-arrives"] == "11:00"
    client.post("/f/dakar/host/V1/route", fields | {"stops-2-names-en": "A school", "do": "up:2"})
    fields = route_fields(client.page)
    assert names(fields) == ["Forum Centre", "A school", "The new market", "Forum Centre"]
    client.post("/f/dakar/host/V1/route", fields | {"do": "remove:2"})
    assert names(route_fields(client.page)) == ["Forum Centre", "A school", "Forum Centre"]
    assert [stop.name for stop in db.session.get(StudyVisit, visit.id).stops] == UNCHANGED


def test_after_moving_stops_the_same_form_can_still_be_saved(client, host, visit):
    client.sign_in(host).get("/f/dakar/host/V1/route")
    fields = route_fields(client.page) | {"once": "the same"}
    assert client.post("/f/dakar/host/V1/route", fields | {"do": "add:1"}).status_code == 200
    fields = route_fields(client.page) | {
        "once": "the same",
        "stops-2-names-en": "A school",
        "stops-2-arrives": "10.40",
        "stops-2-leaves": "10:45",
        "stops-2-latitude": "14,7646",
        "stops-2-longitude": "-17.3907",
        "legs-1-mode": "walk",
    }
    assert client.post("/f/dakar/host/V1/route", fields).status_code == 303
    row = db.session.get(StudyVisit, visit.id)
    assert [stop.name for stop in row.stops] == ["Forum Centre", "Market", "A school", "Forum Centre"]
    assert f"{row.stops[2].arrives_at:%H:%M} {row.stops[2].latitude}" == "10:40 14.7646"
    assert [leg.mode for leg in row.legs] == ["coach", "walk", "coach"]
    assert (row.stops[0].arrives_at, row.stops[3].leaves_at) == (None, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stops-1-leaves": "09:10"}, "Stop 2 ends before it starts"),
        ({"stops-1-arrives": "08:50"}, "would arrive at stop 2 before it left"),
        ({"stops-1-latitude": "-17.39", "stops-1-longitude": "14.76"}, "seem to be swapped"),
        ({"stops-1-latitude": "14.76"}, "only half of its position"),
        ({"stops-1-arrives": "half past"}, "time such as 09:30"),
        ({"stops-1-latitude": "north"}, "type a number"),
        (dict.fromkeys(["stops-1-names-en", "stops-1-names-fr", "stops-1-names-es"], ""), "give this stop a name"),
        ({"stops-1-names-en": "x" * 161}, "160"),
        ({"day": "2030-01-01"}, "Not a valid choice"),
        ({"day": ""}, "choose the day"),
    ],
)
def test_a_way_that_cannot_be_is_refused_with_a_sentence(client, host, visit, changes, words):
    client.sign_in(host).get("/f/dakar/host/V1/route")
    answer = client.post("/f/dakar/host/V1/route", route_fields(client.page) | changes)
    assert answer.status_code == 422
    assert words in client.text
    typed = route_fields(client.page)
    assert {key: typed[key] for key in changes if key != "day"} == {k: v for k, v in changes.items() if k != "day"}
    assert [stop.name for stop in db.session.get(StudyVisit, visit.id).stops] == UNCHANGED


def test_an_unfinished_visit_is_not_offered(client, forum, host, visit):
    visit.languages = []
    client.sign_in(host).get("/f/dakar/host/V1")
    answer = client.post("/f/dakar/host/V1/offer")
    assert answer.status_code == 409
    assert "still missing" in client.text
    assert db.session.get(StudyVisit, visit.id).state is VisitState.IDEA


def test_fewer_seats_than_given_are_refused_with_the_number(client, forum, host, visit):
    visit.state = VisitState.OPEN
    visit.city_cap = None
    give(visit, forum, 3)
    client.sign_in(host).get("/f/dakar/host/V1/edit")
    fields = {"titles-en": "T", "capacity_min": "1", "capacity": "2", "city_cap": "", "step_free": "yes"}
    assert client.post("/f/dakar/host/V1/edit", fields).status_code == 422
    assert "3 seats are given already" in client.text
    assert db.session.get(StudyVisit, visit.id).capacity == 12


def give(visit, forum, number):
    for _ in range(number):
        seating.give_seat(visit, make.registration(forum, standing=Standing.APPROVED), None)
    db.session.commit()


CHANGING = [
    ("get", "/f/dakar/host/V1"),
    ("get", "/f/dakar/host/V1/edit"),
    ("get", "/f/dakar/host/V1/route"),
    ("get", "/f/dakar/host/V1/preview"),
    ("get", "/f/dakar/host/V1/cancel"),
    ("post", "/f/dakar/host/V1/edit"),
    ("post", "/f/dakar/host/V1/route"),
    ("post", "/f/dakar/host/V1/offer"),
    ("post", "/f/dakar/host/V1/take-back"),
    ("post", "/f/dakar/host/V1/cancel"),
]


@pytest.mark.parametrize(("verb", "path"), CHANGING)
def test_only_its_hosts_and_organisers_write_a_visit(app, forum, host, organiser, visit, verb, path):
    colleague = make.person()
    make.visit(forum, "V2", host=colleague)
    delegate = make.registration(forum, standing=Standing.APPROVED).person
    do = lambda person: getattr(signed(app, person), verb)(path).status_code  # noqa: E731
    assert do(colleague) == 404, "a host of another visit"
    assert do(delegate) == 403
    assert getattr(Browser(app), verb)(path).status_code == 303, "a stranger signs in first"
    assert db.session.get(StudyVisit, visit.id).state is VisitState.IDEA
    assert do(host) in {200, 303, 409, 422}
    db.session.get(StudyVisit, visit.id).state = VisitState.IDEA
    assert do(organiser) in {200, 303, 409, 422}


def signed(app, person):
    return Browser(app).sign_in(person)


def test_the_host_city_starts_a_visit_and_others_do_not(app, forum):
    focal_point, delegate, press, guest = (make.person() for _ in range(4))
    city = make.city("Dakar", "SN", focal_point_id=focal_point.id)
    forum.host_city_id = city.id
    make.registration(forum, delegate, city, standing=Standing.APPROVED)
    make.registration(forum, press, city, standing=Standing.APPROVED, role=Role.PRESS)
    make.registration(forum, guest, standing=Standing.APPROVED)
    new = {"titles-en": "An idea"}
    assert signed(app, press).post("/f/dakar/host/new", new).status_code == 403
    assert signed(app, guest).post("/f/dakar/host/new", new).status_code == 403
    assert path_of(signed(app, delegate).post("/f/dakar/host/new", new)) == "/f/dakar/host/V1"
    assert path_of(signed(app, focal_point).post("/f/dakar/host/new", new)) == "/f/dakar/host/V2"


def test_a_host_works_on_a_forum_that_is_not_public_yet(app, forum, host, visit):
    forum.state = ForumState.DRAFT
    assert signed(app, host).get("/f/dakar/host/V1").status_code == 200
    assert signed(app, make.person()).get("/f/dakar/host/V1").status_code == 404


def test_the_way_to_the_host_side_shows_for_hosts_only(app, forum, host, visit):
    browser = signed(app, host)
    browser.get("/f/dakar/visits/")
    assert browser.page.find(".//a[@href='/f/dakar/host/']") is not None
    browser = signed(app, make.person())
    browser.get("/f/dakar/visits/")
    assert browser.page.find(".//a[@href='/f/dakar/host/']") is None


def test_the_list_asks_as_often_for_three_visits_as_for_one(app, forum, host, visit, count_queries):
    browser = signed(app, host)
    with count_queries() as one:
        browser.get("/f/dakar/host/")
    make.visit(forum, "V2", host=host)
    make.visit(forum, "V3", host=host)
    with count_queries() as three:
        browser.get("/f/dakar/host/")
    assert len(one) == len(three) < 30


def test_a_host_writes_in_the_language_they_choose(client, organiser, forum, host, app):
    host.language = "fr"
    make.save(host)
    forum.host_city_id = make.city(focal_point_id=host.id).id
    db.session.commit()
    client.sign_in(host).get("/f/dakar/host/new?lang=fr")
    assert client.page.findall(".//input[@lang]")[0].get("lang") == "fr"
    assert client.post("/f/dakar/host/new", {"titles-en": "", "titles-fr": " "}).status_code == 422
    assert "dans au moins une des langues" in client.text
    assert client.post("/f/dakar/host/new", {"titles-fr": "Pikine à l'abri"}).status_code == 303
    row = db.session.query(StudyVisit).one()
    assert (row.titles, row.languages) == ({"fr": "Pikine à l'abri"}, ["fr"])
    reader = Browser(app).sign_in(organiser)
    reader.get("/f/dakar/host/V1")
    (heading,) = reader.page.findall(".//h1//span")
    assert (heading.text, heading.get("lang")) == ("Pikine à l'abri", "fr")
    reader.get("/f/dakar/manage/visits/V1")
    assert "English incomplete Missing: Title" in reader.text
    assert "French complete" in reader.text
    reader.get("/f/dakar/manage/visits/")
    assert [chip.text for chip in reader.page.findall(".//td//span[@class='language-chip']")] == ["EN", "ES"]


def test_stops_are_named_per_language_and_readers_see_theirs(client, app, host, visit):
    client.sign_in(host).get("/f/dakar/host/V1/route")
    fields = route_fields(client.page) | {
        "stops-1-names-en": "Market",
        "stops-1-names-fr": "Marché",
        "stops-1-names-es": "",
    }
    assert client.post("/f/dakar/host/V1/route", fields).status_code == 303
    row = db.session.get(StudyVisit, visit.id)
    assert row.stops[1].names == {"en": "Market", "fr": "Marché"}
    client.post("/f/dakar/host/V1/offer")
    service.publish(db.session.get(StudyVisit, visit.id))
    db.session.commit()
    reader = Browser(app)
    for language, name in (("fr", "Marché"), ("en", "Market")):
        reader.get(f"/f/dakar/visits/V1?lang={language}")
        assert name in [title.text for title in reader.page.findall(".//h3")]
    reader.get("/f/dakar/visits/V1?lang=es")
    assert [name.text for name in reader.page.findall(".//h3/span[@lang='en']")] == ["Market"]


def test_two_hosts_with_the_stops_open_do_not_undo_each_other(client, app, organiser, host, visit):
    client.sign_in(host).get("/f/dakar/host/V1/route")
    other = Browser(app).sign_in(organiser)
    other.get("/f/dakar/host/V1/route")
    mine, theirs = route_fields(client.page), route_fields(other.page)
    assert client.post("/f/dakar/host/V1/route", mine | {"stops-1-names-en": "Fish market"}).status_code == 303
    assert other.post("/f/dakar/host/V1/route", theirs | {"stops-1-names-en": "Old market"}).status_code == 422
    assert "Somebody changed this after you opened the page." in other.text
    again = route_fields(other.page)
    assert again["stops-1-names-en"] == "Old market"
    assert other.post("/f/dakar/host/V1/route", again).status_code == 303


def test_what_the_host_wrote_meanwhile_is_not_published_unseen(client, app, organiser, host, visit):
    client.sign_in(host).post("/f/dakar/host/V1/offer")
    reader = Browser(app).sign_in(organiser)
    reader.get("/f/dakar/manage/visits/V1")
    seen = reader.page.find(".//form[@action='/f/dakar/manage/visits/V1/publish']/input[@name='seen']").get("value")
    row = db.session.get(StudyVisit, visit.id)
    row.titles = {"en": "Something else"}
    db.session.commit()
    reader.post("/f/dakar/manage/visits/V1/publish", {"seen": seen})
    reader.get("/f/dakar/manage/visits/V1")
    assert "Nothing was published" in reader.text
    assert db.session.get(StudyVisit, visit.id, populate_existing=True).published is None
