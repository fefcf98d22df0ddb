"""The plan while it is being made: arrays that know what each session would cost at each start.

`cost[t, i]` is what session i would add at start t, given the others; it is kept true by adding or taking away a
session's weights in the window of starts that overlap it. So the question "what if" is one look-up.
All functions run plain or compiled (see compiled.py), and are written for both: numbers and arrays only.
"""

from typing import Any, NamedTuple

import numpy as np

from exchange.domain.agenda_planner.compiled import cells_of, compiled
from exchange.domain.agenda_planner.instance import Placement
from exchange.domain.agenda_planner.tables import NEVER, Tables, flat

FREE, CLOSED, NOWHERE = -1, -2, -1


class Board(NamedTuple):
    """Arrays for whole rows, and the same memory as flat cells for single numbers. `taken` is a session's index, FREE
    or CLOSED by room and unit; `used` are interpreter teams by language and unit."""

    sessions: int
    slots: int
    rooms: int
    cost: Any
    cost_flat: Any
    cost_cells: Any
    weights: Any
    weight_cells: Any
    doubled: Any
    starts: Any
    start: Any
    room_of: Any
    room: Any
    places: Any
    place: Any
    units: Any
    class_from: Any
    class_to: Any
    class_units: Any
    taken: Any
    used: Any
    teams: Any
    room_from: Any
    room_list: Any
    language_from: Any
    language_list: Any
    before_from: Any
    before_list: Any
    after_from: Any
    after_list: Any


def empty_board(tables: Tables) -> Board:
    """A board with nothing on it; starts that are not legal cost NEVER."""
    count, slots = len(tables.ids), tables.starts.shape[0]
    cost = np.where(tables.starts, 0.0, NEVER)
    starts, rooms, places = (np.full(count, NOWHERE, np.int64) for _ in range(3))
    classes, firsts = np.unique(tables.units, return_index=True)
    taken = np.where(tables.room_open, FREE, CLOSED).astype(np.int64).reshape(-1)
    lists = [flat(one) for one in (tables.rooms, tables.languages, tables.before, tables.after)]
    return Board(
        sessions=count,
        slots=slots,
        rooms=len(tables.room_ids),
        cost=cost,
        cost_flat=cost.reshape(-1),
        cost_cells=cells_of(cost.reshape(-1)),
        weights=tables.weights,
        weight_cells=cells_of(tables.weights.reshape(-1)),
        doubled=2 * tables.weights,
        starts=starts,
        start=cells_of(starts),
        room_of=rooms,
        room=cells_of(rooms),
        places=places,
        place=cells_of(places),
        units=cells_of(tables.units),
        class_from=cells_of(firsts.astype(np.int64)),
        class_to=cells_of(np.append(firsts[1:], count).astype(np.int64)),
        class_units=cells_of(classes.astype(np.int64)),
        taken=cells_of(taken),
        used=cells_of(np.zeros(tables.teams.size, np.int64)),
        teams=cells_of(tables.teams.reshape(-1)),
        **{
            name + part: cells_of(values)
            for name, pair in zip(("room", "language", "before", "after"), lists, strict=True)
            for part, values in zip(("_from", "_list"), pair, strict=True)
        },
    )


def placements(board: Board, tables: Tables) -> dict[str, Placement]:
    """What is on the board, by id."""
    names = (*tables.room_ids, None)
    return {
        name: Placement(int(board.starts[i]), names[int(board.room_of[i])])
        for i, name in sorted(enumerate(tables.ids), key=lambda pair: pair[1])
        if board.starts[i] != NOWHERE
    }


def put_all(board: Board, tables: Tables, plan: dict[str, Placement]) -> None:
    """Places sessions on an empty board; the plan must be a legal one."""
    rooms: dict[str | None, int] = {name: place for place, name in enumerate(tables.room_ids)}
    for i, name in enumerate(tables.ids):
        if name in plan:
            enter(board, i, plan[name].start, rooms.get(plan[name].room, board.rooms))
            weigh(board, i, plan[name].start, 1.0)


@compiled
def weigh(b: Board, j: int, t: int, sign: float) -> None:
    """Adds (sign 1) or takes away (sign -1) what j at start t costs the others."""
    end = t + b.units[j]
    for c in range(len(b.class_units)):
        low, high = b.class_from[c], b.class_to[c]
        begin = max(t - b.class_units[c] + 1, 0)
        if sign > 0:
            b.cost[begin:end, low:high] += b.weights[j, low:high]
        else:
            b.cost[begin:end, low:high] -= b.weights[j, low:high]


@compiled
def enter(b: Board, i: int, t: int, r: int) -> None:
    """Takes the room and the interpreters for i; `weigh` is the caller's."""
    b.start[i] = t
    b.room[i] = r
    b.place[i] = t * b.sessions + i
    if r < b.rooms:
        for u in range(r * b.slots + t, r * b.slots + t + b.units[i]):
            b.taken[u] = i
    for k in range(b.language_from[i], b.language_from[i + 1]):
        base = b.language_list[k] * b.slots + t
        for u in range(base, base + b.units[i]):
            b.used[u] += 1


@compiled
def leave(b: Board, i: int) -> None:
    """Gives room and interpreters of i back; its start stays noted until it enters again."""
    t, r = b.start[i], b.room[i]
    if r < b.rooms:
        for u in range(r * b.slots + t, r * b.slots + t + b.units[i]):
            b.taken[u] = FREE
    for k in range(b.language_from[i], b.language_from[i + 1]):
        base = b.language_list[k] * b.slots + t
        for u in range(base, base + b.units[i]):
            b.used[u] -= 1


@compiled
def is_free(b: Board, r: int, t: int, units: int) -> bool:
    """Whether nobody is in a room from t on; a place without a room is always free."""
    if r == b.rooms:
        return True
    base = r * b.slots + t
    for u in range(base, base + units):  # noqa: SIM110 - a generator cannot be compiled, and is slower
        if b.taken[u] != FREE:
            return False
    return True


@compiled
def free_room(b: Board, i: int, t: int) -> int:
    """The first room that suits i and is free, NOWHERE when there is none."""
    for k in range(b.room_from[i], b.room_from[i + 1]):
        if is_free(b, b.room_list[k], t, b.units[i]):
            return int(b.room_list[k])
    return NOWHERE


@compiled
def in_order(b: Board, i: int, t: int) -> bool:
    """Whether i at t comes after what must precede it and before what must follow, as far as those are placed."""
    for k in range(b.before_from[i], b.before_from[i + 1]):
        j = b.before_list[k]
        if b.start[j] != NOWHERE and b.start[j] + b.units[j] > t:
            return False
    for k in range(b.after_from[i], b.after_from[i + 1]):
        j = b.after_list[k]
        if b.start[j] != NOWHERE and t + b.units[i] > b.start[j]:
            return False
    return True


@compiled
def interpreted(b: Board, i: int, t: int) -> bool:
    """Whether a team of each language of i is free from t on."""
    for k in range(b.language_from[i], b.language_from[i + 1]):
        base = b.language_list[k] * b.slots + t
        for u in range(base, base + b.units[i]):
            if b.used[u] >= b.teams[u]:
                return False
    return True


@compiled
def clear_room(b: Board, i: int, t: int) -> int:
    """A room for i at t that is free, or whose one guest can go next door at the same time; NOWHERE without."""
    found = free_room(b, i, t)
    if found != NOWHERE:
        return found
    for k in range(b.room_from[i], b.room_from[i + 1]):
        r = b.room_list[k]
        guest = only_guest(b, r, t, b.units[i])
        if guest < 0:
            continue
        elsewhere = free_room(b, guest, b.start[guest])
        if elsewhere != NOWHERE:
            leave(b, guest)
            enter(b, guest, b.start[guest], elsewhere)
            return int(r)
    return NOWHERE


@compiled
def only_guest(b: Board, r: int, t: int, units: int) -> int:
    """The session that alone is in the way in a room, -1 when it is closed or there are several."""
    guest = FREE
    base = r * b.slots + t
    for u in range(base, base + units):
        one = b.taken[u]
        if one == CLOSED or (guest != FREE and one != FREE and one != guest):
            return -1
        if one != FREE:
            guest = one
    return int(guest)
