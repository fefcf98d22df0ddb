"""A small forum with an agenda, for the tests of this folder."""

from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import sqlalchemy as sa
from sqlalchemy import event

from exchange.agenda import seat_limits, service
from exchange.agenda.models import Format, SessionPerson, SessionRole
from exchange.agenda.models_seats import SessionSeat
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.registration.models import Registration
from tests import make


def scene(sessions=2, **values):
    """A forum with two rooms, an organiser, and sessions one after the other in the first room."""
    organiser = make.person()
    forum = make.forum(organiser=organiser, themes=("HOU",), **values)
    baobab, atelier = make.room(forum, "R1", 100, name="Baobab"), make.room(forum, "R2", 30, name="Atelier", booths=[])
    rows = [
        make.session(
            forum,
            f"S{number:02}",
            room=baobab,
            starts_at=make.OPENING + timedelta(hours=number - 1),
            titles={"en": f"Title {number}", "fr": f"Titre {number}"},
            theme_code="HOU",
        )
        for number in range(1, sessions + 1)
    ]
    return SimpleNamespace(forum=forum, organiser=organiser, baobab=baobab, atelier=atelier, sessions=rows)


def published(sessions=2, **values):
    """The same with its first release."""
    here = scene(sessions, **values)
    publish(here.forum)
    return here


def publish(forum, note=None):
    """Publishes the draft and commits."""
    release = service.publish(forum, note or {})
    db.session.commit()
    return release


def speaks(session, person, role=SessionRole.SPEAKER, **values):
    return make.save(SessionPerson(session_id=session.id, person_id=person.id, role=role, **values))


def typed(**changes):
    """A session form as a browser posts it."""
    fields = {
        "titles-en": "Care within ten minutes",
        "titles-fr": "",
        "titles-es": "",
        "abstracts-en": "",
        "abstracts-fr": "",
        "abstracts-es": "",
        "format": Format.PANEL.value,
        "theme": "HOU",
        "floor": "en",
        "interpreted": ["fr"],
        "seats": "40",
        "minutes": "60",
        "room": "",
        "day": "",
        "start": "",
    }
    return fields | changes


@contextmanager
def queries_counted():
    """Counts the statements sent inside the block, as `.count`."""
    seen = SimpleNamespace(count=0)

    def note(*_args):
        seen.count += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost(client, path):
    """How many statements a page takes."""
    db.session.commit()
    with queries_counted() as seen:
        assert client.get(path).status_code == 200, path
    return seen.count


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def signup(session, places=2, **values):
    """Makes a session one that needs signing up."""
    row = seat_limits.set_limits(session, seat_limits.LimitsDraft(places, **values))
    db.session.commit()
    return row


def coming(forum, city=None, **values):
    """Somebody whose registration is approved."""
    person = make.person(language=values.pop("language", "en"))
    make.registration(forum, person, city, **{"standing": Standing.APPROVED} | values)
    return person


def standings(session):
    """Where everybody stands in a session, by the person's id; the newest row of each."""
    rows = db.session.execute(
        sa.select(Registration.person_id, SessionSeat.standing)
        .join(Registration, Registration.id == SessionSeat.registration_id)
        .where(SessionSeat.session_id == session.id)
        .order_by(SessionSeat.id)
    )
    found = {person: standing.value for person, standing in rows}
    db.session.rollback()
    return found
