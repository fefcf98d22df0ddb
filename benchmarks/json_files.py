"""What all instance files share: JSON, or JSON packed with gzip, and values that are what they should be."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


class BrokenFile(Exception):
    """One line that says what is wrong with a file."""


def read_json(path: Path) -> Any:
    """The content of a file; raises BrokenFile with one clear line."""
    try:
        raw = path.read_bytes()
        return json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except OSError as trouble:
        raise BrokenFile(f"{path}: {trouble.strerror or trouble}.") from None
    except (EOFError, zlib.error):
        raise BrokenFile(f"{path}: the gzip file is damaged.") from None
    except (ValueError, RecursionError):
        raise BrokenFile(f"{path}: this is not JSON.") from None


def read_object(path: Path, what: str, made: Callable[[dict[str, Any]], Value]) -> Value:
    """What is made of the JSON object in a file; raises BrokenFile when it is none, or cannot be made."""
    content = read_json(path)
    if not isinstance(content, dict):
        raise BrokenFile(f"{path}: {what} is a JSON object.")
    try:
        return made(content)
    except KeyError as missing:
        raise BrokenFile(f"{path}: {missing} is missing.") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise BrokenFile(f"{path}: {wrong}") from None


def names(values: Iterable[Any] | None) -> frozenset[str]:
    """The texts of a list; raises ValueError for a text that should be a list."""
    if isinstance(values, str):
        raise ValueError(f"{values!r} should be a list.")
    return frozenset(str(value) for value in values or ())


def whole(value: Any, what: str) -> int:
    """A whole number; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{what} is a whole number, not {value!r}.")
    return value
