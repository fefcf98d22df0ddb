"""The fewest moves that make a plan legal again: proven by the solver, rooms rather than times."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from exchange.domain.agenda_planner.constraint_model import ConstraintModel
from exchange.domain.agenda_planner.instance import Instance, Placement


@dataclass(frozen=True, order=True)
class Move:
    """A session that goes elsewhere; `before` is None for one that had no place."""

    session: str
    before: Placement | None
    after: Placement

    @property
    def changes_time(self) -> bool:
        return self.before is None or self.before.start != self.after.start


@dataclass(frozen=True)
class Change:
    """The new plan and its moves; `proven`: no plan needs fewer moves, nor as many with fewer changed times."""

    placements: dict[str, Placement]
    moves: tuple[Move, ...]
    proven: bool


def least_change(
    instance: Instance, current: Mapping[str, Placement], seconds: float = 30.0, workers: int = 1
) -> Change | None:
    """The least change from the current plan to a legal one; None when there is none (see reasons) or time is over.

    Only places of sessions that are in both count: a new session has to go somewhere.
    """
    deadline = time.monotonic() + seconds
    question = ConstraintModel(instance, merged=False)
    stay, same_time = _stays(question, current), _same_times(question, current)
    # One move more is worse than all sessions changing their times.
    price = len(instance.sessions) + 1
    question.model.maximize(cp_model.LinearExpr.sum([price * one for one in stay] + same_time))
    question.hint(current)
    answer = question.solve(deadline - time.monotonic(), workers)
    if answer.plan is None:
        return None
    return Change(answer.plan, moves_between(current, answer.plan), answer.proven)


def moves_between(before: Mapping[str, Placement], after: Mapping[str, Placement]) -> tuple[Move, ...]:
    """What differs, sorted by session."""
    return tuple(
        Move(name, before.get(name), place) for name, place in sorted(after.items()) if before.get(name) != place
    )


def _stays(question: ConstraintModel, current: Mapping[str, Placement]) -> list[Any]:
    keys = ((name, place.start, (place.room,) if place.room else ()) for name, place in current.items())
    return [question.inside[key] for key in keys if key in question.inside]


def _same_times(question: ConstraintModel, current: Mapping[str, Placement]) -> list[Any]:
    starts = question.at
    return [starts[name][place.start] for name, place in current.items() if place.start in starts.get(name, {})]
