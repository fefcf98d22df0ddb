"""Turns the demo's network into rows: themes, people, cities, the forum, what the cities state."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.agenda.models import Pause, Session
from exchange.cities.keys import name_key, search_key
from exchange.cities.models import City, CityRequest, IncomeGroup, Region
from exchange.db import db
from exchange.demo import values
from exchange.demo.cities import cities, statements, themes
from exchange.demo.forum import FORUM, PAUSES
from exchange.demo.people import CITY_REQUESTS, focal_points, named, people
from exchange.domain.timetable import BreakKind
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState, ForumTheme, Room
from exchange.i18n import INTERFACE
from exchange.matching.models import Direction, Level, Statement
from exchange.practices.models import Subtheme, Theme
from exchange.registration.models import Registration
from exchange.visits.models import StudyVisit


@dataclass
class Made:
    """Rows already made, by the keys of the demo's values."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    visits: dict[str, StudyVisit] = field(default_factory=dict)


def make_themes() -> None:
    """Adds the themes and subthemes the database lacks."""
    known = set(db.session.scalars(sa.select(Theme.code)))
    new = [theme for theme in themes() if theme.code not in known]
    positions = {theme.code: place for place, theme in enumerate(themes(), 1)}
    db.session.add_all(
        Theme(code=each.code, names=each.names, position=positions[each.code], goals=list(each.goals)) for each in new
    )
    db.session.flush()
    db.session.add_all(
        Subtheme(code=sub.code, theme_code=each.code, names=sub.names) for each in new for sub in each.subthemes
    )


def make_people(made: Made) -> None:
    """Adds everybody with an account."""
    everybody = people() | {request.asked_by.key: request.asked_by for request in CITY_REQUESTS}
    made.people = {
        key: Person(
            email=person.email,
            given_name=person.given,
            family_name=person.family,
            language=_interface_language(person),
            is_admin=key == "O1",
            created_at=made.now,
        )
        for key, person in everybody.items()
    }
    db.session.add_all(made.people.values())
    db.session.flush()


def _interface_language(person: values.Person) -> str:
    """The person's own language, or one they understand when pages do not speak it."""
    return next((each for each in (person.language, *person.understands) if each in INTERFACE), "en")


def make_cities(made: Made) -> None:
    """Adds the cities with their focal points, and the two that ask to be listed."""
    made.cities = {code: _city(city, made) for code, city in cities().items()}
    db.session.add_all(made.cities.values())
    db.session.flush()
    db.session.add_all(
        CityRequest(
            name=each.name,
            country_code=each.country,
            note=each.note,
            asked_by_id=made.people[each.asked_by.key].id,
            created_at=made.now,
        )
        for each in CITY_REQUESTS
    )


def _city(city: values.City, made: Made) -> City:
    return City(
        name=city.name,
        name_key=name_key(city.name),
        other_names=list(city.other_names),
        country_code=city.country,
        region=Region(city.region),
        income_group=IncomeGroup(city.income),
        languages=list(city.languages),
        latitude=city.latitude,
        longitude=city.longitude,
        population=city.population,
        focal_point_id=made.people[focal_points()[city.code]].id,
        search_key=search_key(city.name, city.country, city.other_names),
        created_at=made.now,
        updated_at=made.now,
    )


def make_forum(made: Made) -> Forum:
    """Adds the forum with rooms, themes, pauses and its two organisers."""
    forum = Forum(
        slug=FORUM.slug,
        titles=FORUM.titles,
        summaries=FORUM.summaries,
        welcomes=FORUM.welcomes,
        languages=list(FORUM.languages),
        starts_on=FORUM.starts_on,
        ends_on=FORUM.ends_on,
        time_zone=FORUM.zone,
        host_city_id=made.cities[FORUM.host_city].id,
        venue_name=FORUM.venue,
        venue_address=FORUM.venue_address,
        venue_latitude=FORUM.latitude,
        venue_longitude=FORUM.longitude,
        accent=FORUM.accent,
        pattern_seed=FORUM.pattern_seed,
        state=ForumState.PUBLIC,
        registration_opens_at=FORUM.registration_opens,
        registration_closes_at=FORUM.registration_closes,
        capacity=FORUM.capacity,
        city_quota=FORUM.city_quota,
        host_quota=FORUM.host_quota,
        fictional=True,
        created_at=made.now,
        updated_at=made.now,
    )
    db.session.add(forum)
    db.session.flush()
    _furnish(made, forum)
    return forum


def _furnish(made: Made, forum: Forum) -> None:
    made.rooms = {room.code: _room(forum, place, room) for place, room in enumerate(FORUM.rooms, 1)}
    db.session.add_all(made.rooms.values())
    db.session.add_all(ForumTheme(forum_id=forum.id, theme_code=theme.code) for theme in themes())
    db.session.add_all(
        Pause(
            forum_id=forum.id, titles=each.titles, starts_at=each.starts, ends_at=each.ends, kind=BreakKind(each.kind)
        )
        for each in PAUSES
    )
    for key, person in named().items():
        if person.kind == "organiser":
            db.session.add(ForumDuty(forum_id=forum.id, person_id=made.people[key].id, duty=Duty.ORGANISER))
    db.session.flush()


def _room(forum: Forum, position: int, room: values.Room) -> Room:
    return Room(
        forum_id=forum.id,
        code=room.code,
        name=room.name,
        capacity=room.capacity,
        booths=list(room.booths),
        step_free=room.step_free,
        place=room.places["en"],
        places=room.places,
        position=position,
    )


def make_statements(made: Made) -> None:
    """Adds what the cities need, offer and learned, written by their focal points."""
    db.session.add_all(
        Statement(
            city_id=made.cities[each.city].id,
            subtheme_code=each.subtheme,
            direction=Direction(each.direction),
            level=Level(each.level),
            priority=each.priority,
            sentence=each.sentence,
            language=each.language,
            written_by_id=made.people[focal_points()[each.city]].id,
            created_at=made.now,
            updated_at=made.now,
        )
        for each in statements()
    )
    db.session.flush()
