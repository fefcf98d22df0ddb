"""The organiser's queue: finding, deciding, undoing, and what people are told."""

import pytest

from exchange.accounts.models import Person
from exchange.cities.models import IncomeGroup, Region
from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.registration.models import Gender, Registration
from tests import make
from tests.browser import Browser, path_of
from tests.counting import count_queries

HOME = "/f/meeting/manage/registrations"


def standing_of(registration):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Registration, registration.id).standing


def names_shown(client):
    return [" ".join(cell.itertext()).strip() for cell in client.page.findall(".//tbody//th")]


@pytest.fixture
def desk(client, organiser):
    """The browser of the forum's organiser, on the queue."""
    client.sign_in(organiser).get(f"{HOME}/")
    return client


def test_an_empty_queue_says_what_to_do(desk):
    assert "Nobody has registered yet" in desk.text


def test_the_queue_is_searched_without_accents_and_filtered(desk, forum, city):
    lome = make.city("Lomé", "TG", region=Region.AFRICA, income_group=IncomeGroup.LOW)
    ghent = make.city("Ghent", "BE", region=Region.EUROPE, income_group=IncomeGroup.HIGH)
    people = {name: make.person(given_name=name, family_name="X") for name in ("Ama", "Komlan", "Iris")}
    make.registration(forum, people["Ama"], city, gender=Gender.WOMAN, needs_given=True)
    make.registration(forum, people["Komlan"], lome, role=Role.HEAD, gender=Gender.MAN)
    make.registration(forum, people["Iris"], ghent, standing=Standing.WAITING, function="")
    make.registration(forum, make.person(given_name="Gone"), city, standing=Standing.CANCELLED)
    for query, expected in (
        ("q=lome", ["Komlan X"]),
        ("q=ama+x", ["Ama X"]),
        ("standing=waiting", ["Iris X"]),
        ("role=head", ["Komlan X"]),
        (f"city={ghent.id}", ["Iris X"]),
        ("region=africa&sort=name", ["Ama X", "Komlan X"]),
        ("income=high", ["Iris X"]),
        ("gender=woman", ["Ama X"]),
        ("gender=unsaid", ["Iris X"]),
        ("missing=function", ["Iris X"]),
        ("missing=needs&sort=city", ["Iris X", "Komlan X"]),
        ("q=nobody", []),
        ("sort=-city", ["Komlan X", "Ama X", "Iris X"]),
        ("city=99999999999999999999&role=x&page=-3&sort=;drop", None),
    ):
        assert desk.get(f"{HOME}/?{query}").status_code == 200
        if expected is not None:
            assert names_shown(desk) == expected, query
    desk.get(f"{HOME}/?standing=every")
    assert len(names_shown(desk)) == 4


def test_the_gauges_show_cities_over_their_quota(desk, forum, city):
    forum.city_quota, forum.capacity = 1, 4
    db.session.commit()
    for standing in (Standing.APPROVED, Standing.APPROVED, Standing.SUBMITTED):
        make.registration(forum, city_=city, standing=standing)
    make.registration(forum, city_=city, standing=Standing.APPROVED, role=Role.COMPANION)
    desk.get(f"{HOME}/")
    assert "2 of 4" in desk.text
    assert "Kumasi 2 of 1" in desk.text
    assert "1 more asks" in desk.text
    assert desk.page.findall(".//div[@class='gauge gauge-over']")


def test_several_are_approved_at_once_while_there_is_place(desk, forum, city, mails):
    forum.city_quota = 2
    db.session.commit()
    asked = [make.registration(forum, make.person(given_name=f"N{number}"), city) for number in range(3)]
    desk.get(f"{HOME}/")
    numbers = [registration.id for registration in reversed(asked)]
    answer = desk.post(f"{HOME}/decide?standing=submitted", {"ids": numbers, "action": "approve"})
    assert path_of(answer) == f"{HOME}/?standing=submitted"
    desk.get(f"{HOME}/")
    assert "2 registrations are changed" in desk.text
    assert f"Not changed: {asked[2].person.name}. All places of this city are taken (it has 2)." in desk.text
    assert [standing_of(each) for each in asked] == [Standing.APPROVED, Standing.APPROVED, Standing.SUBMITTED]
    (mail,) = mails(asked[0].person.email)
    assert mail.template == "registration_approved"
    assert "METHOD:REQUEST" in mail.calendar
    assert "DTSTART;VALUE=DATE:20270525" in mail.calendar
    assert "DTEND;VALUE=DATE:20270528" in mail.calendar
    assert "http://localhost/f/meeting/register/needs" in mail.body
    assert mails(asked[2].person.email) == []


def test_a_decision_is_taken_back_and_the_calendar_entry_with_it(desk, forum, city, mails):
    registration = make.registration(forum, city_=city)
    for action in ("approve", "back"):
        desk.post(f"{HOME}/decide", {"ids": registration.id, "action": action})
    assert standing_of(registration) is Standing.SUBMITTED
    again, approved = mails(registration.person.email)
    assert (again.calendar_method, approved.calendar_method) == ("CANCEL", "REQUEST")
    assert "SEQUENCE:1\r\n" in approved.calendar
    assert "SEQUENCE:2\r\n" in again.calendar


def test_a_decline_that_is_taken_back_no_longer_holds_in_the_mail(desk, forum, city, mails):
    for action in ("back", "approve", "wait"):
        registration = make.registration(forum, city_=city, standing=Standing.DECLINED, reason="No.")
        desk.get(f"{HOME}/")
        desk.post(f"{HOME}/decide", {"ids": registration.id, "action": action})
        (mail,) = mails(registration.person.email)
        assert "taken back their earlier decision to decline your registration; it no longer holds" in mail.body, action
        assert ("looked at again" in mail.subject) is (action == "back")
        assert "told us:\n\nhttp://localhost/f/meeting/me" in mail.body, "addresses stand on lines of their own"


def test_the_queue_stays_in_sight_and_says_how_many_fit(desk, forum, city):
    for _ in range(2):
        make.registration(forum, city_=city)
    desk.get(f"{HOME}/?standing=submitted&sort=name")
    assert "2 results" in desk.text
    links = [link.get("href") for link in desk.page.findall(".//thead//a")]
    assert links[0] == "?standing=submitted&sort=-name#queue"
    assert all(link.endswith("#queue") for link in links)
    filters = next(form for form in desk.page.findall(".//form") if form.get("class") == "filters")
    assert (filters.get("action"), filters.find("input").get("value")) == ("#queue", "name")
    answer = desk.post(f"{HOME}/decide", {"action": "approve"})
    assert answer.headers["Location"].endswith("#queue")


def test_declining_asks_for_the_reason_and_mails_it(desk, forum, city, mails):
    registration = make.registration(forum, make.person(language="fr"), city)
    answer = desk.post(f"{HOME}/decide?role=delegate", {"ids": registration.id, "action": "decline"})
    page = path_of(answer)
    desk.get(page)
    assert registration.person.name in desk.text
    assert desk.post(page, {"ids": registration.id, "reason": " "}).status_code == 422
    assert standing_of(registration) is Standing.SUBMITTED
    answer = desk.post(page, {"ids": registration.id, "reason": "Please come as a companion."})
    assert path_of(answer) == f"{HOME}/?role=delegate"
    assert standing_of(registration) is Standing.DECLINED
    (mail,) = mails(registration.person.email)
    assert (mail.template, mail.language, mail.calendar) == ("registration_declined", "fr", "")
    assert "> Please come as a companion." in mail.body


def test_a_declined_person_sends_again(client, forum, typed, city, mails):
    ama = make.person()
    registration = make.registration(forum, ama, city, standing=Standing.DECLINED, reason="No.")
    client.sign_in(ama).get("/f/meeting/me")
    assert "No." in client.text
    client.get("/f/meeting/register")
    assert client.post("/f/meeting/register", typed).status_code == 303
    assert standing_of(registration) is Standing.SUBMITTED
    assert "no longer holds" not in mails(ama.email)[0].body


def test_a_city_that_is_not_accepted_cannot_be_approved(desk, forum):
    from exchange.cities.service import ask_for_city

    ama = make.person()
    request = ask_for_city(ama, "El Alto", "BO", "")
    db.session.commit()
    registration = make.registration(forum, ama, city_request_id=request.id)
    registration.city_id = None
    db.session.commit()
    desk.post(f"{HOME}/decide", {"ids": registration.id, "action": "approve"})
    desk.get(f"{HOME}/")
    assert "has not accepted this city" in desk.text
    assert standing_of(registration) is Standing.SUBMITTED


def test_nothing_ticked_is_said(desk):
    assert path_of(desk.post(f"{HOME}/decide", {"action": "approve"})) == f"{HOME}/"
    desk.get(f"{HOME}/")
    assert "Please tick" in desk.text


def test_registrations_of_another_forum_are_out_of_reach(desk, city):
    other = make.registration(make.forum("other"), city_=city)
    desk.post(f"{HOME}/decide", {"ids": other.id, "action": "approve"})
    assert standing_of(other) is Standing.SUBMITTED
    assert desk.get(f"{HOME}/{other.id}").status_code == 404


def test_a_registration_is_shown_with_its_needs_and_history_and_changed(desk, forum, city, typed):
    values = {"needs_given": True, "diet": ["halal"], "access": ["wheelchair"], "access_note": "A lift, please."}
    registration = make.registration(forum, city_=city, **values)
    desk.post(f"{HOME}/decide?back=one", {"ids": registration.id, "action": "approve"})
    desk.get(f"{HOME}/{registration.id}")
    for text in ("Halal", "step-free way", "A lift, please.", "Approved"):
        assert text in desk.text
    desk.get(f"{HOME}/{registration.id}/edit")
    answer = desk.post(f"{HOME}/{registration.id}/edit", {**typed, "role": "staff", "function": "Driver"})
    assert path_of(answer) == f"{HOME}/{registration.id}"
    assert standing_of(registration) is Standing.APPROVED, "what an organiser changes stays approved"
    assert db.session.get(Registration, registration.id).role is Role.STAFF
    desk.get(f"{HOME}/{registration.id}/edit")
    assert desk.post(f"{HOME}/{registration.id}/edit", {**typed, "given_name": ""}).status_code == 422


def test_an_organiser_cancels_with_a_confirmation(desk, forum, city, mails):
    registration = make.registration(forum, city_=city, standing=Standing.APPROVED)
    desk.get(f"{HOME}/{registration.id}/cancel")
    assert standing_of(registration) is Standing.APPROVED
    desk.post(f"{HOME}/{registration.id}/cancel", {"reason": "Visa refused."})
    assert standing_of(registration) is Standing.CANCELLED
    (mail,) = mails(registration.person.email)
    assert mail.calendar_method == "CANCEL"
    assert "Visa refused." in mail.body
    desk.get(f"{HOME}/{registration.id}")
    desk.post(f"{HOME}/{registration.id}/cancel", {"reason": "again"})
    desk.get(f"{HOME}/{registration.id}")
    assert "cannot become" in desk.text


def test_mails_and_history_hold_no_private_needs(desk, forum, city, mails):
    values = {"needs_given": True, "diet": ["nut_allergy"], "access_note": "secret note"}
    registration = make.registration(forum, city_=city, **values)
    desk.post(f"{HOME}/decide", {"ids": registration.id, "action": "approve"})
    (mail,) = mails(registration.person.email)
    assert "secret note" not in mail.body + mail.calendar


def _queries(browser, path):
    with count_queries() as statements:
        browser.get(path)
    return len(statements)


def test_the_queue_and_my_page_ask_as_much_for_three_as_for_one(desk, app, forum, city):
    ama = make.person()
    first = make.registration(forum, ama, city, standing=Standing.APPROVED)
    mine = Browser(app).sign_in(ama)
    pages = [(desk, f"{HOME}/"), (desk, f"{HOME}/?q=a"), (desk, f"{HOME}/export.csv"), (mine, "/f/meeting/me"),
             (desk, f"{HOME}/decline?ids={first.id}")]  # fmt: skip
    for browser, path in pages:
        browser.get(path)
    one = [_queries(browser, path) for browser, path in pages]
    more = [make.registration(forum, city_=make.city(), standing=Standing.APPROVED) for _ in range(2)]
    ids = ",".join(str(each.id) for each in (first, *more))
    pages[-1] = (desk, f"{HOME}/decline?ids={ids}")
    three = [_queries(browser, path) for browser, path in pages]
    assert one == three
    assert max(three) < 30


def test_a_long_queue_comes_in_small_pages(desk, forum, city):
    people = [Person(email=f"p{n}@x.example", given_name="Ada" * 10, family_name=f"N{n}",
              created_at=forum.created_at) for n in range(300)]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(
        Registration(forum_id=forum.id, person_id=person.id, city_id=city.id, standing=Standing.SUBMITTED,
                     function="Director of housing and informal settlements", created_at=forum.created_at,
                     updated_at=forum.created_at, submitted_at=forum.created_at)
        for person in people
    )  # fmt: skip
    db.session.commit()
    assert len(desk.get(f"{HOME}/").data) < 200_000
    assert len(names_shown(desk)) == 50
    desk.get(f"{HOME}/?page=6")
    assert len(names_shown(desk)) == 50
