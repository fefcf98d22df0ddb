"""The independent judge of an allocation: reads the instance and the seats, shares no code with what gave them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from exchange.domain.visit_allocation.instance import Delegate, Instance, Seats, Visit


class Breach(StrEnum):
    """The rule that an allocation breaks."""

    UNKNOWN = "unknown"
    TOO_MANY_SEATS = "too_many_seats"
    HALF_DAY = "half_day"
    NOT_WISHED = "not_wished"
    BARRED = "barred"
    STEPS = "steps"
    BUSY = "busy"
    LANGUAGE = "language"
    CAPACITY = "capacity"
    MINIMUM = "minimum"
    CITY_CAP = "city_cap"
    GROUP_CAP = "group_cap"
    INTERPRETERS = "interpreters"


@dataclass(frozen=True, order=True)
class Violation:
    """A broken rule, and the visit, delegate, city or group it is about; what does not concern it is empty."""

    rule: Breach
    visit: str = ""
    about: str = ""


def violations(instance: Instance, seats: Seats, current: Seats | None = None) -> list[Violation]:
    """Every rule the seats break, sorted. A locked seat breaks none of the delegate's own rules; a seat that somebody
    has now needs no wish."""
    now = current or {}
    found = set(_unknown(instance, seats))
    if found:
        return sorted(found)
    guests: dict[str, list[Delegate]] = defaultdict(list)
    for name, visits in seats.items():
        delegate = instance.delegate[name]
        found.update(_of_delegate(instance, delegate, visits, now.get(name, ())))
        for visit in visits:
            guests[visit].append(delegate)
    for name, people in guests.items():
        found.update(_of_visit(instance.visit[name], people))
    return sorted(found)


def _unknown(instance: Instance, seats: Seats) -> Iterator[Violation]:
    for name, visits in seats.items():
        if name not in instance.delegate:
            yield Violation(Breach.UNKNOWN, about=name)
        yield from (Violation(Breach.UNKNOWN, one, name) for one in visits if one not in instance.visit)


def _of_delegate(
    instance: Instance, delegate: Delegate, visits: Collection[str], now: Collection[str]
) -> Iterator[Violation]:
    if len(visits) > instance.seats_per_delegate:
        yield Violation(Breach.TOO_MANY_SEATS, about=delegate.id)
    half_days = [instance.visit[one].half_day for one in visits]
    if len(set(half_days)) < len(half_days):
        yield Violation(Breach.HALF_DAY, about=delegate.id)
    for name in visits:
        if name in delegate.locked:
            continue
        if name not in delegate.wishes and name not in now:
            yield Violation(Breach.NOT_WISHED, name, delegate.id)
        for rule, broken in _personal(delegate, instance.visit[name]).items():
            if broken:
                yield Violation(rule, name, delegate.id)


def _personal(delegate: Delegate, visit: Visit) -> Mapping[Breach, bool]:
    spoken = None if visit.languages is None else visit.languages | set(visit.interpreters)
    return {
        Breach.BARRED: visit.id in delegate.barred,
        Breach.STEPS: delegate.needs_step_free and not visit.step_free,
        Breach.BUSY: visit.half_day in delegate.busy,
        Breach.LANGUAGE: spoken is not None and delegate.languages is not None and not delegate.languages & spoken,
    }


def _of_visit(visit: Visit, people: list[Delegate]) -> Iterator[Violation]:
    if len(people) > visit.most:
        yield Violation(Breach.CAPACITY, visit.id)
    if len(people) < visit.least:
        yield Violation(Breach.MINIMUM, visit.id)
    for city, number in Counter(one.city for one in people if one.city).items():
        if visit.city_cap is not None and number > visit.city_cap:
            yield Violation(Breach.CITY_CAP, visit.id, city)
    for group, number in Counter(one.group for one in people if one.group).items():
        if number > visit.group_caps.get(group, number):
            yield Violation(Breach.GROUP_CAP, visit.id, group)
    if not _all_hear(visit, people):
        yield Violation(Breach.INTERPRETERS, visit.id)


def _all_hear(visit: Visit, people: list[Delegate]) -> bool:
    """Whether everybody who needs an interpreter can be given one (augmenting paths, Kuhn 1955)."""
    listeners: dict[str, list[Delegate]] = {language: [] for language in visit.interpreters}
    return all(_hears(visit, one, listeners, set()) for one in people if _listens(visit, one))


def _listens(visit: Visit, delegate: Delegate) -> bool:
    if visit.languages is None or delegate.languages is None or delegate.languages & visit.languages:
        return False
    return any(language in visit.interpreters for language in delegate.languages)


def _hears(visit: Visit, delegate: Delegate, listeners: dict[str, list[Delegate]], tried: set[str]) -> bool:
    for language in sorted((delegate.languages or frozenset()) & set(listeners) - tried):
        tried.add(language)
        if len(listeners[language]) < visit.interpreters[language]:
            listeners[language].append(delegate)
            return True
        for other in listeners[language]:
            if _hears(visit, other, listeners, tried):
                listeners[language].remove(other)
                listeners[language].append(delegate)
                return True
    return False
