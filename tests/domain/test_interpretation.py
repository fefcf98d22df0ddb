"""The interpreters' rota: nobody in two booths, nobody too long, no team more than needed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.interpretation import LONG_DAY_MINUTES, rota_of
from exchange.domain.timetable import Facts, Hall, Placed, Team

MORNING = datetime(2027, 5, 25, 9, tzinfo=UTC)
HALLS = [Hall(1, "Baobab", 250, ("en", "fr", "es", "pt")), Hall(2, "Sahel", 80, ("en", "fr"))]


def session(number, minutes_in, minutes, languages=("en", "fr"), room=1, seats=None):
    starts_at = MORNING + timedelta(minutes=minutes_in)
    return Placed(
        key=number, code=f"S{number:02}", title="T", room=room, seats=seats, languages=tuple(languages),
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes),
    )  # fmt: skip


def rota(*sessions, teams=None):
    return rota_of(Facts(sessions=sessions, halls=HALLS, teams=teams or {}))


def test_every_language_of_an_interpreted_session_has_a_booth_and_others_have_none():
    found = rota(session(1, 0, 90, ("en", "fr", "es")), session(2, 0, 90, ("fr",), room=2))
    assert [(one.language, one.number, len(one.sessions)) for one in found.team_days] == [
        ("en", 1, 1), ("es", 1, 1), ("fr", 1, 1),
    ]  # fmt: skip
    assert (found.peak, found.interpreter_days) == (6, 6)


def test_one_team_takes_sessions_one_after_the_other_and_two_at_once_need_two():
    after = rota(session(1, 0, 90), session(2, 100, 90, room=2))
    assert [one.number for one in after.team_days] == [1, 1]
    at_once = rota(session(1, 0, 90), session(2, 30, 90, room=2), teams={"en": Team(2), "fr": Team(1)})
    assert [(one.language, one.number) for one in at_once.short] == [("fr", 2)]


def test_a_team_needs_time_to_change_the_booth_but_not_to_stay_in_it():
    assert len(rota(session(1, 0, 90), session(2, 90, 90)).team_days) == 2
    assert len(rota(session(1, 0, 90), session(2, 90, 90, room=2)).team_days) == 4


def test_a_team_hurries_before_it_is_said_that_one_is_missing():
    one_team = {"en": Team(1), "fr": Team(1)}
    found = rota(session(1, 0, 90), session(2, 90, 90, room=2), teams=one_team)
    assert not found.short
    assert [len(one.sessions) for one in found.team_days] == [2, 2]


def test_no_team_works_longer_than_its_hours_while_another_can_take_over():
    long_day = [session(number, number * 120, 110) for number in range(5)]
    found = rota(*long_day, teams={"en": Team(2, 420), "fr": Team(2, 420)})
    assert all(one.minutes <= 420 for one in found.team_days)
    assert len(found.team_days) == 4


def test_a_third_interpreter_joins_where_one_session_is_longer_than_a_day_of_two():
    (en, fr) = rota(session(1, 0, LONG_DAY_MINUTES + 30)).team_days
    assert (en.too_long, en.interpreters, fr.interpreters) == (True, 3, 3)


def test_headsets_are_the_people_in_interpreted_sessions_at_the_busiest_moment():
    found = rota(
        session(1, 0, 90, seats=200), session(2, 30, 90, room=2), session(3, 120, 60, seats=100),
        session(4, 0, 90, ("en",), seats=40),
    )  # fmt: skip
    assert found.headsets == 280


def test_an_agenda_without_interpretation_needs_nobody():
    assert (rota().team_days, rota().peak, rota().headsets) == ((), 0, 0)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30), st.integers(1, 2)), min_size=1, max_size=14).map(
        lambda rows: [session(n, a * 5, b * 10, room=room) for n, (a, b, room) in enumerate(rows)]
    )
)
def test_nobody_is_in_two_booths_and_every_session_is_served_once(sessions):
    found = rota(*sessions)
    for language in ("en", "fr"):
        days = [one for one in found.team_days if one.language == language]
        assert sorted(one.key for day in days for one in day.sessions) == [one.key for one in sessions]
        for day in days:
            pairs = zip(day.sessions, day.sessions[1:], strict=False)
            assert all(before.ends_at <= after.starts_at for before, after in pairs)
            assert day.minutes <= LONG_DAY_MINUTES or len(day.sessions) == 1
