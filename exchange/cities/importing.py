"""A table of cities, read row by row: what each would do, and what is wrong with it, before anything is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exchange.cities.cells import REQUIRED, Fault, Key, Known, read_cells, value_of
from exchange.cities.keys import name_key
from exchange.cities.models import City
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line
from exchange.files import Outcome, Problem, Row

MOVES = frozenset({"region", "income_group"})


@dataclass(frozen=True)
class Line:
    """A row as it was understood. `changes` are the columns that differ from the city that is there."""

    number: int
    name: str
    outcome: Outcome
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()
    city: City | None = None

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """(column, what the city has now, what the row gives) of every change."""
        return [(column, value_of(self.city, column), self.values[column]) for column in self.changes if self.city]

    @property
    def moves(self) -> bool:
        """Whether the row puts a city into another region or income group."""
        return not MOVES.isdisjoint(self.changes)


def plan(rows: Iterable[Row], cities: Mapping[Key, City]) -> list[Line]:
    """What every row of a table would do."""
    known = Known(cities)
    return [_line(row, known) for row in rows]


def _line(row: Row, known: Known) -> Line:
    values, problems = read_cells(row.cells, known)
    name = str(values.get("name") or clean_line(row.cells.get("name", "")))
    key = name_key(name), str(values.get("country_code", ""))
    city = known.cities.get(key)
    # A city that a file lists under two of its names is in there twice.
    key = (city.name_key, city.country_code) if city else key
    needed = REQUIRED if city is None else REQUIRED[:2]
    problems += [Problem(column, Refusal(Fault.MISSING)) for column in needed if not row.cells.get(column, "").strip()]
    if key[1] and (first := known.read.setdefault(key, row.line)) != row.line:
        problems.append(Problem("name", Refusal(Fault.TWICE, line=first)))
    if problems:
        return Line(row.line, name, Outcome.WRONG, values, tuple(problems), (), city)
    if city is None:
        return Line(row.line, name, Outcome.NEW, values)
    if name_key(name) != city.name_key or not _better_spelt(name, city.name):
        values["name"] = city.name
    changes = tuple(column for column, value in values.items() if value != value_of(city, column))
    return Line(row.line, name, Outcome.CHANGED if changes else Outcome.UNCHANGED, values, (), changes, city)


def _better_spelt(name: str, known: str) -> bool:
    """Whether a name that differs in accents and case only brings accents that the known one lacks."""
    return _has_accents(name) and not _has_accents(known) and not name.isupper()


def _has_accents(name: str) -> bool:
    return any(char.isalpha() and not char.isascii() for char in name)
