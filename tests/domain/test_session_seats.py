"""Seats in sessions: who is next, how long one may think, what clashes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.delegations import Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.session_seats import (
    Asker,
    Engagement,
    Limits,
    Reason,
    Tally,
    Tie,
    Waiter,
    above_limit,
    answer_until,
    check_free,
    check_place,
    check_when,
    check_who,
    clashing,
    free_places,
    line,
    must_choose,
    next_in_line,
)
from exchange.domain.waiting import WaitingRule

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
START = datetime(2027, 5, 25, 9, tzinfo=UTC)

cities = st.one_of(st.none(), st.integers(1, 5))
waiting_lists = st.lists(
    st.builds(
        Waiter,
        key=st.integers(1, 10_000),
        city=cities,
        asked_at=st.integers(0, 50).map(lambda n: NOW + timedelta(minutes=n)),
        held_up=st.booleans(),
    ),
    unique_by=lambda one: one.key,
    max_size=30,
)
limits_of_any_kind = st.builds(
    Limits,
    places=st.integers(0, 12),
    overbook=st.integers(0, 100),
    city_cap=st.one_of(st.none(), st.integers(1, 3)),
    rule=st.sampled_from(WaitingRule),
    room=st.one_of(st.none(), st.integers(0, 12)),
)
tallies = st.dictionaries(st.integers(1, 5), st.integers(1, 4)).map(lambda by: Tally(sum(by.values()), by))


def refused(check, *arguments):
    with pytest.raises(Refusal) as caught:
        check(*arguments)
    return caught.value.reason


@given(waiting_lists, tallies, limits_of_any_kind)
def test_free_places_are_offered_to_as_many_as_fit_and_never_to_more(waiting, tally, limits):
    chosen = next_in_line(waiting, tally, limits)
    assert len(chosen) <= free_places(limits, tally)
    assert not any(one.held_up for one in chosen)
    given_to = {}
    for one in chosen:
        given_to[one.city] = given_to.get(one.city, 0) + 1
    if limits.city_cap:
        for city, number in given_to.items():
            assert city is None or tally.of(city) + number <= limits.city_cap
    # Whoever is left could not have had one of the places that are left.
    if len(chosen) < free_places(limits, tally):
        full = {
            city
            for city in range(1, 6)
            if limits.city_cap and tally.of(city) + given_to.get(city, 0) >= limits.city_cap
        }
        assert all(one.held_up or one.city in full for one in waiting if one not in chosen)


@given(waiting_lists, tallies, st.sampled_from(WaitingRule))
def test_the_line_holds_everybody_once_and_keeps_the_order_within_a_city(waiting, tally, rule):
    order = line(waiting, tally, rule)
    assert sorted(one.key for one in order) == sorted(one.key for one in waiting)
    for city in {one.city for one in waiting}:
        asked = [(one.asked_at, one.key) for one in order if one.city == city]
        assert asked == sorted(asked)


def test_cities_without_a_seat_come_first_when_the_organiser_says_so():
    waiting = [Waiter(n, city, NOW + timedelta(minutes=n)) for n, city in enumerate([1, 1, 2, 3, 2, None])]
    assert [one.key for one in line(waiting, Tally(1, {1: 1}), WaitingRule.NEW_CITY_FIRST)] == [2, 3, 0, 1, 4, 5]
    assert [one.key for one in line(waiting, Tally(1, {1: 1}), WaitingRule.FIRST_COME)] == [0, 1, 2, 3, 4, 5]


@given(st.integers(0, 60 * 24 * 30))
def test_one_has_a_day_to_answer_or_half_of_what_is_left(minutes):
    until = answer_until(START - timedelta(minutes=minutes), START)
    if minutes < 30:
        assert until is None
    else:
        assert until is not None
        assert until - (START - timedelta(minutes=minutes)) == min(timedelta(days=1), timedelta(minutes=minutes) / 2)
        assert until < START


def test_a_limit_is_never_above_what_the_room_holds_but_for_overbooking():
    assert Limits(10).capacity == 10
    assert Limits(10, room=8).capacity == 8
    assert Limits(10, overbook=25).capacity == 12
    assert Limits(10, overbook=25, room=8).capacity == 10
    assert above_limit(Limits(10, room=7), Tally(10)) == 3
    assert free_places(Limits(10, room=7), Tally(10)) == 0


def test_companions_take_no_place_and_delegates_count_for_their_city():
    full = Limits(2, city_cap=1)
    check_place(full, Tally(2), Asker(Role.COMPANION, Standing.APPROVED, 1))
    assert refused(check_place, full, Tally(2), Asker(Role.DELEGATE, Standing.APPROVED, 1)) is Reason.FULL
    assert refused(check_place, full, Tally(1, {1: 1}), Asker(Role.HEAD, Standing.APPROVED, 1)) is Reason.CITY_FULL
    check_place(full, Tally(1, {1: 1}), Asker(Role.HEAD, Standing.APPROVED, 2))
    check_place(full, Tally(1, {1: 1}), Asker(Role.PRESS, Standing.APPROVED, 1))


def test_who_may_sign_up_and_when():
    heads = Limits(5, roles=frozenset({Role.HEAD}), opens_at=NOW)
    check_who(heads, Asker(Role.HEAD, Standing.APPROVED))
    assert refused(check_who, heads, Asker(Role.DELEGATE, Standing.APPROVED)) is Reason.WRONG_ROLE
    assert refused(check_who, heads, Asker(Role.HEAD, Standing.WAITING)) is Reason.NOT_APPROVED
    check_when(heads, NOW, START)
    assert refused(check_when, heads, NOW - timedelta(seconds=1), START) is Reason.NOT_OPEN_YET
    assert refused(check_when, heads, START, START) is Reason.STARTED


def tie(guid, hour, kind=Tie.SEAT):
    start = START.replace(hour=hour)
    return Engagement(1, kind, guid.upper(), {"en": guid}, (start, start + timedelta(hours=1)), guid)


def test_only_seats_in_sessions_can_be_given_up_for_another():
    mine = (START, START + timedelta(hours=1))
    found = clashing(mine, "a", [tie("a", 9), tie("b", 9), tie("c", 10), tie("v", 9, Tie.VISIT)])
    assert [one.guid for one in found] == ["b", "v"]
    check_free(found[:1], {"b"})
    assert refused(check_free, found[:1], set()) is Reason.CLASH
    assert refused(check_free, found, {"b", "v"}) is Reason.CLASH


def test_the_seat_that_moved_is_asked_about_and_every_seat_that_a_duty_moved_into():
    assert must_choose("a", [tie("b", 9)], {"a"})
    assert not must_choose("a", [tie("b", 9)], {"b"})
    assert must_choose("a", [tie("s", 9, Tie.ROLE)], {"s"})
    assert not must_choose("a", [tie("s", 9, Tie.ROLE)], {"x"})
    assert not must_choose("a", [], {"a"})
