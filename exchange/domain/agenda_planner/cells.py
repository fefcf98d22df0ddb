"""Where a session may be placed when nothing else is: its legal first units and its rooms."""

from collections.abc import Iterator, Mapping

from exchange.domain.agenda_planner.instance import Instance, Room, Session


def span(session: Session, start: int) -> range:
    """The units it covers from a start on."""
    return range(start, start + session.units)


def runs(instance: Instance, session: Session) -> Iterator[int]:
    """Starts from which it fits into one block, or into one day when it may run over breaks."""
    parts = instance.days if session.spans_breaks else instance.blocks
    for start in range(len(parts) - session.units + 1):
        if len(set(parts[start : start + session.units])) == 1:
            yield start


def legal_starts(instance: Instance, session: Session) -> tuple[int, ...]:
    """Starts that its own wishes, its lock and the absences of its people leave, in order."""
    away = frozenset[int]().union(*(instance.absences.get(person, frozenset()) for person in session.people))
    return tuple(
        start
        for start in runs(instance, session)
        if (session.starts is None or start in session.starts)
        and (session.lock_start is None or start == session.lock_start)
        and away.isdisjoint(span(session, start))
        and _interpretable(instance, session, start)
    )


def suits(session: Session, room: Room) -> bool:
    """Whether the room, when it is free, can hold the session."""
    return (
        (session.lock_room is None or session.lock_room == room.id)
        and (session.rooms is None or room.id in session.rooms)
        and session.seats <= room.capacity
        and session.features <= room.features
        and session.booths_needed <= room.booths
    )


def legal_rooms(instance: Instance, session: Session) -> tuple[Room, ...]:
    """Rooms that suit it, the smallest first; none for a session without a room."""
    if session.roomless:
        return ()
    return tuple(room for room in instance.room.values() if suits(session, room))


def legal_cells(instance: Instance, session: Session) -> Mapping[int, tuple[str | None, ...]]:
    """Rooms by start; a session without a room has the room None at each of its starts."""
    starts = legal_starts(instance, session)
    if session.roomless:
        return dict.fromkeys(starts, (None,))
    rooms = legal_rooms(instance, session)
    open_at = {
        start: tuple(room.id for room in rooms if room.unavailable.isdisjoint(span(session, start))) for start in starts
    }
    return {start: ids for start, ids in open_at.items() if ids}


def _interpretable(instance: Instance, session: Session, start: int) -> bool:
    """Whether there is at least one team for each of its languages, all the time."""
    nobody = (0,) * len(instance.blocks)
    return all(min(instance.teams.get(one, nobody)[start : start + session.units]) > 0 for one in session.languages)
