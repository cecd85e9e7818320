"""One box that can be told in a sentence, and whether the way it was found holds on points that were not used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.studies.discovery.boxes import Box, Tally, quasi_p, tally
from experiments.studies.discovery.workbench import leaves, peeled

MOST_LIMITS = 3
"""Restricted factors of a box that can be told in a sentence."""
SURE = 0.05
"""Largest quasi-p of a restriction that stays."""
SPLITS = 20
"""Random halves on which the search is repeated."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Step:
    """A box on the way of the search, with what it holds."""

    box: Box
    tally: Tally


@dataclass(frozen=True)
class Finding:
    """The box found on all points, and how the same search does on halves that it has not seen."""

    box: Box
    tally: Tally
    """On the points on which it was found."""
    quasi_p: Mapping[str, float]
    way: tuple[Step, ...]
    """Every box of PRIM, for the trade-off between coverage and density."""
    unseen: Tally
    """Sums over the halves: what the boxes found on one half hold of the other."""
    p: float
    """Twice the median of Fisher's p over the halves, which holds for any dependence between them (Meinshausen et al. 2009)."""
    again: Mapping[tuple[str, str], float]
    """Share of the halves in which each restriction was found again on the same side."""


@dataclass(frozen=True)
class Leaf:
    """A rule of the tree, on the half that grew it and on the other."""

    box: Box
    grown: Tally
    unseen: Tally


def found(x: pd.DataFrame, y: Mask, seed: int, splits: int = SPLITS) -> Finding | None:
    """The best box of all points with its check; None where no restriction at all is worth making."""
    box, way = best(x, y)
    if not box.limits:
        return None
    unseen, p_values = Tally(0, 0, 0, 0), []
    sides: list[set[tuple[str, str]]] = []
    for search in halves(len(y), seed, splits):
        other, _way = best(x[search], y[search])
        told = tally(other, x[~search], y[~search])
        unseen += told
        sides.append(other.directions())
        p_values.append(told.p if other.limits else 1.0)
    again = {side: sum(side in one for one in sides) / splits for side in sorted(box.directions())}
    return Finding(box, tally(box, x, y), quasi_p(box, x, y), way, unseen, min(1.0, 2 * float(np.median(p_values))), again)


def halves(points: int, seed: int, splits: int) -> list[Mask]:
    """Random halves of the points, as masks."""
    rng = np.random.default_rng(seed)
    made = []
    for _number in range(splits):
        mask = np.zeros(points, dtype=bool)
        mask[rng.permutation(points)[: points // 2]] = True
        made.append(mask)
    return made


def best(x: pd.DataFrame, y: Mask) -> tuple[Box, tuple[Step, ...]]:
    """The box with the largest excess of points of interest among those on PRIM's way, and the way.

    Restrictions that could as well be luck (quasi-p) are dropped from each, the weakest first, and so are those beyond
    ``MOST_LIMITS``.
    """
    if not y.any() or y.all():
        return Box({}), ()
    way = peeled(x, y)
    steps = tuple(Step(box, tally(box, x, y)) for box in way)
    candidates = [_told(box, x, y) for box in way]
    return max(candidates, key=lambda box: tally(box, x, y).excess, default=Box({})), steps


def _told(box: Box, x: pd.DataFrame, y: Mask) -> Box:
    while box.limits:
        weakness = quasi_p(box, x, y)
        weakest = max(weakness, key=weakness.__getitem__)
        if weakness[weakest] <= SURE and len(box.limits) <= MOST_LIMITS:
            break
        box = box.without(weakest)
    return box


def rules(x: pd.DataFrame, y: Mask, seed: int) -> list[Leaf]:
    """The leaves of a tree grown on one random half, the densest on the other half first."""
    (search,) = halves(len(y), seed, 1)
    grown = leaves(x[search], y[search], seed)
    told = [Leaf(box, tally(box, x[search], y[search]), tally(box, x[~search], y[~search])) for box in grown]
    return sorted(told, key=lambda leaf: (-leaf.unseen.density if leaf.unseen.inside else 1.0, -leaf.unseen.inside))
