"""A world's state as bytes in a file, and what these bytes do not tell."""

from __future__ import annotations

from typing import IO, Any, NamedTuple

from simulation.engine.state import Sizes
from simulation.matrix import Matrix


class Mark(NamedTuple):
    """What the bytes of a saved state do not tell."""

    sizes: Sizes
    month: int
    matrix: Matrix
    """Who answers for what by the weights that are in it."""


def write_state(file: IO[bytes], state: Any) -> None:
    """Write the arrays of a state one after the other."""
    for array in state:
        file.write(_bytes_of(array))


def read_state(file: IO[bytes], state: Any) -> None:
    """Read into the arrays of a state what ``write_state`` wrote of one of the same sizes; ``OSError`` where the file ends early."""
    for array in state:
        view = _bytes_of(array)
        if file.readinto(view) != len(view):  # type: ignore[attr-defined]
            raise OSError("the kept state of a district is cut short")


def _bytes_of(array: Any) -> memoryview:
    """The bytes of an array as they lie, whichever of its axes comes first."""
    return memoryview(array if array.flags.c_contiguous else array.T).cast("B")
