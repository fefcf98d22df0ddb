"""The agenda board: what it shows, who may move what, and what happens when two organisers move at once."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from exchange import clock
from exchange.accounts.models import Person
from exchange.agenda import moving
from exchange.agenda.models import Session, SessionRole, SessionState, SessionWish
from exchange.agenda.models_board import Move
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.forums.models import Duty, Forum, ForumDuty
from tests import make
from tests.agenda.scene import count, publish, scene, speaks
from tests.browser import Browser, path_of, send
from tests.counting import count_queries

DAY = "2027-05-25"


@pytest.fixture
def here(app):
    return scene(sessions=3)


@pytest.fixture
def desk(client, here):
    client.sign_in(here.organiser)
    client.get(f"{base(here)}/")
    return client


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda/board"


def tell(browser, path, body=None):
    """Sends JSON as the board's scripts do."""
    headers = {"X-CSRFToken": browser._csrf_token()}
    return send(browser.client.post, path, json=body or {}, headers=headers)


def state(browser, here):
    return send(browser.client.get, f"{base(here)}/state").json


def card(browser, here, code):
    return next(one for one in state(browser, here)["sessions"] if one["code"] == code)


def move(browser, here, code, **where):
    return tell(
        browser, f"{base(here)}/moves", {"moves": [{"code": code, "seen": card(browser, here, code)["seen"], **where}]}
    )


def colleague(here):
    """Another organiser of the same forum, with a browser of their own."""
    person = make.person(given_name="Kofi", family_name="Second")
    make.save(ForumDuty(forum_id=here.forum.id, person_id=person.id, duty=Duty.ORGANISER))
    browser = Browser(here.browser_app).sign_in(person)
    browser.get(f"{base(here)}/")
    return browser


@pytest.fixture
def other(app, here):
    here.browser_app = app
    return colleague(here)


def stands(code):
    db.session.expire_all()
    session = db.session.scalar(sa.select(Session).where(Session.code == code))
    return session.room_id, session.starts_at, session.minutes


def test_the_board_shows_rooms_sessions_clashes_and_the_zone(desk, here):
    make.session(here.forum, "S09", titles={"en": "Waiting for a place"})
    make.session(here.forum, "S10", room=here.atelier, starts_at=make.OPENING, seats=90, titles={"en": "Too many"})
    shown = state(desk, here)
    assert [room["name"] for room in shown["rooms"]] == ["Baobab", "Atelier"]
    first = card(desk, here, "S01")
    assert (first["day"], first["start"], first["minutes"], first["room"]) == (DAY, 540, 60, here.baobab.id)
    assert card(desk, here, "S09")["day"] is None
    assert any(clash["codes"] == ["S10"] and "Atelier holds 30" in clash["text"] for clash in shown["clashes"])
    assert "Africa/Dakar" in desk.text


def test_a_session_is_moved_resized_and_put_into_the_tray(desk, here):
    answer = move(desk, here, "S01", room=here.atelier.id, day="2027-05-26", start=600, minutes=75)
    assert answer.status_code == 200
    assert stands("S01") == (here.atelier.id, make.OPENING + timedelta(days=1, hours=1), 75)
    assert move(desk, here, "S01", day=None).status_code == 200
    assert stands("S01")[1] is None


def test_what_should_be_known_is_said_after_a_move(desk, here):
    here.sessions[0].seats = 60
    answer = move(desk, here, "S01", room=here.atelier.id)
    assert answer.status_code == 200
    assert "S01 expects 60 people; Atelier holds 30." in answer.json["message"]


def test_a_taken_room_is_refused_with_names_and_nothing_moves(desk, here):
    before = stands("S03")
    answer = move(desk, here, "S03", start=540, day=DAY)
    assert answer.status_code == 409
    assert "Baobab" in answer.json["message"] and "S01" in answer.json["message"]
    assert stands("S03") == before and count(Move) == 0


def test_several_move_together_over_each_other(desk, here):
    codes = ["S01", "S02", "S03"]
    moves = [
        {"code": c, "seen": card(desk, here, c)["seen"], "day": DAY, "start": 600 + 60 * n} for n, c in enumerate(codes)
    ]
    assert tell(desk, f"{base(here)}/moves", {"moves": moves}).status_code == 200
    assert [stands(code)[1].hour for code in codes] == [10, 11, 12]
    assert tell(desk, f"{base(here)}/undo").status_code == 200
    assert [stands(code)[1].hour for code in codes] == [9, 10, 11]


def test_undo_and_redo_go_back_and_forth_and_a_new_move_ends_redoing(desk, here):
    move(desk, here, "S03", day=DAY, start=780)
    move(desk, here, "S03", day=DAY, start=840)
    for path, hour in (("undo", 13), ("undo", 11), ("redo", 13), ("redo", 14), ("undo", 13)):
        answer = tell(desk, f"{base(here)}/{path}")
        assert (answer.status_code, stands("S03")[1].hour) == (200, hour), path
    move(desk, here, "S03", day=DAY, start=900)
    answer = tell(desk, f"{base(here)}/redo")
    assert answer.status_code == 409 and answer.json["message"] == "There is nothing of yours to do again."


def test_undo_is_refused_when_somebody_else_changed_the_session_since(desk, here, other):
    move(desk, here, "S03", day=DAY, start=780)
    move(other, here, "S03", day=DAY, start=840)
    answer = tell(desk, f"{base(here)}/undo")
    assert answer.status_code == 409
    assert answer.json["message"] == ("S03 was moved by Kofi Second. Your move of S03 cannot be taken back any more.")
    assert stands("S03")[1].hour == 14


def test_undo_takes_back_ones_own_moves_only(desk, here, other):
    move(other, here, "S03", day=DAY, start=780)
    assert tell(desk, f"{base(here)}/undo").status_code == 409
    assert stands("S03")[1].hour == 13


def test_a_stale_move_is_refused_with_what_happened_and_the_new_state(desk, here, other):
    seen = card(desk, here, "S02")["seen"]
    move(other, here, "S02", day=DAY, start=840)
    answer = tell(desk, f"{base(here)}/moves", {"moves": [{"code": "S02", "seen": seen, "day": DAY, "start": 900}]})
    assert answer.status_code == 409
    assert answer.json["message"].startswith("S02 was moved by Kofi Second.")
    assert next(one for one in answer.json["state"]["sessions"] if one["code"] == "S02")["start"] == 840
    assert stands("S02")[1].hour == 14


def test_others_moves_are_told_by_name_and_ones_own_are_marked(desk, here, other):
    move(other, here, "S02", day=DAY, start=840)
    newest = state(desk, here)["news"][0]
    assert (newest["text"], newest["mine"]) == ("S02 was moved by Kofi Second.", False)
    assert state(other, here)["news"][0]["mine"] is True


def test_a_poll_costs_nothing_until_something_changed(desk, here, other):
    first = send(desk.client.get, f"{base(here)}/state")
    again = send(desk.client.get, f"{base(here)}/state", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    # In the same second, and back where it was: the audit line tells.
    with clock.frozen_at(clock.now()):
        move(other, here, "S02", day=DAY, start=840)
        move(other, here, "S02", day=DAY, start=600)
    changed = send(desk.client.get, f"{base(here)}/state", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_release_is_told_to_boards_that_are_open(desk, here):
    tag = send(desk.client.get, f"{base(here)}/state").headers["ETag"]
    publish(here.forum)
    answer = send(desk.client.get, f"{base(here)}/state", headers={"If-None-Match": tag})
    assert answer.json["release"] == 1 and answer.json["published"].startswith("Version 1 was published by")


def test_locks_hold_time_and_room_until_they_are_opened(desk, here):
    assert move(desk, here, "S01", time_locked=True).status_code == 200
    answer = move(desk, here, "S01", day=DAY, start=840)
    assert answer.json["message"].startswith("The time of S01 is locked.")
    assert move(desk, here, "S01", minutes=30).status_code == 409
    assert move(desk, here, "S01", room=here.atelier.id).status_code == 200
    assert move(desk, here, "S01", room_locked=True).status_code == 200
    assert move(desk, here, "S01", room=here.baobab.id).json["message"].startswith("The room of S01 is locked.")
    assert move(desk, here, "S01", time_locked=False).status_code == 200
    assert move(desk, here, "S01", day=DAY, start=840).status_code == 200


def test_a_cancelled_or_deleted_session_is_not_moved(desk, here):
    seen = card(desk, here, "S01")["seen"]
    db.session.delete(here.sessions[0])
    db.session.commit()
    body = {"moves": [{"code": "S01", "seen": seen, "day": DAY, "start": 840}]}
    assert tell(desk, f"{base(here)}/moves", body).json["message"] == "S01 is no longer in the agenda."
    here.sessions[1].state = SessionState.CANCELLED
    assert "is cancelled" in move(desk, here, "S02", day=DAY, start=840).json["message"]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"moves": []},
        {"moves": "S01"},
        {"moves": [None]},
        {"moves": [{"code": "S01", "day": DAY, "start": 541}]},
        {"moves": [{"code": "S01", "day": DAY, "start": "09:00"}]},
        {"moves": [{"code": "S01", "day": DAY, "start": True}]},
        {"moves": [{"code": "S01", "day": DAY, "start": -5}]},
        {"moves": [{"code": "S01", "day": "soon", "start": 540}]},
        {"moves": [{"code": "S01", "day": {}, "start": 540}]},
        {"moves": [{"code": "S01", "room": 999_999}]},
        {"moves": [{"code": "S01", "room": [1]}]},
        {"moves": [{"code": "S01", "minutes": 7}]},
        {"moves": [{"code": "S01", "minutes": 100_000}]},
        {"moves": [{"code": "S01", "time_locked": "yes"}]},
        {"moves": [{"code": "S01"}, {"code": "S01"}]},
    ],
)
def test_what_is_no_move_changes_nothing(desk, here, sent):
    before = [stands(code) for code in ("S01", "S02", "S03")]
    answer = tell(desk, f"{base(here)}/moves", sent)
    assert answer.status_code in (409, 422) and answer.json["message"]
    assert [stands(code) for code in ("S01", "S02", "S03")] == before


def test_a_day_outside_the_forum_is_refused(desk, here):
    answer = move(desk, here, "S01", day="2027-06-01", start=540)
    assert answer.status_code == 409 and "no day of the forum" in answer.json["message"]


def test_an_hour_that_summer_time_leaves_out_is_refused_and_no_cell_of_the_map(client, app):
    here = scene(time_zone="Europe/Lisbon", starts_on=make.date(2027, 3, 28), ends_on=make.date(2027, 3, 28))
    client.sign_in(here.organiser).get(f"{base(here)}/")
    assert "does not exist" in move(client, here, "S01", day="2027-03-28", start=75).json["message"]
    found = heat(client, here, code="S01", day="2027-03-28", opens=0, closes=180)
    cells = found["rooms"][str(here.baobab.id)]
    assert [cell is None for cell in cells] == [False] * 4 + [True] * 4 + [False] * 4


def heat(browser, here, **asked):
    asked = {"day": DAY, "opens": 540, "closes": 720, "step": 15} | asked
    return send(browser.client.get, f"{base(here)}/heat", query_string=asked).json


def test_the_map_tells_what_would_clash_where(desk, here):
    ama = make.person(given_name="Ama", family_name="Belmar")
    here.sessions[2].seats = 60
    for session in (here.sessions[0], here.sessions[2]):
        speaks(session, ama, SessionRole.CHAIR)
    found = heat(desk, here, code="S03")
    baobab, atelier = (
        [found["verdicts"][cell] for cell in found["rooms"][str(room.id)]] for room in (here.baobab, here.atelier)
    )
    assert baobab[0]["level"] == "block" and "S01" in baobab[0]["says"][0]
    assert any("Ama Belmar" in text for text in atelier[0]["says"])
    assert (atelier[4]["level"], atelier[4]["says"]) == ("warn", ["S03 expects 60 people; Atelier holds 30."])
    assert (baobab[8]["level"], baobab[8]["says"]) == ("none", [])


def test_the_map_of_several_moves_them_by_the_same_time(desk, here):
    found = heat(desk, here, code="S01", **{"with": "S02"})
    levels = [found["verdicts"][cell]["level"] for cell in found["rooms"][str(here.baobab.id)]]
    # A quarter later S02 runs into S03; three hours later both stand after it.
    assert levels[0] == "none" and levels[1] == "block"
    assert heat(desk, here, code="S01", closes=900, **{"with": "S02"})["rooms"][str(here.baobab.id)][12] == 0


def wanting_both(here, standing):
    """A registrant who wishes for the first two sessions."""
    person = make.person()
    make.registration(here.forum, person, standing=standing)
    for session in here.sessions[:2]:
        make.save(SessionWish(session_id=session.id, person_id=person.id, created_at=clock.now()))


@pytest.mark.parametrize(("delegates", "shown"), [(0, None), (4, None), (5, 5)])
def test_wishes_that_would_clash_are_counted_but_few_are_hidden(desk, here, delegates, shown):
    wanting_both(here, Standing.CANCELLED)
    for _number in range(delegates):
        wanting_both(here, Standing.APPROVED)
    assert heat(desk, here, code="S02")["wishes"][0] == shown


@pytest.mark.parametrize(
    "asked",
    [{"code": "S99"}, {"code": "S01", "day": "x"}, {"code": "S01", "step": "1"}, {"code": "S01", "minutes": "9999"}],
)
def test_a_map_of_nothing_is_not_found(desk, here, asked):
    assert (
        send(
            desk.client.get,
            f"{base(here)}/heat",
            query_string={"day": DAY, "opens": 540, "closes": 720, "step": 15} | asked,
        ).status_code
        == 404
    )


def test_the_list_moves_without_scripts(desk, here):
    desk.get(f"{base(here)}/list")
    assert "S01" in desk.text and "Move to …" in desk.text
    desk.get(f"{base(here)}/sessions/S01/move?day={DAY}&room={here.baobab.id}&start=600&minutes=60")
    assert "Room Baobab has S02" in desk.text and "✕ Room taken twice (S02)" in desk.text
    seen = desk.page.find(".//input[@name='seen']").get("value")
    typed = {"seen": seen, "day": DAY, "room": str(here.baobab.id), "start": "600", "minutes": "60"}
    assert desk.post(f"{base(here)}/sessions/S01/move", typed).status_code == 422
    assert "S02" in desk.text and stands("S01")[1].hour == 9
    assert path_of(desk.post(f"{base(here)}/sessions/S01/move", typed | {"start": "840"})) == f"{base(here)}/list"
    assert stands("S01")[1].hour == 14
    desk.get(f"{base(here)}/list")
    tray = next(form for form in desk.page.findall(".//form") if (form.get("action") or "").endswith("S01/tray"))
    seen = tray.find(".//input[@name='seen']").get("value")
    desk.post(f"{base(here)}/sessions/S01/tray", {"seen": seen})
    assert stands("S01")[1] is None


@pytest.mark.parametrize(
    "typed",
    [{"start": "nine"}, {"start": "541"}, {"minutes": ""}, {"minutes": "7"}, {"room": "99999"}, {"day": "2029-01-01"}],
)
def test_the_form_says_what_is_wrong_with_a_place(desk, here, typed):
    fields = {"day": DAY, "room": str(here.atelier.id), "start": "840", "minutes": "60"} | typed
    assert desk.post(f"{base(here)}/sessions/S01/move", fields).status_code == 422
    assert stands("S01")[1].hour == 9


PATHS = ("/", "/state", f"/heat?code=S01&day={DAY}&opens=540&closes=600&step=15", "/list", "/sessions/S01/move")


@pytest.mark.parametrize("path", PATHS)
def test_only_organisers_of_this_forum_look_at_the_board(client, here, path):
    assert client.get(f"{base(here)}{path}").status_code == 303
    client.sign_in(make.person())
    assert client.get(f"{base(here)}{path}").status_code == 403
    organiser = make.person()
    make.forum(organiser=organiser)
    client.sign_in(organiser)
    assert client.get(f"{base(here)}{path}").status_code == 403


@pytest.mark.parametrize("path", ["moves", "undo", "redo", "sessions/S01/tray", "sessions/S01/move"])
def test_only_organisers_of_this_forum_move(client, here, path):
    before = stands("S01")
    assert tell(client, f"{base(here)}/{path}", {"moves": [{"code": "S01", "day": None}]}).status_code == 303
    client.sign_in(make.person())
    assert tell(client, f"{base(here)}/{path}", {"moves": [{"code": "S01", "day": None}]}).status_code == 403
    assert stands("S01") == before


def test_a_move_without_the_pages_token_is_refused(desk, here):
    answer = send(desk.client.post, f"{base(here)}/moves", json={"moves": [{"code": "S01", "day": None}]})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path", ["/state", "/list", f"/heat?code=S01&day={DAY}&opens=540&closes=720&step=15", "/sessions/S01/move"]
)
def test_more_sessions_take_no_more_queries(desk, here, path):
    address = f"{base(here)}{path}"

    def cost():
        with count_queries() as statements:
            assert send(desk.client.get, address).status_code == 200
        return len(statements)

    speaks(here.sessions[0], make.person())
    cost()
    few = cost()
    for number in range(10, 16):
        session = make.session(
            here.forum, f"S{number}", room=here.atelier, starts_at=make.OPENING, titles={"en": "One"}
        )
        speaks(session, make.person())
    assert cost() == few


def test_two_moves_into_one_place_at_once_leave_one_there(app: Flask, here):
    """Both want the same room and time; without the lock both would find it free."""
    rows = {row.code: (row.id, row.room_id) for row in here.sessions}
    people = [here.organiser.id, make.person().id]
    spot = moving.Spot(here.atelier.id, make.OPENING + timedelta(hours=6), 60)
    outcomes = []
    ready = threading.Barrier(2)

    def go(person, code):
        with app.app_context():
            session = db.session.get(Session, rows[code][0])
            seen = moving.revision_of(session)
            db.session.rollback()
            ready.wait()
            try:
                forum = db.session.get_one(Forum, here.forum.id)
                moving.move(forum, db.session.get_one(Person, person), [moving.Wish(code, seen, spot)])
                db.session.commit()
                outcomes.append("moved")
            except Refusal as refusal:
                db.session.rollback()
                outcomes.append(str(refusal.reason))
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=go, args=pair) for pair in zip(people, ("S01", "S02"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["clashes", "moved"]


def test_of_two_moves_of_one_session_at_once_one_is_made_and_the_other_told(app: Flask, here, desk, other):
    for turn in range(5):
        seen = card(desk, here, "S01")["seen"]
        address, headers = f"{base(here)}/moves", [{"X-CSRFToken": one._csrf_token()} for one in (desk, other)]
        bodies = [
            {"moves": [{"code": "S01", "seen": seen, "day": DAY, "start": start + 5 * turn}]} for start in (780, 900)
        ]
        ready, statuses = threading.Barrier(2), []

        def go(browser, body, header, *, ready=ready, statuses=statuses, address=address):
            ready.wait()
            statuses.append(send(browser.client.post, address, json=body, headers=header).status_code)
            db.session.remove()

        def alone(*args):
            with app.app_context():
                go(*args)

        db.session.commit()
        threads = [
            threading.Thread(target=alone, args=each) for each in zip((desk, other), bodies, headers, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 409], turn
