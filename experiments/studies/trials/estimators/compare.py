"""Estimands made of other estimands: ratio, difference, order."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from experiments.statistics.ratios import fieller
from experiments.studies.trials.estimators.estimate import Array, Estimate, Unidentified, not_apart, sign_share
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

LEAST_PAIRED = 10
ORDERS: dict[str, Callable[[Array], Any]] = {
    "falling": lambda values: (np.diff(values, axis=0) < 0).all(axis=0),
    "rising": lambda values: (np.diff(values, axis=0) > 0).all(axis=0),
    "largest": lambda values: (values[0] > values[1:]).all(axis=0),
    "smallest": lambda values: (values[0] < values[1:]).all(axis=0),
}
"""Whether it holds, of values (parts, ...)."""
COMBINED: dict[str, Callable[[Array], Any]] = {
    "double_difference": lambda values: values[0] - values[1] - (values[2] - values[3]),
    "sum": lambda values: values.sum(axis=0),
    "mean": lambda values: values.mean(axis=0),
    "share": lambda values: values[0] / values.sum(axis=0),
}
"""One figure of values (parts, ...)."""


def compare(estimand: Estimand, done: Mapping[str, Estimate]) -> Estimate:
    """``ratio``: the first over the second; ``difference``: the first less the second; ``COMBINED`` or an order of ``ORDERS`` of all.

    Intervals over worlds, or the sets that they share: Fieller's for a ratio of paired worlds, else the parts' own resamples, which
    are drawn on the same worlds.  ``p`` is against both being equal.  A ratio over what is not told apart from zero is not determined.
    An order is 1 or 0 on the means; its interval is that of the resamples, ``sign_share`` the share of the worlds in which it holds.
    """
    spec: Any = estimand.estimator
    parts = [done[name] for name in spec.of]
    for part in parts:
        if not math.isfinite(part.value):
            raise Unidentified(_("{estimand} could not be estimated").format(estimand=part.name))
    if spec.by in ORDERS:
        return _order(estimand, parts, spec.by)
    if spec.by in COMBINED:
        return _combined(estimand, parts, spec.by)
    first, second = parts[0], parts[1]
    paired = len(first.per_world) == len(second.per_world) > 0 and first.sets == second.sets
    if spec.by == "difference":
        value, each = first.value - second.value, (first.per_world - second.per_world if paired else np.empty(0))
        low, high = _quantiles(first.draws - second.draws)
    else:
        if second.value == 0:
            raise Unidentified(_("{estimand} is zero, and nothing can be divided by it").format(estimand=second.name))
        value = first.value / second.value
        with np.errstate(divide="ignore", invalid="ignore"):
            each = first.per_world / second.per_world if paired else np.empty(0)
            low, high = _quantiles(first.draws / second.draws)
        exact = fieller(first.independent, second.independent) if paired and len(first.independent) >= LEAST_PAIRED else None
        if exact:
            low, high = exact[1], exact[2]
    share = sign_share(estimand, each[np.isfinite(each)] - (1.0 if spec.by == "ratio" else 0.0))
    undetermined = not_apart(second.name, second.low, second.high) if spec.by == "ratio" else ""
    draws = first.draws - second.draws
    p = min(1.0, 2 * min(float((draws <= 0).mean()), float((draws >= 0).mean())) + 2 / (len(draws) + 1)) if len(draws) else math.nan
    return Estimate(estimand.name, value, low, high, each, p, share, min(part.n_units for part in parts), undetermined=undetermined,
                    sets=first.sets if len(each) else ())  # fmt: skip


def _order(estimand: Estimand, parts: list[Estimate], by: str) -> Estimate:
    def holds(values: Array) -> Array:
        return np.asarray(ORDERS[by](values), dtype=float)

    value = float(holds(np.array([part.value for part in parts])))
    sizes = {len(part.per_world) for part in parts}
    each = holds(np.stack([part.per_world for part in parts])) if len(sizes) == 1 and sizes != {0} else np.empty(0)
    draws = [part.draws for part in parts]
    shortest = min(map(len, draws))
    resampled = holds(np.stack([draw[:shortest] for draw in draws]))
    low, high = _quantiles(resampled, "inverted_cdf") if shortest else (math.nan, math.nan)
    # Parts that only all worlds together identify have no worlds to count: their resamples stand in.
    share = float(np.mean(each if len(each) else resampled)) if len(each) or shortest else math.nan
    note = _("holds in {k} of {n} worlds").format(k=int(each.sum()), n=len(each)) if len(each) else ""
    return Estimate(estimand.name, value, low, high, each, math.nan, share, min(part.n_units for part in parts), note, sets=parts[0].sets if len(each) else ())


def _combined(estimand: Estimand, parts: list[Estimate], by: str) -> Estimate:
    """A figure of several, on the worlds that they share: ``p`` is against zero, of a share against none."""
    function = COMBINED[by]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(function(np.array([part.value for part in parts])))
        same = {(len(part.per_world), part.sets) for part in parts}
        each = function(np.stack([part.per_world for part in parts])) if len(same) == 1 and len(parts[0].per_world) else np.empty(0)
        shortest = min(len(part.draws) for part in parts)
        draws = function(np.stack([part.draws[:shortest] for part in parts])) if shortest else np.empty(0)
    if not math.isfinite(value):
        raise Unidentified(_("the sum is zero, and nothing can be divided by it"))
    low, high = _quantiles(draws)
    undetermined = ""
    if by == "share":
        below = np.sum([part.draws[:shortest] for part in parts], axis=0) if shortest else np.empty(0)
        undetermined = not_apart(_("the sum"), *_quantiles(below))
    p = min(1.0, 2 * min(float((draws <= 0).mean()), float((draws >= 0).mean())) + 2 / (len(draws) + 1)) if len(draws) and by != "share" else math.nan
    return Estimate(estimand.name, value, low, high, each, p, sign_share(estimand, each[np.isfinite(each)]), min(part.n_units for part in parts),
                    undetermined=undetermined, sets=parts[0].sets if len(each) else ())  # fmt: skip


def _quantiles(draws: Array, method: Any = "linear") -> tuple[float, float]:
    draws = draws[np.isfinite(draws)]
    if not len(draws):
        return math.nan, math.nan
    low, high = np.quantile(draws, [0.025, 0.975], method=method)
    return float(low), float(high)
