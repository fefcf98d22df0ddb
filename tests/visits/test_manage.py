"""The organiser's side: demand, publishing, hosts, seats, exports."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.domain.seats import Reason
from exchange.mail import Mail
from exchange.registration.signals import standing_changed
from exchange.visits import seating, service
from exchange.visits.models import StudyVisit, VisitSeat, VisitState
from tests import make
from tests.browser import Browser

MANAGE = "/f/dakar/manage/visits/"


@pytest.fixture
def manage(app, organiser):
    return Browser(app).sign_in(organiser)


def approved(forum, city=None, **values):
    return make.registration(forum, None, city, standing=Standing.APPROVED, **values)


def mails():
    found = db.session.execute(sa.select(Mail.template, Mail.recipient, Mail.language).order_by(Mail.id)).all()
    db.session.rollback()
    return [tuple(row) for row in found]


def seats(visit):
    return db.session.scalar(sa.select(sa.func.count()).where(VisitSeat.visit_id == visit.id))


def test_a_host_is_invited_and_the_visit_is_published(manage, app, forum):
    manage.get("/f/dakar/host/new")
    manage.post("/f/dakar/host/new", {"titles-en": "Harbour"})
    assert manage.get(MANAGE + "V1").status_code == 200
    answer = manage.post(MANAGE + "V1/hosts", {"email": "Host@Dakar.example"})
    assert answer.status_code == 303
    assert mails() == [("visit_host", "host@dakar.example", "en")]
    assert manage.post(MANAGE + "V1/publish").status_code == 409, "an idea is offered first"
    visit = make.visit(forum, "V2", state=VisitState.OFFERED)
    manage.get(MANAGE + "V2")
    assert manage.post(MANAGE + "V2/check").status_code == 303
    assert manage.post(MANAGE + "V2/publish").status_code == 303
    assert db.session.get(StudyVisit, visit.id).state is VisitState.OPEN
    assert manage.post(MANAGE + "V2/unpublish").status_code == 303
    assert Browser(app).get("/f/dakar/visits/V2").status_code == 404


def test_a_wrong_address_of_a_host_is_kept_with_a_sentence(manage, forum):
    make.visit(forum, "V1")
    manage.get(MANAGE + "V1")
    assert manage.post(MANAGE + "V1/hosts", {"email": "nobody"}).status_code == 422
    assert "not an e-mail address" in manage.text


def test_the_demand_is_counted_by_choice_and_city(manage, forum, publish):
    one, two = publish(forum, code="V1"), publish(forum, code="V2")
    city = make.city()
    for registration, wishes in (
        (approved(forum, city), [one, two]),
        (approved(forum, city), [one]),
        (approved(forum), [two, one]),
        (make.registration(forum, standing=Standing.DECLINED), [one]),
    ):
        seating.set_wishes(registration, [(visit.id, "Why?") for visit in wishes])
    manage.get(MANAGE)
    (row,) = [row for row in manage.page.findall(".//tbody/tr") if "V1" in "".join(row.itertext())]
    assert [" ".join("".join(cell.itertext()).split()) for cell in row][4:] == ["2", "1", "0", "2", "0 of 12"]


def test_a_seat_is_given_from_the_list_and_by_address_and_taken_back(manage, forum, publish):
    visit = publish(forum, code="V1")
    one, two = approved(forum), approved(forum)
    one.person.language = "fr"
    seating.set_wishes(one, [(visit.id, "Why?")])
    manage.get(MANAGE + "V1")
    assert manage.post(MANAGE + "V1/seats", {"registration_id": one.id}).status_code == 303
    assert manage.post(MANAGE + "V1/seats", {"email": two.person.email.upper()}).status_code == 303
    assert seats(visit) == 2
    assert mails() == [("visit_seat_given", one.person.email, "fr"), ("visit_seat_given", two.person.email, "en")]
    path = f"{MANAGE}V1/seats/{one.id}/remove"
    manage.get(path)
    assert "Take back the seat" in manage.text
    assert manage.post(path).status_code == 303
    assert seats(visit) == 1
    assert mails()[-1][0] == "visit_seat_taken"
    assert manage.post(path).status_code == 404


def test_a_seat_that_cannot_be_is_refused_with_a_sentence(manage, forum, publish):
    visit = publish(forum, code="V1", capacity=2, city_cap=1)
    city = make.city()
    first, colleague, second, third = approved(forum, city), approved(forum, city), approved(forum), approved(forum)
    waiting = make.registration(forum, standing=Standing.WAITING)
    manage.get(MANAGE + "V1")
    give = lambda registration: manage.post(MANAGE + "V1/seats", {"registration_id": registration.id})  # noqa: E731
    assert give(first).status_code == 303
    for registration, words in (
        (first, "already has a seat"),
        (colleague, "as many seats as one city"),
        (waiting, "not approved"),
    ):
        assert give(registration).status_code == 422
        assert words in manage.text
    assert give(second).status_code == 303
    assert give(third).status_code == 422
    assert "all 2 seats" in manage.text
    assert manage.post(MANAGE + "V1/seats", {"email": "nobody@city.example"}).status_code == 422
    assert "Nobody with this address" in manage.text
    assert seats(visit) == 2


def test_who_can_have_no_seat_has_no_button_and_a_reason(manage, forum, publish):
    visit, same = publish(forum, code="V1", capacity=3), publish(forum, code="V2")
    bobo = make.city("Bobo-Dioulasso", "BF")
    first, free, busy = approved(forum, bobo), approved(forum), approved(forum)
    awa = make.registration(
        forum, make.person(given_name="Awa", family_name="Ibnudra"), bobo, standing=Standing.APPROVED
    )
    people = (first, awa, busy, free)
    for registration in people:
        seating.set_wishes(registration, [(visit.id, "Why?")])
    seating.give_seat(same, busy, None)
    seating.give_seat(visit, first, None)
    db.session.commit()
    reasons = {row.id: reason_of(manage, row) for row in people}
    assert reasons == {
        first.id: None,
        awa.id: "Awa Ibnudra: Bobo-Dioulasso already has as many seats as one city may have here (1).",
        busy.id: f"{busy.person.name} has a seat on V2, which is at the same time.",
        free.id: None,
    }
    answer = manage.post(MANAGE + "V1/seats", {"registration_id": free.id})
    assert answer.headers["Location"].endswith(f"V1#wish-{free.id}")
    visit.capacity = 2
    db.session.commit()
    assert reason_of(manage, awa) == "Awa Ibnudra: all 2 seats of this visit are given."


def reason_of(manage, registration):
    """What stands beside the button that gives a seat, when it cannot be pressed."""
    manage.get(MANAGE + "V1")
    (row,) = [row for row in manage.page.iter("tr") if row.get("id") == f"wish-{registration.id}"]
    (why,) = [part for part in row.iter("span") if (part.get("id") or "").startswith("why-")] or [None]
    assert (why is None) == (row.find(".//button[@disabled]") is None)
    return None if why is None else "".join(why.itertext())


def test_what_the_host_changed_is_told_with_the_old_and_the_new_text(manage, forum, publish):
    visit = publish(forum, code="V1", titles={"en": "Harbour", "fr": "Le port"}, languages=["en", "fr"])
    visit.published_at = datetime(2026, 11, 16, 10, 0, 12, tzinfo=UTC)
    visit.languages = ["fr", "en"]
    db.session.commit()
    manage.get(MANAGE + "V1")
    assert "The host changed" not in manage.text, "another order of languages is no change"
    assert "Published 16 November 2026, 10:00" in manage.text
    visit.titles, visit.walk_km, visit.lead_name = {"en": "Old harbour", "fr": "Le port"}, 1.5, "Ama"
    visit.stops[1].leaves_at += timedelta(minutes=5)
    visit.stops[1].name, visit.legs[0].vehicle, visit.languages = "Fish market", "bus 7", ["en"]
    db.session.commit()
    manage.get(MANAGE + "V1")
    told = [["".join(line.itertext()) for line in manage.page.iter(tag)] for tag in ("del", "ins")]
    assert {"EN: Harbour", "EN · FR"} < set(told[0])
    assert {"EN: Old harbour", "EN", "1.5 km", "Ama", "Fish market · Talk", "1. Coach · bus 7"} < set(told[1])
    assert "FR: Le port" not in told[0] + told[1]
    assert "Kilometres on foot" in ["".join(term.itertext()) for term in manage.page.iter("dt")]
    assert "16 novembre 2026, 10:00" in manage.get(MANAGE + "V1?lang=fr").get_data(as_text=True)


def test_nobody_sits_on_two_visits_at_once(forum, publish):
    early, same, late = publish(forum), publish(forum), make.visit(forum, state=VisitState.CHECKED)
    for stop in late.stops:
        stop.arrives_at = stop.arrives_at and stop.arrives_at + timedelta(hours=5)
        stop.leaves_at = stop.leaves_at and stop.leaves_at + timedelta(hours=5)
    service.publish(late)
    registration = approved(forum)
    seating.give_seat(early, registration, None)
    with pytest.raises(Refusal) as refused:
        seating.give_seat(same, registration, None)
    assert refused.value.reason is Reason.OTHER_VISIT
    seating.give_seat(late, registration, None)


def test_a_cancelled_visit_tells_everyone_who_had_a_seat(manage, forum, publish):
    visit = publish(forum, code="V1", city_cap=None)
    people = [approved(forum) for _ in range(2)]
    for registration in people:
        seating.give_seat(visit, registration, None)
    manage.get("/f/dakar/host/V1/cancel")
    assert "2 people have a seat" in manage.text
    assert manage.post("/f/dakar/host/V1/cancel").status_code == 303
    assert seats(visit) == 0
    assert [mail[0] for mail in mails()].count("visit_cancelled") == 2
    manage.get(MANAGE + "V1")
    assert manage.post(MANAGE + "V1/restore").status_code == 303
    assert db.session.get(StudyVisit, visit.id).state is VisitState.IDEA


def test_a_visit_with_seats_is_not_taken_off_in_silence(manage, forum, publish):
    visit = publish(forum, code="V1")
    seating.give_seat(visit, approved(forum), None)
    manage.get(MANAGE + "V1")
    assert manage.post(MANAGE + "V1/unpublish").status_code == 409
    assert "1 seats are given" in manage.text


def test_who_does_not_come_gives_the_seat_back(forum, publish):
    visit, registration = publish(forum), approved(forum)
    seating.give_seat(visit, registration, None)
    registration.standing = Standing.CANCELLED
    standing_changed.send(registration, before=Standing.APPROVED, mailed=False)
    db.session.commit()
    assert seats(visit) == 0


def test_wishes_are_searched_without_accents_and_taken_away(manage, forum, publish):
    one, two = publish(forum, code="V1"), publish(forum, code="V2")
    lome = make.city("Lomé", "TG")
    first, second = approved(forum, lome), approved(forum)
    seating.set_wishes(first, [(one.id, "=1+1 Qui paie ?")])
    seating.set_wishes(second, [(two.id, "Who cleans?"), (one.id, "")])
    manage.get(MANAGE + "wishes?q=lome")
    assert "Qui paie" in manage.text
    assert "Who cleans" not in manage.text
    manage.get(f"{MANAGE}wishes?visit=V2&city={second.city_id}&sort=-person")
    assert "Who cleans" in manage.text
    assert "Qui paie" not in manage.text
    text = manage.get(MANAGE + "wishes.csv?q=lome").get_data(as_text=True).lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["visit"], row["rank"], row["city"]) == ("V1", "1", "Lomé")
    assert row["question"] == "'=1+1 Qui paie ?"
    book = load_workbook(io.BytesIO(manage.get(MANAGE + "wishes.xlsx").data))
    assert book.active.max_row == 4
    seating.give_seat(one, first, None)
    assert b"Lom" in manage.get(MANAGE + "seats.csv").data
    assert manage.get(MANAGE + "seats.xlsx").status_code == 200


CHANGING = [
    "publish",
    "check",
    "unpublish",
    "send-back",
    "close",
    "open",
    "restore",
    "hosts",
    "hosts/1/remove",
    "seats",
]


@pytest.mark.parametrize("verb", CHANGING)
def test_only_organisers_of_this_forum_manage_visits(app, forum, host, publish, verb):
    make.visit(forum, "V1", host=host, state=VisitState.OFFERED)
    colleague = make.person()
    make.forum("quito", organiser=colleague)
    for person in (host, colleague, approved(forum).person):
        assert Browser(app).sign_in(person).post(f"{MANAGE}V1/{verb}").status_code == 403
    assert Browser(app).post(f"{MANAGE}V1/{verb}").status_code == 303


@pytest.mark.parametrize("path", ["", "V1", "wishes", "wishes.csv", "seats.xlsx", "V1/seats/1/remove"])
def test_only_organisers_see_who_wishes_what(app, forum, host, path):
    make.visit(forum, "V1", host=host)
    assert Browser(app).sign_in(host).get(MANAGE + path).status_code == 403
    assert Browser(app).get(MANAGE + path).status_code == 303


def test_the_lists_ask_as_often_for_three_as_for_one(manage, forum, publish, count_queries):
    def asked():
        numbers = []
        for path in ("", "V1", "wishes", "wishes?q=why"):
            with count_queries() as statements:
                manage.get(MANAGE + path)
            numbers.append(len(statements))
        return numbers

    visit = publish(forum, code="V1", city_cap=None)
    add(forum, visit)
    one = asked()
    for code in ("V2", "V3"):
        add(forum, visit)
        publish(forum, code=code)
    assert asked() == one
    assert max(one) < 30


def add(forum, visit):
    registration = approved(forum)
    seating.set_wishes(registration, [(visit.id, "Why?")])
    seating.give_seat(visit, registration, None)
    db.session.commit()
