"""A person's private calendar: what stands in it, who may read it, and what an unchanged one costs."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.agenda import seat_limits, seats
from exchange.agenda.models import Session, SessionPerson, SessionRole, SessionWish
from exchange.agenda.service import publish
from exchange.calendars import queries, service
from exchange.calendars.models import CalendarFeed
from exchange.db import db
from exchange.domain.delegations import Standing
from tests import make
from tests.browser import Browser
from tests.domain.ical_check import problems, read


@pytest.fixture
def forum(app):
    return make.forum("kumasi")


@pytest.fixture
def ama(forum):
    person = make.person(given_name="Ama", family_name="Boateng")
    make.registration(forum, person, standing=Standing.APPROVED)
    return person


def feed_path(person, label="my phone"):
    feed = service.create_feed(person, label, "en")
    db.session.commit()
    return f"/calendar/{service.token_of(feed)}.ics"


def summaries(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert problems(answer.data) == []
    return [event.text("SUMMARY") for event in read(answer.data).all("VEVENT")]


def published_sessions(forum, *people):
    room = make.room(forum, "R1")
    spoken = make.session(forum, "S01", room=room, starts_at=make.OPENING, titles={"en": "Spoken"})
    wished = make.session(forum, "S02", room=room, starts_at=make.OPENING + timedelta(hours=2), titles={"en": "Wished"})
    make.session(forum, "S03", room=room, starts_at=make.OPENING + timedelta(hours=4), titles={"en": "Other"})
    for person in people:
        make.save(SessionPerson(session_id=spoken.id, person_id=person.id, role=SessionRole.CHAIR))
        make.save(SessionWish(session_id=wished.id, person_id=person.id, created_at=clock.now()))
    publish(forum)
    db.session.commit()
    return spoken, wished


def test_a_feed_holds_the_forum_and_ones_own_sessions_only(client, forum, ama):
    published_sessions(forum, ama)
    found = summaries(client, feed_path(ama))
    assert [title for title in found if "Cities Together" in title]
    assert [title for title in found if "Spoken" in title] and [title for title in found if "Wished" in title]
    assert not [title for title in found if "Other" in title]


def test_entries_say_what_they_are_to_their_owner_and_only_what_one_must_see_takes_up_time(client, forum, ama):
    _spoken, wished = published_sessions(forum, ama)
    other = db.session.scalar(sa.select(Session).where(Session.code == "S03"))
    make.save(SessionWish(session_id=other.id, person_id=ama.id, weight=3, created_at=clock.now()))
    path = feed_path(ama)
    first = client.get(path)
    assert problems(first.data) == []
    events = {event.text("SUMMARY"): event for event in read(first.data).all("VEVENT")}
    expected = {"Chair: S01 · Spoken": "OPAQUE", "Would like: S02 · Wished": "TRANSPARENT",
                "Must see: S03 · Other": "OPAQUE"}  # fmt: skip
    assert {title: event.text("TRANSP") for title, event in events.items() if title in expected} == expected
    assert events["Would like: S02 · Wished"].text("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    assert "Would like" in events["Would like: S02 · Wished"].text("CATEGORIES")
    db.session.get_one(SessionWish, (wished.id, ama.id)).weight = 3
    db.session.commit()
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200 and "Must see: S02 · Wished" in again.get_data(as_text=True)


def test_a_feed_speaks_its_own_language(client, forum, ama):
    published_sessions(forum, ama)
    feed = service.create_feed(ama, "", "fr")
    db.session.commit()
    answer = client.get(f"/calendar/{service.token_of(feed)}.ics", headers={"Accept-Language": "en"})
    assert "Présidence" in answer.get_data(as_text=True) or "Préside" in answer.get_data(as_text=True)
    assert "Would like" not in answer.get_data(as_text=True)


def test_a_draft_never_stands_in_a_feed(client, forum, ama):
    spoken, _ = published_sessions(forum, ama)
    spoken.titles = {"en": "Still secret"}
    db.session.commit()
    assert "Still secret" not in " ".join(summaries(client, feed_path(ama)))


def test_a_cancelled_session_stays_and_says_so(client, forum, ama):
    from exchange.agenda.models import SessionState

    spoken, _ = published_sessions(forum, ama)
    path = feed_path(ama)
    spoken.state = SessionState.CANCELLED
    publish(forum)
    db.session.commit()
    assert b"STATUS:CANCELLED" in client.get(path).data


def test_an_unchanged_feed_is_the_same_and_not_built_again(client, forum, ama):
    published_sessions(forum, ama)
    path = feed_path(ama)
    first = client.get(path)
    assert client.get(path).data == first.data
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    wished = db.session.scalar(sa.select(SessionWish))
    db.session.delete(wished)
    db.session.commit()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_carries_no_cookie_and_is_for_nobody_else(client, ama):
    answer = client.get(feed_path(ama))
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert ama.email.encode() not in answer.data


def test_a_revoked_feed_is_gone_and_an_unknown_one_not_found(client, ama):
    path = feed_path(ama)
    service.revoke_feed(db.session.scalar(sa.select(CalendarFeed)))
    db.session.commit()
    assert client.get(path).status_code == 410
    assert client.get("/calendar/" + "0" * 48 + ".ics").status_code == 404


def test_a_person_makes_sees_and_revokes_a_calendar(client, ama):
    client.sign_in(ama).get("/account/calendars")
    assert client.post("/account/calendars", {"label": "my phone", "language": "fr"}).status_code == 303
    client.get("/account/calendars")
    address = client.page.find(".//input[@readonly]").get("value")
    assert Browser(client.app).get(urlsplit(address).path).status_code == 200
    number = db.session.scalar(sa.select(CalendarFeed.id))
    client.get(f"/account/calendars/{number}/revoke")
    assert client.post(f"/account/calendars/{number}/revoke").status_code == 303
    assert Browser(client.app).get(urlsplit(address).path).status_code == 410


def test_a_stranger_and_a_colleague_cannot_touch_a_calendar(client, forum, ama):
    colleague = make.person()
    make.registration(forum, colleague, make.city())
    feed_path(ama)
    number = db.session.scalar(sa.select(CalendarFeed.id))
    assert client.get(f"/account/calendars/{number}/revoke").status_code == 303, "a stranger signs in first"
    client.sign_in(colleague)
    assert client.get(f"/account/calendars/{number}/revoke").status_code == 404
    assert client.post(f"/account/calendars/{number}/revoke").status_code == 404


def test_the_last_use_is_noted_once_a_day(client, ama):
    path = feed_path(ama)
    client.get(path)
    db.session.expire_all()
    first = db.session.scalar(sa.select(CalendarFeed.last_used_at))
    assert first is not None
    with clock.frozen_at(clock.now() + timedelta(hours=3)):
        client.get(path)
    db.session.expire_all()
    assert db.session.scalar(sa.select(CalendarFeed.last_used_at)) == first


def test_somebody_who_left_has_an_empty_calendar(client, forum):
    person = make.person()
    make.registration(forum, person, standing=Standing.CANCELLED)
    assert summaries(client, feed_path(person)) == []
    assert queries.registrations_of(person.id) == []


def test_a_seat_is_busy_and_a_place_on_the_waiting_list_leaves_the_time_free(client, forum, ama):
    for number, places in ((1, 5), (2, 1)):
        row = make.session(forum, f"S0{number}", starts_at=make.OPENING + timedelta(hours=number))
        seat_limits.set_limits(row, seat_limits.LimitsDraft(places))
    publish(forum)
    other = make.person()
    make.registration(forum, other, standing=Standing.APPROVED)
    seats.take_seat(forum, other, "S02")
    path = feed_path(ama)
    before = client.get(path).headers["ETag"]
    seats.take_seat(forum, ama, "S01")
    seats.join_list(forum, ama, "S02")
    db.session.commit()
    answer = client.get(path)
    assert answer.headers["ETag"] != before
    entries = {
        entry.split("SUMMARY")[1][:40]: entry for entry in answer.get_data(as_text=True).split("BEGIN:VEVENT")[1:]
    }
    held = next(entry for title, entry in entries.items() if "S01" in title)
    waiting = next(entry for title, entry in entries.items() if "S02" in title)
    assert "STATUS:CONFIRMED" in held
    assert "TRANSP:OPAQUE" in held
    assert "STATUS:TENTATIVE" in waiting
    assert "TRANSP:TRANSPARENT" in waiting
