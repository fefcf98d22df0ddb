"""A freed place and the waiting list: who is next, and letting them in where the forum approves by itself."""

from dataclasses import dataclass

from exchange import clock
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.waiting import Waits, next_waiting
from exchange.forums.models import Forum, ForumState
from exchange.registration import queries
from exchange.registration.ledger import Ledger
from exchange.registration.models import Registration
from exchange.registration.moves import move

OVER = (ForumState.CLOSED, ForumState.ARCHIVED)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and how many places of the forum are free (None: only cities have a limit)."""

    registration: Registration
    free: int | None


def whose_turn(forum: Forum) -> Turn | None:
    """Who of the waiting list can be approved now by the forum's rule; None when nobody can."""
    ledger = Ledger(forum)
    found = _next(forum, ledger, queries.waiting_list(forum))
    if found is None:
        return None
    return Turn(found, None if forum.capacity is None else max(forum.capacity - ledger.taken, 0))


def fill_freed_places(forum: Forum) -> list[Registration]:
    """Approves from the waiting list while there are places, where the forum approves by itself.

    The forum's row is locked by the caller. Whom an organiser put on the list by hand waits for an organiser.
    """
    if not forum.approves_by_itself or _is_over(forum):
        return []
    db.session.flush()
    ledger = Ledger(forum)
    waiting = [one for one in queries.waiting_list(forum) if one.decided_by_id is None]
    approved: list[Registration] = []
    while (found := _next(forum, ledger, waiting)) is not None:
        waiting.remove(found)
        ledger.take(found)
        move(found, Standing.APPROVED)
        approved.append(found)
    return approved


def _is_over(forum: Forum) -> bool:
    return forum.state in OVER or forum.ends_on < clock.now().astimezone(forum.zone).date()


def _next(forum: Forum, ledger: Ledger, waiting: list[Registration]) -> Registration | None:
    by_key = {one.id: one for one in waiting}
    values = [Waits(one.id, one.city_id, one.role, one.submitted_at or one.created_at) for one in waiting]
    found = next_waiting(values, ledger.places, forum.waiting_rule)
    return by_key[found.key] if found else None
