"""Seconds into steps: the number of steps follows from the seconds and the size, not from how busy the machine is, so
that the same command gives the same plan. Only a machine that is much slower is stopped by the clock."""

from exchange.domain.agenda_planner import Effort, Instance

SMALL = 100
# Steps a second of one process in plain Python, on two cores that do nothing else.
STEPS_A_SECOND = 75_000
# Sessions times steps a second: with more sessions the rows get longer.
ROW_STEPS = 15_000_000
# One long annealing beats several short ones, except in small agendas, where luck decides more than patience.
LONGEST = 100_000
# What the extra `fast` gains.
COMPILED_GAIN = 6
# Reading, starting the second process, checking, the bound.
ASIDE = 1.5
BOUND_SHARE = 0.1


def default_seconds(instance: Instance) -> float:
    """10 for a small agenda, 30 for a large one."""
    return 10.0 if len(instance.sessions) <= SMALL else 30.0


def effort_for(instance: Instance, seconds: float, seed: int, processors: int) -> Effort:
    """What fits into the seconds on two processes."""
    sessions = max(len(instance.sessions), 1)
    working = max(seconds * (1 - BOUND_SHARE) - ASIDE, seconds * 0.5)
    steps = int(working * 0.7 * min(STEPS_A_SECOND, ROW_STEPS / sessions) * (COMPILED_GAIN if _compiled() else 1))
    rounds = max(1, round(steps / LONGEST)) if sessions <= SMALL else 1
    return Effort(
        seed=seed * 1000,
        steps=steps // rounds,
        starts=2 * rounds,
        processes=min(2, processors),
        seconds=max(seconds - ASIDE / 2, seconds * 0.7),
        gap_seconds=seconds,
        bound_seconds=BOUND_SHARE * seconds,
        reason_seconds=60.0,
    )


def _compiled() -> bool:
    from exchange.domain.agenda_planner.compiled import COMPILED

    return COMPILED
