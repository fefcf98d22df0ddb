"""Seconds into steps: the number of steps follows from the seconds and the size, not from how busy the machine is, so
that the same command gives the same plan. Only a machine that is much slower is stopped by the clock."""

from exchange.domain.agenda_planner import Effort, Instance

SMALL = 100
# Steps a second of one process, plain Python; a bit less than what two older cores do.
STEPS_A_SECOND = 45_000
# Sessions times steps a second: with more sessions the rows get longer.
ROW_STEPS = 11_000_000
# One long annealing beats several short ones, except where there is little to move.
LONGEST = 250_000
# Reading, starting the second process, checking, the bound.
ASIDE = 1.5


def default_seconds(instance: Instance) -> float:
    """10 for a small agenda, 30 for a large one."""
    return 10.0 if len(instance.sessions) <= SMALL else 30.0


def effort_for(instance: Instance, seconds: float, seed: int, processors: int) -> Effort:
    """What fits into the seconds on two processes."""
    sessions = max(len(instance.sessions), 1)
    working = max(seconds - ASIDE, seconds * 0.5)
    steps = int(working * 0.85 * min(STEPS_A_SECOND, ROW_STEPS / sessions))
    rounds = max(1, round(steps / LONGEST)) if sessions <= SMALL else 1
    return Effort(
        seed=seed * 1000,
        steps=steps // rounds,
        starts=2 * rounds,
        processes=min(2, processors),
        seconds=max(seconds - ASIDE / 2, seconds * 0.7),
        gap_seconds=seconds,
        bound_seconds=min(2.0, seconds * 0.15),
        reason_seconds=60.0,
    )
