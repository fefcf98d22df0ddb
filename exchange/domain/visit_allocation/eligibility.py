"""Whether one delegate may take one visit, whoever else wants it."""

from enum import StrEnum

from exchange.domain.visit_allocation.instance import Delegate, Visit


class Obstacle(StrEnum):
    """What keeps a delegate from a visit."""

    BARRED = "barred"
    STEPS = "steps"
    BUSY = "busy"
    LANGUAGE = "language"


def obstacle(delegate: Delegate, visit: Visit) -> Obstacle | None:
    """The first thing that keeps the delegate from the visit, None when nothing does."""
    if visit.id in delegate.barred:
        return Obstacle.BARRED
    if delegate.needs_step_free and not visit.step_free:
        return Obstacle.STEPS
    if visit.half_day in delegate.busy:
        return Obstacle.BUSY
    return None if follows_alone(delegate, visit) or whispers(delegate, visit) else Obstacle.LANGUAGE


def follows_alone(delegate: Delegate, visit: Visit) -> bool:
    """Whether the delegate needs no interpreter there; languages that are not known are no obstacle."""
    if delegate.languages is None or visit.languages is None:
        return True
    return not delegate.languages.isdisjoint(visit.languages)


def whispers(delegate: Delegate, visit: Visit) -> frozenset[str]:
    """The languages the delegate could be whispered to in; none for who needs no interpreter."""
    if delegate.languages is None or follows_alone(delegate, visit):
        return frozenset()
    return delegate.languages & frozenset(visit.interpreters)
