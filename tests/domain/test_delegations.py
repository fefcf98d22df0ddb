"""Who may come: places, standings, windows and days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.delegations import (
    COUNTED,
    ENDED,
    MOVES,
    SEATED,
    Places,
    Reason,
    Role,
    Standing,
    check_approvable,
    check_city,
    check_move,
    check_open,
    check_place,
    check_stay,
    doubts_about_stay,
    first_standing,
    quota_of,
    standing_after_change,
)
from exchange.domain.refusal import Refusal

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
FIRST, LAST = date(2027, 5, 25), date(2027, 5, 27)
limits = st.none() | st.integers(0, 5)
places = st.builds(Places, limits, st.integers(0, 6), limits, st.integers(0, 6))


def reason_of(rule, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        rule(*args, **kwargs)
    return refused.value.reason


@given(st.sampled_from(Role), places)
def test_a_place_is_given_exactly_while_the_limits_that_count_for_the_role_are_not_reached(role, found):
    full = role in SEATED and found.capacity is not None and found.taken >= found.capacity
    city_full = role in COUNTED and found.quota is not None and found.city_taken >= found.quota
    if full or city_full:
        expected = Reason.FORUM_FULL if full else Reason.CITY_FULL
        assert reason_of(check_place, role, found) is expected
    else:
        check_place(role, found)


@given(st.sampled_from(Role), places, st.booleans(), st.booleans())
def test_a_full_forum_means_the_waiting_list_and_only_a_free_place_an_approval(role, found, has_city, by_itself):
    standing = first_standing(role, found, has_city=has_city, approves_by_itself=by_itself)
    if standing is Standing.WAITING:
        reason_of(check_place, role, found)
        return
    check_place(role, found)
    assert (standing is Standing.APPROVED) == (by_itself and (has_city or role not in COUNTED))
    assert standing is standing_after_change(role, found, has_city=has_city, approves_by_itself=by_itself)


@pytest.mark.parametrize("role", [Role.INTERPRETER, Role.COMPANION, Role.STAFF])
def test_helpers_come_even_when_everything_is_full(role):
    check_place(role, Places(0, 9, 0, 9))


def test_the_host_city_has_its_own_quota():
    assert quota_of(1, 1, 3, 10) == 10
    assert quota_of(2, 1, 3, 10) == 3
    assert quota_of(1, 1, 3, None) == 3
    assert quota_of(None, None, 3, 10) == 3
    assert quota_of(2, 1, None, 10) is None


def test_nobody_comes_back_from_having_left():
    for ended in ENDED:
        assert not MOVES[ended]
        assert reason_of(check_move, ended, Standing.APPROVED) is Reason.WRONG_STANDING
    assert set(MOVES) == set(Standing)
    check_move(Standing.DECLINED, Standing.SUBMITTED)
    assert reason_of(check_move, Standing.APPROVED, Standing.APPROVED) is Reason.WRONG_STANDING


def test_a_delegate_needs_a_city_and_an_accepted_one_to_be_approved():
    none = {"has_city": False, "has_request": False}
    assert reason_of(check_city, Role.DELEGATE, **none, has_organisation=True) is Reason.CITY_MISSING
    assert reason_of(check_city, Role.PRESS, **none, has_organisation=False) is Reason.CITY_MISSING
    check_city(Role.PRESS, **none, has_organisation=True)
    check_city(Role.HEAD, has_city=False, has_request=True, has_organisation=False)
    assert reason_of(check_approvable, Role.HEAD, has_city=False) is Reason.CITY_NOT_ACCEPTED
    check_approvable(Role.PRESS, has_city=False)


def test_registration_is_open_from_its_opening_to_just_before_its_closing():
    hour = timedelta(hours=1)
    check_open(NOW, NOW, NOW + hour)
    check_open(NOW, NOW - hour, None)
    assert reason_of(check_open, NOW, None, None) is Reason.NOT_OPEN
    assert reason_of(check_open, NOW, NOW + hour, None) is Reason.NOT_OPEN
    assert reason_of(check_open, NOW, NOW - hour, NOW) is Reason.CLOSED


@pytest.mark.parametrize(
    ("arrives", "leaves", "doubts"),
    [
        (date(2027, 5, 10), None, {"arrives_on": Reason.ARRIVES_TOO_EARLY}),
        (date(2027, 5, 28), None, {"arrives_on": Reason.ARRIVES_TOO_LATE}),
        (None, date(2027, 5, 24), {"leaves_on": Reason.LEAVES_TOO_EARLY}),
        (None, date(2027, 6, 11), {"leaves_on": Reason.LEAVES_TOO_LATE}),
        (
            date(2027, 5, 10),
            date(2027, 6, 11),
            {"arrives_on": Reason.ARRIVES_TOO_EARLY, "leaves_on": Reason.LEAVES_TOO_LATE},
        ),
        (date(2027, 5, 11), date(2027, 6, 10), {}),
        (date(2027, 5, 25), date(2027, 5, 25), {}),
        (None, None, {}),
    ],
)
def test_a_stay_far_from_the_forum_is_asked_about(arrives, leaves, doubts):
    found = doubts_about_stay(arrives, leaves, FIRST, LAST)
    assert {name: refusal.reason for name, refusal in found.items()} == doubts


def test_nobody_leaves_before_they_come():
    assert reason_of(check_stay, date(2027, 5, 27), date(2027, 5, 26)) is Reason.LEAVES_FIRST
    check_stay(date(2027, 5, 27), date(2027, 5, 27))
    check_stay(None, date(2027, 5, 26))
