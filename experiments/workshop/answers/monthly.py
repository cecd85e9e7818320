"""The months of an answer: medians with their bands, and deaths as they were beside deaths on record."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.data import ComparisonData
from experiments.comparison.words.rows import shown_label
from experiments.statistics.intervals import MIN_WORLDS
from experiments.text.labels import quantity, unit
from experiments.workshop.answers.plain import drawn

SHOWN = ("expected_deaths", "lost_time_injuries", "hazards_open", "visits")
BANDS = {"low90": 0.05, "low50": 0.25, "high50": 0.75, "high90": 0.95}
YEAR = 12
Array = NDArray[np.float64]


def monthly(comparison: ComparisonData) -> list[dict[str, Any]]:
    """By outcome the months of the baseline and of each policy, a year where months add up; bands are None under ten worlds."""
    batch, found = comparison.batch, []
    for name in SHOWN:
        values = batch.monthly(name) * (YEAR if quantity(name).yearly else 1)
        found.append({
            "name": name, "title": shown_label(name), "unit": unit(name), "baseline": fan(values[0]),
            "policies": [{"name": policy, **fan(values[batch.row(policy)]), "difference": fan(values[batch.row(policy)] - values[0])}
                         for policy in comparison.policies],
        })  # fmt: skip
    return found


def fan(values: Array) -> dict[str, Any]:
    """Median and bands over worlds of (worlds, months)."""
    bands: dict[str, Any] = dict.fromkeys(BANDS)
    if len(values) >= MIN_WORLDS:
        bands = dict(zip(BANDS, map(drawn, np.quantile(values, list(BANDS.values()), axis=0)), strict=True))
    return {"median": drawn(np.median(values, axis=0)), **bands}


def reported(comparison: ComparisonData) -> list[dict[str, Any]]:
    """Deaths a year, as they were and as they stand on record: means over worlds of the twelve months up to each."""
    batch = comparison.batch
    return [{"policy": policy, "true": drawn(rolling(batch.monthly("deaths")[p].mean(axis=0))),
             "reported": drawn(rolling(batch.monthly("reported_deaths")[p].mean(axis=0)))} for p, policy in enumerate(batch.policies)]  # fmt: skip


def rolling(values: Array) -> Array:
    """The mean of the twelve months up to each, or of as many as there are, times twelve."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    begins = np.maximum(0, ends - YEAR)
    return np.asarray((total[ends] - total[begins]) / (ends - begins) * YEAR)
