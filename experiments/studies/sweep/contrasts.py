"""What each policy of a sweep does at each point: its paired difference from the reference, with an interval where one can be told."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.statistics.intervals import MIN_EVENTS, MIN_WORLDS, Paired, paired
from experiments.statistics.sets import MIN_SETS, by_set
from experiments.studies.sweep.appraisal import worth
from experiments.studies.sweep.results import Results
from experiments.text.labels import NET_BENEFIT, quantity


def differences(found: Results) -> pa.Table:
    """A row for each point, policy and outcome of the plan or of the user's own, per year where months of the model's add up, and for each
    quantity of the appraisal (fatality-equivalents, benefit, net benefit on all costs and on government money alone).

    ``low`` and ``high`` are 95 % ends over ``replicates`` (worlds, or sets where worlds share them), one comparison at a time, empty from too
    few, and so is the net benefit of what nothing prices (``kind`` "unpriced"); of a count with fewer than ten worlds that saw one under either policy the difference is empty too, ``kind`` says so.
    """
    sets = found.sets()
    points = found.points()
    rows: list[dict[str, object]] = []
    for outcome in (*found.plan.outcomes, *found.own):
        cube, counted = found.cube(outcome), outcome not in found.own and quantity(outcome).counted
        for point in range(len(points)):
            base = cube[point, 0]
            for p, policy in enumerate(found.policies[1:], start=1):
                own = cube[point, p]
                usable = np.isfinite(base) & np.isfinite(own)
                change = (own - base)[usable]
                values = change if sets is None else by_set(change, sets[usable].tolist())
                least = MIN_WORLDS if sets is None or usable.sum() < MIN_WORLDS else MIN_SETS
                few = counted and max(np.count_nonzero(arm[usable]) for arm in (base, own)) < MIN_EVENTS
                pair = paired(values, least)
                if counted and np.abs(change).sum() * found.plan.months / 12 < MIN_EVENTS:
                    # As in a comparison: what differs are too few events for an interval.
                    pair = Paired(pair.worlds, pair.mean, None, None, None, pair.less, pair.more)
                rows.append({
                    "point": point, **{name: float(points[name].iloc[point]) for name in points.columns}, "policy": policy, "outcome": outcome,
                    "reference": math.nan if few else _mean(base[usable]), "difference": math.nan if few else pair.mean,
                    "low": None if few else pair.low, "high": None if few else pair.high, "replicates": pair.worlds,
                    "over": "worlds" if sets is None else "sets", "kind": "few" if few else "plain",
                })  # fmt: skip
    return pa.Table.from_pylist(rows + _appraised(found, points))


def _appraised(found: Results, points: pd.DataFrame) -> list[dict[str, object]]:
    """The same of what each policy is worth and costs, undiscounted; of differences there is no level of the reference.

    As in a comparison, what nothing prices has no net benefit: its cost would be that of its consequences alone.
    """
    sets, priced = found.sets(), found.card.get("priced", {})
    rows: list[dict[str, object]] = []
    for outcome, cube in worth(found).items():
        for point in range(len(points)):
            for p, policy in enumerate(found.policies[1:], start=1):
                change, unpriced = cube[point, p], outcome.startswith(NET_BENEFIT) and priced.get(policy) == "not"
                usable = np.isfinite(change)
                values = change[usable] if sets is None else by_set(change[usable], sets[usable].tolist())
                pair = paired(values, MIN_WORLDS if sets is None or usable.sum() < MIN_WORLDS else MIN_SETS)
                rows.append({
                    "point": point, **{name: float(points[name].iloc[point]) for name in points.columns}, "policy": policy, "outcome": outcome,
                    "reference": math.nan, "difference": math.nan if unpriced else pair.mean, "low": None if unpriced else pair.low,
                    "high": None if unpriced else pair.high, "replicates": pair.worlds,
                    "over": "worlds" if sets is None else "sets", "kind": "unpriced" if unpriced else "plain",
                })  # fmt: skip
    return rows


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else math.nan
