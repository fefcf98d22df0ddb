"""An instance as arrays: what greedy and annealing look up. Sessions are sorted by length and id, rooms by size."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from exchange.domain.agenda_planner.cells import legal_rooms, legal_starts
from exchange.domain.agenda_planner.instance import Instance

# Stands for "never": above any sum of clashes, and still exact in a float.
NEVER = 1e9

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tables:
    """`weights[i, j]` is what an overlap of i and j costs, NEVER where it is forbidden; `starts` are boolean, a row per
    unit and a column per session; `rooms[i]` are indices of the rooms that suit i, len(room_ids) for no room at all."""

    ids: tuple[str, ...]
    room_ids: tuple[str, ...]
    units: Integers
    weights: Floats
    starts: npt.NDArray[np.bool_]
    rooms: tuple[tuple[int, ...], ...]
    languages: tuple[tuple[int, ...], ...]
    teams: Integers
    room_open: npt.NDArray[np.bool_]
    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]

    @property
    def mean_weight(self) -> float:
        """Mean cost of an overlap, over the pairs that cost anything; 1 without wishes."""
        asked = self.weights[(self.weights > 0) & (self.weights < NEVER)]
        return float(asked.mean()) if asked.size else 1.0


def tables_of(instance: Instance) -> Tables:
    """The arrays of an instance."""
    sessions = sorted(instance.session.values(), key=lambda one: (one.units, one.id))
    ids = tuple(one.id for one in sessions)
    index = {name: place for place, name in enumerate(ids)}
    room_ids = tuple(instance.room)
    room_index = {name: place for place, name in enumerate(room_ids)}
    known = {name: place for place, name in enumerate(sorted(instance.teams))}
    pairs = sorted({(index[first], index[second]) for first, second in instance.order})
    return Tables(
        ids=ids,
        room_ids=room_ids,
        units=np.array([one.units for one in sessions], np.int64),
        weights=_weights(instance, index),
        starts=_starts(instance, ids, pairs),
        rooms=tuple(
            (len(room_ids),) if one.roomless else tuple(room_index[room.id] for room in legal_rooms(instance, one))
            for one in sessions
        ),
        # A language without teams leaves no legal start at all; it needs no row here.
        languages=tuple(tuple(sorted(known[one] for one in s.languages if one in known)) for s in sessions),
        teams=np.array([instance.teams[one] for one in known], np.int64).reshape(len(known), len(instance.blocks)),
        room_open=_room_open(instance),
        before=tuple(tuple(first for first, second in pairs if second == i) for i in range(len(ids))),
        after=tuple(tuple(second for first, second in pairs if first == i) for i in range(len(ids))),
    )


def pair_weights(instance: Instance) -> dict[tuple[str, str], int]:
    """What it costs when two sessions overlap: for each delegate who wished both, the lesser of the two wishes (it is
    the one that is given up). Pairs are sorted, and only those that cost something are there."""
    total: dict[tuple[str, str], int] = {}
    for wished in instance.wishes:
        known = sorted(name for name in wished if name in instance.session)
        for first, second in combinations(known, 2):
            total[first, second] = total.get((first, second), 0) + min(wished[first], wished[second])
    return total


def apart_pairs(instance: Instance) -> set[tuple[str, str]]:
    """Sorted pairs of sessions that must not overlap: a person in both, a series, an exclusive session, an order."""
    groups: list[tuple[str, ...]] = [series.sessions for series in instance.series]
    for person in sorted({person for one in instance.sessions for person in one.people}):
        groups.append(tuple(name for name, one in instance.session.items() if person in one.people))
    groups += instance.order
    found = {pair for group in groups for pair in combinations(sorted(set(group)), 2)}
    alone = [name for name, one in instance.session.items() if one.exclusive]
    return found | {(min(one, name), max(one, name)) for one in alone for name in instance.session if name != one}


def _weights(instance: Instance, index: dict[str, int]) -> Floats:
    weights = np.zeros((len(index), len(index)))
    for (first, second), weight in pair_weights(instance).items():
        weights[index[first], index[second]] = weight
    for first, second in apart_pairs(instance):
        weights[index[first], index[second]] = NEVER
    # A pair stands on one side of the diagonal only, but on which one depends on the lengths.
    return np.maximum(weights, weights.T)


def _starts(instance: Instance, ids: tuple[str, ...], pairs: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    legal = np.zeros((len(instance.blocks), len(ids)), np.bool_)
    units = [instance.session[name].units for name in ids]
    for place, name in enumerate(ids):
        legal[list(legal_starts(instance, instance.session[name])), place] = True
    # Whoever must come later cannot begin before the earlier one can have ended; chains need several rounds.
    left = -1
    while left != (left := int(legal.sum())):
        for first, second in pairs:
            _tighten(legal, units, first, second)
    return legal


def _tighten(legal: npt.NDArray[np.bool_], units: list[int], first: int, second: int) -> None:
    earliest = np.flatnonzero(legal[:, first])
    latest = np.flatnonzero(legal[:, second])
    if not earliest.size or not latest.size:
        legal[:, [first, second]] = False
        return
    legal[: earliest[0] + units[first], second] = False
    legal[max(latest[-1] - units[first] + 1, 0) :, first] = False


def _room_open(instance: Instance) -> npt.NDArray[np.bool_]:
    shape = (len(instance.room), len(instance.blocks))
    open_at = np.ones(shape, np.bool_)
    for place, room in enumerate(instance.room.values()):
        open_at[place, [unit for unit in room.unavailable if 0 <= unit < shape[1]]] = False
    return open_at


def flat(lists: tuple[tuple[int, ...], ...]) -> tuple[Any, Any]:
    """Lists of different lengths as one: where each begins (one more than there are lists), and all values."""
    ends = np.cumsum([0, *(len(one) for one in lists)], dtype=np.int64)
    return ends, np.array([value for one in lists for value in one], np.int64)
