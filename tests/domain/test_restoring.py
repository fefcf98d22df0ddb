"""What a draft becomes when a release is put back: everything is accounted for, nothing is lost."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.beside import side_by_side
from exchange.domain.programme import Status
from exchange.domain.programme_diff import changes
from exchange.domain.restoring import restoration
from tests.samples import sample_programme

RELEASE = sample_programme()
GUIDS = [session.guid for session in RELEASE.sessions]
FATES = ("kept", "moved", "tray", "deleted")


def drafted(fates):
    """The draft and the tray when each session of the release has met with something."""
    placed, tray = [], set()
    for session, fate in zip(RELEASE.sessions, fates, strict=True):
        if fate == "tray":
            tray.add(session.guid)
        elif fate != "deleted":
            later = timedelta(hours=fate == "moved")
            placed.append(replace(session, starts_at=session.starts_at + later, ends_at=session.ends_at + later))
    return replace(RELEASE, sessions=tuple(placed)), tray


@given(st.lists(st.sampled_from(FATES), min_size=len(GUIDS), max_size=len(GUIDS)))
def test_every_session_comes_back_by_the_way_its_fate_asks_for(fates):
    draft, tray = drafted(fates)
    found = restoration(draft, tray, RELEASE)
    by_fate = {fate: {g for g, f in zip(GUIDS, fates, strict=True) if f == fate} for fate in FATES}
    cancelled = {session.guid for session in RELEASE.sessions if session.is_cancelled}
    assert {change.guid for change in found.changed} == by_fate["moved"] - cancelled
    assert {session.guid for session in found.again} == by_fate["tray"]
    assert {session.guid for session in found.back} == by_fate["deleted"] - cancelled
    assert found.to_tray == ()
    assert {session.guid for session in found.sessions} == set(GUIDS) - (by_fate["deleted"] & cancelled)


@given(st.sets(st.sampled_from(GUIDS)))
def test_what_the_release_does_not_know_goes_into_the_tray(newer):
    release = replace(RELEASE, sessions=tuple(s for s in RELEASE.sessions if s.guid not in newer))
    found = restoration(RELEASE, (), release)
    assert {session.guid for session in found.to_tray} == newer
    assert found.does_nothing is not bool(newer)


def test_a_room_that_is_gone_is_named_and_its_sessions_come_without_one():
    gone = next(room for room in RELEASE.rooms if any(s.room == room.code for s in RELEASE.sessions))
    draft = replace(RELEASE, rooms=tuple(room for room in RELEASE.rooms if room != gone))
    found = restoration(draft, (), RELEASE)
    assert found.lost_rooms == (gone,)
    assert all(session.room != gone.code for session in found.sessions)


def test_what_was_cancelled_and_is_deleted_stays_away():
    first = replace(RELEASE.sessions[0], status=Status.CANCELLED)
    release = replace(RELEASE, sessions=(first, *RELEASE.sessions[1:]))
    draft = replace(RELEASE, sessions=RELEASE.sessions[1:])
    assert restoration(draft, (), release).does_nothing


@given(st.lists(st.sampled_from(("kept", "moved", "deleted")), min_size=len(GUIDS), max_size=len(GUIDS)))
def test_side_by_side_holds_every_session_of_both_once(fates):
    other, _tray = drafted(fates)
    days = side_by_side(RELEASE, other)
    slots = [slot for day in days for slot in day.slots]
    assert sorted(s.guid for slot in slots for s in slot.old) == sorted(GUIDS)
    assert sorted(s.guid for slot in slots for s in slot.new) == sorted(s.guid for s in other.sessions)
    assert [day.date for day in days] == sorted({day.date for day in days})
    assert all([slot.time for slot in day.slots] == sorted({slot.time for slot in day.slots}) for day in days)
    assert len(changes(RELEASE, other)) >= fates.count("deleted") - sum(s.is_cancelled for s in RELEASE.sessions)
