"""The two things an organiser asks the planner for: a proposal, and the least change that keeps every rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exchange.domain.agenda_instance import Question, Spot
from exchange.domain.agenda_planner import Effort, Fact, Placement, Quality, Watch, quality, relief, repair, why_not
from exchange.domain.agenda_planner import plan as best_plan

if TYPE_CHECKING:
    from exchange.domain.agenda_planner.reasons import Reason

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
    if found.complete:
        return _answer(question, found.placements, gap=found.gap)
    because = found.reason.facts if found.reason else ()
    give_up = _give_up(question, found.reason, watch)
    if any(int(name) not in question.movable for name in found.unplaced):
        question = replace(question, immovable=True)
        found = best_plan(question.instance, effort, watch)
    return _answer(question, found.placements, because=because, give_up=give_up)


def mend(question: Question, effort: Effort, watch: Watch) -> Answer:
    """The fewest moves after which every rule is kept. Where no moves help, nothing moves, and the reason is told."""
    instance, now = question.instance, question.placements()
    change = repair(instance, now, effort.seconds or SECONDS)
    if change is not None:
        return _answer(question, change.placements, proven=change.proven)
    watch.progress(0.5, 0)
    reason = None if watch.cancelled() else why_not(instance, SECONDS)
    because = reason.facts if reason else ()
    return _answer(question, now, because=because, give_up=_give_up(question, reason, watch))


def _give_up(question: Question, reason: "Reason | None", watch: Watch) -> tuple[Fact, ...]:
    """The cheapest facts to give up; none when the organiser does not want to wait for them."""
    if reason is None or watch.cancelled():
        return ()
    way_out = relief(question.instance, reason, SECONDS / 2)
    return way_out.facts if way_out else ()


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
