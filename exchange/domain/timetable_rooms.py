"""What can be wrong with the room of a session: who else is there, what fits, what it has, and the way to it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from exchange.domain.timetable import ACCESS, Clash, Hall, Placed
from exchange.domain.timetable_index import Index, meet, minutes_between
from exchange.domain.timetable_levels import ClashKind

RoomRule = Callable[[Index, Placed, Hall], Iterator[Clash]]


def room_once(index: Index, one: Placed, hall: Hall) -> Iterator[Clash]:
    """One session at a time, with time between two to move the chairs."""
    setup = timedelta(minutes=hall.setup_minutes)
    earliest, latest = one.starts_at - setup, one.ends_at + setup
    for other in index.in_room.get(hall.key, ()):
        if other.starts_at >= latest or other.ends_at <= earliest or other.key == one.key:
            continue
        if meet(one, other):
            yield index.found(ClashKind.ROOM_TWICE, one, other, room=hall)
        elif one.layout and other.layout and one.layout is not other.layout:
            gap, needed = minutes_between(one, other), hall.setup_minutes
            yield index.found(ClashKind.SETUP_SHORT, one, other, room=hall, minutes=gap, needed=needed)


def room_open(index: Index, one: Placed, hall: Hall) -> Iterator[Clash]:
    """Not while the room cannot be used."""
    for outage in hall.outages:
        if meet(one, outage):
            yield index.found(ClashKind.ROOM_OUT, one, room=hall, outage=outage)


def people_fit(index: Index, one: Placed, hall: Hall) -> Iterator[Clash]:
    """A chair for everybody who is expected, and for everybody who wants to come."""
    capacity = hall.holds(one.layout)
    if one.seats and one.seats > capacity:
        yield index.found(ClashKind.TOO_SMALL, one, room=hall, seats=one.seats, capacity=capacity)
    elif one.wishes > capacity:
        yield index.found(ClashKind.TOO_SMALL_FOR_WISHES, one, room=hall, wishes=one.wishes, capacity=capacity)


def room_has_it(index: Index, one: Placed, hall: Hall) -> Iterator[Clash]:
    """Booths and whatever else the session needs."""
    silent = tuple(code for code in one.languages[1:] if code not in hall.booths)
    if silent:
        yield index.found(ClashKind.BOOTH_MISSING, one, room=hall, missing=silent)
    missing = one.needs - hall.features
    if closed := missing & ACCESS:
        yield index.found(ClashKind.ACCESS, one, room=hall, missing=tuple(sorted(closed)))
    if lacking := missing - ACCESS:
        yield index.found(ClashKind.FEATURE_MISSING, one, room=hall, missing=tuple(sorted(lacking)))


def time_to_walk(index: Index, one: Placed, site: str) -> Iterator[Clash]:
    """Time to get from one building to the other for whoever is in two sessions."""
    if not index.facts.walks or not site:
        return
    people = {person.key: person for person in one.people}
    for key, other in index.others(index.of_person, people, one):
        there = index.halls.get(other.room)
        needed = _walk(index, site, there.site) if there else 0
        gap = minutes_between(one, other)
        if 0 <= gap < needed and there:
            sites = (site, there.site) if one.starts_at < other.starts_at else (there.site, site)
            who = people[key]
            yield index.found(ClashKind.WALKING_SHORT, one, other, person=who, minutes=gap, needed=needed, sites=sites)


def _walk(index: Index, here: str, there: str) -> int:
    """Minutes between two sites; a way is as long in both directions unless both are told."""
    walks = index.facts.walks
    return walks.get((here, there)) or walks.get((there, here)) or 0


BY_ROOM: tuple[RoomRule, ...] = (room_once, room_open, people_fit, room_has_it)
