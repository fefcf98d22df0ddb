"""Why there is no plan: the smallest facts, checked by trying every plan."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from exchange.domain.agenda_planner import FactKind, Placement, Room, Series, Session, relief, why_not
from exchange.domain.agenda_planner.counting import counted_out
from exchange.domain.agenda_planner.requirements import PRICES, requirements, without
from tests.domain.agenda_planner.small_agendas import agendas, every_plan, tiny


def possible(instance):
    return any(True for _ in every_plan(instance))


def kinds(instance):
    reason = why_not(instance)
    return [fact.kind for fact in reason.facts]


def sessions_of(facts):
    return {name for fact in facts for name in fact.sessions}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(agendas(most=3))
def test_a_reason_contradicts_itself_and_nothing_of_it_can_be_left_out(instance):
    assume(not possible(instance))
    reason = why_not(instance)
    assert reason is not None and reason.proven
    if any(fact.kind not in PRICES for fact in reason.facts):
        assert len(reason.facts) == 1 and reason.facts[0] in counted_out(instance)
        return
    named = [(fact.kind, fact.name) for fact in reason.facts]
    everything = requirements(instance)
    kept = [fact for fact in everything if _within(fact, reason.facts)]
    assert not possible(without(instance, set(everything) - set(kept)))
    small = instance.only(sessions_of(reason.facts))
    own = requirements(small)
    for size in range(len(named)):
        for some in combinations([fact for fact in own if _within(fact, reason.facts)], size):
            assert size < len(named) - 1 or possible(without(small, set(own) - set(some)))


def _within(fact, facts):
    """Whether a fact of the whole agenda is one of these, which may name fewer of its sessions."""
    return any(
        (one.kind, one.name) == (fact.kind, fact.name)
        and (set(one.sessions) <= set(fact.sessions))
        and (one.kind is not FactKind.ROOM_AWAY or one.rooms == fact.rooms)
        and (one.sessions == fact.sessions or one.kind in (FactKind.PERSON_AWAY, FactKind.PERSON_ONCE, FactKind.SERIES,
                                                          FactKind.TEAMS))
        for one in facts
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agendas(most=3))
def test_counting_never_says_no_to_what_is_possible(instance):
    assert not (counted_out(instance) and possible(instance))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(agendas(most=3))
def test_what_is_given_up_lets_everything_be_placed(instance):
    assume(not possible(instance))
    given_up = relief(instance, why_not(instance))
    if given_up is not None and given_up.enough:
        assert possible(without(instance, given_up.facts))


def test_seats_an_outage_and_an_order_contradict_each_other():
    hall = Room("Hall", 100, unavailable=frozenset({0, 1, 2}))
    instance = tiny(
        [Session("S6", 3, seats=90), Session("S9", 3)], [hall, Room("Small", 40)], order=(("S6", "S9"),)
    )  # fmt: skip
    reason = why_not(instance)
    assert kinds(instance) == [FactKind.SEATS, FactKind.ORDER, FactKind.ROOM_AWAY]
    assert reason.facts[0].rooms == ("Hall",) and reason.facts[0].number == 90
    assert relief(instance, reason).facts[0].kind is FactKind.SEATS


@pytest.mark.parametrize(
    ("instance", "kind"),
    [
        (tiny([Session("a", 4)]), FactKind.LENGTH),
        (tiny([Session("a", 1)], rooms=()), FactKind.NO_ROOMS),
        (tiny([Session(name, 2) for name in "abcd"]), FactKind.ROOM_TIME),
        (tiny([Session(name, 2) for name in "abc"]), FactKind.BLOCK_TIME),
        (tiny([Session("a", 1, lock_start=99)]), FactKind.START_LOCK),
        (tiny([Session("a", 1, languages=frozenset({"fr"}), booths=0)]), FactKind.TEAMS),
        (tiny([Session("a", 1, seats=101)]), FactKind.SEATS),
        (tiny([Session("a", 1)], order=(("a", "a"),)), FactKind.ORDER),
    ],
)
def test_one_fact_says_it(instance, kind):
    assert kinds(instance) == [kind]


def test_a_person_a_series_and_interpreters_are_named():
    rooms = [Room("A", 10, booths=1), Room("B", 10, booths=1)]
    pair = [Session("a", 1, lock_start=0), Session("b", 1, lock_start=0)]
    ama = [Session(one.id, 1, frozenset({"ama"}), lock_start=0) for one in pair]
    assert kinds(tiny(ama, rooms)) == [FactKind.START_LOCK, FactKind.START_LOCK, FactKind.PERSON_ONCE]
    assert FactKind.SERIES in kinds(tiny(pair, rooms, series=(Series("T3", ("a", "b")),)))
    french = [Session(one.id, 1, languages=frozenset({"fr"}), lock_start=0) for one in pair]
    assert FactKind.TEAMS in kinds(tiny(french, rooms, teams={"fr": (1,) * 6}))


def test_there_is_no_reason_against_what_is_possible():
    assert why_not(tiny([Session("a", 1)])) is None
    assert Placement(0, "A") in next(every_plan(tiny([Session("a", 1)]))).values()


def test_what_everybody_comes_to_is_the_dearest_to_give_up():
    forum = tiny([Session("opening", 2, lock_start=0, exclusive=True), Session("talk", 2, lock_start=0)])
    chosen = relief(forum, why_not(forum))
    assert [(fact.kind, fact.sessions) for fact in chosen.facts] == [(FactKind.START_LOCK, ("talk",))]
