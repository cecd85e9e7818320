"""Worlds that share a set of parameters: means by set, and how much of the doubt comes from the parameters and how much from chance.

Worlds of one set differ by luck alone, sets differ by luck and by parameters.  Worlds that share a set are not independent, so
that every interval of an ensemble is over sets: Student's t on the means of the sets holds whatever the two parts are, and
whether a set has one world or two.  The parts themselves are those of a one-way random-effects model by the method of moments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistics.intervals import LEVEL
from experiments.statistics.scale import rescaling

MIN_SETS = 5
"""Under this many sets no interval is given; nor a split of it under this many sets with two worlds or more."""

HEADLINE_SETS = 20
"""Under this many sets no sentence about money stands in a headline, and nothing is said of the parameter at which a sign turns."""

LEAST_SHARE = 0.005
"""An upper end of the parameters' share under this would be shown as nothing, which is more than sets can tell."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Split:
    """How much of the variance of a mean over sets comes from the parameters; the rest is chance.

    All nan where it is not determined: sets that differ less than 97.5 % of sets that chance alone makes of their own worlds' spread leave no
    share that fits, which says that the spread is no normal one (rare events in a few worlds), not that the parameters do nothing.
    """

    parameters: float
    """Share, 0 to 1."""
    low: float
    """Ends of its 95 % interval by the F distribution: exact for normal values and sets of equal size."""
    high: float

    @property
    def determined(self) -> bool:
        """Whether any share fits."""
        return not math.isnan(self.parameters)

    @property
    def chance(self) -> float:
        return 1.0 - self.parameters


def by_set(values: Array, sets: Sequence[int]) -> Array:
    """(..., worlds) as (..., sets): the mean over the worlds of each set, sets in ascending order.

    ``sets`` is the set of each world; ``ValueError`` where their number is another than the worlds'.
    """
    if values.shape[-1] != len(sets):
        raise ValueError(f"{values.shape[-1]} worlds, {len(sets)} sets")
    known, place = np.unique(np.asarray(sets, dtype=np.int64), return_inverse=True)
    counts = np.bincount(place, minlength=len(known))
    member = (place[:, None] == np.arange(len(known))) / counts
    return np.asarray(values @ member)


def sum_by_set(values: Array, sets: Sequence[int]) -> Array:
    """(worlds, ...) as (sets, ...): the sum over the worlds of each set, sets in ascending order; ``ValueError`` as ``by_set``."""
    if len(values) != len(sets):
        raise ValueError(f"{len(values)} worlds, {len(sets)} sets")
    known, place = np.unique(np.asarray(sets, dtype=np.int64), return_inverse=True)
    total = np.zeros((len(known), *values.shape[1:]))
    np.add.at(total, place, values)
    return total


def split(values: Array, sets: Sequence[int]) -> Split | None:
    """The parts of the variance of the mean over sets of ``values`` (worlds,); None from too few sets or where nothing varies.

    With the means m of G sets, sizes n and the pooled variance W within sets: chance makes W * mean(1/n) of the variance of m,
    and what is more than that comes from the parameters.
    """
    _known, place, counts = np.unique(np.asarray(sets, dtype=np.int64), return_inverse=True, return_counts=True)
    groups, within = len(counts), len(values) - len(counts)
    if int((counts > 1).sum()) < MIN_SETS:
        return None
    values = values / rescaling(values)
    means = by_set(values, sets)
    total = float(means.var(ddof=1))
    if total <= (1e-12 * float(np.abs(values).max())) ** 2:  # floating noise on equal means is no spread
        return None
    chance = float(((values - means[place]) ** 2).sum()) / within * float((1 / counts).mean())
    if chance == 0:
        return Split(1.0, 1.0, 1.0)
    ratio, tail = total / chance, (1 - LEVEL) / 2
    high, low = (float(special.fdtri(groups - 1, within, p)) for p in (tail, 1 - tail))
    if _share(ratio / high) < LEAST_SHARE:
        return Split(math.nan, math.nan, math.nan)
    return Split(_share(ratio), _share(ratio / low), _share(ratio / high))


def _share(ratio: float) -> float:
    """What the parameters add, from the variance of set means over what chance alone would make of it."""
    return max(0.0, 1.0 - 1.0 / ratio)
