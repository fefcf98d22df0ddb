"""An agenda taken to the planner and back: what comes back keeps the rules, and what is fixed stays."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exchange.domain.agenda_grid import Hours, grid_of, likely_hours
from exchange.domain.agenda_instance import Question, Spot, movable_in
from exchange.domain.agenda_merge import what_fits, with_spots
from exchange.domain.agenda_planner import Effort, FactKind, Watch
from exchange.domain.agenda_plans import mend, propose
from exchange.domain.timetable import Break, BreakKind, Facts, Hall, Involved, Layout, Need, Placed, Span, Team, Waiting
from exchange.domain.timetable_check import Timetable
from exchange.domain.timetable_levels import ClashKind

DAY = datetime(2027, 5, 25, tzinfo=UTC)
LUNCH = Break("Lunch", DAY + timedelta(hours=12), DAY + timedelta(hours=13), BreakKind.MEAL)
HALLS = (
    Hall(1, "Baobab", 100, ("en", "fr"), features=frozenset({Need.STEP_FREE})),
    Hall(2, "Sahel", 30, capacities={Layout.THEATRE: 60}),
)
QUICK = Effort(steps=2_000)
# What the planner is told; the others it cannot see, and the page shows them.
KEPT = {
    ClashKind.ROOM_TWICE, ClashKind.PERSON_TWICE, ClashKind.CITY_TWICE, ClashKind.TOO_SMALL, ClashKind.BOOTH_MISSING,
    ClashKind.ACCESS, ClashKind.TEAMS_SHORT, ClashKind.SERIES, ClashKind.ORDER, ClashKind.EXCLUSIVE, ClashKind.IN_MEAL,
    ClashKind.OUTSIDE_ALLOWED, ClashKind.PAST_MIDNIGHT, ClashKind.OUTSIDE_DAYS, ClashKind.NO_ROOM,
}  # fmt: skip


def facts(*sessions, **values):
    values = {"halls": HALLS, "breaks": [LUNCH], "opens": DAY, "closes": DAY + timedelta(days=2), "zone": None} | values
    return Facts(sessions=sessions, **values)


def waiting(key, minutes=60, **values):
    return Waiting(key=key, code=f"S{key:02}", title=f"Title {key}", minutes=minutes, **values)


def placed(key, hour, minutes=60, room=1, **values):
    starts_at = DAY + timedelta(hours=hour)
    return Placed(
        key=key, code=f"S{key:02}", title=f"Title {key}", room=room, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes), **values,
    )  # fmt: skip


def proposed(known, hours=None, keys=None, wishes=()):
    question = Question(known, movable_in(known, keys), hours or Hours(time(9), time(17), 30), wishes)
    return propose(question, QUICK, Watch())


def test_time_is_cut_where_pauses_and_sessions_begin():
    grid = grid_of(facts(placed(1, 9.25)), Hours(time(9), time(17), 30))
    assert (grid.minutes, len(grid.units)) == (15, 64)
    assert grid.unit_at(DAY + timedelta(hours=9, minutes=20)) == 1
    assert grid.unit_at(DAY + timedelta(hours=18)) is None
    assert not any(grid.units[unit].usual for unit in grid.covered(Span(LUNCH.starts_at, LUNCH.ends_at)))
    starts = sorted(grid.units[unit].starts_at.strftime("%H:%M") for unit in grid.starts(60) if unit < 32)
    assert starts == ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]


def test_hours_are_those_of_the_sessions_that_stand():
    assert likely_hours(facts(placed(1, 8.5), placed(2, 16))) == Hours(time(8, 30), time(17), 30)
    assert likely_hours(facts(waiting(1))) == Hours(time(9), time(18, 30), 30)


def test_nothing_is_put_into_a_pause_or_over_it():
    answer = proposed(facts(*(waiting(key, 90) for key in range(1, 9))))
    assert len(answer.spots) == 8
    times = [spot.time for spot in answer.spots.values()]
    assert not [time for time in times if time.starts_at < LUNCH.ends_at and LUNCH.starts_at < time.ends_at]


def test_what_somebody_put_into_the_evening_keeps_its_hour():
    known = facts(placed(1, 19), waiting(2))
    (evening,) = (spot for key, spot in proposed(known).spots.items() if key == 1)
    assert evening.time.starts_at.hour == 19


def test_a_locked_session_stays_and_a_locked_room_is_kept():
    known = facts(
        placed(1, 9, room=2, time_locked=True, room_locked=True), placed(2, 9, room=1, room_locked=True), waiting(3)
    )
    answer = proposed(known)
    assert 1 not in answer.spots and answer.spots[2].room == 1


def test_the_layout_of_the_chairs_decides_what_a_room_holds():
    taken = placed(1, 9, 480, time_locked=True, room_locked=True)
    answer = proposed(facts(taken, waiting(2, seats=50, layout=Layout.THEATRE)))
    assert answer.spots[2].room == 2 or answer.spots[2].time.starts_at.day == 26


def test_a_warning_somebody_accepted_tears_no_session_out():
    known = facts(placed(1, 9, room=2, seats=90), waiting(2))
    question = Question(known, movable_in(known, {1}), Hours(time(9), time(17)))
    assert mend(question, QUICK, Watch()).spots[1] == Spot(2, Span(DAY + timedelta(hours=9), DAY + timedelta(hours=10)))


def test_two_fixed_sessions_that_clash_do_not_stop_the_others():
    who = (Involved(1, "Ama", "speaker"),)
    fixed = {"time_locked": True, "room_locked": True}
    known = facts(placed(1, 9, people=who, **fixed), placed(2, 9, people=who, **fixed), waiting(3, people=who))
    answer = proposed(known)
    assert set(answer.spots) == {3} and not answer.because
    assert answer.spots[3].time.starts_at != DAY + timedelta(hours=9)


def test_what_is_fixed_stays_even_where_it_contradicts_what_waits():
    fixed = {"time_locked": True, "room_locked": True}
    known = facts(placed(1, 33, **fixed), waiting(2, after=frozenset({1})), placed(3, 9, after=frozenset({2}), **fixed))
    answer = proposed(known)
    assert answer.unplaced == (2,) and not answer.spots
    assert {fact.kind for fact in answer.because} <= set(FactKind) and answer.because


def test_wishes_keep_two_sessions_apart():
    known = facts(waiting(1), waiting(2), opens=DAY, closes=DAY + timedelta(days=1))
    answer = proposed(known, Hours(time(9), time(11), 30), wishes=[{1: 3, 2: 3}])
    assert answer.after.clashes == 0 and answer.after.share_met == 1


def test_two_sessions_may_change_places():
    known = facts(placed(1, 9), placed(2, 10))
    nine, ten = DAY + timedelta(hours=9), DAY + timedelta(hours=10)
    hour = timedelta(hours=1)
    merge = what_fits(known, {1: Spot(1, Span(ten, ten + hour)), 2: Spot(1, Span(nine, nine + hour))})
    assert set(merge.fits) == {1, 2}


def test_whoever_needs_the_place_of_one_that_stays_has_to_stay_too():
    known = facts(placed(1, 9), placed(2, 10), placed(3, 11, time_locked=True))
    nine, hour = DAY + timedelta(hours=9), timedelta(hours=1)
    ten, eleven = nine + hour, nine + 2 * hour
    merge = what_fits(known, {1: Spot(1, Span(ten, eleven)), 2: Spot(1, Span(eleven, eleven + hour))})
    assert not merge.fits and set(merge.refused) == {1, 2}


@st.composite
def agendas(draw):
    people = st.lists(st.integers(1, 4), max_size=2, unique=True)
    rows = []
    for key in range(1, draw(st.integers(2, 9)) + 1):
        values = {
            "people": tuple(Involved(who, f"P{who}", "speaker") for who in draw(people)),
            "cities": tuple(Involved(who, f"C{who}", "city") for who in draw(people)),
            "seats": draw(st.sampled_from([None, 10, 50, 90])),
            "languages": draw(st.sampled_from([(), ("en",), ("en", "fr")])),
            "layout": draw(st.sampled_from([None, Layout.THEATRE])),
            "needs": draw(st.sampled_from([frozenset(), frozenset({Need.STEP_FREE})])),
            "series": draw(st.sampled_from(["", "a"])),
            "after": draw(st.sampled_from([frozenset(), frozenset({key - 1}) if key > 1 else frozenset()])),
            "exclusive": draw(st.sampled_from([False, False, False, True])),
        }
        minutes = draw(st.sampled_from([30, 60, 90]))
        if draw(st.booleans()):
            hour = draw(st.sampled_from([9, 10.5, 13, 33.5]))
            rows.append(placed(key, hour, minutes, draw(st.sampled_from([1, 2])), **values))
        else:
            rows.append(waiting(key, minutes, **values))
    teams = draw(st.sampled_from([{}, {"en": Team(1), "fr": Team(1)}]))
    return facts(*rows, teams=teams)


@settings(max_examples=60, deadline=None, phases=set(Phase) - {Phase.shrink})
@given(agendas(), st.booleans())
def test_what_is_proposed_breaks_no_rule_that_was_kept_before(known, only_tray):
    tray = {one.key for one in known.sessions if isinstance(one, Waiting)}
    answer = proposed(known, keys=tray if only_tray else None)
    before = {(clash.kind, tuple(one.key for one in clash.sessions)) for clash in Timetable(known).clashes()}
    after = Timetable(with_spots(known, answer.spots)).clashes()
    new = [clash for clash in after if clash.kind in KEPT and any(one.key in answer.spots for one in clash.sessions)]
    wrong_before = {key for kind, keys in before for key in keys}
    assert not [clash for clash in new if not wrong_before.issuperset(one.key for one in clash.sessions)]
    assert set(answer.spots).isdisjoint(answer.unplaced)
