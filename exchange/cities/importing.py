"""A table of cities, read cell by cell: what each row would do, and what is wrong with it, before anything is done."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from babel import Locale
from email_validator import EmailNotValidError, validate_email

from exchange.cities.keys import country_of, name_key
from exchange.cities.models import City, CityStatus, IncomeGroup, Region
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line, fold
from exchange.files import Row

REQUIRED = ("name", "country", "region", "income_group")
COLUMNS = (
    *REQUIRED, "other_names", "status", "languages", "latitude", "longitude", "population", "website", "focal_point",
)  # fmt: skip
MOVES = frozenset({"region", "income_group"})
MOST_PEOPLE = 60_000_000
# Together with the country's names they must fit into the key by which a city is found.
OTHER_NAMES_LENGTH = 200
# A place this far (degrees) from every known city of its country, but near one when turned round, was turned round.
FAR, NEAR = 25.0, 8.0
WEBSITE = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@.]{2,}([/?#]\S*)?", re.IGNORECASE)

E = TypeVar("E", bound=StrEnum)
Place = tuple[float, float]
Key = tuple[str, str]


class Fault(StrEnum):
    """What is wrong with a cell or a row."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_INCOME = "unknown_income"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_LANGUAGE = "unknown_language"
    NO_NUMBER = "no_number"
    OUT_OF_WORLD = "out_of_world"
    SWAPPED = "swapped"
    HALF_A_PLACE = "half_a_place"
    NO_POPULATION = "no_population"
    NO_WEBSITE = "no_website"
    NO_EMAIL = "no_email"
    TWICE = "twice"


class Outcome(StrEnum):
    """What a row will do when the table is confirmed."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Problem:
    """A fault of one cell."""

    column: str
    refusal: Refusal


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


@dataclass(frozen=True)
class Known:
    """What the network knows already; `read` holds the lines of the file that came before."""

    cities: Mapping[Key, City] = field(default_factory=dict)
    read: dict[Key, int] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """Positions of the known cities by country."""
        found: dict[str, list[Place]] = {}
        for (_name, code), city in self.cities.items():
            if city.latitude is not None and city.longitude is not None:
                found.setdefault(code, []).append((city.latitude, city.longitude))
        return found


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


def value_of(city: City, column: str) -> Any:
    """What a city has in a column of the table."""
    if column == "focal_point":
        return city.focal_point.email if city.focal_point else ""
    return getattr(city, column)


def read_cells(cells: Mapping[str, str], known: Known | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """Typed values of the cells that are not empty, by the city's field, and what is wrong with the others."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, (name, reader) in READERS.items():
        cell = _tidy(cells.get(column, ""))
        if not cell:
            continue
        try:
            values[name] = reader(cell)
        except Refusal as refusal:
            problems.append(Problem(column, refusal))
    if not any(problem.column in {"latitude", "longitude"} for problem in problems):
        problems += _place_problems(values, known or Known())
    return values, problems


def _tidy(cell: str) -> str:
    # The sign with which our own export keeps a cell from becoming a formula.
    return clean_line(cell[1:] if re.match(r"'[=+\-@]", cell) else cell)


def _place_problems(values: Mapping[str, Any], known: Known) -> list[Problem]:
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is None and longitude is None:
        return []
    if latitude is None or longitude is None:
        return [Problem("latitude" if latitude is None else "longitude", Refusal(Fault.HALF_A_PLACE))]
    if _turned_round(latitude, longitude, known.places.get(values.get("country_code", ""), [])):
        return [Problem("latitude", Refusal(Fault.SWAPPED))]
    if not -90 <= latitude <= 90:
        return [Problem("latitude", Refusal(Fault.OUT_OF_WORLD))]
    if not -180 <= longitude <= 180:
        return [Problem("longitude", Refusal(Fault.OUT_OF_WORLD))]
    return []


def _turned_round(latitude: float, longitude: float, places: Sequence[Place]) -> bool:
    if 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        return True
    if not places:
        return False
    as_given = min(math.dist((latitude, longitude), place) for place in places)
    turned = min(math.dist((longitude, latitude), place) for place in places)
    return as_given > FAR and turned < NEAR


def _name(cell: str) -> str:
    if "\ufffd" in cell or re.search("[ÃÂ][\x80-\xbf\u2018-\u2122]", cell):
        raise Refusal(Fault.UNREADABLE)
    if len(cell) > 120:
        raise Refusal(Fault.TOO_LONG, most=120)
    return cell


def _other_names(cell: str) -> list[str]:
    """Names with semicolons between them: a comma may be part of a name."""
    names = list(dict.fromkeys(name for part in cell.split(";") if (name := clean_line(part))))
    if len("; ".join(names)) > OTHER_NAMES_LENGTH:
        raise Refusal(Fault.TOO_LONG, most=OTHER_NAMES_LENGTH)
    return [_name(name) for name in names]


def _country(cell: str) -> str:
    if code := country_of(cell):
        return code
    raise Refusal(Fault.UNKNOWN_COUNTRY, value=cell[:60])


def _member(kind: type[E], fault: Fault) -> Callable[[str], E]:
    """Reads a member of an enum as people write it: 'Latin America & Caribbean', 'upper-middle'."""

    def read(cell: str) -> E:
        written = re.sub(r"[^a-z]+", "_", re.sub(r" and (the )?", " ", fold(cell))).strip("_")
        for member in kind:
            if written in {member.value, f"{member.value}_income"}:
                return member
        raise Refusal(fault, value=cell[:60], known=", ".join(member.value for member in kind))

    return read


def _languages(cell: str) -> list[str]:
    codes = list(dict.fromkeys(re.split(r"[^a-z]+", cell.lower().strip(" ,;/|"))))
    for code in codes:
        if not 2 <= len(code) <= 3 or code not in Locale("en").languages:
            raise Refusal(Fault.UNKNOWN_LANGUAGE, value=(code or cell)[:20])
    return codes


def _degrees(cell: str) -> float:
    # A minus sign of typography, a decimal comma, a degree sign: all of them come out of real lists.
    text = cell.replace("−", "-").replace("–", "-").replace(",", ".").rstrip("° ")
    try:
        value = float(text)
    except ValueError:
        raise Refusal(Fault.NO_NUMBER, value=cell[:40]) from None
    if not math.isfinite(value) or abs(value) > 360:
        raise Refusal(Fault.OUT_OF_WORLD)
    return round(value, 6)


def _population(cell: str) -> int:
    digits = re.sub(r"(?<=\d)[\s'’.,_](?=\d{3}(\D|$))", "", cell)
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits) <= MOST_PEOPLE:
        raise Refusal(Fault.NO_POPULATION, value=cell[:40])
    return int(digits)


def _website(cell: str) -> str:
    address = cell if "://" in cell else f"https://{cell}"
    if len(address) > 300 or not WEBSITE.fullmatch(address):
        raise Refusal(Fault.NO_WEBSITE, value=cell[:60])
    return address


def _email(cell: str) -> str:
    try:
        validate_email(cell, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refusal(Fault.NO_EMAIL, value=cell[:60]) from None
    return cell.lower()


# Column of the table -> field of the city, and what reads it.
READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "name": ("name", _name),
    "country": ("country_code", _country),
    "region": ("region", _member(Region, Fault.UNKNOWN_REGION)),
    "income_group": ("income_group", _member(IncomeGroup, Fault.UNKNOWN_INCOME)),
    "other_names": ("other_names", _other_names),
    "status": ("status", _member(CityStatus, Fault.UNKNOWN_STATUS)),
    "languages": ("languages", _languages),
    "latitude": ("latitude", _degrees),
    "longitude": ("longitude", _degrees),
    "population": ("population", _population),
    "website": ("website", _website),
    "focal_point": ("focal_point", _email),
}


def cells_of(city: City, *, private: bool = False) -> list[object]:
    """A city as a row of the table; the focal point's address only with `private`."""
    cells: list[object] = [
        city.name, city.country_code, city.region.value, city.income_group.value, "; ".join(city.other_names),
        city.status.value, " ".join(city.languages), city.latitude, city.longitude, city.population, city.website,
    ]  # fmt: skip
    return [*cells, value_of(city, "focal_point")] if private else cells
