"""What a factorial of policies says, as sums of its runs with weights.

With f(S) the outcome under the policies of S, and S running over all sets of the others:

- main effect of A: mean of f(S with A) - f(S)
- interaction of A and B: mean of f(S with A and B) - f(S with A) - f(S with B) + f(S)
- alone: the same with S empty
- bundle: f(all) - f(none) less the sum of what each does alone
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Kind = Literal["main", "pair", "alone", "pair alone", "bundle"]
Combination = frozenset[str]


@dataclass(frozen=True, eq=False)
class Contrast:
    """A weighted sum over the combinations of a factorial."""

    kind: Kind
    parts: tuple[str, ...]
    weights: Array
    """(combinations,), in the order of the factorial."""


def combinations_of(parts: Sequence[str]) -> tuple[Combination, ...]:
    """Every set of ``parts``, the empty one first, small ones before large ones."""
    return tuple(frozenset(chosen) for size in range(len(parts) + 1) for chosen in combinations(parts, size))


def averaged(parts: Sequence[str], order: Sequence[Combination]) -> list[Contrast]:
    """Main effects and interactions of pairs, each averaged over what else is in force."""
    signs = {part: np.array([1.0 if part in chosen else -1.0 for chosen in order]) for part in parts}
    half = len(order) / 2
    mains = [Contrast("main", (part,), signs[part] / half) for part in parts]
    return mains + [Contrast("pair", pair, signs[pair[0]] * signs[pair[1]] / (half / 2)) for pair in combinations(parts, 2)]


def alone(parts: Sequence[str], order: Sequence[Combination]) -> list[Contrast]:
    """The same with nothing else in force, and the bundle of all against the sum of what each does alone."""
    place = {chosen: number for number, chosen in enumerate(order)}

    def weights(terms: Sequence[tuple[float, Sequence[str]]]) -> Array:
        found = np.zeros(len(order))
        for weight, chosen in terms:
            found[place[frozenset(chosen)]] += weight
        return found

    singles = [Contrast("alone", (part,), weights([(1.0, (part,)), (-1.0, ())])) for part in parts]
    pairs = [
        Contrast("pair alone", (a, b), weights([(1.0, (a, b)), (-1.0, (a,)), (-1.0, (b,)), (1.0, ())])) for a, b in combinations(parts, 2)
    ]
    apart = sum((single.weights for single in singles), start=np.zeros(len(order)))
    return [*singles, *pairs, Contrast("bundle", tuple(parts), weights([(1.0, tuple(parts)), (-1.0, ())]) - apart)]


def effects(contrasts: Sequence[Contrast], values: Array) -> Array:
    """(contrasts, replicates) from ``values`` (combinations, replicates)."""
    return np.array([contrast.weights for contrast in contrasts]) @ values
