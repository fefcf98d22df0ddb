"""A number of clashes that no plan can be below, proven by the dual of a semidefinite program.

Let a session be a row of zeros and ones, one for each unit it is on, and X the products of these rows: X_ij units are
shared by i and j. A pair that shares n units of at most min(d_i, d_j) clashes at least n / min(d_i, d_j) times its
weight. X - d d' / T is positive semidefinite (T units in all), X_ii = d_i, X_ij >= 0. Every positive semidefinite
matrix L gives a bound by weak duality, so it does not matter how good the optimiser is: what it returns is true.
Method: alternating directions (Wen, Goldfarb, Yin 2010). Tight where all sessions are of one length, weak elsewhere.
"""

import time
from math import ceil

import numpy as np
import numpy.typing as npt

from exchange.domain.agenda_planner.instance import Instance
from exchange.domain.agenda_planner.tables import NEVER, Floats, tables_of

ROUNDS = 400
LOOK_EVERY = 20
LARGEST = 250


def lower_bound(instance: Instance, seconds: float = 2.0) -> int:
    """What the cost of a plan of all sessions cannot be below; 0 when nothing better was found in time."""
    others = instance.only(name for name, one in instance.session.items() if not one.exclusive)
    # Nothing runs beside an exclusive session, so its units are lost for all others.
    units = len(instance.blocks) - sum(one.units for one in instance.sessions if one.exclusive)
    if not 2 <= len(others.sessions) <= LARGEST or units < 1 or seconds <= 0:
        return 0
    tables = tables_of(others)
    apart = tables.weights >= NEVER
    lengths = tables.units.astype(np.float64)
    most = np.minimum.outer(lengths, lengths)
    cost = np.where(apart, 0.0, tables.weights) / most / 2
    return max(ceil(_climb(cost, lengths, apart, units, seconds) - 1e-6), 0)


def _climb(cost: Floats, lengths: Floats, apart: npt.NDArray[np.bool_], units: int, seconds: float) -> float:
    """The best bound met on the way to the optimum."""
    deadline = time.monotonic() + seconds
    least = np.outer(lengths, lengths) / units
    most = np.where(apart, 0.0, np.minimum.outer(lengths, lengths))
    scale = max(float(np.abs(cost).max()), 1e-9)
    step = scale / max(float(lengths.mean()), 1.0)
    inner, dual = np.zeros_like(cost), np.zeros_like(cost)
    best = 0.0
    for number in range(1, ROUNDS + 1):
        shared = np.clip(least + inner - dual - cost / step, 0.0, most)
        np.fill_diagonal(shared, lengths)
        values, vectors = np.linalg.eigh(shared - least + dual)
        inner = (vectors * np.maximum(values, 0)) @ vectors.T
        dual = (vectors * np.minimum(values, 0)) @ vectors.T
        if number % LOOK_EVERY == 0:
            best = max(best, _proven(-step * dual, cost, lengths, least, most))
            if time.monotonic() > deadline:
                break
    return best


def _proven(multiplier: Floats, cost: Floats, lengths: Floats, least: Floats, most: Floats) -> float:
    """The bound a multiplier proves: the least of cost over all X in the box, with <L, X - dd'/T> >= 0 helping."""
    slack = (multiplier + multiplier.T) / 2
    # Rounding may leave an eigenvalue a hair below zero; lifting the diagonal makes it safely positive again.
    lowest = float(np.linalg.eigvalsh(slack)[0])
    slack = slack + np.eye(len(slack)) * (max(-lowest, 0.0) + 1e-9 * max(float(np.abs(slack).max()), 1.0))
    reduced = cost - slack
    np.fill_diagonal(reduced, 0.0)
    return float((slack * least).sum() - (np.diag(slack) * lengths).sum() + (np.minimum(reduced, 0.0) * most).sum())
