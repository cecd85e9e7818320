"""PRIM and CART of the EMA Workbench, as boxes of ours."""

from __future__ import annotations

import inspect
import logging
import warnings
from math import inf
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.studies.discovery.boxes import Box

PEEL = 0.1
"""Share of the points that one step of PRIM takes away; smaller steps chase single points of a few hundred."""
LEAST_MASS = 0.1
"""Of a box of PRIM and of a leaf of the tree."""
DEPTH = 3
"""Questions on the way to a leaf: more than three cannot be told in a sentence."""


def _loaded() -> tuple[ModuleType, ModuleType]:
    # Late, for it takes seconds; it warns of packages for clusters that nobody here needs.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import cart, prim
    logging.getLogger("EMA").setLevel(logging.ERROR)
    return prim, cart


def peeled(x: pd.DataFrame, y: NDArray[np.bool_]) -> list[Box]:
    """Every box on PRIM's way from all points to the densest box, pasting included; the unrestricted one first."""
    prim, _cart = _loaded()
    options: dict[str, Any] = {"peel_alpha": PEEL, "paste_alpha": PEEL, "mass_min": LEAST_MASS}
    if "threshold" in inspect.signature(prim.Prim).parameters:  # before version 3; any interest at all
        options["threshold"] = 1e-9
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = prim.Prim(x.reset_index(drop=True), np.asarray(y), **options).find_box()
    return [] if found is None else [_box(limits, x) for limits in found.box_lims]


def leaves(x: pd.DataFrame, y: NDArray[np.bool_], seed: int) -> list[Box]:
    """The leaves of a classification tree."""
    from sklearn.tree import DecisionTreeClassifier

    _prim, cart = _loaded()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = cart.CART(x.reset_index(drop=True), np.asarray(y), LEAST_MASS)
        # Its own build_tree has neither a seed nor a depth.
        tree = DecisionTreeClassifier(min_samples_leaf=max(1, int(LEAST_MASS * len(x))), max_depth=DEPTH, random_state=seed)
        found.clf = tree.fit(x.to_numpy(), np.asarray(y))
        if tree.get_n_leaves() == 1:
            return [Box({})]
        return [_box(limits, x) for limits in found.boxes]


def _box(limits: pd.DataFrame, x: pd.DataFrame) -> Box:
    """Limits that are no more than the range of the points are open."""
    ends = {}
    for name in x.columns:
        low, high = (float(value) for value in limits[name])
        low = low if low > float(x[name].min()) else -inf
        high = high if high < float(x[name].max()) else inf
        if low > -inf or high < inf:
            ends[str(name)] = (low, high)
    return Box(ends)
