"""Forums small enough to try every way of giving the seats."""

from itertools import combinations, product

from hypothesis import strategies as st

from exchange.domain.visit_allocation import Delegate, Instance, Visit, violations

VISITS, CITIES, GROUPS, LANGUAGES = "UVWX", "abc", "pq", ("en", "fr", "es")


def some(values, **more):
    return st.frozensets(st.sampled_from(values), **more)


@st.composite
def forums(draw, people=5, seats=1, crossing=False):
    """With `crossing`, groups and interpreters have limits too, which cross those of the cities."""
    names = VISITS[: draw(st.integers(1, 4))]
    visits = tuple(draw(visit(name, crossing)) for name in names)
    count = draw(st.integers(0, people))
    delegates = tuple(draw(delegate(f"d{number}", names, seats)) for number in range(count))
    return Instance(visits, delegates, seats)


@st.composite
def visit(draw, name, crossing):
    least = draw(st.integers(0, 3))
    interpreted = draw(st.dictionaries(st.sampled_from(LANGUAGES[1:]), st.integers(0, 2))) if crossing else {}
    return Visit(
        name,
        most=least + draw(st.integers(0, 2)),
        least=least,
        half_day=draw(st.integers(0, 1)),
        step_free=draw(st.booleans()),
        languages=frozenset({"en"}) if crossing else draw(st.sampled_from([None, frozenset({"en", "fr"})])),
        interpreters=interpreted,
        city_cap=draw(st.sampled_from([None, None, 1, 2])),
        group_caps=draw(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 2))) if crossing else {},
    )


@st.composite
def delegate(draw, name, visits, seats):
    wishes = draw(st.lists(st.sampled_from([*visits, *visits, "gone"]), max_size=4))
    return Delegate(
        name,
        wishes=tuple(wishes),
        city=draw(st.sampled_from([*CITIES, None])),
        group=draw(st.sampled_from(GROUPS)),
        languages=draw(st.sampled_from([None, frozenset({"en"}), frozenset({"fr"}), frozenset({"es", "fr"})])),
        needs_step_free=draw(st.integers(0, 5)) == 5,
        busy=frozenset({draw(st.integers(0, 1))}) if draw(st.integers(0, 5)) == 5 else frozenset(),
        barred=frozenset(draw(st.sampled_from(visits))) if draw(st.integers(0, 5)) == 5 else frozenset(),
        locked=frozenset(draw(st.sampled_from(visits))) if draw(st.integers(0, 5)) == 5 else frozenset(),
    )


def worth(instance, seats, current=None):
    """The value of a plan as the rules tell it, written down without the planner's code: more is better."""
    now = current or {}
    people = {one.id: one for one in instance.delegates}
    given = [(people[name], visit) for name, visits in seats.items() for visit in visits]
    ranks = [list(dict.fromkeys(one.wishes)).index(visit) + 1 if visit in one.wishes else 0 for one, visit in given]
    return (
        sum(visit in one.locked for one, visit in given),
        sum(bool(visits and now.get(name)) for name, visits in seats.items()),
        sum(bool(visits) for visits in seats.values()),
        len({one.city for one, _ in given if one.city}),
        len(given),
        sum(visit in now.get(one.id, ()) for one, visit in given),
        *(-ranks.count(rank) for rank in range(6, 1, -1)),
    )


def every_plan(instance, current=None):
    """All ways to give seats that are wished for, locked or had now; most of them break a rule."""
    now = current or {}
    options = []
    for one in instance.delegates:
        able = sorted({*one.wishes, *one.locked, *now.get(one.id, ())} & set(instance.visit))
        sizes = range(instance.seats_per_delegate + 1)
        options.append([chosen for size in sizes for chosen in combinations(able, size)])
    for chosen in product(*options):
        yield {one.id: visits for one, visits in zip(instance.delegates, chosen, strict=True)}


def better_plan(instance, seats, current=None):
    """A plan that keeps the rules and is worth more, None when there is none."""
    reached = worth(instance, seats, current)
    for plan in every_plan(instance, current):
        if worth(instance, plan, current) > reached and not violations(instance, plan, current):
            return plan
    return None
