"""What a host knows of who wishes to come: numbers and questions without names, names once seats are given."""

import re

import pytest

from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.mail import Mail
from exchange.registration.models import Registration
from exchange.visits import seating
from exchange.visits.models import VisitHost, VisitState
from tests import make
from tests.browser import Browser

GUESTS = "/f/dakar/host/V1/guests"


def wishing(forum, visit, name, question, **values):
    registration = make.registration(
        forum, make.person(given_name=name, family_name="Ndiaye"), standing=Standing.APPROVED, **values
    )
    seating.set_wishes(registration, [(visit.id, question)])
    db.session.commit()
    return registration


@pytest.fixture
def visit(forum, host, publish):
    visit = publish(forum, code="V1")
    visit.hosts.append(VisitHost(person_id=host.id))
    db.session.commit()
    return visit


def test_a_host_sees_numbers_and_questions_but_no_names_before_seats_are_given(client, forum, host, visit):
    wishing(forum, visit, "Aminata", "Who cleans the drains?")
    client.sign_in(host).get(GUESTS)
    assert "Who cleans the drains?" in client.text
    assert "1 choice 1" in client.text and "1 city" in client.text
    for secret in ("Aminata", "Ndiaye", "city.example"):
        assert secret not in client.text


def test_a_host_sees_who_has_a_seat_with_their_question_and_what_to_prepare(client, organiser, forum, host, visit):
    seated = wishing(forum, visit, "Aminata", "Who pays?", access=["wheelchair"], diet=["halal"], diet_note="no nuts")
    wishing(forum, visit, "Bilal", "Who decides?", access=["guide_dog"])
    seating.give_seat(visit, seated, organiser)
    db.session.commit()
    client.sign_in(host).get(GUESTS)
    for words in ("Aminata Ndiaye", "Who pays?", "Who decides?", "Halal: 1", "English: 1"):
        assert words in client.text
    for secret in ("Bilal", "no nuts", "Guide dog", seated.person.email):
        assert secret not in client.text


def test_only_hosts_of_the_visit_and_organisers_see_its_guests(app, organiser, forum, host, visit):
    other = make.visit(forum, "V2", host=make.person(), state=VisitState.IDEA)
    colleague = other.hosts[0].person
    for person, status in ((host, 200), (organiser, 200), (colleague, 404), (make.person(), 403)):
        assert Browser(app).sign_in(person).get(GUESTS).status_code == status
    assert Browser(app).get(GUESTS).status_code in (302, 303)


def test_who_no_longer_takes_part_does_not_count(client, forum, host, visit):
    gone = wishing(forum, visit, "Aminata", "Who cleans the drains?")
    db.session.get(Registration, gone.id).standing = Standing.DECLINED
    db.session.commit()
    client.sign_in(host).get(GUESTS)
    assert "No questions yet" in client.text


def test_the_page_asks_as_often_for_three_guests_as_for_one(client, organiser, forum, host, visit, count_queries):
    client.sign_in(host)
    counts = []
    for number in range(3):
        guest = wishing(forum, visit, f"Guest{number}", "Why?")
        seating.give_seat(visit, guest, organiser)
        wishing(forum, visit, f"Wisher{number}", "How?")
        with count_queries() as queries:
            client.get(GUESTS)
        counts.append(len(queries))
    assert counts[0] == counts[2] < 30


def test_the_invitation_signs_the_host_in_and_leads_to_the_visit(app, client, organiser, forum, visit):
    client.sign_in(organiser).post("/f/dakar/manage/visits/V1/hosts", {"email": "awa@pikine.example"})
    mail = db.session.query(Mail).filter_by(recipient="awa@pikine.example").one()
    assert mail.private and "awa@pikine.example" not in mail.body.splitlines()[0]
    link = re.search(r"/sign-in/[\w-]+", mail.body)[0]
    guest = Browser(app)
    guest.get(link)
    answer = guest.post(link, {})
    assert answer.headers["Location"].endswith("/f/dakar/host/V1")
    assert guest.get("/f/dakar/host/V1").status_code == 200
    late = Browser(app)
    assert late.get(link).status_code == 410
    assert late.page.find(".//a[@href='/sign-in?next=/f/dakar/host/V1']") is not None
