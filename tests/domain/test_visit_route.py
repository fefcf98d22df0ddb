"""The clock and the map of a study visit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.programme import Stop
from exchange.domain.visit_route import (
    Finding,
    Problem,
    check,
    distance_km,
    leg_minutes,
    route_map,
    smallest_capacity,
    span,
    timing,
    where,
)

START = datetime(2027, 5, 26, 8, 30, tzinfo=UTC)
DAKAR = (14.6708, -17.4381)


def at(minutes):
    return None if minutes is None else START + timedelta(minutes=minutes)


def way(*times, **places):
    return [Stop(f"Stop {i}", at(a), at(b), **places.get(f"s{i}", {})) for i, (a, b) in enumerate(times)]


GOOD = way((None, 0), (50, 95), (120, 165), (200, None))


def test_a_good_visit_has_no_findings_and_its_minutes_add_up():
    assert check(GOOD, capacity=20, seats=[35, 35, None], near=DAKAR) == [Finding(Problem.LITTLE_ON_SITE, number=45)]
    assert leg_minutes(GOOD) == (50, 25, 35)
    assert (timing(GOOD).on_site, timing(GOOD).travelling, timing(GOOD).total) == (90, 110, 200)
    assert span(GOOD) == (at(0), at(200))


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        (way((None, 0)), Finding(Problem.TOO_FEW_STOPS)),
        (way((None, 0), (60, 30), (90, None)), Finding(Problem.ENDS_BEFORE_START, 1)),
        (way((None, 40), (30, 60), (90, None)), Finding(Problem.NEGATIVE_LEG, 1)),
        (way((None, 30), (30, 60), (70, None)), Finding(Problem.NO_TIME_FOR_LEG, 1)),
        (way((None, None), (30, 60), (70, None)), Finding(Problem.NO_DEPARTURE, 0)),
        (way((None, 0), (30, 60), (None, None)), Finding(Problem.NO_ARRIVAL, 2)),
    ],
)
def test_what_does_not_fit_the_clock_is_named_with_its_stop(stops, expected):
    assert expected in check(stops)


@pytest.mark.parametrize(
    ("latitude", "longitude", "problem"),
    [
        (None, None, None),
        (*DAKAR, None),
        (14.7, None, Problem.HALF_A_PLACE),
        (-17.4381, 14.6708, Problem.SWAPPED),
        (120.5, 14.6, Problem.SWAPPED),
        (400.0, 500.0, Problem.OUTSIDE_THE_WORLD),
        (48.85, 2.35, Problem.FAR_AWAY),
    ],
)
def test_a_wrong_position_is_told_apart(latitude, longitude, problem):
    assert where(latitude, longitude, DAKAR) is problem


def test_the_smallest_vehicle_decides():
    assert smallest_capacity(24, [35, None, 18]) == 18
    assert Finding(Problem.FEW_SEATS, 2, 18) in check(GOOD, capacity=24, seats=[35, 18, None])


def test_the_map_gathers_the_end_with_the_beginning():
    places = [DAKAR, (14.7646, -17.3907), (14.7736, -17.3480), DAKAR]
    drawn = route_map([Stop("s", None, None, latitude=a, longitude=b) for a, b in places])
    assert [point.numbers for point in drawn.points] == [(1, 4), (2,), (3,)]
    assert drawn.points[1].y < drawn.points[0].y, "north is up"
    assert drawn.bar_km in {1, 2, 5}


def test_nothing_is_drawn_of_less_than_two_places():
    assert route_map([]) is None
    assert route_map([Stop("s", None, None, latitude=1.0, longitude=1.0)] * 2) is None


positions = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(st.lists(positions, min_size=2, max_size=12))
def test_every_point_lies_in_the_box(places):
    drawn = route_map([Stop("s", None, None, latitude=a, longitude=b) for a, b in places])
    if drawn is None:
        return
    assert all(0 <= p.x <= drawn.width and 0 <= p.y <= drawn.height for p in drawn.points)
    assert sorted(n for p in drawn.points for n in p.numbers) == list(range(1, len(places) + 1))
    assert 0 < drawn.bar <= drawn.width


@given(st.lists(st.integers(0, 240), min_size=4, max_size=16))
def test_times_in_order_never_block_and_the_sum_is_the_whole(minutes):
    minutes = sorted(minutes)[: len(minutes) // 2 * 2]
    times = [None, *minutes, None]
    stops = way(*zip(times[::2], times[1::2], strict=True))
    assert not [finding for finding in check(stops) if finding.blocks]
    assert timing(stops).total == minutes[-1] - minutes[0]


@given(positions, positions)
def test_distance_is_the_same_there_and_back(one, other):
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert 0 <= distance_km(one, other) <= 20_040
