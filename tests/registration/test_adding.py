"""Registrations that organisers add by hand."""

import pytest
import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.registration.models import Registration
from tests import make
from tests.browser import path_of

HOME = "/f/meeting/manage/registrations"
PAGE = f"{HOME}/new"
AMA = "ama@city.example"


@pytest.fixture
def desk(client, organiser):
    client.sign_in(organiser).get(PAGE)
    return client


def live():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def test_somebody_is_added_approved_and_told(desk, forum, typed, organiser, mails):
    forum.registration_opens_at = None
    db.session.commit()
    answer = desk.post(PAGE, {**typed, "email": "AMA@city.example", "role": "staff", "approved": "y"})
    (registration,) = live()
    assert path_of(answer) == f"{HOME}/{registration.id}"
    assert (registration.standing, registration.person.email) == (Standing.APPROVED, AMA)
    assert registration.decided_by_id == organiser.id
    desk.get(path_of(answer))
    assert "Ama Owusu is registered and gets a mail." in desk.text
    assert "Entered by the organisers" in desk.text
    (mail,) = mails(AMA)
    assert (mail.template, mail.calendar_method) == ("registration_approved", "REQUEST")
    assert "The organisers have entered this registration for you." in mail.body


def test_without_the_tick_it_waits_in_the_queue(desk, forum, typed, mails):
    desk.post(PAGE, {**typed, "email": AMA})
    assert [each.standing for each in live()] == [Standing.SUBMITTED]
    assert mails(AMA)[0].template == "registration_submitted"


def test_without_a_place_nothing_is_kept_but_what_was_typed(desk, forum, city, typed, mails):
    forum.city_quota = 1
    db.session.commit()
    make.registration(forum, city_=city, standing=Standing.APPROVED)
    answer = desk.post(PAGE, {**typed, "email": AMA, "approved": "y"})
    assert answer.status_code == 422
    assert desk.page.find(".//*[@id='approved-error']") is not None
    assert "All places of this city are taken (it has 1)." in desk.text
    assert desk.page.find(".//input[@id='given_name']").get("value") == "Ama"
    assert len(live()) == 1
    assert mails(AMA) == []
    assert db.session.scalar(sa.select(Person).where(Person.email == AMA)) is None


def test_who_is_registered_already_is_said_beside_the_address(desk, forum, city, typed):
    make.registration(forum, make.person(AMA, given_name="Ama", family_name="Owusu"), city)
    assert desk.post(PAGE, {**typed, "given_name": "Other", "email": AMA}).status_code == 422
    error = desk.page.find(".//*[@id='email-error']")
    assert "Ama Owusu is registered already" in " ".join(error.itertext())
    assert [each.person.given_name for each in live()] == ["Ama"]


def test_who_is_known_from_elsewhere_keeps_the_name(desk, forum, typed):
    make.person(AMA, given_name="Komlan", family_name="Agbezudor")
    desk.post(PAGE, {**typed, "email": AMA})
    assert live()[0].person.name == "Komlan Agbezudor"


@pytest.mark.parametrize("wrong", [{"email": "no address"}, {"email": ""}, {"given_name": ""}, {"city": ""}])
def test_what_is_wrong_is_said(desk, forum, typed, wrong):
    assert desk.post(PAGE, {**typed, "email": AMA, **wrong}).status_code == 422
    assert live() == []
