"""What the demo forum lacks for a look at every page: a fresh forum, mails, tables that wait to be confirmed."""

from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import Flask

from exchange.accounts.models import Person
from exchange.agenda.models import Pause, Session
from exchange.agenda.models_seats import SessionSeat
from exchange.cities.models import City, CityRequest
from exchange.db import db
from exchange.demo.people import ACCOUNTS, people
from exchange.domain.delegations import Standing
from exchange.forums.models import Forum, Room
from exchange.mail import Mail
from exchange.matching.models import Statement
from exchange.registration.models import Registration
from tests import make
from tests.browser import Browser, path_of

FORUM = "/f/dakar-2027"
CITIES = "name,country,region,income_group\nWindhoek,NA,africa,upper_middle\nNowhere,ZZ,africa,low\n"
PEOPLE = (
    "email,given_name,city,country,role\nnew.person@city.example,Ama,Kumasi,GH,delegate\nnowhere,Kofi,Kumasi,GH,mayor\n"
)


def make_world(app: Flask) -> dict[str, object]:
    """Does what is missing, and returns the numbers that stand in addresses."""
    with app.app_context():
        make.forum("fresh-2028", titles={"en": "The next forum", "fr": "Le prochain forum", "es": "El próximo foro"})
        organiser, delegate = (Browser(app).sign_in(_person(who)) for who in ("organiser", "delegate"))
        decided = _first(Registration, Registration.standing == Standing.SUBMITTED)
        organiser.post(f"{FORUM}/manage/registrations/decide", {"action": "approve", "ids": str(decided)})
        delegate.post("/account/calendars", {"label": "My phone", "language": "en"})
        numbers = {
            "cities_upload": _upload(organiser, "/manage/cities/import", CITIES),
            "people_upload": _upload(organiser, f"{FORUM}/manage/registrations/import", PEOPLE),
            **_numbers(),
        }
        db.session.remove()
    return numbers


def _person(who: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.email == people()[ACCOUNTS[who]].email)).one()


def _upload(browser: Browser, path: str, table: str) -> str:
    answer = browser.post(path, {"file": (BytesIO(table.encode()), "table.csv")}, content_type="multipart/form-data")
    return path_of(answer).rstrip("/").rsplit("/", 1)[-1]


def _first(model: Any, *where: sa.ColumnElement[bool]) -> int:
    return int(db.session.scalar(sa.select(model.id).where(*where).order_by(model.id).limit(1)) or 0)


def _numbers() -> dict[str, object]:
    from exchange.calendars.models import CalendarFeed

    forum = _first(Forum, Forum.slug == "dakar-2027")
    lome = _first(City, City.name == "Lomé")
    return {
        "city": _first(City, City.name == "Kumasi"),
        "lome": lome,
        "statement": _first(Statement, Statement.city_id == lome),
        "request": _first(CityRequest),
        "room": _first(Room, Room.forum_id == forum),
        "pause": _first(Pause, Pause.forum_id == forum),
        "registration": _first(Registration, Registration.forum_id == forum, Registration.needs_given.is_(True)),
        "waiting": _first(Registration, Registration.forum_id == forum, Registration.standing == Standing.WAITING),
        "seat": _first(SessionSeat, SessionSeat.session_id == _first(Session, Session.code == "S12")),
        "mail": _first(Mail, Mail.forum_id == forum),
        "feed": _first(CalendarFeed, CalendarFeed.label == "My phone"),
    }
