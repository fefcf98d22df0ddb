"""Simulated annealing from a legal plan to one with fewer clashes; every plan on the way is legal.

Two moves: a session goes to the start that is best for it, or swaps with the session that is best to swap with; "best"
is measured with noise that shrinks (Gumbel noise, so that the choice is that of a heat bath: like trying hundreds of
random moves and keeping the ones chance accepts, in two rows of numbers). Deterministic by seed and number of steps.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from exchange.domain.agenda_planner.board import (
    NOWHERE,
    Board,
    clear_room,
    empty_board,
    enter,
    free_room,
    in_order,
    interpreted,
    leave,
    placements,
    put_all,
    weigh,
)  # fmt: skip
from exchange.domain.agenda_planner.compiled import compiled, numbers_of
from exchange.domain.agenda_planner.instance import Placement
from exchange.domain.agenda_planner.pace import Run
from exchange.domain.agenda_planner.tables import NEVER, Floats, Tables

# In units of the mean weight of a pair. Colder at the start misses planted plans.
HOT, COLD = 4.0, 0.2
SWAPS = 0.35
CHUNK = 500
POOL = 1 << 17
TRIES = 3


def anneal(
    tables: Tables,
    plan: dict[str, Placement],
    seed: int,
    steps: int,
    carry_on: Callable[[Run], int] = lambda run: 1,
) -> tuple[dict[str, Placement], float]:
    """The best plan found and its cost, from a legal plan of all sessions of the tables.

    `carry_on` is asked after each chunk of steps how many chunks to go forward: 1 as planned, more to cool faster
    because time is short, 0 to stop with the best so far.
    """
    board = empty_board(tables)
    put_all(board, tables, plan)
    movable = np.flatnonzero((tables.starts.sum(axis=0) > 1) | (np.array([len(one) for one in tables.rooms]) > 1))
    now = float(board.cost_flat.take(board.places).sum() / 2) if len(tables.ids) else 0.0
    best = np.array([now])
    best_start, best_room = board.starts.copy(), board.room_of.copy()
    run = Run(max(steps // CHUNK, 1), best=now)
    random = np.random.default_rng(seed)
    pool = -random.gumbel(size=POOL)
    while run.done < run.chunks and movable.size and run.best > 0:
        heat = HOT * (COLD / HOT) ** (run.done / max(run.chunks - 1, 1)) * tables.mean_weight
        now = _chunk(board, random, movable, pool * heat, now, best, best_start, best_room)
        run.best = float(best[0])
        forward = carry_on(run)
        if not forward:
            break
        run.done += forward
    board.starts[:], board.room_of[:] = best_start, best_room
    return placements(board, tables), run.best


def _chunk(
    board: Board, random: np.random.Generator, movable: Any, noise: Floats, now: float, best: Any, start: Any, room: Any
) -> float:
    width = max(board.sessions + 1, board.slots)
    picks = numbers_of(movable[random.integers(0, movable.size, CHUNK)])
    offsets = numbers_of(random.integers(0, noise.size - width, CHUNK))
    swaps = numbers_of(random.random(CHUNK) < SWAPS)
    return float(_steps(board, picks, offsets, swaps, noise, now, best, start, room))


@compiled
def _steps(
    b: Board, picks: Any, offsets: Any, swaps: Any, noise: Any, now: float, best: Any, best_start: Any, best_room: Any
) -> float:
    for k in range(len(picks)):
        first = offsets[k]
        if swaps[k]:
            delta = _swap(b, picks[k], noise[first : first + b.sessions + 1])
        else:
            delta = _shift(b, picks[k], noise[first : first + b.slots])
        if delta == 0.0:
            continue
        now += delta
        if now < best[0] - 0.5:
            best[0] = now
            best_start[:] = b.starts
            best_room[:] = b.room_of
    return now


@compiled
def _shift(b: Board, i: int, noise: Any) -> float:
    """Moves i to the start that is best with the noise, among those where a room is free."""
    values = b.cost[:, i] + noise
    old, room, n = b.start[i], b.room[i], b.sessions
    for _ in range(TRIES):
        t = int(values.argmin())
        if t == old or values[t] > NEVER / 2:
            return 0.0
        if in_order(b, i, t):
            leave(b, i)
            found = clear_room(b, i, t) if interpreted(b, i, t) else NOWHERE
            if found != NOWHERE:
                delta = b.cost_cells[t * n + i] - b.cost_cells[old * n + i]
                enter(b, i, t, found)
                weigh(b, i, old, -1.0)
                weigh(b, i, t, 1.0)
                return float(delta)
            enter(b, i, old, room)
        values[t] = NEVER
    return 0.0


@compiled
def _swap(b: Board, i: int, noise: Any) -> float:
    """Swaps the starts of i and the session that is best with the noise, if better than staying."""
    n, old = b.sessions, b.start[i]
    values = b.cost[:, i].take(b.starts) + b.cost[old] - b.cost_flat.take(b.places) - b.doubled[i] + noise[:n]
    values[b.starts == old] = NEVER
    j = int(values.argmin())
    if values[j] >= b.cost_cells[old * n + i] + noise[n]:
        return 0.0
    delta = _swap_delta(b, i, j)
    if delta + noise[j] >= noise[n] or not _exchange(b, i, j):
        return 0.0
    return float(delta)


@compiled
def _swap_delta(b: Board, i: int, j: int) -> float:
    """What the swap of two starts changes; the pair's own weight is counted once where they overlap."""
    n, here, there = b.sessions, b.start[i], b.start[j]
    weight = b.weight_cells[i * n + j]
    before = 1 if here < there + b.units[j] and there < here + b.units[i] else 0
    after = 1 if there < here + b.units[j] and here < there + b.units[i] else 0
    new = b.cost_cells[there * n + i] + b.cost_cells[here * n + j] - 2 * weight
    old = b.cost_cells[here * n + i] + b.cost_cells[there * n + j]
    return float(new - old + weight * (before + after))


@compiled
def _exchange(b: Board, i: int, j: int) -> bool:
    """Does the swap when order, rooms and interpreters allow it; leaves everything as it was otherwise."""
    here, there, room_i, room_j = b.start[i], b.start[j], b.room[i], b.room[j]
    leave(b, i)
    leave(b, j)
    b.start[i], b.start[j] = there, here
    if in_order(b, i, there) and in_order(b, j, here) and interpreted(b, i, there):
        # Only the last of the two may send a guest next door: what failed must be put back as it was.
        found = free_room(b, i, there)
        if found != NOWHERE:
            enter(b, i, there, found)
            other = clear_room(b, j, here) if interpreted(b, j, here) else NOWHERE
            if other != NOWHERE:
                enter(b, j, here, other)
                weigh(b, i, here, -1.0)
                weigh(b, j, there, -1.0)
                weigh(b, i, there, 1.0)
                weigh(b, j, here, 1.0)
                return True
            leave(b, i)
    enter(b, i, here, room_i)
    enter(b, j, there, room_j)
    return False
