"""What a release does to seats: cancelled sessions end them, moved ones ask the holder to choose."""

from datetime import timedelta

import pytest

from exchange import clock, jobs
from exchange.agenda import planning, seats
from exchange.db import db
from exchange.domain.refusal import Refusal
from tests.agenda.scene import coming, publish, published, scene, signup, speaks, standings
from tests.agenda.test_seats import mails_to, run_later
from tests.browser import Browser


@pytest.fixture
def here(app):
    return published(3)


def move(here, session, to):
    """Publishes a session at the time of another one, in the other room."""
    planning.place_session(session, here.atelier.id, to.starts_at)
    db.session.commit()
    publish(here.forum)
    jobs.run_queued()


def both(here, person):
    db.session.commit()
    return tuple(standings(row).get(person.id) for row in here.sessions[:2])


@pytest.fixture
def torn(here):
    """Somebody with seats in S01 and S02, which a release has put at the time of S01."""
    signup(here.sessions[0]), signup(here.sessions[1], places=1)
    ama = coming(here.forum)
    seats.take_seat(here.forum, ama, "S01")
    seats.take_seat(here.forum, ama, "S02")
    db.session.commit()
    move(here, here.sessions[1], here.sessions[0])
    return ama


def test_a_cancelled_session_gives_everybody_free_with_a_mail(here):
    signup(here.sessions[0], places=1)
    first, second = coming(here.forum), coming(here.forum)
    seats.take_seat(here.forum, first, "S01")
    seats.join_list(here.forum, second, "S01")
    planning.cancel_session(here.sessions[0])
    publish(here.forum)
    jobs.run_queued()
    assert set(standings(here.sessions[0]).values()) == {"released"}
    for person in (first, second):
        assert mails_to(person)[-1].template == "session_seat_session_cancelled"
        assert mails_to(person)[-1].calendar_method == "CANCEL"


def test_who_is_now_in_two_places_keeps_both_and_is_asked(app, here, torn):
    assert both(here, torn) == ("held", "held")
    asked = mails_to(torn)[-1]
    assert asked.template == "session_seat_choice_asked"
    assert "You have a seat in S01" in asked.body
    assert "/sessions/S02/seat" in asked.body
    browser = Browser(app).sign_in(torn)
    browser.get(f"/f/{here.forum.slug}/agenda/mine")
    assert "The agenda has changed, so please choose." in browser.text
    assert "Keep S02, give up S01" in browser.text
    browser.get(f"/f/{here.forum.slug}/me")
    assert "Choose between S02 and what is at the same time" in browser.text


def test_keeping_the_moved_seat_gives_up_the_other(app, here, torn):
    browser = Browser(app).sign_in(torn)
    browser.get(f"/f/{here.forum.slug}/sessions/S02/seat")
    assert browser.post(f"/f/{here.forum.slug}/sessions/S02/seat/keep").status_code == 422
    answer = browser.post(f"/f/{here.forum.slug}/sessions/S02/seat/keep", {"instead": "S01"})
    assert answer.status_code == 303
    run_later(25)
    assert both(here, torn) == ("released", "held")


def test_without_an_answer_the_moved_seat_goes_to_the_next(here, torn):
    waiting = coming(here.forum)
    seats.join_list(here.forum, waiting, "S02")
    db.session.commit()
    run_later(23)
    assert both(here, torn) == ("held", "held")
    run_later(25)
    assert both(here, torn) == ("held", "released")
    assert standings(here.sessions[1])[waiting.id] == "offered"
    assert mails_to(torn)[-1].template == "session_seat_choice_lapsed"


def test_a_later_release_that_ends_the_clash_ends_the_question(here, torn):
    here.sessions[1].starts_at += timedelta(hours=5)
    db.session.commit()
    publish(here.forum)
    run_later(25)
    assert both(here, torn) == ("held", "held")


def test_giving_the_other_seat_back_ends_the_question_too(here, torn):
    seats.give_back(here.forum, torn, "S01")
    db.session.commit()
    run_later(25)
    assert both(here, torn) == ("released", "held")


def test_a_duty_that_moves_into_a_seat_asks_about_the_seat(app):
    here = scene(2)
    ama = coming(here.forum)
    speaks(here.sessions[1], ama)
    publish(here.forum)
    signup(here.sessions[0])
    seats.take_seat(here.forum, ama, "S01")
    db.session.commit()
    move(here, here.sessions[1], here.sessions[0])
    assert mails_to(ama)[-1].template == "session_seat_choice_asked"
    with pytest.raises(Refusal):
        seats.keep_seat(here.forum, ama, "S01", ["S02"])
    db.session.rollback()
    run_later(25)
    assert standings(here.sessions[0]) == {ama.id: "released"}


def test_the_job_asks_once_even_when_it_runs_twice(here, torn):
    from exchange.agenda.seat_jobs import follow_a_release

    before = len(mails_to(torn))
    db.session.rollback()
    follow_a_release(here.forum.id, [here.sessions[1].guid])
    assert len(mails_to(torn)) == before


def test_so_near_to_the_start_nobody_is_asked_and_both_seats_stay(here):
    signup(here.sessions[0]), signup(here.sessions[1])
    ama = coming(here.forum)
    seats.take_seat(here.forum, ama, "S01")
    seats.take_seat(here.forum, ama, "S02")
    db.session.commit()
    with clock.frozen_at(here.sessions[0].starts_at - timedelta(minutes=20)):
        move(here, here.sessions[1], here.sessions[0])
        run_later(1)
    assert both(here, ama) == ("held", "held")
