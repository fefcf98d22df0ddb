"""The independent judge of a plan: reads the instance and the placements, shares no code with what made the plan."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, groupby

from exchange.domain.agenda_planner.instance import Instance, Placement, Plan, Session


class Breach(StrEnum):
    """The rule that a plan breaks."""

    NOT_PLACED = "not_placed"
    UNKNOWN = "unknown"
    BLOCK = "block"
    STARTS = "starts"
    LOCK = "lock"
    ROOM = "room"
    CAPACITY = "capacity"
    FEATURES = "features"
    BOOTHS = "booths"
    AVAILABILITY = "availability"
    ROOM_TWICE = "room_twice"
    SPEAKER = "speaker"
    NO_OVERLAP = "no_overlap"
    ORDER = "order"
    EXCLUSIVE = "exclusive"
    INTERPRETERS = "interpreters"


@dataclass(frozen=True, order=True)
class Violation:
    """A broken rule, the sessions concerned, and the room, person, series or language it is about."""

    rule: Breach
    sessions: tuple[str, ...]
    about: str = ""


def violations(instance: Instance, plan: Plan, complete: bool = True) -> list[Violation]:
    """Every hard rule the plan breaks, sorted; with `complete` a session without a place is one of them."""
    unknown = {Violation(Breach.UNKNOWN, (name,)) for name in plan if name not in instance.session}
    missing = {Violation(Breach.NOT_PLACED, (name,)) for name in instance.session if complete and name not in plan}
    placed = {name: plan[name] for name in sorted(plan) if name in instance.session}
    found = {one for name, place in placed.items() for one in _alone(instance, instance.session[name], place)}
    together = {one for rule in (_pairs, _series, _order, _interpreters) for one in rule(instance, placed)}
    return sorted(unknown | missing | found | together)


def clash_count(instance: Instance, plan: Plan) -> int:
    """Pairs of wished sessions that overlap for the person who wished both: one a person and pair."""
    return sum(
        1
        for wished in instance.wishes
        for first, second in combinations(sorted(name for name in wished if name in instance.session), 2)
        if first in plan and second in plan and _overlap(instance, plan, first, second)
    )


def _alone(instance: Instance, session: Session, place: Placement) -> Iterator[Violation]:
    """What is wrong with one placement whatever the others are."""
    covered = set(range(place.start, place.start + session.units))
    parts = instance.days if session.spans_breaks else instance.blocks
    inside = place.start >= 0 and place.start + session.units <= len(parts)
    if not inside or len({parts[unit] for unit in covered}) != 1:
        yield Violation(Breach.BLOCK, (session.id,))
    if session.starts is not None and place.start not in session.starts:
        yield Violation(Breach.STARTS, (session.id,))
    if session.lock_start is not None and place.start != session.lock_start:
        yield Violation(Breach.LOCK, (session.id,))
    for person in sorted(session.people):
        if covered & instance.absences.get(person, frozenset()):
            yield Violation(Breach.AVAILABILITY, (session.id,), person)
    yield from _in_room(instance, session, place, covered)


def _in_room(instance: Instance, session: Session, place: Placement, covered: set[int]) -> Iterator[Violation]:
    if session.roomless or place.room is None or place.room not in instance.room:
        if not (session.roomless and place.room is None):
            yield Violation(Breach.ROOM, (session.id,), place.room or "")
        return
    room = instance.room[place.room]
    refused = {
        Breach.LOCK: session.lock_room is not None and session.lock_room != room.id,
        Breach.ROOM: session.rooms is not None and room.id not in session.rooms,
        Breach.CAPACITY: session.seats > room.capacity,
        Breach.FEATURES: bool(session.features - room.features),
        Breach.BOOTHS: session.booths_needed > room.booths,
        Breach.AVAILABILITY: bool(covered & room.unavailable),
    }
    yield from (Violation(rule, (session.id,), room.id) for rule, broken in refused.items() if broken)


def _pairs(instance: Instance, plan: Plan) -> Iterator[Violation]:
    for first, second in combinations(plan, 2):
        if not _overlap(instance, plan, first, second):
            continue
        one, other, pair = instance.session[first], instance.session[second], (first, second)
        if plan[first].room is not None and plan[first].room == plan[second].room:
            yield Violation(Breach.ROOM_TWICE, pair, plan[first].room or "")
        for person in sorted(one.people & other.people):
            yield Violation(Breach.SPEAKER, pair, person)
        if one.exclusive or other.exclusive:
            yield Violation(Breach.EXCLUSIVE, pair)


def _series(instance: Instance, plan: Plan) -> Iterator[Violation]:
    for series in instance.series:
        for first, second in combinations(sorted(name for name in series.sessions if name in plan), 2):
            if _overlap(instance, plan, first, second):
                yield Violation(Breach.NO_OVERLAP, (first, second), series.id)


def _order(instance: Instance, plan: Plan) -> Iterator[Violation]:
    for first, second in instance.order:
        if first in plan and second in plan:
            ends = plan[first].start + instance.session[first].units
            if ends > plan[second].start:
                yield Violation(Breach.ORDER, (first, second))


def _interpreters(instance: Instance, plan: Plan) -> Iterator[Violation]:
    busy: dict[str, Counter[int]] = defaultdict(Counter)
    for name, place in plan.items():
        session = instance.session[name]
        for language in session.languages:
            busy[language].update(range(place.start, place.start + session.units))
    for language, units in sorted(busy.items()):
        teams = instance.teams.get(language, ())
        over = sorted(unit for unit, count in units.items() if count > (teams[unit] if 0 <= unit < len(teams) else 0))
        for _, group in groupby(enumerate(over), key=lambda pair: pair[1] - pair[0]):
            yield Violation(Breach.INTERPRETERS, _at(instance, plan, language, next(group)[1]), language)


def _at(instance: Instance, plan: Plan, language: str, unit: int) -> tuple[str, ...]:
    """Sessions interpreted into the language in a unit."""
    return tuple(
        name
        for name, place in plan.items()
        if language in instance.session[name].languages
        and place.start <= unit < place.start + instance.session[name].units
    )


def _overlap(instance: Instance, plan: Plan, first: str, second: str) -> bool:
    one, other = plan[first].start, plan[second].start
    return one < other + instance.session[second].units and other < one + instance.session[first].units
