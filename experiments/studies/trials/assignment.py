"""Who comes into which arm, and when: by lot, by match, by a cut-off, by rank, by choice, or all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from scipy.spatial import cKDTree

from experiments.studies.trials.candidates import chosen, column_of
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Wedge
from simulation.acts import TRIAL
from simulation.draws import uniform

ARM, MONTH, CAP, COIN, PART, STEP = range(6)
"""Numbers of the lots; an intervention's own follow from ``INTERVENTIONS`` on."""
INTERVENTIONS = 16


@dataclass(frozen=True)
class Assigned:
    """Arms by their number and months of treatment, each (enterprises,): -1 where an enterprise is in no arm.

    Among twins every unit is in every arm; ``arm`` is then 0 for all that are eligible.
    """

    arm: Any
    month: Any
    eligible: Any


class Lots:
    """Keyed lots of one world: the same for the same world, whatever else is drawn."""

    def __init__(self, seed: int, world: int) -> None:
        self.seed, self.world = seed, world

    def of(self, units: Any, number: int) -> Any:
        """A uniform number for each unit."""
        return np.array([uniform(self.seed, self.world, TRIAL, int(unit), 0, number) for unit in units])


def assigned(trial: TrialFile, table: pd.DataFrame, lots: Lots, caps: Mapping[str, int] | None) -> Assigned:
    """Put the eligible into arms; ``caps`` holds the most units of an arm, of which a lot chooses."""
    rule, count = trial.assignment, len(table)
    eligible = chosen(table, trial.eligible.where)
    arm = np.full(count, -1)
    rows = np.flatnonzero(eligible)
    if rule.across == "twins" or rule.unit == "world" or rule.method == "all":
        arm[rows] = 0
        if caps:
            arm = _capped(trial, table, arm, lots, {0: max(caps.values())})
    else:
        units = _units(rule.unit, table)
        arm[rows] = _arms(trial, table, rows, units, lots)
        if caps:
            numbers = {name: number for number, name in enumerate(a.name for a in trial.arms)}
            arm = _capped(trial, table, arm, lots, {numbers[name]: cap for name, cap in caps.items()})
    if rule.wedge is not None:
        return Assigned(arm, rule.month + _steps(rule.wedge, rule.unit, table, rows, lots), eligible)
    spread = (lots.of(range(count), MONTH) * rule.spread).astype(np.int64) if rule.spread else np.zeros(count, np.int64)
    return Assigned(arm, rule.month + spread, eligible)


def _units(kind: str, table: pd.DataFrame) -> Any:
    """The unit to which each enterprise belongs: itself, its place or the officer who saw it last."""
    if kind == "place":
        return table["place"].astype("category").cat.codes.to_numpy()
    if kind == "officer":
        return table["last_officer"].to_numpy()
    return np.arange(len(table))


def _steps(wedge: Wedge, unit: str, table: pd.DataFrame, rows: Any, lots: Lots) -> Any:
    """(enterprises,) months after the first group: units in equal groups, by lot or by the mean of a variable over the eligible, the highest first."""
    units = _units(unit, table)
    names, where = np.unique(units[rows], return_inverse=True)
    if wedge.order == "lot":
        first = lots.of(names, STEP)
    else:
        values = column_of(table, wedge.order).to_numpy(np.float64)[rows]
        first = -np.bincount(where, weights=np.nan_to_num(values), minlength=len(names)) / np.maximum(1, np.bincount(where, minlength=len(names)))
    place = np.empty(len(names), np.int64)
    place[np.lexsort((names, first))] = np.arange(len(names))
    months = np.zeros(len(table), np.int64)
    months[rows] = (place * wedge.steps // max(1, len(names)) * wedge.every)[where]
    return months


def _shares(trial: TrialFile) -> Any:
    """Cumulated shares of the arms; what is left of 1 is in no arm."""
    given = [arm.share for arm in trial.arms]
    left = max(0.0, 1.0 - sum(share for share in given if share is not None))
    open_arms = sum(share is None for share in given)
    return np.cumsum([left / open_arms if share is None else share for share in given])


def _arms(trial: TrialFile, table: pd.DataFrame, rows: Any, units: Any, lots: Lots) -> Any:
    rule, sums = trial.assignment, _shares(trial)
    own = units[rows]
    names, where = np.unique(own, return_inverse=True)
    if rule.method == "cutoff":
        assert rule.running is not None and rule.cutoff is not None
        above = column_of(table, rule.running).to_numpy(np.float64)[rows] >= rule.cutoff
        taken = lots.of(names, COIN)[where] < np.where(above, rule.take_up_above, rule.take_up_below)
        # Who does not take it up is in the second arm; without one in none.
        return np.where(taken, 0, 1 if len(trial.arms) > 1 else -1)
    if rule.method in ("ranked", "choice"):
        values = _ranking(rule.running, table).to_numpy(np.float64)[rows]
        order = np.lexsort((rows, -values))
        position = np.empty(len(rows))
        position[order] = (np.arange(len(rows)) + 0.5) / max(1, len(rows))
        return _by_share(position, sums)
    if rule.method == "matched":
        return _matched(trial, table, rows, lots, sums)
    strata = pd.DataFrame({name: column_of(table, name).to_numpy()[rows] for name in rule.strata}, index=rows)
    luck = pd.Series(lots.of(names, ARM)[where], index=rows)
    keys = [strata[name] for name in rule.strata] or [pd.Series(0, index=rows)]
    if rule.unit == "enterprise":
        # Within a stratum the lot decides the order and the shares are exact.
        position = (luck.groupby(keys, observed=True).rank(method="first") - 0.5) / luck.groupby(keys, observed=True).transform("size")
        return _by_share(position.to_numpy(), sums)
    return _by_share(luck.to_numpy(), sums)


def _ranking(running: str | None, table: pd.DataFrame) -> Any:
    """What a ranking goes by; a scheme is joined by the careful first, as the model's own rule has it."""
    return column_of(table, running) if running is not None else table["effort"] + table["attention"]


def _by_share(position: Any, sums: Any) -> Any:
    arm = np.searchsorted(sums, position, side="right")
    return np.where(arm < len(sums), arm, -1)


def _matched(trial: TrialFile, table: pd.DataFrame, rows: Any, lots: Lots, sums: Any) -> Any:
    """The first arm by lot or rank; each of its units is matched with the nearest of the others, without replacement."""
    rule = trial.assignment
    luck = lots.of(rows, ARM) if rule.running is None else -column_of(table, rule.running).to_numpy(np.float64)[rows]
    order = np.argsort(luck, kind="stable")
    treated = order[:int(sums[0] * len(rows) + 0.5)]
    numbers = [column_of(table, name) for name in rule.match_on]
    axes = np.column_stack([_scaled(c.to_numpy(np.float64)) if is_numeric_dtype(c) else pd.factorize(c)[0] * 1e6 for c in numbers])[rows]
    arm = np.full(len(rows), -1)
    arm[treated] = 0
    free = np.setdiff1d(np.arange(len(rows)), treated)
    if len(trial.arms) > 1 and len(free):
        tree, taken = cKDTree(axes[free]), np.zeros(len(free), dtype=bool)
        for unit in treated:
            _, near = tree.query(axes[unit], k=min(50, len(free)))
            match = next((n for n in np.atleast_1d(near) if not taken[n]), None)
            if match is not None:
                taken[match] = True
                arm[free[match]] = 1
    return arm


def _scaled(values: Any) -> Any:
    values = np.nan_to_num(values)
    spread = values.std()
    return values / spread if spread else values


def _capped(trial: TrialFile, table: pd.DataFrame, arm: Any, lots: Lots, caps: Mapping[int, int]) -> Any:
    """At most so many units of an arm, of every stratum alike as far as it goes."""
    kept = arm.copy()
    for number, cap in caps.items():
        rows = np.flatnonzero(arm == number)
        luck = pd.Series(lots.of(rows, CAP), index=rows)
        strata = [column_of(table, name).iloc[rows].set_axis(rows) for name in trial.assignment.strata]
        turn = luck.groupby(strata, observed=True).rank(method="first") if strata else luck.rank(method="first")
        order = np.lexsort((luck.to_numpy(), turn.to_numpy()))
        kept[rows[order[cap:]]] = -1
    return kept
