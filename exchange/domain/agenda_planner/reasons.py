"""Why there is no plan: a smallest set of facts that contradict each other, and the cheapest of them to give up.

Counting comes first. Then sessions: the solver is told to place each of them by an assumption, and names those that
cannot be placed together (one worker: with more, OR-Tools 3102, it names all of them). What is left is a small
instance; facts are taken out of it as long as it stays impossible. Each step is a solve of its own, because a core may
be wrong (OR-Tools 5141).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from exchange.domain.agenda_planner.cells import legal_cells, legal_rooms
from exchange.domain.agenda_planner.constraint_model import ConstraintModel
from exchange.domain.agenda_planner.counting import counted_out
from exchange.domain.agenda_planner.facts import Fact, FactKind
from exchange.domain.agenda_planner.instance import Instance, Room
from exchange.domain.agenda_planner.requirements import PRICES, requirements, without

# Sizes of the groups of sessions that are tried first, those that greedy could not place in front.
GROUPS = (4, 8, 16, 32, 64)
STEP_SECONDS = 5.0
# Nothing else need be said beside them.
OBVIOUS = (FactKind.LENGTH, FactKind.NO_ROOMS)

Item = TypeVar("Item", Fact, str)


@dataclass(frozen=True)
class Reason:
    """Facts that contradict each other, none of which can be left out (`proven`: the clock cut nothing short)."""

    facts: tuple[Fact, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class Relief:
    """The cheapest facts to give up, by PRICES, so that none of the reasons found holds; `enough` when a plan of all
    sessions was then found, so that nothing else stands in the way."""

    facts: tuple[Fact, ...]
    enough: bool


def reason_for(instance: Instance, suspects: Sequence[str] = (), seconds: float = 60.0) -> Reason | None:
    """A smallest reason, None when no contradiction was found in time. `suspects` are sessions that were hard to place,
    the hardest first."""
    deadline = time.monotonic() + seconds
    counted = counted_out(instance)
    if counted and counted[0].kind in OBVIOUS:
        return Reason(counted[:1])
    lonely = [name for name, session in instance.session.items() if not legal_cells(instance, session)]
    if lonely:
        return min((_facts_of(instance, (name,), deadline) for name in lonely), key=lambda one: len(one.facts))
    if counted:
        return Reason(counted[:1])
    sessions = _contradicting(instance, suspects, deadline)
    if not sessions:
        return None
    return _facts_of(instance, sessions, deadline)


def _contradicting(instance: Instance, suspects: Sequence[str], deadline: float) -> tuple[str, ...]:
    """A smallest set of sessions that cannot be placed together; empty when none was found in time."""
    for group in _groups(instance, suspects):
        if time.monotonic() > deadline:
            return ()
        if _impossible(instance.only(group), min(STEP_SECONDS, deadline - time.monotonic())):
            return _shrink(group, lambda kept: _impossible(instance.only(kept), STEP_SECONDS), deadline)
    core = _core(instance, deadline)
    if not core:
        return ()
    return _shrink(core, lambda kept: _impossible(instance.only(kept), STEP_SECONDS), deadline)


def _groups(instance: Instance, suspects: Sequence[str]) -> list[tuple[str, ...]]:
    """Suspects with those they have most to do with: shared people, series, order, rooms that suit both."""
    groups = []
    for suspect in suspects[:4]:
        near = sorted(instance.session, key=lambda name: (name != suspect, -_nearness(instance, suspect, name), name))
        groups += [tuple(near[:size]) for size in GROUPS if size < len(near)]
    return sorted(groups, key=len)


def _nearness(instance: Instance, first: str, second: str) -> float:
    one, other = instance.session[first], instance.session[second]
    shared = 3.0 * len(one.people & other.people) + len(one.languages & other.languages) * 0.5
    shared += 3 * sum(first in series.sessions and second in series.sessions for series in instance.series)
    shared += 3 * sum({first, second} == set(pair) for pair in instance.order)
    rooms, others = set(legal_rooms(instance, one)), set(legal_rooms(instance, other))
    fixed = other.lock_start is not None or other.exclusive
    return shared + 2 * len(rooms & others) / max(len(rooms | others), 1) + fixed


def _core(instance: Instance, deadline: float) -> tuple[str, ...]:
    """Sessions named by the solver, when it proves that not all can be placed."""
    question = ConstraintModel(instance, optional=True)
    question.model.add_assumptions(list(question.placed.values()))
    answer = question.solve(deadline - time.monotonic(), workers=1)
    named = answer.core if answer.plan is None and answer.proven else ()
    return named if named and _impossible(instance.only(named), STEP_SECONDS) else ()


def _facts_of(instance: Instance, sessions: tuple[str, ...], deadline: float) -> Reason:
    """The smallest set of facts about these sessions."""
    small = instance.only(sessions)
    facts = requirements(small)

    def contradict(kept: Sequence[Fact]) -> bool:
        return _impossible(without(small, set(facts) - set(kept)), STEP_SECONDS)

    # Facts that are dear to give up are tried first for removal: what stays is what can be talked about.
    kept = _shrink(sorted(facts, key=lambda fact: (-PRICES[fact.kind], fact)), contradict, deadline)
    kept = _smaller(kept, facts, contradict, deadline)
    proven = time.monotonic() < deadline
    return Reason(tuple(_with_rooms(small, fact) for fact in sorted(kept)), proven)


def _smaller(
    kept: tuple[Fact, ...], facts: list[Fact], contradict: Callable[[Sequence[Fact]], bool], deadline: float
) -> tuple[Fact, ...]:
    """Another order of removal may end with fewer facts."""
    for order in (sorted(facts, key=lambda fact: (fact in kept, fact)), sorted(facts, reverse=True)):
        if len(kept) > 2 and time.monotonic() < deadline:
            kept = min(kept, _shrink(order, contradict, deadline), key=len)
    return kept


def _shrink(items: Sequence[Item], fails: Callable[[Sequence[Item]], bool], deadline: float) -> tuple[Item, ...]:
    """A subset that still fails and of which nothing can be left out. Halves are tried first, then quarters, …"""
    kept, size = list(items), max(len(items) // 2, 1)
    while size:
        place = 0
        while place < len(kept) and time.monotonic() < deadline:
            rest = kept[:place] + kept[place + size :]
            if fails(rest):
                kept = rest
            else:
                place += size
        size //= 2
    return tuple(kept)


def _impossible(instance: Instance, seconds: float) -> bool:
    """Whether it is proven that there is no plan."""
    answer = ConstraintModel(instance).solve(seconds, workers=1)
    return answer.plan is None and answer.proven


def _with_rooms(instance: Instance, fact: Fact) -> Fact:
    """The fact with the rooms that meet it."""
    meets: dict[FactKind, Callable[[Room], bool]] = {
        FactKind.SEATS: lambda room: room.capacity >= fact.number,
        FactKind.BOOTHS: lambda room: room.booths >= fact.number,
        FactKind.FEATURE: lambda room: fact.name in room.features,
    }
    if fact.kind not in meets:
        return fact
    return replace(fact, rooms=tuple(sorted(room.id for room in instance.rooms if meets[fact.kind](room))))
