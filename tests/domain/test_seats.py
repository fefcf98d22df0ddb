"""Seats of study visits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.refusal import Refusal
from exchange.domain.seats import Reason, Taken, check_limits, check_seat, in_order, overlap

NOON = datetime(2027, 5, 26, 12, tzinfo=UTC)


def reason_of(call, *args):
    with pytest.raises(Refusal) as caught:
        call(*args)
    return caught.value.reason, caught.value.facts


@given(st.integers(0, 5), st.integers(0, 8), st.none() | st.integers(0, 3), st.integers(0, 4))
def test_a_seat_is_given_exactly_when_visit_and_city_have_one(capacity, given_, cap, of_city):
    taken = Taken(capacity, given_, cap, of_city)
    free = given_ < capacity and (cap is None or of_city < cap)
    try:
        check_seat(taken)
    except Refusal as refusal:
        assert not free
        assert refusal.reason is (Reason.VISIT_FULL if given_ >= capacity else Reason.CITY_HAS_SEATS)
    else:
        assert free


def test_limits_never_go_below_what_is_given():
    check_limits(10, 2, 10, 2)
    check_limits(10, None, 3, 9)
    assert reason_of(check_limits, 9, None, 10, 1) == (Reason.BELOW_SEATS_GIVEN, {"seats": 10})
    assert reason_of(check_limits, 10, 1, 4, 2) == (Reason.CAP_BELOW_SEATS_GIVEN, {"seats": 2})


def test_one_visit_may_start_when_the_other_ends():
    hour = timedelta(hours=1)
    assert not overlap((NOON, NOON + hour), (NOON + hour, NOON + 2 * hour))
    assert overlap((NOON, NOON + 2 * hour), (NOON + hour, NOON + 3 * hour))
    assert not overlap(None, (NOON, NOON + hour))


def test_a_visit_stands_once_and_gaps_close():
    assert in_order([(None, ""), (4, "a"), (None, ""), (2, "")]) == [(4, "a"), (2, "")]
    assert reason_of(in_order, [(4, ""), (4, "")]) == (Reason.TWICE, {"place": 1})
    assert reason_of(in_order, [(None, "why?")]) == (Reason.NO_VISIT, {"place": 0})


@given(st.lists(st.tuples(st.none() | st.integers(1, 4), st.just("")), max_size=4))
def test_what_is_kept_has_no_visit_twice(choices):
    try:
        kept = in_order(choices)
    except Refusal:
        chosen = [visit for visit, _ in choices if visit]
        assert len(chosen) != len(set(chosen))
    else:
        assert [visit for visit, _ in kept] == [visit for visit, _ in choices if visit]
