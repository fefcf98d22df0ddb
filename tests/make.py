"""Builders: rows for tests with sensible values where the test does not care."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from exchange import clock
from exchange.accounts.models import Person
from exchange.agenda.models import Format, Session
from exchange.cities.keys import search_key
from exchange.cities.models import City, IncomeGroup, Region
from exchange.db import Base, db
from exchange.domain.delegations import Role, Standing
from exchange.domain.text import fold
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState, ForumTheme, Room
from exchange.matching.models import Direction, Statement
from exchange.practices.models import Subtheme, Theme
from exchange.registration.models import Registration
from exchange.visits.models import StudyVisit, VisitHost, VisitLeg, VisitState, VisitStop

T = TypeVar("T", bound=Base)
_numbers = itertools.count(1)
OPENING = datetime(2027, 5, 25, 9, 0, tzinfo=UTC)


def save(row: T) -> T:
    """Adds a row and commits."""
    db.session.add(row)
    db.session.commit()
    return row


def person(
    email: str = "", *, given_name: str = "Ama", family_name: str = "", language: str = "en", **values: Any
) -> Person:
    number = next(_numbers)
    return save(
        Person(
            email=email or f"person{number}@city.example",
            given_name=given_name,
            family_name=family_name or f"Mensah{number}",
            language=language,
            created_at=clock.now(),
            **values,
        )
    )


def admin(**values: Any) -> Person:
    return person(is_admin=True, **values)


def city(name: str = "", country_code: str = "GH", **values: Any) -> City:
    name = name or f"City {next(_numbers)}"
    values = {"region": Region.AFRICA, "income_group": IncomeGroup.LOWER_MIDDLE, "languages": ["en"]} | values
    now = clock.now()
    return save(
        City(
            name=name,
            name_key=fold(name),
            country_code=country_code,
            search_key=search_key(name, country_code, values.get("other_names", ())),
            created_at=now,
            updated_at=now,
            **values,
        )
    )


def theme(code: str = "HOU", name: str = "Housing") -> Theme:
    if found := db.session.get(Theme, code):
        return found
    save(Theme(code=code, names={"en": name, "fr": f"{name} (fr)", "es": f"{name} (es)"}, position=1, goals=["11"]))
    for number in range(1, 5):
        save(
            Subtheme(
                code=f"{code}-{number}", theme_code=code, names={"en": f"{name} {number}", "fr": f"{name} {number}"}
            )
        )
    return db.session.get_one(Theme, code)


def forum(slug: str = "", *, organiser: Person | None = None, themes: tuple[str, ...] = (), **values: Any) -> Forum:
    now = clock.now()
    values = {
        "titles": {"en": "Cities Together", "fr": "Villes ensemble", "es": "Ciudades juntas"},
        "languages": ["en", "fr", "es"],
        "starts_on": date(2027, 5, 25),
        "ends_on": date(2027, 5, 27),
        "time_zone": "Africa/Dakar",
        "venue_name": "Forum Centre",
        "state": ForumState.PUBLIC,
        "registration_opens_at": now - timedelta(days=10),
        "registration_closes_at": now + timedelta(days=100),
        "pattern_seed": "test",
    } | values
    row = save(Forum(slug=slug or f"forum-{next(_numbers)}", created_at=now, updated_at=now, **values))
    for code in themes:
        theme(code)
        save(ForumTheme(forum_id=row.id, theme_code=code))
    if organiser:
        save(ForumDuty(forum_id=row.id, person_id=organiser.id, duty=Duty.ORGANISER))
    return row


def room(forum: Forum, code: str = "", capacity: int = 100, **values: Any) -> Room:
    code = code or f"R{next(_numbers)}"
    values = {"name": f"Room {code}", "booths": ["en", "fr"]} | values
    return save(Room(forum_id=forum.id, code=code, capacity=capacity, **values))


def registration(
    forum: Forum, person_: Person | None = None, city_: City | None = None, *,
    standing: Standing = Standing.SUBMITTED, role: Role = Role.DELEGATE, **values: Any,
) -> Registration:  # fmt: skip
    person_ = person_ or person()
    city_ = city_ or city()
    now = clock.now()
    values = {"function": "Planner", "speaks": ["en"], "understands": ["en"], "submitted_at": now} | values
    return save(
        Registration(
            forum_id=forum.id, person_id=person_.id, city_id=city_.id, standing=standing, role=role,
            created_at=now, updated_at=now, **values,
        )
    )  # fmt: skip


def session(
    forum: Forum, code: str = "", *, room: Room | None = None, starts_at: datetime | None = None, **values: Any
) -> Session:
    number = next(_numbers)
    values = {
        "titles": {"en": f"Session {number}"},
        "format": Format.PANEL,
        "languages": ["en"],
        "minutes": 60,
    } | values
    now = clock.now()
    return save(
        Session(
            forum_id=forum.id, number=number, code=code or f"S{number:02}", room_id=room.id if room else None,
            starts_at=starts_at, created_at=now, updated_at=now, **values,
        )
    )  # fmt: skip


def visit(
    forum: Forum, code: str = "", *, host: Person | None = None, state: VisitState = VisitState.OPEN, **values: Any
) -> StudyVisit:
    number = next(_numbers)
    values = {"titles": {"en": f"Visit {number}"}, "languages": ["en", "fr"], "capacity": 12} | values
    now = clock.now()
    row = StudyVisit(
        forum_id=forum.id, code=code or f"V{number}", state=state, created_at=now, updated_at=now, **values
    )
    start = OPENING + timedelta(days=1)
    for position, (name, arrives, leaves) in enumerate(
        [("Forum Centre", None, 0), ("Market", 30, 90), ("Forum Centre", 120, None)]
    ):
        row.stops.append(
            VisitStop(
                position=position,
                name=name,
                arrives_at=None if arrives is None else start + timedelta(minutes=arrives),
                leaves_at=None if leaves is None else start + timedelta(minutes=leaves),
            )
        )
    row.legs.extend(VisitLeg(position=position) for position in range(2))
    if host:
        row.hosts.append(VisitHost(person_id=host.id))
    return save(row)


def statement(
    city: City, subtheme_code: str = "HOU-1", direction: Direction = Direction.NEED, **values: Any
) -> Statement:
    theme(subtheme_code.split("-", 1)[0])
    now = clock.now()
    values = {"sentence": "We want to know how it is done."} | values
    return save(
        Statement(
            city_id=city.id, subtheme_code=subtheme_code, direction=direction, created_at=now, updated_at=now, **values
        )
    )
