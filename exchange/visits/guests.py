"""Who comes on a visit, as its host may know it: wishes in numbers, people once they have a seat, needs as counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination

from exchange.registration.models import Access, Diet, Registration
from exchange.visits import demand
from exchange.visits.demand import Demand
from exchange.visits.models import StudyVisit, VisitSeat


@dataclass(frozen=True)
class Guest:
    """Somebody with a seat, and the question they bring."""

    registration: Registration
    question: str


@dataclass(frozen=True)
class Guests:
    """What the host's page shows. `questions`: a page of wishes without seats, whose people are not named."""

    demand: Demand
    questions: Pagination
    seated: list[Guest]
    languages: list[tuple[str, int]]
    needs: list[tuple[StrEnum, int]]


def guests_of(visit: StudyVisit, page: int) -> Guests:
    """Wishes and seats of one visit. Diet and access needs of single persons are in it for nobody."""
    seats = demand.all_seats(visit.forum, visit)
    questions = demand.questions_of(visit, [seat.registration_id for seat in seats])
    return Guests(
        demand=demand.demand_of(visit.forum)[visit.id],
        questions=demand.questions_page(visit, page),
        seated=[Guest(seat.registration, questions.get(seat.registration_id, "")) for seat in seats],
        languages=_languages(seats),
        needs=_needs(seats),
    )


def _languages(seats: Sequence[VisitSeat]) -> list[tuple[str, int]]:
    return Counter(code for seat in seats for code in seat.registration.understands).most_common()


def _needs(seats: Sequence[VisitSeat]) -> list[tuple[StrEnum, int]]:
    people = [seat.registration for seat in seats]
    access = Counter(Access(need) for person in people for need in person.access if need in set(Access))
    diet = Counter(Diet(need) for person in people for need in person.diet if need in set(Diet))
    return [*access.most_common(), *diet.most_common()]
