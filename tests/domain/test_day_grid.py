"""A day as a grid: true to the minute, nothing on top of anything else."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.domain.day_grid import ELSEWHERE, ItemKind, day_grid
from exchange.domain.programme import Status
from tests.samples import instant, sample_programme, sample_visits

PROGRAMME = sample_programme()
FIRST, SECOND, THIRD = PROGRAMME.days


def of_kind(grid, kind):
    return [item for item in grid.items if item.kind is kind]


def test_rooms_in_use_are_columns_in_the_forums_order():
    grid = day_grid(PROGRAMME, SECOND, sample_visits())
    assert [column.key for column in grid.columns] == ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "visits"]


def test_organisers_see_the_rooms_in_which_nothing_takes_place_too():
    one = [PROGRAMME.session("S03")]
    day = next(day for day in PROGRAMME.days if one[0] in day.sessions)
    assert len(day_grid(PROGRAMME, day, sessions=one).columns) == 1
    columns = day_grid(PROGRAMME, day, sessions=one, every_room=True).columns
    assert [column.key for column in columns] == [room.code for room in PROGRAMME.rooms]


def test_a_plenary_alone_in_its_time_goes_across_all_rooms():
    (opening,) = of_kind(day_grid(PROGRAMME, FIRST), ItemKind.PLENARY)
    assert (opening.start, opening.end, opening.column, opening.columns) == (0, 75, 0, 8)


def test_a_plenary_with_something_beside_it_stays_in_its_room():
    first = PROGRAMME.session("S02")
    beside = replace(first, starts_at=instant(1, "09:00"), ends_at=instant(1, "10:00"))
    sessions = tuple(beside if s is first else s for s in PROGRAMME.sessions)
    programme = replace(PROGRAMME, sessions=sessions)
    assert of_kind(day_grid(programme, programme.days[0]), ItemKind.PLENARY) == []


def test_items_stand_where_they_are_in_time():
    grid = day_grid(PROGRAMME, FIRST)
    (item,) = [i for i in grid.items if i.session and i.session.code == "S07"]
    assert (item.start, item.end, grid.columns[item.column].key) == (225, 270, "R6")
    assert (grid.lines[item.row - 1], grid.lines[item.row_end - 1]) == (225, 270)


def test_the_name_of_a_pause_stands_where_nothing_else_is():
    coffee, lunch, *_ = of_kind(day_grid(PROGRAMME, FIRST), ItemKind.PAUSE)
    assert (coffee.free, lunch.free) == ((0, 8), (0, 4))


def test_all_visits_of_the_day_share_a_block():
    (block,) = of_kind(day_grid(PROGRAMME, SECOND, sample_visits()), ItemKind.VISITS)
    assert [visit.code for visit in block.visits] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert (block.start, block.end) == (15, 320)


def test_sessions_at_one_time_in_one_room_share_its_width():
    twin = replace(PROGRAMME.session("S03"), room="R2", guid="twin")
    programme = replace(PROGRAMME, sessions=(*PROGRAMME.sessions, twin))
    items = [i for i in day_grid(programme, programme.days[0]).items if i.session and i.session.code in ("S02", "S03")]
    assert sorted((i.lane, i.lanes) for i in items if i.column == 1) == [(0, 2), (1, 2)]


def test_a_session_without_a_room_has_a_column_of_its_own():
    nowhere = replace(PROGRAMME.sessions[5], room=None)
    programme = replace(PROGRAMME, sessions=(nowhere,))
    assert [column.key for column in day_grid(programme, programme.days[0]).columns] == [ELSEWHERE]


def test_a_filter_narrows_the_grid():
    grid = day_grid(PROGRAMME, FIRST, sessions=[PROGRAMME.session("S16")])
    assert [column.key for column in grid.columns] == ["R2"]
    assert grid.hours[0][1].hour == 15


def test_a_day_on_which_nothing_takes_place_has_no_grid():
    off = tuple(replace(session, status=Status.CANCELLED) for session in PROGRAMME.sessions)
    programme = replace(PROGRAMME, sessions=off)
    assert day_grid(programme, programme.days[0]) is None


def overlap(one, other):
    columns = range(max(one.column, other.column), min(one.column + one.columns, other.column + other.columns))
    in_time = one.start < other.end and other.start < one.end
    return bool(columns) and in_time and (one.lane == other.lane or one.lanes != other.lanes)


placements = st.lists(
    st.tuples(st.sampled_from(["R1", "R2", None]), st.integers(0, 400), st.integers(5, 200)), min_size=1, max_size=9
)


@settings(deadline=None)
@given(placements)
def test_whatever_is_placed_nothing_lies_on_anything_else(placed):
    sessions = tuple(
        replace(
            PROGRAMME.sessions[number + 1],
            room=room,
            starts_at=instant(1, "08:00") + timedelta(minutes=start),
            ends_at=instant(1, "08:00") + timedelta(minutes=start + length),
        )
        for number, (room, start, length) in enumerate(placed)
    )
    programme = replace(PROGRAMME, sessions=sessions, pauses=())
    grid = day_grid(programme, programme.days[0])
    assert not any(overlap(one, other) for one, other in combinations(grid.items, 2))
    assert all(0 <= item.start < item.end <= grid.minutes for item in grid.items)
