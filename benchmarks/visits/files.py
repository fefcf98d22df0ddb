"""Instance files of study visits, to the allocation's own types."""

from pathlib import Path
from typing import Any

from benchmarks.json_files import names, read_object, whole
from exchange.domain.visit_allocation import Delegate, Instance, Visit


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises BrokenFile with one clear line."""
    return read_object(path, "an allocation", instance_of)


def instance_of(content: dict[str, Any]) -> Instance:
    """The instance of a file's content; unknown keys are ignored. Raises KeyError, TypeError or ValueError."""
    return Instance(
        name=str(content.get("name", "")),
        visits=tuple(_visit(one) for one in content["visits"]),
        delegates=tuple(_delegate(one) for one in content["delegates"]),
        seats_per_delegate=whole(content.get("seats_per_delegate", 1), "seats_per_delegate"),
    )


def _visit(one: dict[str, Any]) -> Visit:
    cap = one.get("city_cap")
    return Visit(
        id=str(one["id"]),
        most=whole(one["max"], "max"),
        least=whole(one.get("min") or 0, "min"),
        half_day=whole(one.get("half_day") or 0, "half_day"),
        step_free=_yes(one.get("step_free", True)),
        languages=_known(one.get("languages")),
        city_cap=None if cap is None else whole(cap, "city_cap"),
    )


def _delegate(one: dict[str, Any]) -> Delegate:
    city = one.get("city")
    names(one.get("wishes"))
    return Delegate(
        id=str(one["id"]),
        city=None if city is None else str(city),
        wishes=tuple(str(wish) for wish in one.get("wishes") or ()),
        languages=_known(one.get("languages")),
        needs_step_free=_yes(one.get("step_free", False)),
        busy=frozenset(whole(half_day, "a half day") for half_day in one.get("busy") or ()),
        barred=names(one.get("barred")),
        locked=_locked(one.get("locked")),
    )


def _known(languages: Any) -> frozenset[str] | None:
    return None if languages is None else names(languages)


def _locked(value: Any) -> frozenset[str]:
    """One visit, or a list of them for who may have several seats."""
    if value is None:
        return frozenset()
    return frozenset({value}) if isinstance(value, str) else names(value)


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"step_free is true or false, not {value!r}.")
    return value
