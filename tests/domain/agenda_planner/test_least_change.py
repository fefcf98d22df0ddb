"""The fewest moves, compared with every plan there is."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exchange.domain.agenda_planner import Placement, Room, Session, repair, violations
from tests.domain.agenda_planner.small_agendas import agendas, every_plan, tiny


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(agendas(most=3), st.data())
def test_no_plan_needs_fewer_moves_nor_as_many_with_fewer_changed_times(instance, data):
    plans = list(every_plan(instance))
    current = {
        name: Placement(data.draw(st.integers(0, 7)), data.draw(st.sampled_from(["R0", "R1", "lost", None])))
        for name in instance.session
    }
    change = repair(instance, current)
    assert (change is None) == (not plans)
    assume(plans)
    assert change.proven and violations(instance, change.placements) == []
    assert _price(current, change.placements) == min(_price(current, plan) for plan in plans)
    assert len(change.moves) == _price(current, change.placements)[0]


def _price(current, plan):
    moved = [name for name, place in plan.items() if current[name] != place]
    return len(moved), sum(current[name].start != plan[name].start for name in moved)


def test_a_legal_plan_stays_as_it_is():
    instance = tiny([Session("a", 1), Session("b", 1)])
    current = {"a": Placement(0, "A"), "b": Placement(4, "A")}
    assert repair(instance, current).moves == ()


def test_a_room_is_changed_rather_than_a_time():
    closed = Room("A", 100, unavailable=frozenset(range(6)))
    (move,) = repair(tiny([Session("a", 1)], [closed, Room("B", 100)]), {"a": Placement(2, "A")}).moves
    assert (move.session, move.after, move.changes_time) == ("a", Placement(2, "B"), False)
