"""The rules as a CP-SAT model: for feasibility, for the last clashes and for the least change.

A variable says that a session starts at a unit, another that it does so in a class of rooms. Rooms that suit the same
sessions at the same times are one class, because a class of n rooms can hold any n sessions at a time; which of them
has which room is settled afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from exchange.domain.agenda_planner.cells import legal_cells, span, suits
from exchange.domain.agenda_planner.instance import Instance, Placement, Room, Session

Literal = Any
RoomClass = tuple[str, ...]


@dataclass
class Answer:
    """What a solve found: `plan` None without one; `proven` when it is the best, or when there is none at all."""

    plan: dict[str, Placement] | None
    proven: bool
    cost: int = 0
    core: tuple[str, ...] = ()


class ConstraintModel:
    """The hard rules of an instance. With `optional` a session may stay out: `placed[id]` says that it is in.
    With `merged` false each room is a class of its own."""

    def __init__(self, instance: Instance, optional: bool = False, merged: bool = True) -> None:
        self.instance, self.optional = instance, optional
        self.model = cp_model.CpModel()
        self.classes = _room_classes(instance) if merged else [(name,) for name in instance.room]
        self.at: dict[str, dict[int, Literal]] = {}
        self.inside: dict[tuple[str, int, RoomClass], Literal] = {}
        self.placed: dict[str, Literal] = {}
        for session in instance.session.values():
            self._add_session(session)
        self._limit_rooms()
        self._keep_apart()
        self._keep_alone()
        self._keep_order()
        self._limit_teams()

    def covering(self, name: str, unit: int) -> list[Literal]:
        """Literals of which at most one is true: when one is, the session is on in the unit."""
        first = unit - self.instance.session[name].units + 1
        return [literal for start, literal in self.at[name].items() if first <= start <= unit]

    def add_clash_cost(self, weights: Mapping[tuple[str, str], int], upper: int | None = None) -> Any:
        """The sum of the weights of pairs that overlap, as an expression to minimise."""
        terms = []
        for (first, second), weight in sorted(weights.items()):
            overlap = self._overlap(first, second)
            if overlap is not None:
                terms.append(weight * overlap)
        cost = cp_model.LinearExpr.sum(terms) if terms else 0
        if upper is not None and terms:
            self.model.add(cost <= upper)
        return cost

    def hint(self, plan: Mapping[str, Placement]) -> None:
        """Tells the solver where to look first."""
        room_class = {room: one for one in self.classes for room in one}
        chosen = {(name, place.start, room_class.get(place.room or "", ())) for name, place in plan.items()}
        for name, starts in self.at.items():
            for start, literal in starts.items():
                self.model.add_hint(literal, name in plan and plan[name].start == start)
        for key, literal in self.inside.items():
            if literal is not self.at[key[0]][key[1]]:
                self.model.add_hint(literal, key in chosen)

    def solve(self, seconds: float, workers: int = 1, seed: int = 0, stop: Any = None) -> Answer:
        """Solves what has been stated, within the seconds."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        status = solver.solve(self.model, stop) if stop else solver.solve(self.model)
        proven = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(None, proven, core=self._core(solver, status))
        return Answer(self._plan(solver), proven, round(solver.objective_value) if self.model.has_objective() else 0)

    def _core(self, solver: Any, status: Any) -> tuple[str, ...]:
        if status != cp_model.INFEASIBLE or not self.optional:
            return ()
        guilty = set(solver.sufficient_assumptions_for_infeasibility())
        return tuple(name for name, literal in self.placed.items() if literal.index in guilty)

    def _plan(self, solver: Any) -> dict[str, Placement]:
        chosen = [key for key, literal in self.inside.items() if solver.boolean_value(literal)]
        ends: dict[str, int] = defaultdict(int)
        plan: dict[str, Placement] = {}
        for name, start, rooms in sorted(chosen, key=lambda key: (key[1], key[0])):
            # Taken in the order of their starts, one room of the class is always free.
            room = next((one for one in rooms if ends[one] <= start), None)
            if room is not None:
                ends[room] = start + self.instance.session[name].units
            plan[name] = Placement(start, room)
        return dict(sorted(plan.items()))

    def _add_session(self, session: Session) -> None:
        model, cells = self.model, legal_cells(self.instance, session)
        self.at[session.id] = starts = {start: model.new_bool_var("") for start in cells}
        model.add_at_most_one(starts.values())
        if self.optional:
            self.placed[session.id] = placed = model.new_bool_var("")
            model.add_bool_or([*starts.values(), ~placed])
        else:
            model.add_bool_or(starts.values())
        for start, rooms in cells.items():
            self._add_rooms(session.id, start, frozenset(room for room in rooms if room))

    def _add_rooms(self, name: str, start: int, rooms: frozenset[str]) -> None:
        classes = [one for one in self.classes if one[0] in rooms] or [()]
        literals = [self.model.new_bool_var("") for _ in classes] if len(classes) > 1 else [self.at[name][start]]
        if len(classes) > 1:
            self.model.add_exactly_one(*literals, ~self.at[name][start])
        for one, literal in zip(classes, literals, strict=True):
            self.inside[name, start, one] = literal

    def _limit_rooms(self) -> None:
        guests: dict[tuple[RoomClass, int], list[Literal]] = defaultdict(list)
        for (name, start, rooms), literal in self.inside.items():
            for unit in span(self.instance.session[name], start) if rooms else ():
                guests[rooms, unit].append(literal)
        for (rooms, _), literals in guests.items():
            self._at_most(len(rooms), literals)

    def _keep_apart(self) -> None:
        for sessions in clubs(self.instance):
            for unit in range(len(self.instance.blocks)):
                self._at_most(1, [literal for name in sessions for literal in self.covering(name, unit)])

    def _keep_alone(self) -> None:
        for alone in (one for one in self.instance.session.values() if one.exclusive):
            for unit in range(len(self.instance.blocks)):
                on = self.covering(alone.id, unit)
                for name in self.instance.session if on else ():
                    if name != alone.id and (other := self.covering(name, unit)):
                        self.model.add_at_most_one([*on, *other])

    def _keep_order(self) -> None:
        for first, second in self.instance.order:
            units = self.instance.session[first].units
            for start, literal in self.at[first].items():
                early = [other for begin, other in self.at[second].items() if begin < start + units]
                # Whoever begins at this start or later cannot be followed by one that begins too early.
                later = [one for begin, one in self.at[first].items() if begin >= start]
                if early and first != second:
                    self.model.add_at_most_one([*later, *early])
                elif early:
                    self.model.add(literal == 0)

    def _limit_teams(self) -> None:
        for language, teams in sorted(self.instance.teams.items()):
            spoken = [name for name, one in self.instance.session.items() if language in one.languages]
            for unit, most in enumerate(teams):
                self._at_most(most, [literal for name in spoken for literal in self.covering(name, unit)])

    def _at_most(self, most: int, literals: Sequence[Literal]) -> None:
        if most == 1 and len(literals) > 1:
            self.model.add_at_most_one(literals)
        elif len(literals) > most:
            self.model.add(cp_model.LinearExpr.sum(literals) <= most)

    def _overlap(self, first: str, second: str) -> Literal | None:
        """A literal that is true when the two overlap (it may be true otherwise: it is to be minimised)."""
        found = None
        for starts, others in self._meetings(first, second):
            found = found if found is not None else self.model.new_bool_var("")
            one, other = self._any(starts), self._any(others)
            self.model.add_bool_or([~one, ~other, found])
        return found

    def _meetings(self, first: str, second: str) -> Iterator[tuple[list[Literal], list[Literal]]]:
        """For each moment in which both may be on: the literals of the first, and those of the second."""
        for unit in range(len(self.instance.blocks)):
            one, other = self.covering(first, unit), self.covering(second, unit)
            if one and other:
                yield one, other

    def _any(self, literals: list[Literal]) -> Literal:
        """A literal that is true when one of these is; one for each set of them."""
        if len(literals) == 1:
            return literals[0]
        key = tuple(sorted(literal.index for literal in literals))
        if key not in self._unions:
            self._unions[key] = union = self.model.new_bool_var("")
            self.model.add_exactly_one(*literals, ~union)
        return self._unions[key]

    @property
    def _unions(self) -> dict[tuple[int, ...], Literal]:
        known: dict[tuple[int, ...], Literal] = self.__dict__.setdefault("_known_unions", {})
        return known


def clubs(instance: Instance) -> list[tuple[str, ...]]:
    """Sessions that must not overlap each other: those of one person, those of one series."""
    members: dict[str, list[str]] = defaultdict(list)
    for name, session in instance.session.items():
        for person in session.people:
            members[person].append(name)
    groups = [tuple(names) for _, names in sorted(members.items())]
    groups += [tuple(sorted(set(series.sessions))) for series in instance.series]
    return [group for group in dict.fromkeys(groups) if len(group) > 1]


def _room_classes(instance: Instance) -> list[RoomClass]:
    """Rooms by which sessions they suit and when they are closed."""
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for room in instance.room.values():
        groups[_guests(instance, room), room.unavailable].append(room.id)
    return [tuple(names) for names in groups.values()]


def _guests(instance: Instance, room: Room) -> Iterable[str]:
    return tuple(name for name, one in instance.session.items() if not one.roomless and suits(one, room))
