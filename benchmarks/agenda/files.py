"""Instance files of agendas: JSON, or JSON packed with gzip, to the planner's own types."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.json_files import BrokenFile, names, read_json, read_object, whole
from exchange.domain.agenda_planner.instance import WANT, Instance, Placement, Room, Series, Session

LONG, HALF_DAY = 3, 6


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises BrokenFile with one clear line."""
    return read_object(path, "an agenda", instance_of)


def read_plan(path: Path) -> dict[str, Placement]:
    """Placements in a file: by session, or under "placements" as a result holds them."""
    content = read_json(path)
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
    days = tuple(whole(unit["day"], "a day") for unit in units)
    blocks = list(zip(days, (whole(unit["block"], "a block") for unit in units), strict=True))
    numbered = {block: place for place, block in enumerate(dict.fromkeys(blocks))}
    return Instance(
        name=str(content.get("name", "")),
        blocks=tuple(numbered[block] for block in blocks),
        days=days,
        rooms=tuple(_room(one) for one in content["rooms"]),
        sessions=tuple(_session(one, len(units)) for one in content["sessions"]),
        absences={str(one["id"]): _units(one.get("unavailable")) for one in content.get("speakers") or ()},
        teams={
            str(one["lang"]): (whole(one["teams"], "teams"),) * len(units) for one in content.get("interpreters") or ()
        },
        series=tuple(Series(str(one["id"]), tuple(one["sessions"])) for one in content.get("no_overlap_groups") or ()),
        order=tuple((str(first), str(second)) for first, second in content.get("precedence") or ()),
        wishes=tuple({str(name): WANT for name in wished} for wished in content.get("wishes") or ()),
    )


def _session(one: dict[str, Any], slots: int) -> Session:
    units = whole(one["dur"], "a duration")
    starts = None if one.get("starts") is None else _units(one["starts"])
    if units > LONG:
        half_days = frozenset(range(0, slots, HALF_DAY))
        starts = half_days if starts is None else starts & half_days
    return Session(
        id=str(one["id"]),
        units=units,
        people=names(one.get("speakers")),
        languages=names(one.get("interpretation")),
        features=names(one.get("features")),
        seats=whole(one.get("min_capacity") or 0, "seats"),
        starts=starts,
        lock_start=None if one.get("lock_start") is None else whole(one["lock_start"], "a lock"),
        lock_room=None if one.get("lock_room") is None else str(one["lock_room"]),
        exclusive=bool(one.get("exclusive", False)),
        roomless=one.get("kind") == "study_visit",
        spans_breaks=units > LONG,
    )


def _room(one: dict[str, Any]) -> Room:
    return Room(
        id=str(one["id"]),
        capacity=whole(one.get("capacity") or 0, "a capacity"),
        features=names(one.get("features")),
        booths=whole(one.get("booths") or 0, "booths"),
        unavailable=_units(one.get("unavailable")),
    )


def _placement(value: Any) -> Placement:
    start, room = value
    return Placement(whole(start, "a unit"), None if room is None else str(room))


def _units(values: Iterable[Any] | None) -> frozenset[int]:
    return frozenset(whole(value, "a unit") for value in values or ())
