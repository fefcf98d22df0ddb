"""What clashes in an agenda: found once each, with names, quickly."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.timetable import Break, ClashKind, Facts, Hall, Involved, Level, Placed, overlapping
from exchange.domain.timetable_check import Timetable

DAY = datetime(2027, 5, 25, tzinfo=UTC)
BAOBAB = Hall(1, "Baobab", 100, ("en", "fr"))
AMA, KOFI = Involved(7, "Ama Mensah", "chair"), Involved(8, "Kofi Badu", "speaker")


def placed(key, start=540, minutes=60, room=1, **values):
    begin = DAY + timedelta(minutes=start)
    return Placed(key, f"S{key:02}", f"Title {key}", room, begin, begin + timedelta(minutes=minutes), **values)


def clashes(sessions, rooms, pauses=(), **facts):
    return Timetable(Facts(list(sessions), list(rooms), list(pauses), **facts)).clashes()


def kinds(*sessions, rooms=(BAOBAB,), **bounds):
    return [clash.kind for clash in clashes(sessions, rooms, **bounds)]


def test_sessions_that_follow_each_other_do_not_clash():
    assert kinds(placed(1, people=(AMA,)), placed(2, start=600, people=(AMA,))) == []


def test_a_room_taken_twice_names_room_and_both_sessions():
    (clash,) = clashes([placed(2, start=590), placed(1)], [BAOBAB])
    assert (clash.kind, clash.level, clash.room) == (ClashKind.ROOM_TWICE, Level.BLOCK, BAOBAB)
    assert [one.code for one in clash.sessions] == ["S01", "S02"]
    assert clash.beside(1).code == "S02"


def test_a_person_needed_twice_is_named_with_the_role_of_each_session():
    speaker = Involved(7, "Ama Mensah", "speaker")
    (clash,) = clashes([placed(1, people=(AMA,)), placed(2, room=2, people=(speaker, KOFI))], [BAOBAB, Hall(2, "B", 9)])
    assert clash.kind is ClashKind.PERSON_TWICE
    assert [clash.role_in(one) for one in clash.sessions] == ["chair", "speaker"]


def test_two_roles_in_one_session_are_no_clash():
    assert kinds(placed(1, people=(AMA, Involved(7, "Ama Mensah", "speaker")))) == []


def test_a_long_session_clashes_with_every_short_one_inside_it():
    found = kinds(placed(1, minutes=240), placed(2, start=550, minutes=10), placed(3, start=700, minutes=10))
    assert found == [ClashKind.ROOM_TWICE] * 2


def test_too_small_and_missing_booths_only_warn():
    found = clashes([placed(1, seats=101, languages=("en", "fr", "es"))], [BAOBAB])
    assert [(clash.kind, clash.level) for clash in found] == [
        (ClashKind.TOO_SMALL, Level.WARN),
        (ClashKind.BOOTH_MISSING, Level.WARN),
    ]
    assert found[0].facts == {"seats": 101, "capacity": 100}
    assert found[1].facts == {"missing": ("es",)}


def test_the_floor_language_needs_no_booth():
    assert kinds(placed(1, languages=("pt", "en"))) == []


def test_a_day_outside_the_forum_and_an_end_before_the_start_block():
    bounds = {"opens": DAY, "closes": DAY + timedelta(days=1)}
    assert kinds(placed(1, start=24 * 60), **bounds) == [ClashKind.OUTSIDE_DAYS]
    assert kinds(placed(1, start=-1), **bounds) == [ClashKind.OUTSIDE_DAYS]
    assert kinds(placed(1, minutes=0), placed(2), **bounds) == [ClashKind.ENDS_BEFORE_START]


def test_a_session_ends_on_its_day_at_midnight_at_the_latest():
    bounds = {"opens": DAY, "closes": DAY + timedelta(days=2)}
    late = placed(1, start=23 * 60, minutes=61)
    assert kinds(placed(1, start=23 * 60), zone=ZoneInfo("UTC"), **bounds) == []
    assert kinds(late, zone=ZoneInfo("UTC"), **bounds) == [ClashKind.PAST_MIDNIGHT]
    assert kinds(late, zone=ZoneInfo("America/La_Paz"), **bounds) == []
    assert kinds(placed(1, start=47 * 60, minutes=61), **bounds) == [ClashKind.PAST_MIDNIGHT]
    assert clashes([late], [BAOBAB], zone=ZoneInfo("UTC"))[0].level is Level.BLOCK


def test_midnight_is_true_on_the_night_the_clocks_go_back():
    zone = ZoneInfo("Atlantic/Azores")
    begin = datetime(2027, 10, 30, 23, tzinfo=zone).astimezone(UTC)
    same = Placed(1, "S01", "Title", 1, begin, begin + timedelta(minutes=60))
    assert kinds(same, zone=zone) == []
    assert kinds(replace(same, ends_at=begin + timedelta(minutes=61)), zone=zone) == [ClashKind.PAST_MIDNIGHT]


def test_a_session_during_a_pause_only_warns_and_names_the_pause():
    lunch = Break("Lunch", DAY + timedelta(minutes=600), DAY + timedelta(minutes=660))
    (clash,) = clashes([placed(1, minutes=70)], [BAOBAB], pauses=[lunch])
    assert (clash.kind, clash.level, clash.facts) == (ClashKind.IN_PAUSE, Level.WARN, {"pause": lunch})
    assert kinds(placed(1), placed(2, start=660), pauses=[lunch]) == []


def test_a_session_without_a_room_is_told_and_clashes_with_no_room():
    assert kinds(placed(1, room=None), placed(2, room=None)) == [ClashKind.NO_ROOM] * 2


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20), st.integers(1, 3), st.integers(1, 3)), max_size=15)


@given(spans)
def test_the_sweep_finds_what_comparing_all_pairs_finds(rows):
    rooms = [Hall(key, f"R{key}", 10) for key in (1, 2, 3)]
    sessions = [
        placed(key, start, minutes, room, people=(Involved(person, str(person), "chair"),))
        for key, (start, minutes, room, person) in enumerate(rows, 1)
    ]
    found = {(clash.kind, *sorted(one.key for one in clash.sessions)) for clash in clashes(sessions, rooms)}
    wanted = set()
    for one, other in combinations(sessions, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            wanted |= {(ClashKind.ROOM_TWICE, one.key, other.key)} if one.room == other.room else set()
            wanted |= {(ClashKind.PERSON_TWICE, one.key, other.key)} if one.people == other.people else set()
    assert found == wanted


@given(spans)
def test_overlapping_gives_each_pair_once(rows):
    given = [(DAY + timedelta(minutes=a), DAY + timedelta(minutes=a + n)) for a, n, _, _ in rows]
    pairs = [tuple(sorted(pair)) for pair in overlapping(given)]
    assert len(pairs) == len(set(pairs))


def test_two_hundred_sessions_take_less_than_fifty_milliseconds():
    chance = random.Random(4)
    rooms = [Hall(key, f"R{key}", 50, ("en",)) for key in range(1, 21)]
    sessions = [
        placed(
            key,
            chance.randrange(0, 4000, 15),
            90,
            chance.randint(1, 20),
            people=tuple(Involved(chance.randint(1, 300), "x", "speaker") for _ in range(5)),
            seats=60,
            languages=("en", "fr"),
        )
        for key in range(200)
    ]
    started = time.process_time()
    found = clashes(sessions, rooms)
    assert found
    assert time.process_time() - started < 0.05
