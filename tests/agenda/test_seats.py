"""Seats in sessions as delegates meet them: take, wait, swap, give back, accept, decline."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock, jobs
from exchange.agenda import queries_seats, seats
from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import Reason
from exchange.domain.waiting import WaitingRule
from exchange.mail import Mail
from exchange.registration import service as registration_service
from exchange.registration.models import Registration
from exchange.visits.models import VisitSeat
from tests import make
from tests.agenda.scene import coming, publish, published, scene, signup, speaks, standings
from tests.browser import Browser, path_of
from tests.counting import count_queries


@pytest.fixture
def here(app):
    return published(3)


def url(here, code="S01", verb=""):
    return f"/f/{here.forum.slug}/sessions/{code}/seat" + (f"/{verb}" if verb else "")


def browser_of(app, person, here, code="S01"):
    browser = Browser(app).sign_in(person)
    browser.get(url(here, code))
    return browser


def mails_to(person):
    wanted = sa.select(Mail).where(Mail.recipient == person.email, Mail.template.startswith("session_seat"))
    return list(db.session.scalars(wanted.order_by(Mail.id)))


def run_later(hours):
    with clock.frozen_at(clock.now() + timedelta(hours=hours)):
        jobs.run_queued()


def same_time(here, *numbers):
    """Puts sessions at the time of the first one, in other rooms, and publishes."""
    for number in numbers:
        row = here.sessions[number - 1]
        row.starts_at, row.room_id = here.sessions[0].starts_at, make.room(here.forum).id
    db.session.commit()
    publish(here.forum)


def test_a_delegate_takes_a_seat_sees_it_and_gives_it_back(app, here):
    signup(here.sessions[0])
    ama = coming(here.forum)
    browser = browser_of(app, ama, here)
    assert "2 free" in browser.text
    assert path_of(browser.post(url(here, verb="take"), {"back": "session"})) == f"/f/{here.forum.slug}/sessions/S01"
    browser.get(f"/f/{here.forum.slug}/sessions/S01")
    assert "You have a seat" in browser.text
    assert "1 free" in browser.text
    browser.get(f"/f/{here.forum.slug}/agenda/mine")
    assert "Has a seat" in browser.text
    browser.get(url(here, verb="give-back"))
    assert "Give back the seat in S01?" in browser.text
    assert browser.post(url(here, verb="give-back")).status_code == 303
    assert standings(here.sessions[0]) == {ama.id: "released"}
    taken, given_back = mails_to(ama)
    assert (taken.template, taken.calendar_method) == ("session_seat_taken", "REQUEST")
    assert (given_back.template, given_back.calendar_method) == ("session_seat_given_back", "CANCEL")
    assert here.sessions[0].guid in taken.calendar


def test_who_comes_too_late_waits_and_is_offered_the_freed_seat(app, here):
    signup(here.sessions[0], places=1)
    first, second, third = (coming(here.forum, language="fr") for _ in range(3))
    seats.take_seat(here.forum, first, "S01")
    for person in (second, third):
        seats.join_list(here.forum, person, "S01")
    browser = browser_of(app, third, here)
    browser.get(url(here) + "?lang=fr")
    assert "2" in browser.text
    browser_of(app, first, here).post(url(here, verb="give-back"))
    assert standings(here.sessions[0]) == {first.id: "released", second.id: "offered", third.id: "waiting"}
    (offer,) = mails_to(second)
    assert offer.language == "fr"
    assert "STATUS:TENTATIVE" in offer.calendar
    browser = browser_of(app, second, here)
    browser.get(f"/f/{here.forum.slug}/agenda/mine?lang=en")
    assert "It is yours if you accept until" in browser.text
    assert "(Africa/Dakar)" in browser.text
    assert path_of(browser.post(url(here, verb="accept"), {"back": "mine"})).endswith("/agenda/mine")
    assert standings(here.sessions[0])[second.id] == "held"


def test_an_offer_nobody_answers_goes_to_the_next(app, here):
    signup(here.sessions[0], places=1)
    first, second, third = (coming(here.forum) for _ in range(3))
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    seats.join_list(here.forum, third, "S01")
    seats.give_back(here.forum, first, "S01")
    db.session.commit()
    run_later(23)
    assert standings(here.sessions[0])[second.id] == "offered"
    run_later(25)
    assert standings(here.sessions[0]) == {first.id: "released", second.id: "released", third.id: "offered"}
    assert mails_to(second)[-1].template == "session_seat_offer_lapsed"
    with pytest.raises(Refusal) as refusal:
        seats.accept_offer(here.forum, second, "S01")
    assert refusal.value.reason is Reason.NO_OFFER


def test_an_offer_that_ran_out_is_over_even_before_the_worker_comes(app, here):
    signup(here.sessions[0], places=1)
    first, second = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    seats.give_back(here.forum, first, "S01")
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        with pytest.raises(Refusal):
            seats.accept_offer(here.forum, second, "S01")
        seats.take_seat(here.forum, first, "S01")
    assert standings(here.sessions[0])[first.id] == "held"


def test_a_full_session_offers_the_waiting_list_only(app, here):
    signup(here.sessions[0], places=1)
    seats.take_seat(here.forum, coming(here.forum), "S01")
    browser = browser_of(app, coming(here.forum), here)
    assert "Every place is taken (1)." in browser.text
    assert "Join the waiting list" in browser.text
    assert browser.post(url(here, verb="take")).status_code == 422
    assert "Every place is taken (1)." in browser.text
    assert browser.post(url(here, verb="wait")).status_code == 303
    browser.get(url(here))
    assert "You are number 1." in browser.text


def test_a_clash_is_explained_and_swapped_in_one_step(app, here):
    same_time(here, 2)
    signup(here.sessions[0]), signup(here.sessions[1])
    ama = coming(here.forum)
    seats.take_seat(here.forum, ama, "S01")
    browser = browser_of(app, ama, here, "S02")
    assert "You have a seat in S01 · Title 1" in browser.text
    assert "Give up S01 for this one" in browser.text
    assert browser.post(url(here, "S02", "take")).status_code == 422
    assert browser.post(url(here, "S02", "take"), {"instead": "S01"}).status_code == 303
    assert standings(here.sessions[0]) == {ama.id: "released"}
    assert standings(here.sessions[1]) == {ama.id: "held"}


def test_a_swap_into_a_full_session_gives_nothing_up(app, here):
    same_time(here, 2)
    signup(here.sessions[0]), signup(here.sessions[1], places=1)
    ama, other = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, ama, "S01")
    seats.take_seat(here.forum, other, "S02")
    browser = browser_of(app, ama, here, "S02")
    assert browser.post(url(here, "S02", "take"), {"instead": "S01"}).status_code == 422
    assert standings(here.sessions[0]) == {ama.id: "held"}
    assert standings(here.sessions[1]) == {other.id: "held"}


def test_who_speaks_or_is_on_a_visit_then_is_told_so_and_cannot_swap(app):
    here = scene(2)
    here.sessions[1].starts_at, here.sessions[1].room_id = here.sessions[0].starts_at, here.atelier.id
    speaker, visitor = coming(here.forum), coming(here.forum)
    speaks(here.sessions[1], speaker)
    publish(here.forum)
    signup(here.sessions[0])
    visit = make.visit(here.forum, "V1", titles={"en": "The harbour"})
    for stop in visit.stops:
        for name in ("arrives_at", "leaves_at"):
            if moment := getattr(stop, name):
                setattr(stop, name, moment - timedelta(days=1))
    registration = _registration(visitor)
    make.save(VisitSeat(visit_id=visit.id, registration_id=registration.id, given_at=clock.now()))
    for person, told in (
        (speaker, "You take part in S02"),
        (visitor, "You have a seat on study visit V1 · The harbour"),
    ):
        browser = browser_of(app, person, here)
        assert told in browser.text
        assert "for this one" not in browser.text
        assert browser.post(url(here, verb="take"), {"instead": ["S02", "V1"]}).status_code == 422
    assert standings(here.sessions[0]) == {}


def _registration(person):
    return db.session.scalars(sa.select(Registration).where(Registration.person_id == person.id)).one()


def test_who_has_a_part_in_the_session_needs_no_seat(app):
    here = scene(1)
    ama = coming(here.forum)
    speaks(here.sessions[0], ama)
    publish(here.forum)
    signup(here.sessions[0])
    browser = browser_of(app, ama, here)
    assert "Who has a part in the session needs no seat." in browser.text
    assert browser.post(url(here, verb="take")).status_code == 422


def test_only_approved_people_of_the_right_role_sign_up_once_it_is_open(app, here):
    opens = clock.now() + timedelta(days=1)
    signup(here.sessions[0], roles=(Role.HEAD,), opens_at=opens)
    head, delegate = coming(here.forum, role=Role.HEAD), coming(here.forum)
    waiting = coming(here.forum, standing=Standing.WAITING, role=Role.HEAD)
    stranger = make.person()
    reasons = {}
    for person in (head, delegate, waiting, stranger):
        with pytest.raises(Refusal) as refusal:
            seats.take_seat(here.forum, person, "S01")
        reasons[person.id] = refusal.value.reason.value
    assert reasons == {
        head.id: "not_open_yet", delegate.id: "wrong_role", waiting.id: "not_approved", stranger.id: "not_registered"
    }  # fmt: skip
    assert "It opens on" in browser_of(app, head, here).text
    assert "Register for the forum first" in browser_of(app, stranger, here).text
    with clock.frozen_at(opens):
        seats.take_seat(here.forum, head, "S01")


def test_nobody_signs_up_for_what_has_begun_is_cancelled_or_needs_none(app, here):
    signup(here.sessions[0])
    ama = coming(here.forum)
    with clock.frozen_at(here.sessions[0].starts_at), pytest.raises(Refusal) as refusal:
        seats.take_seat(here.forum, ama, "S01")
    assert refusal.value.reason is Reason.STARTED
    browser = browser_of(app, ama, here, "S02")
    assert "S02 needs no signing up: simply come." in browser.text
    assert browser.post(url(here, "S02", "take")).status_code == 422
    assert browser.get(url(here, "S99")).status_code == 404
    assert browser.post(url(here, "S01", "dance")).status_code == 404


def test_strangers_see_figures_and_are_asked_to_sign_in(app, client, here):
    signup(here.sessions[0])
    client.get(url(here))
    assert "2 free" in client.text
    assert "Sign in to take a seat" in client.text
    assert client.post(url(here, verb="take")).status_code == 303
    assert standings(here.sessions[0]) == {}


def test_nobody_touches_the_seat_of_somebody_else(app, here):
    signup(here.sessions[0])
    owner, colleague = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, owner, "S01")
    assert browser_of(app, colleague, here).post(url(here, verb="give-back")).status_code == 422
    assert standings(here.sessions[0]) == {owner.id: "held"}
    browser = Browser(app).sign_in(colleague)
    assert browser.get(f"/f/{here.forum.slug}/manage/agenda/sessions/S01/seats").status_code == 403


def test_the_cached_page_stays_the_same_while_seats_go(app, client, here):
    path = f"/f/{here.forum.slug}/sessions/S01"
    before = client.get(path)
    signup(here.sessions[0])
    first = client.get(path)
    assert first.headers["ETag"] != before.headers["ETag"]
    assert "This session needs signing up." in client.text
    seats.take_seat(here.forum, coming(here.forum), "S01")
    db.session.commit()
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    client.get(url(here))
    assert "1 free" in client.text


def test_withdrawing_frees_seats_and_the_next_is_offered_one(app, here, work):
    signup(here.sessions[0], places=1)
    first, second = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    registration_service.withdraw(_registration(first))
    db.session.commit()
    work()
    assert standings(here.sessions[0]) == {first.id: "released", second.id: "offered"}
    assert [mail.template for mail in mails_to(first)] == ["session_seat_taken"]


def test_the_place_goes_first_to_a_city_without_a_seat_when_that_is_the_rule(app, here):
    dakar, lome = make.city("Dakar"), make.city("Lomé")
    signup(here.sessions[0], rule=WaitingRule.NEW_CITY_FIRST)
    holder, leaver, early, late = (coming(here.forum, city) for city in (dakar, lome, dakar, lome))
    seats.take_seat(here.forum, holder, "S01")
    seats.take_seat(here.forum, leaver, "S01")
    for person in (early, late):
        seats.join_list(here.forum, person, "S01")
    seats.give_back(here.forum, leaver, "S01")
    assert standings_now(here)[late.id] == "offered"
    assert standings_now(here)[early.id] == "waiting"


def standings_now(here):
    db.session.commit()
    return standings(here.sessions[0])


def test_an_offer_is_not_wasted_on_who_is_needed_elsewhere(app):
    here = scene(2)
    here.sessions[1].starts_at, here.sessions[1].room_id = here.sessions[0].starts_at, here.atelier.id
    first, speaker, free = (coming(here.forum) for _ in range(3))
    speaks(here.sessions[1], speaker)
    publish(here.forum)
    signup(here.sessions[0], places=1)
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, speaker, "S01")
    seats.join_list(here.forum, free, "S01")
    seats.give_back(here.forum, first, "S01")
    assert standings_now(here) == {first.id: "released", speaker.id: "waiting", free.id: "offered"}


def test_the_list_of_limited_sessions_takes_the_same_number_of_queries_with_more_of_them(app, client, here):
    path = f"/f/{here.forum.slug}/agenda/seats"
    client.get(path)
    assert "Every session is open" in client.text
    signup(here.sessions[0])
    with count_queries() as one:
        client.get(path)
    signup(here.sessions[1]), signup(here.sessions[2])
    with count_queries() as three:
        client.get(path)
    assert len(one) == len(three)
    client.get(f"{path}?lang=fr")


def test_my_agenda_takes_the_same_number_of_queries_with_more_seats(app, here):
    for row in here.sessions:
        signup(row)
    ama = coming(here.forum)
    browser = Browser(app).sign_in(ama)
    path = f"/f/{here.forum.slug}/agenda/mine"
    seats.take_seat(here.forum, ama, "S01")
    with count_queries() as one:
        browser.get(path)
    seats.take_seat(here.forum, ama, "S02")
    seats.take_seat(here.forum, ama, "S03")
    with count_queries() as three:
        browser.get(path)
    assert len(one) == len(three)


def test_declining_an_offer_that_was_accepted_meanwhile_gives_nothing_away(app, here):
    signup(here.sessions[0], places=1)
    first, second = (coming(here.forum) for _ in range(2))
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    seats.give_back(here.forum, first, "S01")
    seats.accept_offer(here.forum, second, "S01")
    left_open = browser_of(app, second, here)
    assert left_open.post(url(here, verb="decline")).status_code == 422
    assert "nothing to decline" in left_open.text
    assert standings(here.sessions[0])[second.id] == "held"


def test_holders_are_found_for_who_writes_to_them(app, here):
    signup(here.sessions[0], places=1), signup(here.sessions[1])
    ama, esi, yaw = (coming(here.forum) for _ in range(3))
    seats.take_seat(here.forum, ama, "S01")
    seats.take_seat(here.forum, ama, "S02")
    seats.join_list(here.forum, esi, "S01")
    seats.take_seat(here.forum, yaw, "S02")
    seats.give_back(here.forum, yaw, "S02")
    guids = [row.guid for row in here.sessions]
    assert {each.person for each in queries_seats.holdings_in(here.forum, guids)} == {ama.id, esi.id}
    assert {each.person for each in queries_seats.holdings_in(here.forum, guids[1:2])} == {ama.id}
