"""The agenda board with 400 sessions in 28 rooms: what its state, its unchanged poll and a map of cells cost."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.site import cpu_ms, demo_site
from exchange import clock
from exchange.accounts import service
from exchange.accounts.models import Person
from exchange.agenda.models import Format, Session, SessionPerson, SessionRole
from exchange.db import db
from exchange.forums.models import Duty, Forum, ForumDuty, Room

SESSIONS, ROOMS, PEOPLE = 400, 28, 180
SLUG = "large-2027"
BOARD = f"/f/{SLUG}/manage/agenda/board"
DAY = "2027-05-25"
PACKED = {"Accept-Encoding": "gzip"}


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    with demo_site() as app:
        client = signed_in(app, make_large_forum(app))
        yield from _figures(client)


def _figures(client: FlaskClient) -> Iterator[tuple[str, str]]:
    answer = client.get(f"{BOARD}/state")
    if answer.status_code != 200 or answer.json is None:
        raise RuntimeError(f"the board's state answers {answer.status_code}")
    etag, code = answer.headers["ETag"], answer.json["sessions"][0]["code"]
    yield "board_state_bytes", str(len(answer.data))
    yield "board_state_packed_bytes", str(len(client.get(f"{BOARD}/state", headers=PACKED).data))
    yield "board_state_cpu_ms", f"{cpu_ms(lambda: client.get(f'{BOARD}/state'), 10):.0f}"
    unchanged = cpu_ms(lambda: client.get(f"{BOARD}/state", headers={"If-None-Match": etag}), 20)
    yield "board_state_304_cpu_ms", f"{unchanged:.1f}"
    path = f"{BOARD}/heat?code={code}&day={DAY}&opens=480&closes=1200&step=15"
    yield "board_heat_packed_bytes", str(len(client.get(path, headers=PACKED).data))
    yield "board_heat_cpu_ms", f"{cpu_ms(lambda: client.get(path), 10):.0f}"
    yield "board_page_cpu_ms", f"{cpu_ms(lambda: client.get(f'{BOARD}/'), 10):.0f}"


def make_large_forum(app: Flask) -> int:
    """Writes the forum; returns its organiser's number."""
    with app.app_context():
        chosen = random.Random(28)
        now = clock.now()
        template = db.session.scalars(sa.select(Forum)).first()
        if template is None:
            raise RuntimeError("the demo has no forum")
        forum = Forum(
            slug=SLUG, titles={"en": "A large forum"}, languages=["en", "fr"], starts_on=template.starts_on,
            ends_on=template.ends_on, time_zone="Africa/Dakar", created_at=now, updated_at=now,
        )  # fmt: skip
        organiser = _person("organiser.large@city.example", now)
        people = [_person(f"speaker{number}@city.example", now) for number in range(PEOPLE)]
        forum.rooms = [Room(code=f"R{n}", name=f"Room {n}", capacity=40 + 5 * n, booths=["en"]) for n in range(ROOMS)]
        db.session.add(forum)
        db.session.flush()
        db.session.add(ForumDuty(forum_id=forum.id, person_id=organiser.id, duty=Duty.ORGANISER))
        db.session.add_all(_session(forum, number, people, chosen, now) for number in range(SESSIONS))
        db.session.commit()
        return organiser.id


def _person(email: str, now: datetime) -> Person:
    person = Person(
        email=email, given_name="Ama", family_name=email.split("@")[0].title(), language="en", created_at=now
    )
    db.session.add(person)
    db.session.flush()
    return person


def _session(forum: Forum, number: int, people: list[Person], chosen: random.Random, now: datetime) -> Session:
    """Rooms are filled one after the other, from eight on, day after day."""
    turn = number // ROOMS
    starts_at = datetime(2027, 5, 25 + turn // 6, 8 + 2 * (turn % 6), tzinfo=UTC)
    session = Session(
        forum_id=forum.id, number=number + 1, code=f"S{number + 1:02}", format=Format.PANEL,
        titles={"en": f"What cities learned about their streets, part {number + 1}"}, languages=["en"],
        minutes=chosen.choice((60, 90)), room_id=forum.rooms[number % ROOMS].id,
        starts_at=starts_at if turn < 18 else starts_at - timedelta(days=3), created_at=now, updated_at=now,
    )  # fmt: skip
    session.people = [
        SessionPerson(person_id=one.id, role=SessionRole.SPEAKER, position=place)
        for place, one in enumerate(chosen.sample(people, 3))
    ]
    return session


def signed_in(app: Flask, person_id: int) -> FlaskClient:
    """A client of somebody who has followed their link."""
    client = app.test_client()
    with app.app_context():
        token = service._open_session(db.session.get_one(Person, person_id), "benchmark")
        db.session.commit()
    with client.session_transaction() as session:
        session["signed_in"] = token
    return client
