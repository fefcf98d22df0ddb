"""A first plan: the hardest sessions first, each where it clashes least with those already placed."""

import numpy as np

from exchange.domain.agenda_planner.board import (
    FREE,
    NOWHERE,
    Board,
    clear_room,
    empty_board,
    enter,
    in_order,
    interpreted,
    placements,
    weigh,
)  # fmt: skip
from exchange.domain.agenda_planner.instance import Placement
from exchange.domain.agenda_planner.tables import NEVER, Floats, Tables

ROUNDS = 40


def place_greedily(tables: Tables) -> tuple[dict[str, Placement], tuple[str, ...]]:
    """A legal plan, and the ids of sessions that found no place in it (none, nearly always).

    What found no place goes to the front in the next round; the round that left out fewest is kept.
    """
    hardness = _hardness(tables)
    best: tuple[dict[str, Placement], tuple[str, ...]] = {}, tuple(sorted(tables.ids))
    for _ in range(ROUNDS):
        board = empty_board(tables)
        left = [i for i in np.lexsort((np.arange(len(hardness)), -hardness)).tolist() if not _place(board, tables, i)]
        if len(left) < len(best[1]) or not best[0]:
            best = placements(board, tables), tuple(sorted(tables.ids[i] for i in left))
        if not left or all(not tables.starts[:, i].any() or not tables.rooms[i] for i in left):
            break
        for i in left:
            hardness[i] = hardness.max() + 1 + i / len(hardness)
    return best


def _hardness(tables: Tables) -> Floats:
    """Few cells first; among equals those that many delegates want together with others."""
    cells = np.array([tables.starts[:, i].sum() * max(len(rooms), 1) for i, rooms in enumerate(tables.rooms)])
    wanted = np.where(tables.weights < NEVER, tables.weights, 0).sum(axis=1)
    return np.asarray(1 / np.maximum(cells, 1) * tables.units + wanted / max(wanted.sum(), 1))


def _place(board: Board, tables: Tables, i: int) -> bool:
    """Puts a session to its best start; among equal ones where fewer rooms are taken, then the earlier one."""
    cost = board.cost[:, i]
    crowd = _crowd(board, tables, i)
    for t in np.lexsort((crowd, cost)).tolist():
        if cost[t] >= NEVER:
            return False
        if in_order(board, i, t) and interpreted(board, i, t):
            room = clear_room(board, i, t)
            if room != NOWHERE:
                enter(board, i, t, room)
                weigh(board, i, t, 1.0)
                return True
    return False


def _crowd(board: Board, tables: Tables, i: int) -> Floats:
    """How many of the rooms that suit i are taken, by unit."""
    suited = [r for r in tables.rooms[i] if r < board.rooms]
    taken = np.asarray(board.taken).reshape(board.rooms, board.slots)[suited] if suited else np.empty((0, board.slots))
    return np.asarray((taken != FREE).sum(axis=0), np.float64)
