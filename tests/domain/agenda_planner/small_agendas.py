"""Random small agendas, and every plan of a tiny one tried by hand."""

from itertools import product

from hypothesis import strategies as st

from exchange.domain.agenda_planner import Instance, Placement, Room, Series, Session, violations

FEATURES = ("hybrid", "projector")
PEOPLE = ("ama", "kofi", "lea")


def tiny(sessions=(), rooms=(Room("A", 100),), blocks=(0, 0, 0, 1, 1, 1), days=None, **values):
    return Instance(blocks, days or (0,) * len(blocks), tuple(rooms), tuple(sessions), **values)


def every_plan(instance):
    """All plans that keep every rule, by trying everything: the judge is the checker alone."""
    names = list(instance.session)
    rooms = [*instance.room, None]
    choices = [
        [
            place
            for start in range(len(instance.blocks))
            for room in rooms
            if not violations(instance, {name: (place := Placement(start, room))}, complete=False)
        ]
        for name in names
    ]
    for places in product(*choices):
        plan = dict(zip(names, places, strict=True))
        if not violations(instance, plan):
            yield plan


def cost(instance, plan):
    """Clashes weighed: for each delegate and pair the lesser of the two wishes."""
    total = 0
    for wished in instance.wishes:
        names = sorted(wished)
        for place, first in enumerate(names):
            for second in names[place + 1 :]:
                one, other = instance.session[first], instance.session[second]
                starts = plan[first].start, plan[second].start
                if starts[0] < starts[1] + other.units and starts[1] < starts[0] + one.units:
                    total += min(wished[first], wished[second])
    return total


@st.composite
def agendas(draw, most=4, rooms=2):
    """Agendas of two blocks of two units on each of one or two days, often too tight to be planned."""
    days = draw(st.integers(1, 2))
    units = 4 * days
    some_units = st.frozensets(st.integers(0, units - 1), max_size=2)
    names = [f"S{number}" for number in range(draw(st.integers(1, most)))]
    halls = [f"R{number}" for number in range(draw(st.integers(1, rooms)))]
    a_session = st.sampled_from(names)

    def session(name):
        long = draw(st.integers(1, 9)) == 9
        return Session(
            name,
            units=3 if long else draw(st.integers(1, 2)),
            people=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
            languages=draw(st.frozensets(st.sampled_from(("fr", "es")), max_size=1)),
            features=draw(st.frozensets(st.sampled_from(FEATURES), max_size=1)),
            seats=draw(st.sampled_from((0, 0, 40, 90))),
            starts=draw(st.none() | st.none() | st.frozensets(st.integers(0, units - 1), min_size=1)),
            rooms=draw(st.none() | st.none() | st.frozensets(st.sampled_from(halls), min_size=1)),
            lock_start=draw(st.none() | st.none() | st.integers(0, units)),
            lock_room=draw(st.none() | st.none() | st.sampled_from(halls)),
            exclusive=draw(st.integers(1, 8)) == 8,
            roomless=draw(st.integers(1, 6)) == 6,
            spans_breaks=long,
        )

    return Instance(
        blocks=tuple(unit // 2 for unit in range(units)),
        days=tuple(unit // 4 for unit in range(units)),
        rooms=tuple(
            Room(name, draw(st.sampled_from((50, 100))), draw(st.frozensets(st.sampled_from(FEATURES))),
                 draw(st.integers(0, 1)), draw(some_units))
            for name in halls
        ),
        sessions=tuple(session(name) for name in names),
        absences={person: draw(some_units) for person in PEOPLE},
        teams={"fr": (draw(st.integers(0, 1)),) * units, "es": (1,) * units},
        series=(Series("series", tuple(draw(st.lists(a_session, max_size=3, unique=True)))),),
        order=tuple(draw(st.lists(st.tuples(a_session, a_session), max_size=1))),
        wishes=tuple(draw(st.lists(st.dictionaries(a_session, st.sampled_from((1, 3))), max_size=4))),
    )  # fmt: skip
