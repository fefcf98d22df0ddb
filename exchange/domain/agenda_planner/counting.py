"""What cannot fit by counting alone. A solver may search for minutes for what a sum shows at once."""

from collections.abc import Callable, Iterable, Iterator

from exchange.domain.agenda_planner.cells import legal_rooms, runs
from exchange.domain.agenda_planner.facts import Fact, FactKind
from exchange.domain.agenda_planner.instance import Instance, Room, Session


def counted_out(instance: Instance) -> tuple[Fact, ...]:
    """Facts that each show by themselves that there is no plan: total, per kind of room, per person, per language."""
    return (
        *_too_long(instance),
        *_without_rooms(instance),
        *_of_rooms(instance),
        *_of_people(instance),
        *_of_languages(instance),
    )


def _too_long(instance: Instance) -> Iterator[Fact]:
    for one in instance.session.values():
        if not any(True for _ in runs(instance, one)):
            yield Fact(FactKind.LENGTH, (one.id,), number=one.units)


def _without_rooms(instance: Instance) -> Iterator[Fact]:
    needy = tuple(name for name, one in instance.session.items() if not one.roomless)
    if needy and not instance.rooms:
        yield Fact(FactKind.NO_ROOMS, needy)


def _of_rooms(instance: Instance) -> Iterator[Fact]:
    """For each set of rooms that some session is bound to: whether all that are bound to it fit in."""
    bound = {name: legal_rooms(instance, one) for name, one in instance.session.items() if not one.roomless}
    seen: set[FactKind] = set()
    for rooms in sorted(_room_sets(instance, bound.values()), key=lambda one: (-len(one), [room.id for room in one])):
        inside = set(rooms)
        sessions = [instance.session[name] for name, own in bound.items() if own and inside.issuperset(own)]
        for fact in _overfull(instance, sessions, rooms):
            # The widest set says most; those inside it would say it again.
            if fact.kind not in seen:
                seen.add(fact.kind)
                yield fact


def _room_sets(instance: Instance, bound: Iterable[tuple[Room, ...]]) -> set[tuple[Room, ...]]:
    """All rooms; those above each number of seats or booths; those with each feature; and each session's choice."""
    tests: list[Callable[[Room], bool]] = [lambda room: True]
    for one in instance.sessions:
        tests.append(lambda room, seats=one.seats: room.capacity >= seats)  # type: ignore[misc]
        tests.append(lambda room, booths=one.booths_needed: room.booths >= booths)  # type: ignore[misc]
        tests += [lambda room, feature=feature: feature in room.features for feature in one.features]  # type: ignore[misc]
    found = {tuple(room for room in instance.room.values() if test(room)) for test in tests}
    return {rooms for rooms in found | set(bound) if rooms}


def _overfull(instance: Instance, sessions: list[Session], rooms: tuple[Room, ...]) -> Iterator[Fact]:
    ids, names = tuple(one.id for one in sessions), tuple(room.id for room in rooms)
    need = sum(one.units for one in sessions)
    offer = sum(len(instance.blocks) - len(_inside(instance, room.unavailable)) for room in rooms)
    if need > offer:
        yield Fact(FactKind.ROOM_TIME, ids, names, number=need, offer=offer)
    for units in sorted({one.units for one in sessions if not one.spans_breaks}):
        long = tuple(one.id for one in sessions if one.units >= units and not one.spans_breaks)
        places = sum(length // units for room in rooms for length in _stretches(instance, room.unavailable))
        if len(long) > places:
            yield Fact(FactKind.BLOCK_TIME, long, names, number=len(long), offer=places)
            return


def _of_people(instance: Instance) -> Iterator[Fact]:
    for person in sorted({person for one in instance.sessions for person in one.people}):
        sessions = [one for one in instance.session.values() if person in one.people]
        need = sum(one.units for one in sessions)
        offer = len(instance.blocks) - len(_inside(instance, instance.absences.get(person, frozenset())))
        if need > offer:
            yield Fact(FactKind.PERSON_TIME, tuple(one.id for one in sessions), (), person, need, offer)


def _of_languages(instance: Instance) -> Iterator[Fact]:
    for language in sorted({language for one in instance.sessions for language in one.languages}):
        sessions = [one for one in instance.session.values() if language in one.languages]
        need, offer = sum(one.units for one in sessions), sum(instance.teams.get(language, ()))
        if need > offer:
            yield Fact(FactKind.TEAM_TIME, tuple(one.id for one in sessions), (), language, need, offer)


def _inside(instance: Instance, units: frozenset[int]) -> set[int]:
    return {unit for unit in units if 0 <= unit < len(instance.blocks)}


def _stretches(instance: Instance, closed: frozenset[int]) -> Iterator[int]:
    """Lengths of what is left of each block."""
    length, block = 0, None
    for unit, current in enumerate(instance.blocks):
        if current != block or unit in closed:
            yield length
            length = 0
        length, block = length + (unit not in closed), current
    yield length
