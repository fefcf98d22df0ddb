"""The two things an organiser asks the planner for: a proposal, and the least change that keeps every rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.domain.agenda_instance import Question, Spot
from exchange.domain.agenda_planner import Effort, Fact, Placement, Quality, Watch, quality, relief, repair, why_not
from exchange.domain.agenda_planner import plan as best_plan

SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """What the planner found. `spots` are the places of the movable sessions by key, `unplaced` keys of those without
    one; `because` are facts that contradict each other and `give_up` the cheapest of them. `before` and `after` are the
    figures of the agenda as it is and as proposed; `gap` is by how much (0 to 1) the clashes of wishes could be fewer
    at most, None when nobody knows. `proven`: no other change is as small."""

    spots: Mapping[int, Spot]
    unplaced: tuple[int, ...]
    before: Quality
    after: Quality
    because: tuple[Fact, ...] = ()
    give_up: tuple[Fact, ...] = ()
    gap: float | None = None
    proven: bool = False


def propose(question: Question, effort: Effort, watch: Watch) -> Answer:
    """The best agenda that the effort finds; what finds no place is left out, with the reason."""
    found = best_plan(question.instance, effort, watch)
    if found.reason is None:
        return _answer(question, found.placements, gap=found.gap)
    way_out = None if watch.cancelled() else relief(question.instance, found.reason, SECONDS / 2)
    give_up = way_out.facts if way_out else ()
    return _answer(question, found.placements, because=found.reason.facts, give_up=give_up)


def mend(question: Question, effort: Effort, watch: Watch) -> Answer:
    """The fewest moves after which every rule is kept. Where no moves help, nothing moves, and the reason is told."""
    instance, now = question.instance, question.placements()
    change = repair(instance, now, effort.seconds or SECONDS)
    if change is not None:
        return _answer(question, change.placements, proven=change.proven)
    watch.progress(0.5, 0)
    reason = None if watch.cancelled() else why_not(instance, SECONDS)
    if reason is None:
        return _answer(question, now)
    way_out = None if watch.cancelled() else relief(instance, reason, SECONDS / 2)
    return _answer(question, now, because=reason.facts, give_up=way_out.facts if way_out else ())


def _answer(
    question: Question,
    placements: Mapping[str, Placement],
    *,
    because: tuple[Fact, ...] = (),
    give_up: tuple[Fact, ...] = (),
    gap: float | None = None,
    proven: bool = False,
) -> Answer:
    instance = question.instance
    return Answer(
        spots=question.spots(placements),
        unplaced=tuple(sorted(key for key in question.movable if str(key) not in placements)),
        before=quality(instance, question.placements()),
        after=quality(instance, placements),
        because=because,
        give_up=give_up,
        gap=gap,
        proven=proven,
    )
