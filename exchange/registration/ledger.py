"""The seats of a forum while decisions are taken: counted once under the lock, then kept in step."""

from collections import Counter

from exchange.domain.delegations import COUNTED, SEATED, Places, Role, quota_of
from exchange.forums.models import Forum
from exchange.registration import queries
from exchange.registration.models import Registration


class Ledger:
    """Taken seats of a locked forum. Anybody who decides about a place must hold the lock on the Forum's row."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.taken = 0
        self.by_city: Counter[int | None] = Counter()
        for city_id, role, number in queries.approved_counts(forum):
            self._count(role, city_id, number)

    def places(self, city_id: int | None) -> Places:
        """The seats as a member of this city finds them."""
        forum = self.forum
        quota = quota_of(city_id, forum.host_city_id, forum.city_quota, forum.host_quota)
        return Places(forum.capacity, self.taken, quota, self.by_city[city_id])

    def take(self, registration: Registration) -> None:
        """A seat is given."""
        self._count(registration.role, registration.city_id, 1)

    def free(self, registration: Registration) -> None:
        """A seat is given back."""
        self._count(registration.role, registration.city_id, -1)

    def _count(self, role: Role, city_id: int | None, number: int) -> None:
        self.taken += number if role in SEATED else 0
        self.by_city[city_id] += number if role in COUNTED else 0
