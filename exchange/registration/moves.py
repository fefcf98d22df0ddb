"""From one standing to another: the one place where a registration moves, is recorded, and others hear of it."""

from enum import StrEnum

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.domain.delegations import Standing, check_move
from exchange.domain.text import clean_text
from exchange.registration.models import Registration
from exchange.registration.signals import standing_changed


class Event(StrEnum):
    """What happens to a registration, as its history tells it."""

    SUBMITTED = "registration.submitted"
    CHANGED = "registration.changed"
    NEEDS = "registration.needs_given"
    APPROVED = "registration.approved"
    WAITING = "registration.waiting"
    DECLINED = "registration.declined"
    CANCELLED = "registration.cancelled"
    IMPORTED = "registration.imported"
    ADDED = "registration.added"


def move(
    registration: Registration, wanted: Standing, reason: str = "", *, by: Person | None = None, mailed: bool = True
) -> None:
    """Moves a registration; places were checked before. Raises Refusal when it cannot go there."""
    check_move(registration.standing, wanted)
    before = registration.standing
    now = clock.now()
    registration.standing = wanted
    registration.reason = clean_text(reason)[:500]
    registration.sequence += 1
    registration.updated_at = registration.decided_at = now
    registration.decided_by_id = by.id if by else None
    audit.record(f"registration.{wanted.value}", registration, before=before.value)
    standing_changed.send(registration, before=before, mailed=mailed)
