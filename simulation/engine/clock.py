"""Which world and which month it is: the keys of every draw."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.draws import uniform
from simulation.rule import COMPILED, inlined

whole: Any = np.int64 if COMPILED else int
"""A whole number read from a column of a smaller type: it must not overflow in plain Python either."""
real: Any = np.float64 if COMPILED else float
"""A real number read from a column of single precision: plain Python must not go on in that either."""
truncated: Any = np.int32 if COMPILED else int
"""The whole part of a small number: processors turn real numbers into 32 bits several at a time."""
unsigned: Any = np.uint64 if COMPILED else int
"""A number that is never below 0, as an index: compiled code then need not ask whether it counts from the end."""


class Clock(NamedTuple):
    """World and month."""

    seed: int
    world: int
    month: int
    now: int
    """Months since the world began: the month as draws are keyed by it."""


@inlined
def luck(clock: Clock, stream: int, entity: int, index: int) -> float:
    """The uniform number of this stream, entity and index in this month."""
    return uniform(clock.seed, clock.world, stream, entity, clock.now, index)
