"""The allocation against every other way to give the seats, on thousands of small forums."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.domain.visit_allocation import Instance, allocate, reallocate, violations
from tests.domain.visit_allocation.small_forums import better_plan, every_plan, forums, worth

quickly = settings(deadline=None, max_examples=600)


@settings(quickly, max_examples=1200)
@given(forums(), st.integers(0, 3))
def test_no_plan_is_better(instance, seed):
    found = allocate(instance, seed)
    assert found.optimal and violations(instance, found.seats) == []
    assert better_plan(instance, found.seats) is None


@settings(quickly, max_examples=400)
@given(forums(people=4, seats=2), st.integers(0, 3))
def test_no_plan_is_better_with_two_seats_each(instance, seed):
    found = allocate(instance, seed)
    assert found.optimal and violations(instance, found.seats) == []
    assert better_plan(instance, found.seats) is None


@settings(quickly, max_examples=400)
@given(forums(crossing=True), st.integers(0, 3))
def test_no_plan_is_better_with_groups_and_interpreters(instance, seed):
    found = allocate(instance, seed)
    assert found.optimal and violations(instance, found.seats) == []
    assert better_plan(instance, found.seats) is None


@quickly
@given(forums(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(instance, shuffle):
    visits, delegates = list(instance.visits), list(instance.delegates)
    shuffle.shuffle(visits)
    shuffle.shuffle(delegates)
    again = Instance(tuple(visits), tuple(delegates), instance.seats_per_delegate)
    assert allocate(again, 5).seats == allocate(instance, 5).seats


@quickly
@given(forums(), st.data())
def test_another_seat_never_seats_fewer(instance, data):
    before = sum(map(bool, allocate(instance).seats.values()))
    grown = data.draw(st.sampled_from(instance.visits))
    more = replace(
        instance, visits=tuple(replace(one, most=one.most + 1) if one is grown else one for one in instance.visits)
    )
    locks = {(one.id, visit) for one in instance.delegates for visit in one.locked}
    if not locks:
        assert sum(map(bool, allocate(more).seats.values())) >= before


@quickly
@given(forums())
def test_no_two_people_would_both_gain_by_swapping(instance):
    seats = allocate(instance).seats
    for one in instance.delegates:
        for other in instance.delegates:
            mine, theirs = seats[one.id], seats[other.id]
            if mine and theirs and _prefers(one, theirs[0], mine[0]) and _prefers(other, mine[0], theirs[0]):
                assert violations(instance, {**seats, one.id: theirs, other.id: mine})


@quickly
@given(forums(), st.data())
def test_a_withdrawal_moves_as_few_as_possible(instance, data):
    current = allocate(instance).seats
    if not instance.delegates:
        return
    gone = data.draw(st.sampled_from(instance.delegates))
    left = replace(instance, delegates=tuple(one for one in instance.delegates if one is not gone))
    now = {name: visits for name, visits in current.items() if name != gone.id}
    after = reallocate(left, now)
    assert after.optimal and violations(left, after.seats, now) == []
    assert better_plan(left, after.seats, now) is None


@settings(quickly, max_examples=200)
@given(forums(people=4))
def test_equal_plans_are_told_apart_by_the_seed(instance):
    """Whatever the seed, the plan is one of the best; with one best plan it is always that."""
    reached = worth(instance, allocate(instance, 0).seats)
    best = [
        plan for plan in every_plan(instance) if worth(instance, plan) == reached and not violations(instance, plan)
    ]
    drawn = [allocate(instance, seed).seats for seed in range(3)]
    assert all(plan in best for plan in drawn)


def _prefers(delegate, this, that):
    rank = delegate.rank
    return this in rank and that in rank and rank[this] < rank[that]
