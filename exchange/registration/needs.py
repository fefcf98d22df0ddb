"""The second stage of a registration: what to prepare for somebody, and when they come."""

from dataclasses import dataclass
from datetime import date, time

from exchange import audit, clock
from exchange.db import db_lock
from exchange.domain.delegations import NEEDS_KEPT, check_stay, doubts_about_stay
from exchange.domain.refusal import Refusal
from exchange.domain.revision import refuse_stale, revision
from exchange.registration import queries
from exchange.registration.models import Registration
from exchange.registration.moves import Event


@dataclass(frozen=True)
class Needs:
    """What the form of the second stage holds; times are local to the forum."""

    diet: list[str]
    diet_note: str
    access: list[str]
    access_note: str
    arrives_on: date | None
    arrives_at: time | None
    arrival_note: str
    leaves_on: date | None


def needs_of(registration: Registration) -> Needs:
    """What a registration holds of the second stage."""
    return Needs(**{name: getattr(registration, name) for name in Needs.__dataclass_fields__})


def needs_revision(registration: Registration) -> str:
    """The state of the second stage that a page shows."""
    return revision(vars(needs_of(registration)))


def doubts_about(registration: Registration, needs: Needs) -> dict[str, Refusal]:
    """What to ask about days that are far from the forum, unless they stand there already."""
    if (needs.arrives_on, needs.leaves_on) == (registration.arrives_on, registration.leaves_on):
        return {}
    forum = registration.forum
    return doubts_about_stay(needs.arrives_on, needs.leaves_on, forum.starts_on, forum.ends_on)


def give_needs(registration: Registration, needs: Needs, seen: str = "", *, sure: bool = False) -> None:
    """Keeps the second stage; `seen` is the revision that was on the screen.

    Raises Refusal when somebody changed it since, and when days look wrong and the person is not `sure`.
    """
    registration = db_lock(Registration, registration.id)
    refuse_stale(seen, needs_revision(registration))
    check_stay(needs.arrives_on, needs.leaves_on)
    if not sure and (doubts := doubts_about(registration, needs)):
        raise next(iter(doubts.values()))
    for name, value in vars(needs).items():
        setattr(registration, name, value)
    registration.needs_given = True
    registration.updated_at = clock.now()
    audit.record(Event.NEEDS.value, registration)


def forget_needs(registration: Registration) -> None:
    """Erases what was told about diet, access and travel."""
    registration.diet, registration.access = [], []
    registration.diet_note = registration.access_note = registration.arrival_note = ""
    registration.arrives_on = registration.arrives_at = registration.leaves_on = None
    registration.needs_given = False


def erase_old_needs(today: date) -> int:
    """Erases the needs of forums that are long over, as the form promises; returns of how many registrations."""
    found = queries.needs_of_forums_before(today - NEEDS_KEPT)
    for registration in found:
        forget_needs(registration)
    return len(found)
