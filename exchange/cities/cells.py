"""A city as cells of a table: what each column may hold, read into the city's fields and written from them."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, TypeVar

from babel import Locale

from exchange.cities.keys import country_of
from exchange.cities.models import City, CityStatus, IncomeGroup, Region
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line, fold
from exchange.files import Problem, read_email, tidy_cell

REQUIRED = ("name", "country", "region", "income_group")
COLUMNS = (
    *REQUIRED, "other_names", "status", "languages", "latitude", "longitude", "population", "website", "focal_point",
)  # fmt: skip
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
        cell = tidy_cell(cells.get(column, ""))
        if not cell:
            continue
        try:
            values[name] = reader(cell)
        except Refusal as refusal:
            problems.append(Problem(column, refusal))
    if not any(problem.column in {"latitude", "longitude"} for problem in problems):
        problems += _place_problems(values, known or Known())
    return values, problems


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
    "focal_point": ("focal_point", partial(read_email, Fault.NO_EMAIL)),
}


def cells_of(city: City, *, private: bool = False) -> list[object]:
    """A city as a row of the table; the focal point's address only with `private`."""
    cells: list[object] = [
        city.name, city.country_code, city.region.value, city.income_group.value, "; ".join(city.other_names),
        city.status.value, " ".join(city.languages), city.latitude, city.longitude, city.population, city.website,
    ]  # fmt: skip
    return [*cells, value_of(city, "focal_point")] if private else cells
