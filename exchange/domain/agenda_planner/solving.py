"""Questions to the solver: is there a plan, how many sessions can be placed, can the last clashes go."""

from collections.abc import Mapping

from ortools.sat.python import cp_model

from exchange.domain.agenda_planner.constraint_model import Answer, ConstraintModel
from exchange.domain.agenda_planner.instance import Instance, Placement
from exchange.domain.agenda_planner.tables import pair_weights


def find_plan(instance: Instance, seconds: float, workers: int = 1, seed: int = 0) -> Answer:
    """A plan of all sessions, or the proof that there is none, or neither when the time is over."""
    return ConstraintModel(instance).solve(seconds, workers, seed)


def place_most(
    instance: Instance, seconds: float, start: Mapping[str, Placement], workers: int = 1, seed: int = 0
) -> Answer:
    """A plan of as many sessions as possible, at least those of `start`."""
    question = ConstraintModel(instance, optional=True)
    # What is not "placed" must not start either, or it would be there unseen.
    for name, placed in question.placed.items():
        for literal in question.at[name].values():
            question.model.add_implication(literal, placed)
    question.model.maximize(cp_model.LinearExpr.sum(list(question.placed.values())))
    question.hint(start)
    return question.solve(seconds, workers, seed)


def close_gap(
    instance: Instance, seconds: float, start: Mapping[str, Placement], cost: int, workers: int = 1, seed: int = 0
) -> Answer:
    """A plan that costs less than the one to start from, if there is one."""
    question = ConstraintModel(instance)
    question.model.minimize(question.add_clash_cost(pair_weights(instance), cost - 1))
    question.hint(start)
    return question.solve(seconds, workers, seed)
