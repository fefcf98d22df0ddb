"""What everyone reads of a visit, and that nothing leaks before it is published."""

from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.visits import seating, service
from exchange.visits.models import StepFree, VisitState
from exchange.visits.queries import published_visits, seats_of, visits_state
from tests import make
from tests.browser import Browser


def test_only_published_visits_are_shown(client, forum, publish):
    publish(forum, code="V1", titles={"en": "Public one"})
    make.visit(forum, "V2", state=VisitState.OFFERED, titles={"en": "Secret one"})
    client.get("/f/dakar/visits/")
    assert "Public one" in client.text
    assert "Secret one" not in client.text
    assert client.get("/f/dakar/visits/V2").status_code == 404


def test_a_page_shows_stops_access_map_and_question(client, forum, publish):
    visit = make.visit(
        forum,
        "V1",
        state=VisitState.CHECKED,
        questions={"en": "Who pays?"},
        bring={"en": "Closed shoes"},
        step_free=StepFree.NO,
        subtheme_codes=["HOU-1"],
        did_not_work={"en": "The first pumps stood still."},
    )
    for place, position in enumerate([(14.67, -17.43), (14.76, -17.39), (14.67, -17.43)]):
        visit.stops[place].latitude, visit.stops[place].longitude = position
    service.publish(visit)
    client.get("/f/dakar/visits/v1")
    for words in (
        "Who pays?",
        "Closed shoes",
        "Not step-free",
        "The first pumps",
        "Market",
        "09:30–10:30",
        "Housing 1",
    ):
        assert words in client.text
    assert any(element.get("class") == "route-line" for element in client.page.iter())


def test_what_a_host_changes_waits_for_the_organiser(client, app, forum, organiser, host):
    visit = make.visit(forum, "V1", host=host, state=VisitState.CHECKED, titles={"en": "Old title"})
    service.publish(visit)
    before = visits_state(forum)
    hosting = Browser(app).sign_in(host)
    hosting.get("/f/dakar/host/V1/edit")
    fields = {
        "titles-en": "New title", "languages": ["en", "fr"], "capacity_min": "1", "capacity": "12",
        "city_cap": "1", "step_free": "partly",
    }  # fmt: skip
    assert hosting.post("/f/dakar/host/V1/edit", fields).status_code == 303
    client.get("/f/dakar/visits/V1")
    assert "Old title" in client.text
    hosting.get("/f/dakar/host/V1")
    assert "Changed since it was published" in hosting.text
    assert "Title." in hosting.text
    manage = Browser(app).sign_in(organiser)
    manage.get("/f/dakar/manage/visits/V1")
    assert manage.post("/f/dakar/manage/visits/V1/publish").status_code == 303
    client.get("/f/dakar/visits/V1")
    assert "New title" in client.text
    db.session.expire_all()
    assert visits_state(forum) != before
    assert published_visits(forum)[0].sequence == 1


def test_publishing_again_without_a_change_keeps_the_calendar_entry(forum, publish):
    visit = publish(forum)
    (first,) = published_visits(forum)
    service.publish(visit)
    db.session.commit()
    assert published_visits(forum) == [first]


def test_a_cancelled_visit_stays_and_says_so(client, forum, publish):
    visit = publish(forum, code="V1", titles={"en": "Harbour"})
    visit.titles = {"en": "A change nobody published"}
    service.cancel(visit)
    db.session.commit()
    client.get("/f/dakar/visits/V1")
    assert "does not take place" in client.text
    assert "Harbour" in client.text
    (sheet,) = published_visits(forum)
    assert (sheet.is_cancelled, sheet.sequence) == (True, 1)


def test_my_seat_and_my_choice_are_marked(app, forum, publish):
    visit = publish(forum, code="V1")
    mine = make.registration(forum, standing=Standing.APPROVED)
    seating.set_wishes(mine, [(visit.id, "")])
    browser = Browser(app).sign_in(mine.person)
    browser.get("/f/dakar/visits/")
    assert "Your choice 1" in browser.text
    seating.give_seat(visit, mine, None)
    browser.get("/f/dakar/visits/V1")
    assert "You have a seat" in browser.text
    assert [seat.visit_id for seat in seats_of(mine)] == [visit.id]


def test_the_page_asks_as_often_for_three_visits_as_for_one(client, forum, publish, count_queries):
    publish(forum, subtheme_codes=["HOU-1"])
    with count_queries() as one:
        client.get("/f/dakar/visits/")
    publish(forum, subtheme_codes=["HOU-2"])
    publish(forum, subtheme_codes=["WSH-1"])
    with count_queries() as three:
        client.get("/f/dakar/visits/")
    assert len(one) == len(three) < 30


def test_a_forum_without_visits_says_what_to_do(client, forum):
    client.get("/f/dakar/visits/?lang=fr")
    client.get("/f/dakar/visits/?lang=en")
    assert "No study visit is published yet" in client.text
