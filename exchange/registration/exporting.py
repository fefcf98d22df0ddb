"""Registrations as tables. What people need is private: it leaves the house as numbers without names only."""

from collections import Counter
from collections.abc import Iterable

from exchange.domain.delegations import Standing
from exchange.forums.models import Forum
from exchange.i18n import word
from exchange.registration import queries
from exchange.registration.models import Access, Diet, Registration

REQUIRED = ("email", "given_name", "city", "country", "role")
COLUMNS = (
    "email", "given_name", "family_name", "city", "country", "organisation", "role", "function", "gender",
    "speaks", "understands", "standing",
)  # fmt: skip
MORE = ("submitted", "listed")


def as_row(registration: Registration) -> list[object]:
    """The cells of COLUMNS and MORE."""
    person, place = registration.person, registration.city or registration.city_request
    return [
        person.email, person.given_name, person.family_name,
        place.name if place else "", place.country_code if place else "",
        registration.organisation, registration.role.value, registration.function,
        registration.gender.value if registration.gender else "",
        " ".join(registration.speaks), " ".join(registration.understands), registration.standing.value,
        registration.submitted_at.strftime("%Y-%m-%d %H:%M UTC") if registration.submitted_at else "",
        "yes" if registration.listed else "no",
    ]  # fmt: skip


def needs_counts(forum: Forum) -> list[tuple[str, str, int]]:
    """(kind, what, how many) of the approved people, for the kitchen and who prepares rooms: no names, no notes."""
    approved = queries.approved_people(forum)
    diets = Counter(code for registration in approved for code in registration.diet)
    access = Counter(code for registration in approved for code in registration.access)
    days = Counter(each.arrives_on.isoformat() for each in approved if each.arrives_on)
    rows = [("people", Standing.APPROVED.value, len(approved))]
    rows += _rows("diet", ((word(each), diets[each.value]) for each in Diet))
    rows += _rows("access", ((word(each), access[each.value]) for each in Access))
    rows += _rows("arrival", sorted(days.items()))
    return rows


def _rows(kind: str, counts: Iterable[tuple[str, int]]) -> list[tuple[str, str, int]]:
    return [(kind, name, number) for name, number in counts if number]
