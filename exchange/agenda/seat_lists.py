"""The organiser's lists of seats: who holds, who waits, filtered, and as tables to take away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.agenda import queries_seats
from exchange.agenda.models import Session
from exchange.agenda.models_seats import SessionSeat, SessionSignup
from exchange.agenda.queries_seats import OF_SESSION, WHOLE
from exchange.db import db
from exchange.domain.programme import Programme
from exchange.domain.session_seats import LIVE, Limits, SeatStanding, Waiter, line
from exchange.domain.text import fold
from exchange.forums.models import Forum
from exchange.registration.models import Registration

# Needs, diets and access stay out: they are for who must know them.
COLUMNS = (
    "session", "standing", "place_in_line", "family_name", "given_name", "email", "city", "country", "role",
    "understands", "asked_at", "answer_until", "reason",
)  # fmt: skip
ORDER = {SeatStanding.HELD: 0, SeatStanding.OFFERED: 1, SeatStanding.WAITING: 2, SeatStanding.RELEASED: 3}


@dataclass(frozen=True)
class SeatFilter:
    """What an organiser looks for; an empty field asks for nothing."""

    q: str = ""
    standing: str = ""
    city: str = ""

    def fits(self, seat: SessionSeat) -> bool:
        """Whether a seat is one of those wanted; without a standing, those that are over are left out."""
        registration = seat.registration
        return (
            (self.standing == seat.standing.value or (not self.standing and seat.standing in LIVE))
            and self.city in ("", str(registration.city_id))
            and all(word in _searched(registration) for word in fold(self.q).split())
        )


def filter_from(args: Mapping[str, str]) -> SeatFilter:
    """A filter from a query string."""
    return SeatFilter(**{name: args.get(name, "")[:80] for name in SeatFilter.__dataclass_fields__})


def _searched(registration: Registration) -> str:
    city = registration.city.name if registration.city else registration.organisation
    return fold(f"{registration.person.name} {registration.person.email} {city}")


@dataclass(frozen=True)
class SeatLine:
    """One line of the list; `place`: which number on the waiting list, 0 for who has a seat."""

    seat: SessionSeat
    place: int = 0


def seat_lines(signup: SessionSignup, wanted: SeatFilter) -> list[SeatLine]:
    """Who holds by family name, who was offered, who waits in the order of the line; then who gave back."""
    seats = _seats(SessionSeat.session_id == signup.session_id)
    places = _places(signup, seats)
    found = [SeatLine(seat, places.get(seat.id, 0)) for seat in seats if wanted.fits(seat)]
    return sorted(found, key=lambda one: (ORDER[one.seat.standing], one.place))


def _seats(*where: sa.ColumnElement[bool]) -> list[SessionSeat]:
    wanted = sa.select(SessionSeat).join(SessionSeat.registration).join(Registration.person).where(*where)
    ordered = wanted.order_by(sa.func.lower(Person.family_name), sa.func.lower(Person.given_name), SessionSeat.id)
    return list(db.session.scalars(ordered.options(OF_SESSION, *WHOLE)))


def _places(signup: SessionSignup, seats: Sequence[SessionSeat]) -> dict[int, int]:
    waiting = [seat for seat in seats if seat.standing is SeatStanding.WAITING]
    waiters = [Waiter(seat.id, seat.registration.city_id, seat.asked_at) for seat in waiting]
    order = line(waiters, queries_seats.tally(signup), signup.rule) if waiters else []
    return {one.key: number for number, one in enumerate(order, 1)}


def cities_among(lines: Iterable[SeatLine]) -> list[tuple[int, str]]:
    """(id, name) of the cities in a list."""
    cities = {line.seat.registration.city for line in lines if line.seat.registration.city}
    return sorted(((city.id, city.name) for city in cities), key=lambda pair: fold(pair[1]))


def table_of(lines: Iterable[SeatLine]) -> list[tuple[object, ...]]:
    """One row a seat, under COLUMNS."""
    return [_row(one) for one in lines]


def whole_table(forum: Forum) -> list[tuple[object, ...]]:
    """The seats of every session of a forum that live, by session."""
    numbers = sa.select(Session.id).where(Session.forum_id == forum.id)
    seats = _seats(SessionSeat.session_id.in_(numbers), SessionSeat.standing.in_(LIVE))
    ordered = sorted(seats, key=lambda seat: (seat.signup.session.number, ORDER[seat.standing]))
    return table_of(SeatLine(seat) for seat in ordered)


def _row(one: SeatLine) -> tuple[object, ...]:
    seat, registration = one.seat, one.seat.registration
    person, city = registration.person, registration.city
    return (
        seat.signup.session.code, seat.standing.value, one.place or "", person.family_name, person.given_name,
        person.email, city.name if city else registration.organisation, city.country_code if city else "",
        registration.role.value, " ".join(registration.understands), seat.asked_at.isoformat(timespec="minutes"),
        seat.answer_until.isoformat(timespec="minutes") if seat.answer_until else "", seat.reason,
    )  # fmt: skip


@dataclass(frozen=True)
class SignupLine:
    """A session that needs signing up, with its limits and counts."""

    signup: SessionSignup
    limits: Limits
    figures: queries_seats.SeatFigures

    @property
    def free(self) -> int:
        return max(self.limits.capacity - self.figures.given, 0)

    @property
    def above(self) -> int:
        """Seats beyond the limit, after it was lowered or the room became smaller."""
        return max(self.figures.given - self.limits.capacity, 0)


def signup_lines(forum: Forum, programme: Programme | None) -> list[SignupLine]:
    """Every session of a forum that needs signing up, by number; two queries."""
    signups = queries_seats.signups_of(forum)
    counts = queries_seats.figures([signup.session_id for signup in signups])
    return [
        SignupLine(signup, queries_seats.limits_of(signup, programme), counts[signup.session_id]) for signup in signups
    ]
