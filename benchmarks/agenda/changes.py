"""What goes wrong before a forum: the events that the least change and the reasons are measured on."""

from collections import Counter
from dataclasses import replace

from exchange.domain.agenda_planner import Instance, Plan, Session


def room_lost(instance: Instance, plan: Plan) -> Instance:
    """A busy room is gone for good; the sessions locked to it are not locked any more. The largest room stays, because
    without it there is no place for a plenary."""
    uses = Counter(place.room for place in plan.values() if place.room is not None)
    lost = next(name for name, _ in uses.most_common() if name != list(instance.room)[-1])
    units = frozenset(range(len(instance.blocks)))
    return replace(
        instance,
        rooms=tuple(replace(one, unavailable=units) if one.id == lost else one for one in instance.rooms),
        sessions=tuple(replace(one, lock_room=None) if one.lock_room == lost else one for one in instance.sessions),
    )


def session_grows(instance: Instance) -> Instance:
    """The first short session that is not locked takes twice as long."""
    grown = next(one for one in instance.session.values() if one.units == 1 and one.lock_start is None)
    longer = replace(grown, units=2)
    return replace(instance, sessions=tuple(longer if one == grown else one for one in instance.sessions))


def contradiction(instance: Instance) -> Instance:
    """A session needs the two largest rooms' seats, both are away on the first day, and it must precede one of that
    day: five facts that cannot all hold."""
    large = list(instance.room.values())[-2:]
    free = [one for one in instance.session.values() if one.lock_start is None and not one.roomless]
    first, second = (one.id for one in free[:2])
    first_day = frozenset(unit for unit, day in enumerate(instance.days) if day == instance.days[0])
    return replace(
        instance,
        rooms=tuple(replace(one, unavailable=first_day) if one in large else one for one in instance.rooms),
        sessions=tuple(_contradicted(one, first, second, large[0].capacity, first_day) for one in instance.sessions),
        order=(*instance.order, (first, second)),
    )


def _contradicted(one: Session, first: str, second: str, seats: int, day: frozenset[int]) -> Session:
    if one.id == first:
        return replace(one, seats=seats, features=frozenset(), people=frozenset(), units=3)
    if one.id == second:
        return replace(one, starts=day, lock_room=None, people=frozenset())
    return replace(one, lock_start=None) if one.exclusive else one
