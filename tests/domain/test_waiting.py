"""Whose turn it is on the waiting list."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.delegations import COUNTED, SEATED, Places, Role
from exchange.domain.waiting import WaitingRule, Waits, next_waiting

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
QUOTA = 2


def waits(key, city, role=Role.DELEGATE):
    return Waits(key, city, role, MONDAY + timedelta(hours=key))


def places_of(taken_by_city, capacity=10):
    taken = sum(taken_by_city.values())
    return lambda city: Places(capacity, taken, QUOTA, taken_by_city.get(city, 0))


waiting_lists = st.lists(st.tuples(st.integers(1, 4) | st.none(), st.sampled_from(list(Role))), max_size=12).map(
    lambda rows: [waits(key, city, role) for key, (city, role) in enumerate(rows)]
)
taken = st.dictionaries(st.integers(1, 4), st.integers(0, QUOTA), max_size=4)


def test_who_asked_first_comes_first():
    waiting = [waits(2, 1), waits(1, 2)]
    assert next_waiting(waiting, places_of({2: 1}), WaitingRule.FIRST_COME) == waits(1, 2)


def test_a_city_with_nobody_comes_first_where_the_rule_says_so():
    waiting = [waits(1, 2), waits(2, 1), waits(3, 3)]
    assert next_waiting(waiting, places_of({2: 1}), WaitingRule.NEW_CITY_FIRST) == waits(2, 1)


def test_who_has_no_place_is_passed_over():
    waiting = [waits(1, 2), waits(2, 1)]
    assert next_waiting(waiting, places_of({2: QUOTA}), WaitingRule.FIRST_COME) == waits(2, 1)
    assert next_waiting(waiting, places_of({}, capacity=0), WaitingRule.FIRST_COME) is None
    assert next_waiting([waits(1, None)], places_of({}), WaitingRule.FIRST_COME) is None


@given(waiting_lists, taken, st.sampled_from(WaitingRule), st.integers(0, 10))
def test_filling_the_places_never_takes_one_too_many_and_leaves_none_who_fits(waiting, taken, rule, capacity):
    seats, by_city = sum(taken.values()), dict(taken)

    def places(city):
        return Places(capacity, seats, QUOTA, by_city.get(city, 0))

    rest = list(waiting)
    while (found := next_waiting(rest, places, rule)) is not None:
        rest.remove(found)
        if found.role in SEATED:
            assert seats < capacity
            seats += 1
        if found.role in COUNTED:
            assert by_city.get(found.city_id, 0) < QUOTA
            by_city[found.city_id] = by_city.get(found.city_id, 0) + 1
    for one in rest:
        full = one.role in SEATED and seats >= capacity
        city_full = one.role in COUNTED and (one.city_id is None or by_city.get(one.city_id, 0) >= QUOTA)
        assert full or city_full
