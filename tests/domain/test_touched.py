"""Whom a change concerns: everybody with a role, a seat or a wish, each once a session, and nobody else."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.programme import Part, Status
from exchange.domain.programme_diff import Change, ChangeKind
from exchange.domain.touched import Holding, Tie, counted, told_changes, touches
from tests.samples import PUBLISHED, sample_programme

PROGRAMME = sample_programme()
SESSION = PROGRAMME.sessions[0]
PEOPLE = st.sets(st.integers(1, 6))
MOVED = (ChangeKind.MOVED_TIME,)


def session(people):
    return replace(SESSION, people=tuple(Part(str(person), "speaker") for person in sorted(people)))


def change(before, after, kinds=MOVED):
    return Change(kinds, session(before), session(after))


def holdings(people, tie):
    return [Holding(SESSION.guid, person, tie) for person in people]


@given(PEOPLE, PEOPLE, PEOPLE, PEOPLE, PEOPLE)
def test_everybody_concerned_is_told_once_by_the_strongest_bond(before, after, seats, must, wish):
    held = [*holdings(wish, Tie.WISH), *holdings(must, Tie.MUST), *holdings(seats, Tie.SEAT)]
    found = touches([change(before, after)], held)
    assert set(found) == before | after | seats | must | wish
    for person, (touch,) in found.items():
        bonds = [(after, Tie.ROLE), (seats, Tie.SEAT), (must, Tie.MUST), (wish, Tie.WISH)]
        strongest = next((tie for people, tie in bonds if person in people), Tie.ROLE)
        assert touch.tie is strongest
        assert touch.left is (person in before and person not in after | seats | must | wish)
        assert touch.joined is (person in after and person not in before)
    counts = counted(found)
    assert sum(counts.values()) == len(found)


@given(PEOPLE, PEOPLE)
def test_a_revised_description_concerns_people_with_a_role_only(roles, wish):
    found = touches([change(roles, roles, (ChangeKind.DETAILS,))], holdings(wish, Tie.WISH))
    assert set(found) == roles


def test_a_wish_for_another_session_concerns_nobody():
    assert touches([change((), ())], [Holding("another", 7, Tie.MUST)]) == {}


def test_somebody_is_counted_once_however_many_sessions_change():
    other = replace(PROGRAMME.sessions[1], people=(Part("1", "chair"),))
    found = touches([change((), ()), Change(MOVED, other, other)], holdings([1, 2], Tie.MUST))
    assert counted(found) == {Tie.ROLE: 1, Tie.SEAT: 0, Tie.WISH: 1}


def test_a_session_is_out_of_the_calendar_of_who_left_it_and_of_all_when_cancelled():
    cancelled = Change((ChangeKind.CANCELLED,), session([1]), replace(session([1]), status=Status.CANCELLED))
    assert touches([cancelled], [])[1][0].is_off
    assert touches([change([1], [])], [])[1][0].is_off
    assert not touches([change([1], [])], holdings([1], Tie.WISH))[1][0].is_off


def test_before_the_first_telling_every_session_is_new_and_what_is_over_is_left_out():
    confirmed = [one for one in PROGRAMME.in_order if not one.is_cancelled]
    told = told_changes(None, PROGRAMME, PUBLISHED)
    assert [one.after for one in told] == confirmed
    assert all(one.kinds == (ChangeKind.NEW,) for one in told)
    late = max(one.ends_at for one in confirmed)
    assert told_changes(None, PROGRAMME, late) == []
    assert told_changes(None, PROGRAMME, late - timedelta(seconds=1)) != []
