"""The mails about a release: only the people it concerns, one each, with entries a calendar understands."""

import re
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock, jobs
from exchange.agenda.models import Release, SessionPerson, SessionRole, SessionState, SessionWish
from exchange.agenda.signals import people_touched
from exchange.calendars import service as calendars
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.touched import Holding, Tie
from exchange.forums.models import ForumState
from exchange.jobs import Job, JobState
from exchange.mail import Mail, MailState, as_message
from exchange.messages import release_mails
from tests import make
from tests.agenda.scene import publish, published, scene, speaks
from tests.domain.ical_check import problems, read
from tests.messages.test_outbox import server  # noqa: F401 - a fixture


def wishes(session, person, weight=1):
    make.save(SessionWish(session_id=session.id, person_id=person.id, weight=weight, created_at=clock.now()))


def delegate(here, **values):
    person = make.person(**values)
    make.registration(here.forum, person, standing=Standing.APPROVED)
    return person


@pytest.fixture
def work(app):
    """Runs the jobs that write and send mails; the printed programme is not looked at here."""

    def run():
        wanted = sa.select(Job.id).where(Job.kind.in_((release_mails.TELL, "send_mail")), Job.state == JobState.QUEUED)
        while numbers := list(db.session.scalars(wanted.order_by(Job.id))):
            for number in numbers:
                jobs.run(number)

    return run


def told(here, work):
    """The mails about the newest release, by address."""
    db.session.commit()
    before = db.session.scalar(sa.select(sa.func.max(Mail.id))) or 0
    work()
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Mail).where(Mail.id > before, Mail.template == "release"))
    return {row.recipient: row for row in rows}


def calendars_of(mail):
    """The calendars of a mail, checked one by one."""
    parts = re.findall(r"BEGIN:VCALENDAR\r\n.*?END:VCALENDAR\r\n", mail.calendar, re.DOTALL)
    assert "".join(parts) == mail.calendar
    for part in parts:
        assert problems(part.encode()) == []
    return [read(part.encode()) for part in parts]


@pytest.fixture
def here(app, work):
    """Four sessions, a speaker in each of the first two, told of their sessions already."""
    found = scene(4)
    found.ama = make.person("ama@city.example", given_name="Ama", family_name="Darko")
    found.luc = make.person("luc@city.example", given_name="Luc", family_name="Bâ", language="fr")
    speaks(found.sessions[0], found.ama, SessionRole.CHAIR)
    speaks(found.sessions[1], found.luc)
    publish(found.forum)
    found.first = told(found, work)
    return found


def test_the_first_release_tells_speakers_of_their_sessions_and_nobody_else(here):
    assert set(here.first) == {"ama@city.example", "luc@city.example"}
    ama, luc = here.first["ama@city.example"], here.first["luc@city.example"]
    assert ama.subject == "Your sessions at Cities Together"
    assert "Title 1" in ama.body and "Your role: Chair." in ama.body and "Title 2" not in ama.body
    assert "Tue 25 May, 09:00–10:00, Baobab." in ama.body
    assert "Titre 2" in luc.body and "Africa/Dakar" in luc.body
    (calendar,) = calendars_of(ama)
    assert calendar.text("METHOD") == "PUBLISH" == ama.calendar_method
    assert [event.text("SUMMARY") for event in calendar.all("VEVENT")] == ["Chair: S01 · Title 1"]
    release = db.session.scalar(sa.select(Release))
    assert release.told_at is not None and release.told == 2


def test_only_the_people_touched_get_one_mail_each_with_before_and_after(here, work):
    eve, kim, sam = (delegate(here, email=f"{name}@city.example") for name in ("eve", "kim", "sam"))
    wishes(here.sessions[0], eve, 3)
    wishes(here.sessions[2], eve)
    wishes(here.sessions[3], kim)
    here.sessions[0].starts_at += timedelta(days=1)
    here.sessions[2].room_id = here.atelier.id
    publish(here.forum, {"en": "**Two** sessions moved.", "fr": "**Deux** séances déplacées."})
    mails = told(here, work)
    assert set(mails) == {"ama@city.example", "eve@city.example"}, f"{sam.email} and {kim.email} hear nothing"
    eves = mails["eve@city.example"]
    assert eves.subject == "What changes for you at Cities Together"
    for sentence in (
        "You chose it: must see.", "Moved to Wed 26 May, 09:00–10:00; it was Tue 25 May, 09:00–10:00.",
        "You chose it: would like to see.", "Now in Atelier; it was in Baobab.", "version 2 of the agenda",
    ):  # fmt: skip
        assert sentence in as_message(eves, here_settings(here)).get_body(("plain",)).get_content()
    (calendar,) = calendars_of(eves)
    events = {event.text("SUMMARY"): event for event in calendar.all("VEVENT")}
    assert set(events) == {"Must see: S01 · Title 1", "Would like: S03 · Title 3"}
    assert [event.text("SEQUENCE") for event in events.values()] == ["1", "1"]
    assert events["Must see: S01 · Title 1"].text("TRANSP") == "OPAQUE"
    assert events["Would like: S03 · Title 3"].text("TRANSP") == "TRANSPARENT"


def here_settings(here):
    from flask import current_app

    return current_app.extensions["settings"]


def test_the_note_is_rendered_in_html_and_plain_in_text(here, work):
    here.sessions[0].titles = {"en": "Bread *and* [roses](http://evil.example)"}
    publish(here.forum, {"en": "**Read** [this](https://city.example)\n\n<script>x</script>\n\n![p](http://t.example)"})
    (mail,) = told(here, work).values()
    message = as_message(mail, here_settings(here))
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "> Read this (https://city.example)" in text and "**" not in text
    assert "S01 · Bread *and* [roses](http://evil.example)" in text
    assert "<strong>Read</strong>" in html and "<blockquote>" in html
    assert "<script" not in html and "<img" not in html and 'href="http://evil.example' not in html


def test_a_person_who_joins_or_leaves_a_session_is_told_so(here, work):
    joins = make.person("new@city.example")
    gone = db.session.scalar(sa.select(SessionPerson).where(SessionPerson.person_id == here.ama.id))
    db.session.delete(gone)
    speaks(here.sessions[0], joins, SessionRole.MODERATOR)
    publish(here.forum)
    mails = told(here, work)
    assert set(mails) == {"ama@city.example", "new@city.example"}
    assert "You no longer have a role in this session." in mails["ama@city.example"].body
    assert "Your role: Moderator." in mails["new@city.example"].body
    assert "Tue 25 May, 09:00–10:00, Baobab." in mails["new@city.example"].body
    (cancel,) = calendars_of(mails["ama@city.example"])
    (publishing,) = calendars_of(mails["new@city.example"])
    assert (cancel.text("METHOD"), publishing.text("METHOD")) == ("CANCEL", "PUBLISH")
    assert cancel.all("VEVENT")[0].text("UID") == publishing.all("VEVENT")[0].text("UID")
    assert cancel.all("VEVENT")[0].text("STATUS") == "CANCELLED"


def test_cancelled_sessions_take_their_entries_away_through_a_real_server(here, server, work):  # noqa: F811
    speaks(here.sessions[2], here.ama)
    publish(here.forum)
    told(here, work)
    server.arrived.clear()
    here.sessions[0].state = SessionState.CANCELLED
    here.sessions[2].starts_at += timedelta(hours=6)
    publish(here.forum)
    (row,) = told(here, work).values()
    (message,) = server.arrived
    files = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in files] == ["PUBLISH", "CANCEL"]
    moved, cancelled = calendars_of(row)
    assert moved.all("VEVENT")[0].text("UID") == f"{here.sessions[2].guid}@localhost"
    assert cancelled.all("VEVENT")[0].text("UID") == f"{here.sessions[0].guid}@localhost"
    assert cancelled.all("VEVENT")[0].text("SEQUENCE") == "1"
    assert "mailto:ama@city.example" in "".join(line.value for line in cancelled.all("VEVENT")[0].lines)
    for part, calendar in zip(files, (moved, cancelled), strict=True):
        assert calendar.all("VEVENT")[0].text("UID") in part.get_content().replace("\r\n ", "").replace("\n ", "")
    assert "Cancelled. It was planned for Tue 25 May, 09:00–10:00." in row.body
    db.session.expire_all()
    assert db.session.get(Mail, row.id).state is MailState.SENT


def test_the_entry_in_a_mail_is_the_one_in_the_private_feed(here, client, work):
    make.registration(here.forum, here.ama, standing=Standing.APPROVED)
    feed = calendars.create_feed(here.ama, "phone", "en")
    db.session.commit()
    here.sessions[0].starts_at += timedelta(hours=6)
    publish(here.forum)
    (mail,) = told(here, work).values()
    fed = read(client.get(f"/calendar/{calendars.token_of(feed)}.ics").data)
    (mailed,) = calendars_of(mail)[0].all("VEVENT")
    twin = next(event for event in fed.all("VEVENT") if event.text("UID") == mailed.text("UID"))
    lines = [(line.name, line.value) for line in mailed.lines if line.name != "ORGANIZER"]
    assert lines == [(line.name, line.value) for line in twin.lines]


def test_a_revised_description_is_told_to_speakers_only(here, work):
    wishes(here.sessions[0], delegate(here))
    here.sessions[0].abstracts = {"en": "More words."}
    publish(here.forum)
    assert set(told(here, work)) == {"ama@city.example"}


def test_somebody_who_has_left_the_forum_hears_nothing(here, work):
    person = make.person()
    make.registration(here.forum, person, standing=Standing.CANCELLED)
    wishes(here.sessions[2], person)
    here.sessions[2].room_id = here.atelier.id
    publish(here.forum)
    assert told(here, work) == {}


def test_other_rooms_add_whom_they_know(here, work):
    person = delegate(here, email="seated@city.example")

    def seats(forum, guids):
        return [Holding(guid, person.id, Tie.SEAT) for guid in guids]

    here.sessions[3].starts_at += timedelta(hours=6)
    with people_touched.connected_to(seats):
        publish(here.forum)
        mails = told(here, work)
    assert set(mails) == {"seated@city.example"}
    assert "You have a seat." in mails["seated@city.example"].body


def test_what_is_over_is_told_to_nobody(here, work):
    here.sessions[0].titles = {"en": "Renamed afterwards"}
    with clock.frozen_at(make.OPENING + timedelta(days=2)):
        publish(here.forum)
        assert told(here, work) == {}


def test_a_forum_that_is_not_public_writes_to_nobody_and_catches_up_later(app, work):
    here = scene(state=ForumState.DRAFT)
    speaks(here.sessions[0], make.person("ama@city.example"))
    publish(here.forum)
    assert told(here, work) == {}
    here.forum.state = ForumState.PUBLIC
    here.sessions[1].titles = {"en": "Renamed"}
    publish(here.forum)
    mails = told(here, work)
    assert set(mails) == {"ama@city.example"}
    assert mails["ama@city.example"].subject == "Your sessions at Cities Together"


def test_two_releases_in_a_row_are_told_in_one_mail(here, work):
    here.sessions[0].starts_at += timedelta(hours=5)
    publish(here.forum)
    here.sessions[0].room_id = here.atelier.id
    db.session.commit()
    db.session.expire_all()
    publish(here.forum)
    (mail,) = told(here, work).values()
    assert "it was Tue 25 May, 09:00–10:00." in mail.body and "Now in Atelier" in mail.body
    assert mail.body.count("Title 1") == 1


def test_a_job_that_runs_twice_writes_once(here, work):
    here.sessions[0].starts_at += timedelta(hours=5)
    release = publish(here.forum)
    assert len(told(here, work)) == 1
    assert release_mails.tell(release.id) is None
    assert told(here, work) == {}


def test_two_workers_at_once_write_one_mail(app, work):
    here = scene(1)
    speaks(here.sessions[0], make.person("ama@city.example"))
    release = publish(here.forum)
    number = release.id
    db.session.commit()
    gate = threading.Barrier(2)

    def worker():
        with app.app_context():
            db.session.rollback()
            gate.wait()
            release_mails.tell(number)
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Mail.id)).where(Mail.template == "release")) == 1


def test_mails_cost_the_same_number_of_questions_for_one_person_and_for_ten(app, work):
    from tests.counting import count_queries

    def asked(people):
        here = published(people)
        for session in here.sessions:
            wishes(session, delegate(here))
            session.room_id = here.atelier.id
        db.session.commit()
        db.session.expire_all()
        release = publish(here.forum)
        first = db.session.scalar(sa.select(Release).where(Release.forum_id == here.forum.id, Release.version == 1))
        first.told_at = clock.now()
        db.session.commit()
        with count_queries() as statements:
            release_mails._mails_about(release, here.forum)
        return len(statements)

    assert asked(1) == asked(10)
