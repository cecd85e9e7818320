"""Numbers of any size without overflow: divided by a power of two, which is exact, and multiplied again."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
USUAL = (2.0**-250, 2.0**250)
"""Between these a fourth power neither overflows nor vanishes; what lies there is left as it is."""


def magnitude(values: Array) -> float:
    """The power of two just at or under the largest of finite ``values``, or one where all are zero or there are none."""
    largest = float(np.abs(values).max(initial=0.0))
    return 2.0 ** (math.frexp(largest)[1] - 1) if largest > 0 else 1.0


def rescaling(*values: Array) -> float:
    """What to divide finite ``values`` by before their powers are taken; one for all but monstrous or vanishing ones."""
    size = magnitude(np.array([np.abs(one).max(initial=0.0) for one in values]))
    return 1.0 if USUAL[0] <= size <= USUAL[1] else size
