"""Publishing 200 sessions with 180 speakers: the request, and the mails that a job makes afterwards."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from benchmarks.site import FORUM, cpu_ms, demo_site, tokens
from exchange import clock, jobs
from exchange.accounts import service as accounts
from exchange.accounts.models import Person
from exchange.agenda.models import Format, Session, SessionPerson, SessionRole
from exchange.db import db
from exchange.forums.models import Duty, Forum, ForumDuty, Room
from exchange.jobs import Job
from exchange.mail import Mail
from exchange.messages.release_mails import TELL

SESSIONS, SPEAKERS, ROOMS, PARTS = 200, 180, 10, 3
OPENING = datetime(2027, 5, 25, 9, tzinfo=UTC)


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    logging.getLogger("exchange").setLevel(logging.ERROR)
    with demo_site() as app:
        organiser = _fill(app)
        client = app.test_client()
        with app.app_context():
            token = accounts._open_session(db.session.get_one(Person, organiser), "benchmark")
            db.session.commit()
        with client.session_transaction() as session:
            session["signed_in"] = token
        page = f"{FORUM}/manage/agenda/publish"
        yield "publish_preview_cpu_ms", f"{cpu_ms(lambda: client.get(page), 3):.0f}"
        for name in ("publish_first", "publish_again"):
            fields = tokens(client, page)
            started = time.perf_counter()
            answer = client.post(page, data=fields)
            yield f"{name}_seconds", f"{time.perf_counter() - started:.3f}"
            if answer.status_code != 303:
                raise RuntimeError(f"publishing answers {answer.status_code}")
            yield from _mails(app, name)
            _move_everything(app)


def _mails(app: Flask, name: str) -> Iterator[tuple[str, str]]:
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(Job.id)).where(Job.kind == TELL)) or 0
        before = db.session.scalar(sa.select(sa.func.count(Mail.id))) or 0
        db.session.rollback()
        started = time.perf_counter()
        jobs.run(number)
        seconds = time.perf_counter() - started
        written = (db.session.scalar(sa.select(sa.func.count(Mail.id))) or 0) - before
        db.session.rollback()
    yield f"{name}_mails", str(written)
    yield f"{name}_mails_job_seconds", f"{seconds:.2f}"


def _fill(app: Flask) -> int:
    """Replaces the demo's sessions; returns the number of an organiser."""
    with app.app_context():
        forum = db.session.scalars(sa.select(Forum).where(Forum.slug == "dakar-2027")).one()
        now = clock.now()
        db.session.execute(sa.delete(Session).where(Session.forum_id == forum.id))
        rooms = [Room(forum_id=forum.id, code=f"Q{n}", name=f"Hall {n}", capacity=200) for n in range(ROOMS)]
        people = [
            Person(email=f"s{n}@bench.example", given_name="Ama", family_name=f"Mensah {n}", created_at=now)
            for n in range(SPEAKERS)
        ]
        db.session.add_all([*rooms, *people])
        db.session.flush()
        db.session.add_all(_session(forum, number, rooms, people) for number in range(SESSIONS))
        db.session.commit()
        wanted = sa.select(ForumDuty.person_id).where(ForumDuty.forum_id == forum.id, ForumDuty.duty == Duty.ORGANISER)
        return int(db.session.scalars(wanted).first() or 0)


def _session(forum: Forum, number: int, rooms: list[Room], people: list[Person]) -> Session:
    """Ten rooms beside each other, seven hours a day, three days; nobody is needed twice at a time."""
    slot, place, now = number // ROOMS, number % ROOMS, clock.now()
    row = Session(
        forum_id=forum.id,
        number=1000 + number,
        code=f"B{number:03}",
        format=Format.PANEL,
        titles={"en": f"How city {number} keeps its tenants at home", "fr": f"Comment la ville {number} loge"},
        abstracts={"en": "A paragraph of plain words about what was tried and what failed. " * 8},
        languages=["en"],
        room_id=rooms[place].id,
        starts_at=OPENING + timedelta(days=slot // 7, hours=slot % 7),
        minutes=50,
        created_at=now,
        updated_at=now,
    )
    row.people = [_part(people[(number * PARTS + part) % SPEAKERS], part) for part in range(PARTS)]
    return row


def _part(person: Person, position: int) -> SessionPerson:
    return SessionPerson(person_id=person.id, role=SessionRole.SPEAKER, position=position)


def _move_everything(app: Flask) -> None:
    """Every session starts five minutes later."""
    with app.app_context():
        for row in db.session.scalars(sa.select(Session).where(Session.code.like("B%"))):
            if row.starts_at:
                row.starts_at += timedelta(minutes=5)
        db.session.commit()
