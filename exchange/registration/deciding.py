"""What organisers decide about registrations. Seats are decided under the lock on the Forum's row, always."""

from dataclasses import dataclass

from exchange.accounts.models import Person
from exchange.db import db_lock
from exchange.domain.delegations import Reason, Standing, check_approvable, check_move, check_place
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum
from exchange.registration import queries
from exchange.registration.ledger import Ledger
from exchange.registration.models import Registration
from exchange.registration.moves import move
from exchange.registration.waiting import fill_freed_places


@dataclass(frozen=True)
class Refused:
    """A registration that could not be changed, and why."""

    name: str
    refusal: Refusal


@dataclass(frozen=True)
class Outcome:
    """What a decision about several registrations came to."""

    done: list[Registration]
    refused: list[Refused]


def decide(forum: Forum, numbers: list[int], wanted: Standing, reason: str = "", by: Person | None = None) -> Outcome:
    """Approves, wait-lists, declines or puts back several registrations, who asked first first.

    Those for whom there is no place, or who stand elsewhere by now, are left as they are and named with the reason.
    Raises Refusal when a decline has no reason.
    """
    if wanted is Standing.DECLINED and not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    forum = db_lock(Forum, forum.id)
    ledger = Ledger(forum)
    outcome = Outcome([], [])
    for registration in queries.registrations_of(forum, numbers):
        try:
            decide_one(registration, wanted, ledger, reason, by=by)
            outcome.done.append(registration)
        except Refusal as refusal:
            outcome.refused.append(Refused(registration.person.name, refusal))
    if wanted is Standing.DECLINED:
        fill_freed_places(forum)
    return outcome


def decide_one(
    registration: Registration, wanted: Standing, ledger: Ledger, reason: str = "", *,
    by: Person | None = None, mailed: bool = True,
) -> None:  # fmt: skip
    """Moves one registration with the seats counted in `ledger`. Raises Refusal; then nothing is changed."""
    check_move(registration.standing, wanted)
    if wanted is Standing.APPROVED:
        check_approvable(registration.role, has_city=registration.city_id is not None)
        check_place(registration.role, ledger.places(registration.city_id))
        ledger.take(registration)
    elif registration.standing is Standing.APPROVED:
        ledger.free(registration)
    move(registration, wanted, reason, by=by, mailed=mailed)
