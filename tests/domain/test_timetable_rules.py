"""Each rule of an agenda, its level, and that what would clash is what does clash."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.timetable import (
    Break,
    BreakKind,
    ClashKind,
    Facts,
    Hall,
    Involved,
    Layout,
    Level,
    Need,
    Outage,
    Outing,
    Placed,
    Span,
    Team,
    Waiting,
)
from exchange.domain.timetable_check import Timetable
from exchange.domain.timetable_levels import DEFAULT_LEVELS, choices_for, levels_with

DAY = datetime(2027, 5, 25, tzinfo=UTC)
HALLS = [Hall(1, "Baobab", 100, ("en", "fr"), site="North"), Hall(2, "Atelier", 30, site="South")]
AMA = Involved(7, "Ama Mensah", "chair")
KUMASI = Involved(70, "Kumasi", "")


def at(minutes):
    return DAY + timedelta(minutes=minutes)


def span(start, minutes):
    return Span(at(start), at(start + minutes))


def placed(key, start=540, minutes=60, room=1, **values):
    return Placed(key, f"S{key:02}", f"Title {key}", room, at(start), at(start + minutes), **values)


def found(*sessions, halls=HALLS, **facts):
    return Timetable(Facts(list(sessions), halls, **facts)).clashes()


def kinds(*sessions, **facts):
    return [clash.kind for clash in found(*sessions, **facts)]


def test_a_city_takes_part_in_one_session_at_a_time():
    (clash,) = found(placed(1, cities=(KUMASI,)), placed(2, start=570, room=2, cities=(KUMASI,)))
    assert (clash.kind, clash.level, clash.person) == (ClashKind.CITY_TWICE, Level.BLOCK, KUMASI)
    assert [one.code for one in clash.sessions] == ["S01", "S02"]
    assert kinds(placed(1, cities=(KUMASI,)), placed(2, start=600, cities=(KUMASI,))) == []


def test_somebody_who_is_away_is_missed_only_then():
    (clash,) = found(placed(1, people=(AMA,)), absences={7: [span(590, 60)], 8: [span(540, 60)]})
    assert (clash.kind, clash.level, clash.person) == (ClashKind.ABSENCE, Level.PUBLISH, AMA)
    assert clash.facts == {"away": span(590, 60)}
    assert kinds(placed(1, people=(AMA,)), absences={7: [span(600, 60)]}) == []


def test_who_leads_a_visit_is_needed_twice_and_who_has_a_seat_is_told():
    visit = Outing("V1", at(500), at(700), leads=frozenset({7}), guests=frozenset({8}))
    kofi = Involved(8, "Kofi Badu", "speaker")
    clashes = found(placed(1, people=(AMA, kofi)), outings=[visit])
    assert [(clash.kind, clash.person) for clash in clashes] == [
        (ClashKind.PERSON_TWICE, AMA),
        (ClashKind.VISIT_SEAT, kofi),
    ]
    assert clashes[0].sessions == (placed(1, people=(AMA, kofi)),)


def test_a_vip_has_time_between_two_sessions():
    sessions = placed(1, people=(AMA,)), placed(2, start=620, people=(AMA,))
    (clash,) = found(*sessions, vips={7: 30})
    assert (clash.kind, clash.facts) == (ClashKind.VIP_GAP, {"minutes": 20, "needed": 30})
    assert kinds(*sessions, vips={7: 20}) == []
    assert kinds(*sessions) == []


def test_a_walk_between_two_buildings_takes_its_time_in_both_directions():
    sessions = placed(1, people=(AMA,)), placed(2, start=605, room=2, people=(AMA,))
    for way in (("North", "South"), ("South", "North")):
        (clash,) = found(*sessions, walks={way: 15})
        assert clash.kind is ClashKind.WALKING_SHORT
        assert clash.facts == {"minutes": 5, "needed": 15, "sites": ("North", "South")}
    assert kinds(*sessions, walks={("North", "South"): 5}) == []


def test_a_layout_has_its_own_number_of_seats():
    hall = Hall(1, "Baobab", 100, capacities={Layout.CABARET: 40})
    assert kinds(placed(1, seats=60, layout=Layout.CABARET), halls=[hall]) == [ClashKind.TOO_SMALL]
    assert kinds(placed(1, seats=60, layout=Layout.THEATRE), halls=[hall]) == []
    assert kinds(placed(1, seats=60), halls=[hall]) == []


def test_more_wishes_than_chairs_are_told_unless_the_expected_people_are_too_many_already():
    assert kinds(placed(1, room=2, wishes=31)) == [ClashKind.TOO_SMALL_FOR_WISHES]
    assert kinds(placed(1, room=2, wishes=31, seats=31)) == [ClashKind.TOO_SMALL]
    assert kinds(placed(1, room=2, wishes=30, seats=30)) == []


def test_chairs_are_moved_only_between_different_layouts():
    hall = [Hall(1, "Baobab", 100, setup_minutes=30)]
    theatre, cabaret = {"layout": Layout.THEATRE}, {"layout": Layout.CABARET}
    (clash,) = found(placed(1, **theatre), placed(2, start=620, **cabaret), halls=hall)
    assert (clash.kind, clash.facts) == (ClashKind.SETUP_SHORT, {"minutes": 20, "needed": 30})
    assert kinds(placed(1, **theatre), placed(2, start=630, **cabaret), halls=hall) == []
    assert kinds(placed(1, **theatre), placed(2, start=600, **theatre), halls=hall) == []
    assert kinds(placed(1, **theatre), placed(2, start=600), halls=hall) == []


def test_a_room_that_cannot_be_used_stops_publishing():
    outage = Outage(at(590), at(700), "painted")
    hall = [Hall(1, "Baobab", 100, outages=(outage,))]
    (clash,) = found(placed(1), halls=hall)
    assert (clash.kind, clash.level, clash.facts) == (ClashKind.ROOM_OUT, Level.PUBLISH, {"outage": outage})
    assert clash.blocks_publishing and not clash.blocks
    assert kinds(placed(1, start=700), halls=hall) == []


def test_access_stops_publishing_and_comfort_only_warns():
    needs = frozenset({Need.STEP_FREE, Need.PROJECTOR})
    clashes = found(placed(1, needs=needs))
    assert [(clash.kind, clash.level, clash.facts["missing"]) for clash in clashes] == [
        (ClashKind.ACCESS, Level.PUBLISH, ("step_free",)),
        (ClashKind.FEATURE_MISSING, Level.WARN, ("projector",)),
    ]
    assert kinds(placed(1, needs=needs), halls=[Hall(1, "Baobab", 100, features=needs)]) == []


def test_teams_are_counted_at_the_busiest_moment_of_the_day():
    halls = [Hall(key, f"R{key}", 9, ("en", "fr")) for key in range(1, 5)]
    talks = [placed(key, start, 60, key, languages=("en", "fr")) for key, start in ((1, 540), (2, 570), (3, 600))]
    assert kinds(*talks, halls=halls, teams={"en": Team(2), "fr": Team(2)}) == []
    short = found(*talks, halls=halls, teams={"en": Team(2), "fr": Team(1)})
    assert [([one.key for one in clash.sessions], clash.facts["language"]) for clash in short] == [
        ([1, 2], "fr"),
        ([2, 3], "fr"),
    ]
    assert short[0].facts == {"language": "fr", "teams": 1, "needed": 2}


def test_a_language_without_any_team_is_short_and_nothing_is_counted_while_nobody_told():
    talk = placed(1, languages=("en", "fr"))
    assert [clash.facts["language"] for clash in found(talk, teams={"en": Team(1)})] == ["fr"]
    assert kinds(talk) == []
    assert kinds(placed(1, languages=("en",)), teams={"fr": Team(1)}) == []


def test_the_hours_of_a_day_are_summed_over_its_sessions():
    morning, evening = placed(1, 540, 240, languages=("en", "fr")), placed(2, 1000, 200, languages=("fr", "en"))
    teams = {"en": Team(2), "fr": Team(1, 420)}
    (clash,) = found(morning, evening, teams=teams)
    assert clash.kind is ClashKind.TEAM_HOURS
    assert clash.facts == {"language": "fr", "minutes": 440, "allowed": 420}
    assert kinds(morning, placed(2, 1440 + 540, 200, languages=("fr", "en")), teams=teams) == []


def test_a_series_does_not_overlap():
    assert kinds(placed(1, series="A"), placed(2, room=2, series="A")) == [ClashKind.SERIES]
    assert kinds(placed(1, series="A"), placed(2, room=2, series="B")) == []
    assert kinds(placed(1), placed(2, room=2)) == []


def test_a_session_comes_after_what_it_builds_on():
    (clash,) = found(placed(1, start=700), placed(2, start=600, after=frozenset({1})))
    assert (clash.kind, clash.level, clash.facts) == (ClashKind.ORDER, Level.PUBLISH, {"follows": 2})
    assert kinds(placed(1), placed(2, start=599, room=2, after=frozenset({1}))) == [ClashKind.ORDER]
    assert kinds(placed(1), placed(2, start=600, after=frozenset({1}))) == []
    assert kinds(placed(2, after=frozenset({1}))) == []


def test_nothing_runs_beside_an_exclusive_session():
    assert kinds(placed(1, exclusive=True), placed(2, start=570, room=2)) == [ClashKind.EXCLUSIVE]
    assert kinds(placed(1, exclusive=True), placed(2, start=600)) == []


def test_what_many_want_both_of_is_told_with_how_many():
    (clash,) = found(placed(1), placed(2, room=2), wished_together={(1, 2): 12, (1, 3): 40})
    assert (clash.kind, clash.facts) == (ClashKind.WISH_CLASH, {"delegates": 12})


def test_a_session_stands_inside_one_of_its_allowed_times():
    assert kinds(placed(1, allowed=(span(500, 60), span(530, 60)))) == [ClashKind.OUTSIDE_ALLOWED]
    assert kinds(placed(1, allowed=(span(500, 60), span(530, 90)))) == []


@pytest.mark.parametrize(
    ("kind", "clash"),
    [
        (BreakKind.COFFEE, ClashKind.IN_PAUSE),
        (BreakKind.RECEPTION, ClashKind.IN_PAUSE),
        (BreakKind.MEAL, ClashKind.IN_MEAL),
        (BreakKind.PRAYER, ClashKind.IN_PRAYER),
        (BreakKind.MEETINGS, ClashKind.IN_MEETINGS),
    ],
)
def test_each_kind_of_pause_has_a_rule_of_its_own(kind, clash):
    pause = Break("Pause", at(570), at(600), kind)
    assert [(one.kind, one.facts) for one in found(placed(1), breaks=[pause])] == [(clash, {"pause": pause})]


def test_meetings_that_share_their_time_disturb_nobody():
    assert kinds(placed(1), breaks=[Break("Round 1", at(540), at(600), BreakKind.MEETINGS, alone=False)]) == []


def test_the_organisers_level_counts_and_what_they_ignore_is_left_out():
    sessions = placed(1, seats=101), placed(2)
    levels = levels_with({ClashKind.TOO_SMALL: Level.BLOCK, ClashKind.ROOM_TWICE: Level.WARN})
    assert [(clash.kind, clash.level) for clash in found(*sessions, levels=levels)] == [
        (ClashKind.TOO_SMALL, Level.BLOCK),
        (ClashKind.ROOM_TWICE, Level.WARN),
    ]
    assert kinds(*sessions, levels=levels_with({ClashKind.TOO_SMALL: Level.IGNORE})) == [ClashKind.ROOM_TWICE]


def test_what_breaks_the_agenda_cannot_be_ignored():
    wanted = dict.fromkeys(ClashKind, Level.IGNORE)
    strict = {kind for kind, level in levels_with(wanted).items() if level is not Level.IGNORE}
    assert strict == {
        ClashKind.ROOM_TWICE,
        ClashKind.PERSON_TWICE,
        ClashKind.OUTSIDE_DAYS,
        ClashKind.PAST_MIDNIGHT,
        ClashKind.ENDS_BEFORE_START,
    }
    assert choices_for(ClashKind.ENDS_BEFORE_START) == (Level.BLOCK,)


def test_every_rule_has_a_usual_level_that_may_be_chosen():
    assert set(DEFAULT_LEVELS) == set(ClashKind)
    assert all(level in choices_for(kind) for kind, level in DEFAULT_LEVELS.items())


def test_a_session_of_the_tray_is_tried_with_its_own_length_or_another():
    waiting = Waiting(2, "S02", "Title 2", 60, people=(AMA,))
    timetable = Timetable(Facts([placed(1, people=(AMA,)), waiting], HALLS))
    assert timetable.clashes() == []
    assert [clash.kind for clash in timetable.clashes_if(2, 2, at(500))] == [ClashKind.PERSON_TWICE]
    assert timetable.clashes_if(2, 2, at(500), minutes=40) == []
    assert [clash.kind for clash in timetable.clashes_if(2, None, at(600))] == [ClashKind.NO_ROOM]


def test_a_session_is_tried_elsewhere_without_disturbing_itself():
    timetable = Timetable(Facts([placed(1, people=(AMA,), series="A"), placed(2, start=660)], HALLS))
    assert timetable.clashes_if(1, 1, at(570)) == []
    assert [clash.kind for clash in timetable.clashes_if(1, 1, at(620))] == [ClashKind.ROOM_TWICE]
    with pytest.raises(KeyError):
        timetable.clashes_if(3, 1, at(570))


people = st.lists(st.integers(1, 4), max_size=3, unique=True)
rows = st.lists(
    st.builds(
        dict,
        start=st.integers(0, 40).map(lambda n: n * 15),
        minutes=st.sampled_from([0, 15, 30, 60]),
        room=st.sampled_from([None, 1, 2]),
        people=people,
        cities=people,
        series=st.sampled_from(["", "A"]),
        after=st.sets(st.integers(1, 8), max_size=2),
        exclusive=st.booleans(),
        layout=st.sampled_from([None, Layout.CABARET, Layout.THEATRE]),
        languages=st.sampled_from([("en",), ("en", "fr"), ("fr", "en", "es")]),
        seats=st.sampled_from([None, 20, 50]),
    ),
    max_size=8,
)


def agenda(rows):
    halls = [Hall(1, "One", 40, ("en", "fr"), {}, 20, site="N"), Hall(2, "Two", 30, ("fr",), {}, 10, site="S")]
    sessions = []
    for key, row in enumerate(rows, 1):
        row = dict(row)
        row["people"] = tuple(Involved(one, f"P{one}", "speaker") for one in row["people"])
        row["cities"] = tuple(Involved(one, f"C{one}", "") for one in row["cities"])
        row["after"] = frozenset(row["after"] - {key})
        sessions.append(placed(key, row.pop("start"), row.pop("minutes"), row.pop("room"), **row))
    return Facts(
        sessions,
        halls,
        breaks=[Break("Lunch", at(200), at(260), BreakKind.MEAL)],
        absences={1: [span(0, 120)]},
        vips={2: 30},
        teams={"en": Team(1, 120), "fr": Team(2)},
        walks={("N", "S"): 20},
        wished_together={(1, 2): 9, (2, 3): 30},
    )


def identity(clash):
    return clash.kind, {one.key for one in clash.sessions}, clash.person and clash.person.key


@given(rows)
def test_what_would_clash_where_a_session_stands_is_what_clashes(rows):
    facts = agenda(rows)
    timetable = Timetable(facts)
    everything = timetable.clashes()
    for one in facts.sessions:
        here = timetable.clashes_if(one.key, one.room, one.starts_at)
        assert all(clash in everything or clash.kind is ClashKind.TEAMS_SHORT for clash in here)
        concerned = [clash for clash in everything if clash.concerns(one.key)]
        known = [identity(clash) for clash in here]
        assert all(identity(clash) in known for clash in concerned if clash.kind is not ClashKind.TEAMS_SHORT)


@given(rows)
def test_each_clash_is_found_once_the_most_serious_first(rows):
    clashes = Timetable(agenda(rows)).clashes()
    marks = {
        (c.kind, tuple(one.key for one in c.sessions), c.person and c.person.key, *sorted(map(str, c.facts.items())))
        for c in clashes
    }
    assert len(marks) == len(clashes)
    assert [clash.level.weight for clash in clashes] == sorted((c.level.weight for c in clashes), reverse=True)
