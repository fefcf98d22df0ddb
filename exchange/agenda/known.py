"""People and cities an organiser can name when putting together a session."""

import re
from dataclasses import dataclass, field

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email

from exchange.accounts.models import Person
from exchange.agenda.models import Session, SessionPerson
from exchange.agenda.queries import ENDED
from exchange.cities.models import City
from exchange.db import db
from exchange.domain.text import fold
from exchange.forums.models import Forum
from exchange.registration.models import Registration

# More suggestions than this make the page heavy; a name that is not suggested is still found.
SUGGESTED = 500

_ADDRESS = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>$")


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is registered for the forum or already speaks in it."""

    email: str
    name: str
    function: str = ""
    city_id: int | None = None

    @property
    def label(self) -> str:
        """'Ama Mensah <ama@city.example>', as it is suggested and read back."""
        return f"{self.name} <{self.email}>" if self.name != self.email else self.email


@dataclass(frozen=True)
class Directory:
    """Whom and which cities names stand for."""

    people: dict[str, KnownPerson] = field(default_factory=dict)
    cities: dict[int, str] = field(default_factory=dict)

    def matching(self, name: str, email: str) -> list[KnownPerson]:
        """Whom an address stands for; without one, everybody with the name, whatever its accents and case."""
        if email:
            return [self.people[email]] if email in self.people else []
        return [person for person in self.people.values() if fold(person.name) == fold(name)]

    def cities_named(self, text: str) -> list[int]:
        """Cities with a label ('Dakar (SN)') or a plain name."""
        wanted = fold(text)
        exact = [key for key, label in self.cities.items() if fold(label) == wanted]
        return exact or [key for key, label in self.cities.items() if fold(label.rpartition(" (")[0]) == wanted]

    @property
    def suggestions(self) -> list[str]:
        return [person.label for person in list(self.people.values())[:SUGGESTED]]


def directory(forum: Forum) -> Directory:
    """Everybody registered for a forum or with a part in it, and every city; three queries."""
    people = {person.email: person for person in [*_speakers(forum), *_registered(forum)]}
    cities = db.session.execute(sa.select(City.id, City.name, City.country_code).order_by(City.name_key))
    return Directory(
        people=dict(sorted(people.items(), key=lambda pair: fold(pair[1].name))),
        cities={number: f"{name} ({country})" for number, name, country in cities},
    )


def is_address(text: str) -> bool:
    """Whether mail can be sent to it, by its form."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def split_address(text: str) -> tuple[str, str]:
    """(name, address) of 'Ama Mensah <ama@city.example>', of an address alone, or of a name alone."""
    if found := _ADDRESS.match(text.strip()):
        return found["name"].strip(' "'), found["email"].strip().lower()
    return ("", text.strip().lower()) if "@" in text else (text.strip(), "")


def _registered(forum: Forum) -> list[KnownPerson]:
    wanted = (
        sa.select(Person.email, Person.given_name, Person.family_name, Registration.function, Registration.city_id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.forum_id == forum.id, Registration.standing.not_in(ENDED))
    )
    return [_known(*row) for row in db.session.execute(wanted)]


def _speakers(forum: Forum) -> list[KnownPerson]:
    wanted = (
        sa.select(Person.email, Person.given_name, Person.family_name, SessionPerson.function, SessionPerson.city_id)
        .join(SessionPerson, SessionPerson.person_id == Person.id)
        .join(Session, Session.id == SessionPerson.session_id)
        .where(Session.forum_id == forum.id)
    )
    return [_known(*row) for row in db.session.execute(wanted)]


def _known(email: str, given: str, family: str, function: str, city_id: int | None) -> KnownPerson:
    return KnownPerson(email, f"{given} {family}".strip() or email, function, city_id)
