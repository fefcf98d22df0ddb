"""A release as JSON and back: what the database keeps must be readable for years.

`SCHEMA` goes up when the form changes; `from_json` refuses what it does not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from exchange.domain.programme import (
    Contributor,
    ForumFacts,
    Leg,
    Part,
    Pause,
    Programme,
    Room,
    Session,
    Status,
    StepFree,
    Stop,
    Theme,
    VisitSheet,
)

SCHEMA = 1
Kind = TypeVar("Kind")


class UnknownRelease(ValueError):
    """The JSON is not a release this version can read."""


def to_json(programme: Programme) -> dict[str, Any]:
    """A release as values `json.dumps` takes: instants and dates in ISO 8601, instants in UTC."""
    return {"schema": SCHEMA, **_plain(programme)}


def from_json(data: Mapping[str, Any]) -> Programme:
    """The release that `to_json` wrote. Raises UnknownRelease for any other schema."""
    if data.get("schema") != SCHEMA:
        raise UnknownRelease(f"schema {data.get('schema')!r} instead of {SCHEMA}")
    return Programme(
        version=data["version"],
        published_at=_instant(data["published_at"]),
        note=data["note"],
        forum=_read(ForumFacts, data["forum"]),
        rooms=tuple(_read(Room, room) for room in data["rooms"]),
        themes=tuple(_read(Theme, theme) for theme in data["themes"]),
        people=tuple(_read(Contributor, person) for person in data["people"]),
        sessions=tuple(_read(Session, session) for session in data["sessions"]),
        pauses=tuple(_read(Pause, pause) for pause in data["pauses"]),
    )


def visit_to_json(visit: VisitSheet) -> dict[str, Any]:
    """A visit's sheet as values `json.dumps` takes."""
    return {"schema": SCHEMA, **_plain(visit)}


def visit_from_json(data: Mapping[str, Any]) -> VisitSheet:
    """The sheet that `visit_to_json` wrote. Raises UnknownRelease for any other schema."""
    if data.get("schema") != SCHEMA:
        raise UnknownRelease(f"schema {data.get('schema')!r} instead of {SCHEMA}")
    return _read(VisitSheet, data)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise UnknownRelease(f"an instant without a zone: {text}")
    return instant


def _read(kind: type[Kind], data: Mapping[str, Any]) -> Kind:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    given = {name: _value(name, value) for name, value in data.items() if name in known}
    return kind(**given)


def _value(name: str, value: Any) -> Any:
    if name in _READERS and value is not None:
        return _READERS[name](value)
    return tuple(value) if isinstance(value, list) else value


_READERS: dict[str, Callable[[Any], Any]] = {
    "starts_at": _instant,
    "ends_at": _instant,
    "updated_at": _instant,
    "arrives": _instant,
    "leaves": _instant,
    "starts_on": date.fromisoformat,
    "ends_on": date.fromisoformat,
    "status": Status,
    "step_free": lambda value: value if isinstance(value, bool) else StepFree(value),
    "people": lambda parts: tuple(_read(Part, part) for part in parts),
    "stops": lambda stops: tuple(_read(Stop, stop) for stop in stops),
    "legs": lambda legs: tuple(_read(Leg, leg) for leg in legs),
}
