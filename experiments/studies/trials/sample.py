"""The study's own size: fewer units, counts in place of expectations, the interval that one study would have had."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from experiments.studies.trials.estimators import Estimate, estimate
from experiments.studies.trials.estimators.estimate import Array
from experiments.studies.trials.estimators.rows import first_windows
from experiments.studies.trials.tables import KEYS, TrialData
from scenarios.schema.trial_estimands import Estimand


@dataclass(frozen=True)
class PublishedSize:
    """An estimand at the published size: ``estimate`` over the worlds, ``width`` of one world's interval."""

    estimate: Estimate
    width: float
    published_width: float

    @property
    def ratio(self) -> float:
        """Simulated width over published; nan where one of them is not known."""
        return self.width / self.published_width if self.published_width > 0 else math.nan


def at_published_size(
    estimand: Estimand, data: TrialData, units: Mapping[str, int] | None, seed: int, done: Mapping[str, Estimate],
    worlds: int | None = None,
) -> PublishedSize:  # fmt: skip
    """``estimand`` as the study would have seen it: ``units`` of each arm in the first ``worlds``, what happened and not what was to be expected.

    ``width`` is the median over worlds of the interval that one world by itself gives, its arms taken as
    independent (a study has no twins); nan where the estimator has none.  The published width needs both ends.
    """
    small = first_worlds(data, worlds) if worlds else data
    if units and estimand.rows in ("unit", "visit", "place"):
        small = subsample(small, units, seed, drawn_from=estimand.of)
    found = estimate(estimand, small, done, counted=True)
    ends = estimand.published.low, estimand.published.high
    published = ends[1] - ends[0] if ends[0] is not None and ends[1] is not None else math.nan
    return PublishedSize(found, found.width, published)


def first_worlds(data: TrialData, number: int) -> TrialData:
    """The worlds with the lowest numbers."""
    tables = {name: getattr(data, name) for name in ("panel", "visits", "accidents", "worlds")}
    kept = sorted(set().union(*(table["world"].unique() for table in tables.values() if len(table))))[:number]
    return replace(data, **{name: table[table["world"].isin(kept)] if len(table) else table for name, table in tables.items()})


def subsample(data: TrialData, units: Mapping[str, int], seed: int, drawn_from: str = "all") -> TrialData:
    """At most so many units of each arm, by lot in each world; arms that are not named keep theirs.

    One lot ranks all units of a world, so twins keep the same ones: an arm that shares units with a named arm keeps the
    named arm's where it is not named itself.  ``drawn_from`` treated: those treated come first.
    """
    panel = data.panel
    first = first_windows(panel)
    units_of = first[["variant", "world", "arm", "unit"]].assign(
        treated=first["treated"].astype(bool) if "treated" in first and drawn_from == "treated" else True
    )
    kept = pd.concat([_drawn(part, units, seed) for _key, part in units_of.groupby(["variant", "world"], observed=True)])
    return replace(data, panel=_of_units(panel, kept), visits=_of_units(data.visits, kept))


def _of_units(frame: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """The rows of the kept units."""
    if not len(frame):
        return frame
    keys = [pd.MultiIndex.from_frame(one[list(KEYS)].astype({"variant": str, "arm": str})) for one in (frame, kept)]
    return frame[keys[0].isin(keys[1])]


def _drawn(part: pd.DataFrame, units: Mapping[str, int], seed: int) -> pd.DataFrame:
    """The rows of one world that are kept."""
    names, world = part["arm"].astype(str), int(part["world"].iloc[0])
    treated = part.groupby("unit")["treated"].any()
    numbers = treated.index.to_numpy()
    lot: Array = np.random.default_rng([abs(seed), abs(world)]).permutation(len(numbers)).astype(float)
    order = dict(zip(numbers[np.lexsort((lot, ~treated.to_numpy()))], range(len(numbers)), strict=True))
    chosen: dict[str, set[int]] = {}
    for arm in units:
        own = sorted(part.loc[names == arm, "unit"], key=lambda unit: order[unit])
        chosen[arm] = set(own[: units[arm]])
    for arm in names.unique():
        own_set = set(part.loc[names == arm, "unit"])
        twins = [chosen[named] for named in units if named in chosen and len(own_set & set(part.loc[names == named, "unit"]))]
        if arm not in units:
            chosen[arm] = own_set & set().union(*twins) if twins else own_set
    keep = [unit in chosen[arm] for unit, arm in zip(part["unit"], names, strict=True)]
    return part[keep]
