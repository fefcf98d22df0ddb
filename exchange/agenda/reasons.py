"""Why a session found no place: the planner's facts in the organiser's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from exchange.accounts.models import Person
from exchange.agenda.models import Session
from exchange.agenda.moments import clock, short_day
from exchange.cities.models import City
from exchange.db import db
from exchange.domain.agenda_planner import FactKind
from exchange.domain.timetable import Need
from exchange.forums.models import Room
from exchange.i18n import language_name, word

Fact = Mapping[str, Any]
# Codes in one sentence; whoever reads it looks at the first, not at forty.
MOST_NAMED = 6


@dataclass(frozen=True)
class Book:
    """What the keys in facts stand for."""

    sessions: Mapping[int, Session]
    rooms: Mapping[int, Room]
    people: Mapping[str, str]
    zone: ZoneInfo
    unit_minutes: int

    def codes(self, keys: Iterable[str]) -> str:
        """'S03, S17'; those deleted since are left out, and of many the last ones only counted."""
        codes = [self.sessions[int(key)].code for key in keys if int(key) in self.sessions]
        listed, more = ", ".join(codes[:MOST_NAMED]), len(codes) - MOST_NAMED
        if more <= 0:
            return listed
        return str(ngettext("%(codes)s and %(num)s more", "%(codes)s and %(num)s more", more, codes=listed))

    def halls(self, keys: Iterable[str]) -> str:
        """'Baobab, Sahel'."""
        return ", ".join(self.rooms[int(key)].name for key in keys if int(key) in self.rooms)

    def hours(self, units: int) -> str:
        """'1:30' of some units."""
        minutes = units * self.unit_minutes
        return f"{minutes // 60}:{minutes % 60:02}"


def book_of(
    facts: Iterable[Fact], rows: Iterable[Session], rooms: Iterable[Room], zone: ZoneInfo, minutes: int
) -> Book:
    """The names that some facts need; two queries."""
    named = {fact["name"] for fact in facts}
    people = {f"person {one.id}": one.name for one in db.session.scalars(_all(Person, "person ", named))}
    cities = {f"city {one.id}": one.name for one in db.session.scalars(_all(City, "city ", named))}
    return Book({row.id: row for row in rows}, {room.id: room for room in rooms}, people | cities, zone, minutes)


def _all(model: type[Any], prefix: str, names: Iterable[str]) -> sa.Select[Any]:
    return sa.select(model).where(
        model.id.in_([int(name.removeprefix(prefix)) for name in names if name.startswith(prefix)])
    )


def fact_sentences(facts: Iterable[Fact], book: Book) -> list[str]:
    """Facts as sentences, each said once."""
    return list(dict.fromkeys(_SENTENCES[FactKind(fact["kind"])](fact, book) for fact in facts))


def _(text: str, **facts: object) -> str:
    return str(gettext(text, **facts))


def _said(text: LazyString) -> Callable[[Fact, Book], str]:
    """A sentence made of codes, rooms, a name and numbers."""

    def say(fact: Fact, book: Book) -> str:
        facts = {
            "codes": book.codes(fact["sessions"]),
            "rooms": book.halls(fact["rooms"]),
            "name": book.people.get(fact["name"], fact["name"]),
            "number": fact["number"],
            "offer": fact["offer"],
            "hours": book.hours(fact["number"]),
            "offered": book.hours(fact["offer"]),
        }
        return str(text) % facts

    return say


def _seats(fact: Fact, book: Book) -> str:
    codes, rooms = book.codes(fact["sessions"]), book.halls(fact["rooms"])
    if not rooms:
        return _("%(codes)s needs %(number)s seats; no room has so many.", codes=codes, number=fact["number"])
    return _(
        "%(codes)s needs %(number)s seats: only %(rooms)s can hold it.", codes=codes, number=fact["number"], rooms=rooms
    )


def _feature(fact: Fact, book: Book) -> str:
    codes, rooms = book.codes(fact["sessions"]), book.halls(fact["rooms"])
    need = _need_name(fact["name"])
    if not rooms:
        return _("%(codes)s needs this, and no room has it: %(need)s.", codes=codes, need=need)
    return _("%(codes)s needs this: %(need)s. Only %(rooms)s has it.", codes=codes, need=need, rooms=rooms)


def _need_name(name: str) -> str:
    if name.startswith("booth "):
        return _("a booth for %(language)s", language=language_name(name.removeprefix("booth ")))
    return str(word(Need(name)))


def _start_lock(fact: Fact, book: Book) -> str:
    at = datetime.fromisoformat(fact["at"])
    moment = f"{short_day(at.astimezone(book.zone).date())} {clock(at, book.zone)}"
    return _("%(codes)s is fixed at %(moment)s.", codes=book.codes(fact["sessions"]), moment=moment)


def _person_away(fact: Fact, book: Book) -> str:
    codes = book.codes(fact["sessions"])
    if fact["name"].startswith("session "):
        return _("%(codes)s has to make way for sessions that are fixed and clash among themselves.", codes=codes)
    name = book.people.get(fact["name"], fact["name"])
    return _("%(name)s is away or busy at times (%(codes)s).", name=name, codes=codes)


def _room_choice(fact: Fact, book: Book) -> str:
    codes, rooms = book.codes(fact["sessions"]), book.halls(fact["rooms"])
    if not rooms:
        return _("No room holds everybody whom %(codes)s expects, with its chairs set up as asked.", codes=codes)
    return _("%(codes)s fits only into %(rooms)s, with its chairs set up as asked.", codes=codes, rooms=rooms)


def _teams(fact: Fact, book: Book) -> str:
    language = language_name(fact["name"])
    return str(
        ngettext(
            "There is %(num)s team of interpreters for %(language)s; it is needed by %(codes)s.",
            "There are %(num)s teams of interpreters for %(language)s; they are needed by %(codes)s.",
            fact["number"],
            language=language,
            codes=book.codes(fact["sessions"]),
        )
    )


def _team_time(fact: Fact, book: Book) -> str:
    return _(
        "%(hours)s hours of interpretation for %(language)s are needed (%(codes)s); there are %(offered)s.",
        codes=book.codes(fact["sessions"]), language=language_name(fact["name"]),
        hours=book.hours(fact["number"]), offered=book.hours(fact["offer"]),
    )  # fmt: skip


_SENTENCES: Mapping[FactKind, Callable[[Fact, Book], str]] = {
    FactKind.LENGTH: _said(_l("%(codes)s takes %(hours)s hours: longer than any stretch between two pauses.")),
    FactKind.SEATS: _seats,
    FactKind.FEATURE: _feature,
    FactKind.BOOTHS: _said(_l("%(codes)s needs %(number)s booths.")),
    FactKind.ROOM_CHOICE: _room_choice,
    FactKind.ROOM_LOCK: _said(_l("%(codes)s is fixed in %(rooms)s.")),
    FactKind.START_LOCK: _start_lock,
    FactKind.STARTS: _said(_l("%(codes)s may begin only at the times that are allowed for it.")),
    FactKind.PERSON_AWAY: _person_away,
    FactKind.ROOM_AWAY: _said(_l("%(rooms)s cannot be used at times.")),
    FactKind.PERSON_ONCE: _said(_l("%(name)s is needed in %(codes)s, one after the other.")),
    FactKind.SERIES: _said(_l("%(codes)s belong to one series and must not overlap.")),
    FactKind.ORDER: _said(_l("These come in this order: %(codes)s.")),
    FactKind.EXCLUSIVE: _said(_l("Nothing may run beside %(codes)s.")),
    FactKind.TEAMS: _teams,
    FactKind.ROOM_TIME: _said(
        _l("%(hours)s hours of %(rooms)s are needed, which alone suit %(codes)s; there are %(offered)s.")
    ),
    FactKind.PERSON_TIME: _said(_l("%(name)s is needed for %(hours)s hours (%(codes)s) and is there for %(offered)s.")),
    FactKind.TEAM_TIME: _team_time,
    FactKind.ALONE_TIME: _said(_l("Sessions beside which nothing may run leave too little time for all others.")),
    FactKind.BLOCK_TIME: _said(
        _l(
            "%(number)s sessions (%(codes)s) are so long that only one fits into a stretch between two pauses; the "
            "rooms that suit them (%(rooms)s) have %(offer)s such stretches."
        )
    ),
    FactKind.NO_ROOMS: _said(_l("The forum has no rooms yet.")),
}
