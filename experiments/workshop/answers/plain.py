"""Numbers as they are handed to a page: what is no finite number is None."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.words.numbers import Told
from experiments.text.messages import _

DIGITS = 5
"""Of what is only drawn; what is read has all of its own."""


def number(value: float | None) -> float | None:
    """``value``, or None where it says nothing."""
    return None if value is None or not math.isfinite(value) else float(value)


def between(told: Told) -> str:
    """The ends of an interval as a sentence of the language in force has them."""
    low, high = told.ends()
    return _("{low} to {high}").format(low=low, high=high)


def drawn(values: Iterable[float] | NDArray[Any]) -> list[float | None]:
    """Values for a picture, with no more digits than it can show."""
    return [float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None for value in np.asarray(values, dtype=float).tolist()]
