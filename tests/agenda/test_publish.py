"""Publishing: frozen versions, what stops it, what changed, and two organisers at once."""

import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange.agenda import queries, service
from exchange.agenda.models import Pause, Release, Session, SessionRole, SessionState
from exchange.agenda.signals import release_published
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum
from tests import make
from tests.agenda.scene import count, publish, published, scene, speaks
from tests.browser import path_of


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda"


def newest(here):
    return queries.published_programme(here.forum)


def test_a_release_is_published_with_a_note_per_language(app, client):
    here = scene()
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    assert "2 sessions have a time and are published." in client.text
    answer = client.post(f"{base(here)}/publish", {"note-en": "All rooms are known.", "note-fr": "", "note-es": ""})
    assert path_of(answer) == f"{base(here)}/releases/"
    release = db.session.scalar(sa.select(Release))
    assert (release.version, release.note, release.published_by_id) == (
        1, {"en": "All rooms are known."}, here.organiser.id,
    )  # fmt: skip
    client.get(f"{base(here)}/releases/1")
    assert "Title 1" in client.text and "Baobab" in client.text
    client.get(f"{base(here)}/releases/")
    assert here.organiser.name in client.text


def test_nothing_changed_means_nothing_to_publish(app, client):
    here = published()
    with pytest.raises(Refusal) as caught:
        publish(here.forum, {"en": "Only a note"})
    assert caught.value.reason is service.Reason.NOTHING_CHANGED
    db.session.rollback()
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    assert "Nothing has changed" in client.text
    assert client.post(f"{base(here)}/publish", {}).status_code == 422
    assert "there is nothing to publish" in client.text
    assert count(Release) == 1


def test_a_blocking_clash_stops_publishing_and_a_warning_does_not(app, client):
    here = scene()
    here.sessions[0].seats = 5000
    clash = make.session(here.forum, "S90", room=here.baobab, starts_at=make.OPENING)
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    assert "Room Baobab has both" in client.text
    assert client.page.find(".//form[@class='form']") is None
    assert client.post(f"{base(here)}/publish", {}).status_code == 422
    assert count(Release) == 0
    make.save(clash).starts_at = make.OPENING + timedelta(hours=8)
    assert publish(here.forum).version == 1


def test_an_agenda_without_any_placed_session_is_not_published(app):
    here = scene(sessions=0)
    make.session(here.forum, "S01")
    with pytest.raises(Refusal) as caught:
        publish(here.forum)
    assert caught.value.reason is service.Reason.NOTHING_PLACED


def test_what_changed_is_told_in_words(app, client):
    here = published(4)
    ama = make.person(given_name="Ama", family_name="Darko")
    moved, roomed, gone, renamed = here.sessions
    moved.starts_at = make.OPENING + timedelta(days=1, hours=5)
    roomed.room_id = here.atelier.id
    gone.state = SessionState.CANCELLED
    renamed.titles = renamed.titles | {"en": "A better title"}
    renamed.languages = ["en", "fr"]
    speaks(renamed, ama)
    make.session(here.forum, "S70", titles={"en": "A late idea"}, room=here.atelier, starts_at=make.OPENING)
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    sentences = (
        "New: Tue 25 May, 09:00–10:00, Atelier.",
        "Moved to Wed 26 May, 14:00–15:00; it was Tue 25 May, 09:00–10:00.",
        "Now in Atelier; it was in Baobab.",
        "Cancelled. It was planned for Tue 25 May, 11:00–12:00.",
        "New title; it was “Title 4”.",
        "Languages: EN, FR; they were EN.",
        "Now with Ama Darko.",
    )
    for sentence in sentences:
        assert sentence in client.text
    publish(here.forum)
    client.get(f"/f/{here.forum.slug}/agenda/changes")
    for sentence in sentences:
        assert sentence in client.text
    client.get(f"{base(here)}/releases/2")
    assert "Now in Atelier; it was in Baobab." in client.text


def test_an_old_release_stays_as_it_was(app, client):
    here = published()
    here.sessions[0].titles = {"en": "Renamed"}
    publish(here.forum)
    client.sign_in(here.organiser).get(f"{base(here)}/releases/1")
    assert "Title 1" in client.text and "Renamed" not in client.text


def test_sequences_grow_only_where_a_reader_sees_a_difference(app):
    here = published()
    here.sessions[0].starts_at += timedelta(hours=5)
    publish(here.forum)
    assert [session.sequence for session in sorted(newest(here).sessions, key=lambda s: s.code)] == [1, 0]


def test_a_deleted_row_stays_in_the_agenda_as_cancelled(app):
    here = published()
    db.session.delete(here.sessions[1])
    db.session.flush()
    publish(here.forum)
    assert newest(here).session("S02").is_cancelled


def test_a_pause_alone_is_a_change(app):
    here = published()
    end = make.OPENING + timedelta(minutes=30)
    make.save(Pause(forum_id=here.forum.id, titles={"en": "Tea"}, starts_at=make.OPENING, ends_at=end))
    assert publish(here.forum).version == 2


def test_others_hear_of_a_release_in_the_same_transaction(app):
    here = published()
    heard = []

    def hear(release, **facts):
        heard.append((release.version, facts["previous"].version, [change.code for change in facts["changes"]]))

    here.sessions[0].titles = {"en": "Renamed"}
    with release_published.connected_to(hear):
        publish(here.forum)
    assert heard == [(2, 1, ["S01"])]


def test_an_address_of_somebody_without_a_name_is_never_published(app):
    here = scene()
    nameless = make.save(make.Person(email="secret@city.example", created_at=make.clock.now()))
    speaks(here.sessions[0], nameless, SessionRole.CHAIR, function="Mayor")
    publish(here.forum)
    assert newest(here).people[0].name == "Mayor"
    assert "secret@" not in str(db.session.scalar(sa.select(Release.snapshot)))


def test_two_organisers_at_once_make_one_release(app):
    here = scene()
    slug = here.forum.slug
    db.session.commit()
    gate, results = threading.Barrier(2), []

    def organiser():
        with app.app_context():
            forum = db.session.scalar(sa.select(Forum).where(Forum.slug == slug))
            db.session.rollback()
            gate.wait()
            try:
                service.publish(forum)
                db.session.commit()
                results.append("published")
            except Refusal as refusal:
                db.session.rollback()
                results.append(refusal.reason)
            db.session.remove()

    threads = [threading.Thread(target=organiser) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [service.Reason.NOTHING_CHANGED, "published"]
    assert count(Release) == 1


def test_two_hundred_sessions_are_published_within_a_second(app):
    here = scene(sessions=0)
    people = [make.person() for _ in range(40)]
    rooms = [make.room(here.forum, f"Q{number}") for number in range(10)]
    now = make.clock.now()
    for number in range(200):
        start = make.OPENING + timedelta(days=number // 80, hours=number % 80 // 10)
        session = Session(
            forum_id=here.forum.id, number=number, code=f"S{number:03}", format="panel", titles={"en": f"T{number}"},
            room_id=rooms[number % 10].id, starts_at=start, minutes=60, created_at=now, updated_at=now,
        )  # fmt: skip
        session.people = [make_part(people[number % 10 * 4 + place].id) for place in range(4)]
        db.session.add(session)
    db.session.commit()
    db.session.expunge_all()
    forum = db.session.get(Forum, here.forum.id)
    started = time.process_time()
    publish(forum)
    assert time.process_time() - started < 1
    assert len(queries.published_programme(forum).sessions) == 200


def make_part(person_id):
    from exchange.agenda.models import SessionPerson

    return SessionPerson(person_id=person_id, role=SessionRole.SPEAKER)
