"""What a new release makes of a draft, and what it says has changed."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.programme import Part, Status
from exchange.domain.programme_diff import ChangeKind, changes, next_release, next_sheet
from tests.samples import PUBLISHED, instant, sample_programme, sample_visits

FIRST = next_release(None, sample_programme(), PUBLISHED)
LATER = PUBLISHED + timedelta(days=3)


def with_session(programme, code, **values):
    sessions = tuple(replace(s, **values) if s.code == code else s for s in programme.sessions)
    return replace(programme, sessions=sessions)


def without(programme, code):
    return replace(programme, sessions=tuple(s for s in programme.sessions if s.code != code))


def kinds(previous, current):
    return {change.code: list(change.kinds) for change in changes(previous, current)}


def stamps(programme, code):
    session = programme.session(code)
    return session.sequence, session.updated_at


def test_the_first_release_is_version_one_and_changes_nothing():
    assert (FIRST.version, FIRST.published_at) == (1, PUBLISHED)
    assert changes(None, FIRST) == []
    assert stamps(FIRST, "S01") == (0, PUBLISHED)


def test_publishing_the_same_again_keeps_every_session_to_the_byte():
    again = next_release(FIRST, sample_programme(), LATER)
    assert again.version == 2
    assert again.sessions == FIRST.sessions
    assert changes(FIRST, again) == []


def test_a_moved_session_gets_the_next_sequence_and_no_other_changes():
    draft = with_session(sample_programme(), "S09", room="R3", starts_at=instant(1, "14:00"))
    second = next_release(FIRST, draft, LATER)
    assert stamps(second, "S09") == (1, LATER)
    assert stamps(second, "S10") == (0, PUBLISHED)
    assert kinds(FIRST, second) == {"S09": [ChangeKind.MOVED_TIME, ChangeKind.MOVED_ROOM]}


def test_what_the_draft_says_about_sequences_is_ignored():
    draft = with_session(sample_programme(), "S09", sequence=40, updated_at=LATER)
    assert next_release(FIRST, draft, LATER).sessions == FIRST.sessions


def test_a_vanished_session_stays_as_cancelled_with_all_it_needs():
    draft = without(sample_programme(), "S05")
    draft = replace(draft, rooms=tuple(r for r in draft.rooms if r.code != "R5"))
    second = next_release(FIRST, draft, LATER)
    gone = second.session("S05")
    assert (gone.status, gone.sequence, gone.updated_at) == (Status.CANCELLED, 1, LATER)
    assert second.room("R5").name == "Gorée"
    assert kinds(FIRST, second)["S05"] == [ChangeKind.CANCELLED]


def test_a_cancelled_session_is_not_cancelled_twice():
    second = next_release(FIRST, without(sample_programme(), "S05"), LATER)
    third = next_release(second, without(sample_programme(), "S05"), LATER + timedelta(days=1))
    assert third.session("S05") == second.session("S05")
    assert changes(second, third) == []


def test_what_was_cancelled_is_forgotten_a_month_after_it_would_have_ended():
    draft = without(sample_programme(), "S05")
    second = next_release(FIRST, draft, LATER)
    end = second.session("S05").ends_at
    assert next_release(second, draft, end + timedelta(days=29)).session("S05")
    assert next_release(second, draft, end + timedelta(days=31)).session("S05") is None


def test_a_session_that_was_never_published_and_is_cancelled_stays_out():
    draft = with_session(sample_programme(), "S05", status=Status.CANCELLED)
    assert next_release(None, draft, PUBLISHED).session("S05") is None


def test_a_restored_session_goes_on_counting():
    second = next_release(FIRST, without(sample_programme(), "S05"), LATER)
    third = next_release(second, sample_programme(), LATER + timedelta(days=1))
    assert third.session("S05").sequence == 2
    assert kinds(second, third) == {"S05": [ChangeKind.RESTORED]}


def test_a_new_session_is_new():
    second = next_release(without(FIRST, "S05"), sample_programme(), LATER)
    assert kinds(without(FIRST, "S05"), second) == {"S05": [ChangeKind.NEW]}
    assert stamps(second, "S05") == (0, LATER)


def test_people_who_come_and_go_are_named():
    draft = with_session(sample_programme(), "S07", people=(Part("P02", "chair"),))
    (change,) = changes(FIRST, next_release(FIRST, draft, LATER))
    assert (change.kinds, change.came, change.went) == ((ChangeKind.PEOPLE,), ("P02",), ("P14",))


def test_titles_languages_and_details_are_told_apart():
    draft = with_session(sample_programme(), "S07", titles={"en": "Maps"})
    draft = with_session(draft, "S06", languages=("fr",))
    draft = with_session(draft, "S04", abstracts={"en": "Another"})
    assert kinds(FIRST, next_release(FIRST, draft, LATER)) == {
        "S04": [ChangeKind.DETAILS],
        "S06": [ChangeKind.LANGUAGES],
        "S07": [ChangeKind.RETITLED],
    }


def test_another_name_of_a_room_is_another_entry_in_the_calendar():
    rooms = tuple(replace(room, name="New name") if room.code == "R8" else room for room in FIRST.rooms)
    second = next_release(FIRST, replace(sample_programme(), rooms=rooms), LATER)
    assert [s.code for s in second.sessions if s.sequence] == ["S15", "S35"]
    assert changes(FIRST, second) == []


@given(st.lists(st.sampled_from([s.code for s in FIRST.sessions]), unique=True, max_size=6), st.integers(1, 600))
def test_sequences_never_fall_and_rise_only_with_a_change(moved, minutes):
    draft = sample_programme()
    for code in moved:
        shift = timedelta(minutes=minutes)
        session = draft.session(code)
        draft = with_session(draft, code, starts_at=session.starts_at + shift, ends_at=session.ends_at + shift)
    second = next_release(FIRST, draft, LATER)
    assert {s.code for s in second.sessions if s.sequence == 1} == set(moved) == set(kinds(FIRST, second))


def test_a_visits_sheet_counts_what_a_reader_sees():
    visit = sample_visits()[0]
    first = next_sheet(None, visit, PUBLISHED)
    assert (first.sequence, first.updated_at) == (0, PUBLISHED)
    assert next_sheet(first, replace(visit, sequence=9, updated_at=LATER), LATER) == first
    second = next_sheet(first, replace(visit, capacity=30), LATER)
    assert (second.sequence, second.updated_at) == (1, LATER)
