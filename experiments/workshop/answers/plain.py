"""Numbers as they are handed to a page: what is no finite number is None."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 5
"""Of what is only drawn; what is read has all of its own."""


def number(value: float | None) -> float | None:
    """``value``, or None where it says nothing."""
    return None if value is None or not math.isfinite(value) else float(value)


def drawn(values: Iterable[float] | NDArray[Any]) -> list[float | None]:
    """Values for a picture, with no more digits than it can show."""
    return [float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None for value in np.asarray(values, dtype=float).tolist()]
