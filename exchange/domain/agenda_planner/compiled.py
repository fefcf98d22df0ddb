"""The inner loops run compiled where numba is installed (the extra `fast`), else as they are: with equal results."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy.typing as npt

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    from numba import njit
except ImportError:
    njit = None

COMPILED = njit is not None


def compiled(function: Function) -> Function:
    """Compiles a function of numbers and arrays, once per machine."""
    if njit is None:
        return function
    made: Function = njit(cache=True)(function)
    return made


def cells_of(array: npt.NDArray[Any]) -> Any:
    """The array for reading and writing single numbers: plain Python is three times faster through a memoryview."""
    return array if COMPILED else array.data


def numbers_of(array: npt.NDArray[Any]) -> Any:
    """The array for going through it once."""
    return array if COMPILED else array.tolist()
