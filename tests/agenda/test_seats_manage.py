"""The organiser's side of seats in sessions: limits, lists, seats by hand, tables."""

from io import BytesIO

import openpyxl
import pytest

from exchange.agenda import planning, queries_seats, seats
from exchange.agenda.models_seats import SessionSignup
from exchange.db import db
from exchange.domain.delegations import Role
from exchange.mail import Mail
from tests import make
from tests.agenda.scene import coming, publish, published, scene, signup, standings
from tests.agenda.test_seats import mails_to
from tests.browser import Browser
from tests.counting import count_queries


@pytest.fixture
def here(app):
    return published(2)


@pytest.fixture
def organiser(app, here):
    return Browser(app).sign_in(here.organiser)


def url(here, code="S01", page=""):
    return f"/f/{here.forum.slug}/manage/agenda/sessions/{code}/seats{page}"


def limits(**changes):
    fields = {"places": "12", "city_cap": "", "opens": "", "rule": "first_come", "overbook": "0"}
    return fields | changes


def test_an_organiser_limits_a_session_changes_the_limits_and_lifts_them(organiser, here):
    organiser.get(url(here))
    assert "This session is open to everybody now." in organiser.text
    typed = limits(
        city_cap="2", opens="2027-05-01T09:00", rule="new_city_first", overbook="10", roles=["head", "delegate"]
    )
    assert organiser.post(url(here, page="/limits"), typed).status_code == 303
    row = db.session.get_one(SessionSignup, here.sessions[0].id)
    assert (row.places, row.city_cap, row.overbook, row.rule.value, row.roles) == (
        12, 2, 10, "new_city_first", ["head", "delegate"]
    )  # fmt: skip
    assert row.opens_at.isoformat() == "2027-05-01T09:00:00+00:00"
    organiser.get(url(here))
    assert "0 of 13" in organiser.text
    organiser.get(url(here, page="/limits?lang=fr"))
    organiser.get(f"/f/{here.forum.slug}/manage/agenda/seats/?lang=en")
    assert "13 free" in organiser.text
    organiser.get(url(here, page="/lift"))
    assert organiser.post(url(here, page="/lift")).status_code == 303
    assert db.session.get(SessionSignup, here.sessions[0].id, populate_existing=True) is None
    organiser.get(f"/f/{here.forum.slug}/manage/agenda/seats/")
    assert "Every session is open" in organiser.text


@pytest.mark.parametrize(
    "changes",
    [{"places": ""}, {"places": "0"}, {"places": "many"}, {"city_cap": "0"}, {"overbook": "101"}, {"overbook": "-1"},
     {"rule": "by lot"}, {"roles": ["mayor"]}, {"opens": "tomorrow"}],
)  # fmt: skip
def test_limits_that_make_no_sense_are_shown_again_as_typed(organiser, here, changes):
    organiser.get(url(here))
    assert organiser.post(url(here, page="/limits"), limits(**changes)).status_code == 422
    assert "Please look at this again" in organiser.text
    assert db.session.get(SessionSignup, here.sessions[0].id) is None


def test_more_places_than_the_room_holds_are_warned_of_and_not_given(app, organiser, here):
    planning.place_session(here.sessions[0], here.atelier.id, here.sessions[0].starts_at)
    publish(here.forum)
    organiser.get(url(here))
    organiser.post(url(here, page="/limits"), limits(places="40"), follow=True)
    assert "The room holds only 30, so no more than that get a seat." in organiser.text
    assert "0 of 30" in organiser.text


def test_a_smaller_room_or_limit_takes_nobodys_seat(app, organiser, here):
    row = signup(here.sessions[0], places=4)
    people = [coming(here.forum) for _ in range(4)]
    for person in people[:3]:
        seats.take_seat(here.forum, person, "S01")
    here.sessions[0].room_id = make.room(here.forum, capacity=2).id
    db.session.commit()
    publish(here.forum)
    organiser.get(url(here))
    assert "1 above the limit" in organiser.text
    assert list(standings(here.sessions[0]).values()) == ["held"] * 3
    browser = Browser(app).sign_in(people[3])
    browser.get(f"/f/{here.forum.slug}/sessions/S01/seat")
    assert "none free" in browser.text
    seats.give_back(here.forum, people[0], "S01")
    db.session.commit()
    browser.get(f"/f/{here.forum.slug}/sessions/S01/seat")
    assert "none free" in browser.text
    assert queries_seats.tally(row).given == 2


def test_more_places_go_to_who_waits(organiser, here):
    signup(here.sessions[0], places=1)
    first, second = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    organiser.get(url(here))
    organiser.post(url(here, page="/limits"), limits(places="2"))
    assert standings(here.sessions[0])[second.id] == "offered"


def test_a_seat_is_given_and_taken_back_by_hand_with_a_reason(organiser, here):
    signup(here.sessions[0], places=2, roles=(Role.HEAD,))
    ama = coming(here.forum)
    organiser.get(url(here))
    assert (
        organiser.post(url(here, page="/give"), {"email": ama.email, "reason": "She wrote the case"}).status_code == 303
    )
    organiser.get(url(here))
    assert ama.name in organiser.text
    assert "She wrote the case" in organiser.text
    (seat,) = queries_seats.live_seats_in(db.session.get_one(SessionSignup, here.sessions[0].id))
    organiser.get(url(here, page=f"/{seat.id}/take-back"))
    assert organiser.post(url(here, page=f"/{seat.id}/take-back"), {"reason": ""}).status_code == 422
    answer = organiser.post(url(here, page=f"/{seat.id}/take-back"), {"reason": "The case was withdrawn"})
    assert answer.status_code == 303
    assert standings(here.sessions[0]) == {ama.id: "released"}
    assert "The case was withdrawn" in mails_to(ama)[-1].body
    assert organiser.get(url(here, page=f"/{seat.id}/take-back")).status_code == 404


def test_a_seat_by_hand_is_refused_above_the_limit_in_a_clash_and_for_who_does_not_come(organiser, here):
    signup(here.sessions[0], places=1), signup(here.sessions[1])
    here.sessions[1].starts_at, here.sessions[1].room_id = here.sessions[0].starts_at, here.atelier.id
    publish(here.forum)
    busy, other = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, busy, "S02")
    organiser.get(url(here))

    def give(email):
        answer = organiser.post(url(here, page="/give"), {"email": email, "reason": "Because"})
        return answer.status_code, organiser.text

    assert "S02 is at the same time." in give(busy.email)[1]
    assert "Nobody with this address is registered" in give("nobody@city.example")[1]
    assert "It should look like name@city.org." in give("nobody")[1]
    assert give(other.email)[0] == 303
    organiser.get(url(here))
    assert "Every place is taken (1)." in give(coming(here.forum).email)[1]


def test_limits_are_not_lifted_while_somebody_waits(organiser, here):
    signup(here.sessions[0])
    seats.take_seat(here.forum, coming(here.forum), "S01")
    organiser.get(url(here, page="/lift"))
    assert organiser.post(url(here, page="/lift")).status_code == 422
    assert db.session.get(SessionSignup, here.sessions[0].id) is not None


def test_the_list_is_filtered_and_taken_away_without_needs_or_formulas(organiser, here):
    signup(here.sessions[0], places=1)
    city = make.city("=HYPERLINK(1)")
    ama = coming(here.forum, city, diet=["vegan"], diet_note="no onions", access=["wheelchair"])
    seats.take_seat(here.forum, ama, "S01")
    esi = coming(here.forum)
    seats.join_list(here.forum, esi, "S01")
    organiser.get(url(here, page="?standing=waiting"))
    assert esi.name in organiser.text
    assert ama.name not in organiser.text
    organiser.get(url(here, page="?q=nobody-at-all"))
    assert "Nobody here" in organiser.text
    organiser.get(url(here, page=f"?city={city.id}"))
    assert esi.name not in organiser.text
    table = organiser.get(url(here, page=".csv")).get_data(as_text=True)
    assert "'=HYPERLINK(1)" in table
    assert not any(word in table for word in ("vegan", "onions", "wheelchair"))
    assert len(organiser.get(url(here, page=".csv?standing=waiting")).get_data(as_text=True).splitlines()) == 2
    sheet = openpyxl.load_workbook(BytesIO(organiser.get(url(here, page=".xlsx")).data)).active
    assert [sheet.cell(2, column).data_type for column in (7, 4)] == ["s", "s"]
    whole = organiser.get(f"/f/{here.forum.slug}/manage/agenda/seats.csv").get_data(as_text=True)
    assert whole.count("S01,") == 2


def test_the_pages_take_the_same_number_of_queries_with_more_people(organiser, here):
    signup(here.sessions[0], places=2)

    def cost(path):
        db.session.commit()
        with count_queries() as seen:
            organiser.get(path)
        return len(seen)

    def come():
        person = coming(here.forum)
        try:
            seats.take_seat(here.forum, person, "S01")
        except seats.Refusal:
            seats.join_list(here.forum, person, "S01")

    come(), come(), come()
    index = f"/f/{here.forum.slug}/manage/agenda/seats/"
    before = cost(url(here)), cost(index)
    come(), come(), come()
    signup(here.sessions[1])
    assert (cost(url(here)), cost(index)) == before


def test_only_organisers_of_the_forum_come_near(app, here):
    signup(here.sessions[0])
    other = make.person()
    make.forum("elsewhere", organiser=other)
    seats.take_seat(here.forum, coming(here.forum), "S01")
    (seat,) = queries_seats.live_seats_in(db.session.get_one(SessionSignup, here.sessions[0].id))
    browser = Browser(app).sign_in(other)
    browser.get("/account/")
    pages = ("", "/limits", "/lift", f"/{seat.id}/take-back", ".csv", ".xlsx")
    assert {browser.get(url(here, page=page)).status_code for page in pages} == {403}
    posts = ("/limits", "/lift", "/give", f"/{seat.id}/take-back")
    assert {browser.post(url(here, page=page), {"reason": "x"}).status_code for page in posts} == {403}
    assert browser.get(f"/f/{here.forum.slug}/manage/agenda/seats/").status_code == 403
    # A seat of another session, or of another forum, is not found under this address.
    owner = Browser(app).sign_in(here.organiser)
    signup(here.sessions[1])
    assert owner.get(url(here, "S02", f"/{seat.id}/take-back")).status_code == 404


def test_a_seat_in_a_session_that_nobody_sees_yet_is_kept_without_a_mail(app):
    here = scene(1)
    signup(here.sessions[0])
    ama = coming(here.forum)
    browser = Browser(app).sign_in(here.organiser)
    browser.get(url(here))
    assert browser.post(url(here, page="/give"), {"email": ama.email, "reason": "The minister"}).status_code == 303
    assert standings(here.sessions[0]) == {ama.id: "held"}
    assert db.session.query(Mail).count() == 0
