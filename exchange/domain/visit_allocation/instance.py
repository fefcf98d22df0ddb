"""One allocation of study-visit seats to be made: who wishes for what, and what the visits can take."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Seats = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Visit:
    """`least` and `most` people; with fewer it does not run. `languages` are those everybody can follow it in (None:
    not known, no limit); `interpreters` are further languages, each with how many listeners it can have (whispering).
    `city_cap` and `group_caps` are the seats one city, and one group, may have (None, or not named: no limit)."""

    id: str
    most: int
    least: int = 0
    half_day: int = 0
    step_free: bool = True
    languages: frozenset[str] | None = None
    interpreters: Mapping[str, int] = field(default_factory=dict)
    city_cap: int | None = None
    group_caps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Delegate:
    """`wishes` best first; those for a visit that is not offered keep their place. `busy` are half days, `barred` the
    visits that must not be, `locked` those given first. `group` is what group caps count, such as an income group."""

    id: str
    wishes: tuple[str, ...] = ()
    city: str | None = None
    group: str | None = None
    languages: frozenset[str] | None = None
    needs_step_free: bool = False
    busy: frozenset[int] = frozenset()
    barred: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The rank of each wish, from 1; what stands twice counts once."""
        return {visit: place for place, visit in enumerate(dict.fromkeys(self.wishes), 1)}


@dataclass(frozen=True)
class Instance:
    """What there is to give. Raises ValueError for ids that are there twice, limits below zero, a minimum above the
    maximum, and locks on a visit that is not offered."""

    visits: tuple[Visit, ...]
    delegates: tuple[Delegate, ...]
    seats_per_delegate: int = 1
    name: str = ""

    def __post_init__(self) -> None:
        _check_ids("visit", [one.id for one in self.visits])
        _check_ids("delegate", [one.id for one in self.delegates])
        if self.seats_per_delegate < 1:
            raise ValueError("A delegate needs at least one seat.")
        for visit in self.visits:
            _check_limits(visit)
        for delegate in self.delegates:
            for name in sorted(delegate.locked - set(self.visit)):
                raise ValueError(f"The delegate {delegate.id} is locked to {name}, which is not a visit.")

    @cached_property
    def visit(self) -> Mapping[str, Visit]:
        """Visits by id, in the order of the ids."""
        return {one.id: one for one in sorted(self.visits, key=lambda one: one.id)}

    @cached_property
    def delegate(self) -> Mapping[str, Delegate]:
        """Delegates by id, in the order of the ids."""
        return {one.id: one for one in sorted(self.delegates, key=lambda one: one.id)}


def _check_ids(what: str, ids: Iterable[str]) -> None:
    for name in sorted(one for one, count in Counter(ids).items() if count > 1):
        raise ValueError(f"The {what} {name} is there twice.")


def _check_limits(visit: Visit) -> None:
    limits = [visit.most, visit.least, *visit.interpreters.values(), *visit.group_caps.values()]
    if min([*limits, visit.city_cap or 0]) < 0:
        raise ValueError(f"The visit {visit.id} has a limit below zero.")
    if visit.least > visit.most:
        raise ValueError(f"The visit {visit.id} needs {visit.least} people and takes {visit.most}.")
