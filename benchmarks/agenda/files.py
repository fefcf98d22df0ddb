"""Instance files of agendas: JSON, or JSON packed with gzip, to the planner's own types."""

import gzip
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exchange.domain.agenda_planner.instance import WANT, Instance, Placement, Room, Series, Session

LONG, HALF_DAY = 3, 6


class BrokenFile(Exception):
    """One line that says what is wrong with a file."""


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises BrokenFile with one clear line."""
    content = _content(path)
    if not isinstance(content, dict):
        raise BrokenFile(f"{path}: an agenda is a JSON object.")
    try:
        return instance_of(content)
    except KeyError as missing:
        raise BrokenFile(f"{path}: {missing} is missing.") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise BrokenFile(f"{path}: {wrong}") from None


def read_plan(path: Path) -> dict[str, Placement]:
    """Placements in a file: by session, or under "placements" as a result holds them."""
    content = _content(path)
    places = content.get("placements", content) if isinstance(content, dict) else None
    if not isinstance(places, dict):
        raise BrokenFile(f"{path}: placements are a JSON object, [unit, room] by session.")
    try:
        return {str(name): _placement(value) for name, value in places.items() if value is not None}
    except (TypeError, ValueError):
        raise BrokenFile(f"{path}: a placement is [unit, room].") from None


def instance_of(content: dict[str, Any]) -> Instance:
    """The instance of a file's content; unknown keys are ignored. Raises KeyError, TypeError or ValueError."""
    units = list(content["units"])
    days = tuple(_number(unit["day"], "a day") for unit in units)
    blocks = list(zip(days, (_number(unit["block"], "a block") for unit in units), strict=True))
    numbered = {block: place for place, block in enumerate(dict.fromkeys(blocks))}
    return Instance(
        name=str(content.get("name", "")),
        blocks=tuple(numbered[block] for block in blocks),
        days=days,
        rooms=tuple(_room(one) for one in content["rooms"]),
        sessions=tuple(_session(one, len(units)) for one in content["sessions"]),
        absences={str(one["id"]): _units(one.get("unavailable")) for one in content.get("speakers") or ()},
        teams={
            str(one["lang"]): (_number(one["teams"], "teams"),) * len(units)
            for one in content.get("interpreters") or ()
        },
        series=tuple(Series(str(one["id"]), tuple(one["sessions"])) for one in content.get("no_overlap_groups") or ()),
        order=tuple((str(first), str(second)) for first, second in content.get("precedence") or ()),
        wishes=tuple({str(name): WANT for name in wished} for wished in content.get("wishes") or ()),
    )


def _content(path: Path) -> Any:
    try:
        raw = path.read_bytes()
        return json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except OSError as trouble:
        raise BrokenFile(f"{path}: {trouble.strerror or trouble}.") from None
    except (EOFError, zlib.error):
        raise BrokenFile(f"{path}: the gzip file is damaged.") from None
    except (ValueError, RecursionError):
        raise BrokenFile(f"{path}: this is not JSON.") from None


def _session(one: dict[str, Any], slots: int) -> Session:
    units = _number(one["dur"], "a duration")
    starts = None if one.get("starts") is None else _units(one["starts"])
    if units > LONG:
        half_days = frozenset(range(0, slots, HALF_DAY))
        starts = half_days if starts is None else starts & half_days
    return Session(
        id=str(one["id"]),
        units=units,
        people=_names(one.get("speakers")),
        languages=_names(one.get("interpretation")),
        features=_names(one.get("features")),
        seats=_number(one.get("min_capacity") or 0, "seats"),
        starts=starts,
        lock_start=None if one.get("lock_start") is None else _number(one["lock_start"], "a lock"),
        lock_room=None if one.get("lock_room") is None else str(one["lock_room"]),
        exclusive=bool(one.get("exclusive", False)),
        roomless=one.get("kind") == "study_visit",
        spans_breaks=units > LONG,
    )


def _room(one: dict[str, Any]) -> Room:
    return Room(
        id=str(one["id"]),
        capacity=_number(one.get("capacity") or 0, "a capacity"),
        features=_names(one.get("features")),
        booths=_number(one.get("booths") or 0, "booths"),
        unavailable=_units(one.get("unavailable")),
    )


def _placement(value: Any) -> Placement:
    start, room = value
    return Placement(_number(start, "a unit"), None if room is None else str(room))


def _names(values: Iterable[Any] | None) -> frozenset[str]:
    if isinstance(values, str):
        raise ValueError(f"{values!r} should be a list.")
    return frozenset(str(value) for value in values or ())


def _units(values: Iterable[Any] | None) -> frozenset[int]:
    return frozenset(_number(value, "a unit") for value in values or ())


def _number(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{what} is a whole number, not {value!r}.")
    return value
