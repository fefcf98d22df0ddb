"""A table of registrations, read line by line: what each line would do, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, partial
from typing import Any

from exchange.cities.keys import country_of, name_key
from exchange.cities.models import City
from exchange.domain.delegations import COUNTED, ENDED, Role, Standing
from exchange.domain.refusal import Refusal
from exchange.domain.text import fold
from exchange.files import Outcome, Problem, Row, read_email, tidy_cell
from exchange.i18n import SPOKEN
from exchange.registration.identity import Identity, identity_of
from exchange.registration.models import Gender, Registration

LENGTHS = {"given_name": 120, "family_name": 120, "organisation": 160, "function": 160}
# Where somebody may be put by a table.
IMPORTABLE = (Standing.SUBMITTED, Standing.APPROVED, Standing.WAITING)


class Fault(StrEnum):
    """What is wrong with a cell or a line."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_EMAIL = "no_email"
    TWICE = "twice"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_CITY = "unknown_city"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_LANGUAGE = "unknown_language"


@dataclass(frozen=True)
class Line:
    """A line as it was understood; `standing` is None when the table does not say it."""

    number: int
    email: str
    name: str
    outcome: Outcome
    identity: Identity = field(default_factory=Identity)
    standing: Standing | None = None
    city: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Known:
    """What there is already: cities by (name key, country), live registrations by address; `read`: lines before."""

    cities: Mapping[tuple[str, str], City]
    registrations: Mapping[str, Registration]
    read: dict[str, int] = field(default_factory=dict)

    @cached_property
    def city_names(self) -> dict[int | None, str]:
        """Names of the cities by number."""
        return {city.id: city.name for city in self.cities.values()}


def plan(rows: Iterable[Row], known: Known) -> list[Line]:
    """What every line of a table would do."""
    return [_line(row, known) for row in rows]


def _line(row: Row, known: Known) -> Line:
    cells = {column: tidy_cell(cell) for column, cell in row.cells.items()}
    problems: list[Problem] = []
    email = _read(problems, "email", lambda: _email(cells.get("email", ""))) or cells.get("email", "")[:254]
    if problems == [] and (first := known.read.setdefault(email, row.line)) != row.line:
        problems.append(Problem("email", Refusal(Fault.TWICE, line=first)))
    before = known.registrations.get(email)
    changes = _changes(cells, known, before, problems)
    _check_standing(changes.get("standing"), before, problems)
    name = f"{cells.get('given_name', '')} {cells.get('family_name', '')}".strip()[:250]
    if problems:
        typed = cells.get("city", "")[:120]
        return Line(row.line, email, name, Outcome.WRONG, city=typed, problems=tuple(problems))
    standing = changes.pop("standing", None)
    identity = replace(identity_of(before) if before else Identity(), **changes)
    city = known.city_names.get(identity.city_id, identity.city_name or identity.organisation)
    return Line(row.line, email, name, _outcome(before, identity, standing), identity, standing, city)


def _check_standing(standing: Standing | None, before: Registration | None, problems: list[Problem]) -> None:
    """A table may say where somebody stands already, and put them where no reason has to be given."""
    if standing in (None, *IMPORTABLE) or (before is not None and before.standing is standing):
        return
    known = ", ".join(each.value for each in IMPORTABLE)
    problems.append(Problem("standing", Refusal(Fault.UNKNOWN_VALUE, value=str(standing), known=known)))


def _outcome(before: Registration | None, identity: Identity, standing: Standing | None) -> Outcome:
    if before is None:
        return Outcome.NEW
    same = identity_of(before) == identity and standing in (None, before.standing)
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def _changes(
    cells: Mapping[str, str], known: Known, before: Registration | None, problems: list[Problem]
) -> dict[str, Any]:
    """The fields a line gives, typed; empty cells leave what is there."""
    found: dict[str, Any] = {}
    for column, reader in READERS.items():
        if cells.get(column):
            found[column] = _read(problems, column, partial(reader, cells[column], column))
    if before is None and not cells.get("given_name"):
        problems.append(Problem("given_name", Refusal(Fault.MISSING)))
    if before is None and "role" not in found:
        problems.append(Problem("role", Refusal(Fault.MISSING)))
    if city := _read(problems, "city", lambda: _city(cells, known)):
        found |= {"city_id": city.id, "city_name": "", "city_country": ""}
    elif before is None and not cells.get("city") and (found.get("role") in COUNTED or not cells.get("organisation")):
        problems.append(Problem("city", Refusal(Fault.MISSING)))
    if "speaks" in found or "understands" in found:
        speaks = found.get("speaks") or (before.speaks if before else [])
        understands = found.get("understands") or (before.understands if before else [])
        found["understands"] = list(dict.fromkeys([*speaks, *understands]))
    return found


def _read(problems: list[Problem], column: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Refusal as refusal:
        problems.append(Problem(column, refusal))
        return None


def _email(cell: str) -> str:
    if not cell:
        raise Refusal(Fault.MISSING)
    return read_email(Fault.NO_EMAIL, cell)


def _city(cells: Mapping[str, str], known: Known) -> City | None:
    name, country = cells.get("city", ""), cells.get("country", "")
    if not name:
        return None
    code = country_of(country)
    if code is None:
        raise Refusal(Fault.UNKNOWN_COUNTRY, value=country[:60])
    city = known.cities.get((name_key(name), code))
    if city is None:
        raise Refusal(Fault.UNKNOWN_CITY, value=name[:60], country=code)
    return city


def _text(cell: str, column: str) -> str:
    if len(cell) > LENGTHS[column]:
        raise Refusal(Fault.TOO_LONG, most=LENGTHS[column])
    return cell


def _one_of(*members: StrEnum) -> Callable[[str, str], StrEnum]:
    by_value = {member.value: member for member in members}

    def read(cell: str, _column: str) -> StrEnum:
        written = re.sub(r"[^a-z]+", "_", fold(cell)).strip("_")
        if written not in by_value:
            raise Refusal(Fault.UNKNOWN_VALUE, value=cell[:40], known=", ".join(by_value))
        return by_value[written]

    return read


def _languages(cell: str, _column: str) -> list[str]:
    codes = list(dict.fromkeys(re.findall(r"[^\s,;/|]+", cell.lower())))
    for code in codes:
        if code not in SPOKEN:
            raise Refusal(Fault.UNKNOWN_LANGUAGE, value=code[:20], known=" ".join(SPOKEN))
    return codes


READERS: dict[str, Callable[[str, str], Any]] = {
    "given_name": _text,
    "family_name": _text,
    "organisation": _text,
    "function": _text,
    "role": _one_of(*Role),
    "gender": _one_of(*Gender),
    "speaks": _languages,
    "understands": _languages,
    "standing": _one_of(*Standing),
}


def live_by_email(registrations: Iterable[Registration]) -> dict[str, Registration]:
    """Live registrations by their person's address."""
    return {each.person.email: each for each in registrations if each.standing not in ENDED}
