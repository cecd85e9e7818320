"""The baseline held against the records of a district: level, trend and spread, with what so few data cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.data.baseline import Modelled
from experiments.data.records import Recorded

LEAST_EVENTS = 10
"""Events from which on a level is told."""
LEAST_MONTHS, LEAST_FOR_SPREAD = 12, 30
LEAST_YEARS_OF_TREND, LEAST_FOR_TREND = 24, 50
"""Months and events from which on a spread and a trend are told."""
BAND = (2.5, 97.5)
WITHIN, BELOW, ABOVE, TOO_FEW = "within", "below", "above", "too few"


@dataclass(frozen=True)
class Held:
    """One number of the records beside the model's: ``what`` is level (a year), trend (share a year) or spread (variance over mean of the months)."""

    measure: str
    what: str
    kind: str
    """department, sector or size; empty for the whole district."""
    group: str
    recorded: float | None
    low: float | None
    middle: float | None
    high: float | None
    """The model's: mean and 95 % of its worlds."""
    verdict: str
    """Where the record lies against that range, or that there are too few data to say."""


def held(recorded: Recorded, model: Modelled) -> list[Held]:
    """Everything of one measure; what the records do not tell apart is not there."""
    months = len(recorded.monthly)
    rows = _of_group(recorded.measure, "", "", recorded.monthly, model.monthly[:, :months])
    for kind, of in recorded.groups.items():
        if not of or kind not in model.groups:
            continue
        for group, worlds in model.groups[kind].items():
            counts, theirs = of.get(group, np.zeros(months)), worlds[:, :months]
            if counts.any() or theirs.sum() >= 0.5 * len(theirs):
                rows += _of_group(recorded.measure, kind, group, counts, theirs)
    return rows


def _of_group(measure: str, kind: str, group: str, counts: NDArray[np.float64], worlds: NDArray[np.float64]) -> list[Held]:
    """Level, trend and spread of the whole district, or of one group of it."""
    months, events = len(counts), float(counts.sum())
    many = max(events, float(worlds.sum(axis=1).mean())) >= LEAST_EVENTS
    return [
        _row(measure, "level", kind, group, events * 12.0 / months, worlds.sum(axis=1) * 12.0 / months, many),
        _row(measure, "trend", kind, group, trend(counts), _each(trend, worlds), months >= LEAST_YEARS_OF_TREND and events >= LEAST_FOR_TREND),
        _row(measure, "spread", kind, group, spread(counts), _each(spread, worlds), months >= LEAST_MONTHS and events >= LEAST_FOR_SPREAD),
    ]


def _row(measure: str, what: str, kind: str, group: str, count: float, worlds: NDArray[np.float64], enough: bool) -> Held:
    known = worlds[np.isfinite(worlds)]
    if not len(known) or not np.isfinite(count):
        return Held(measure, what, kind, group, count if np.isfinite(count) else None, None, None, None, TOO_FEW)
    low, high = (float(value) for value in np.percentile(known, BAND))
    verdict = TOO_FEW if not enough else BELOW if count < low else ABOVE if count > high else WITHIN
    return Held(measure, what, kind, group, float(count), low, float(known.mean()), high, verdict)


def _each(of: Callable[[NDArray[np.float64]], float], monthly: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([of(row) for row in monthly])


def trend(months: NDArray[np.float64]) -> float:
    """Change in a year as a share of the mean, by a straight line through the months; nan without events."""
    mean = float(months.mean())
    if mean == 0.0 or len(months) < 2:
        return float("nan")
    return float(np.polyfit(np.arange(len(months)) / 12.0, months, 1)[0]) / mean


def spread(months: NDArray[np.float64]) -> float:
    """Variance over mean of the months about their straight line: 1 where events come singly and by chance; nan without events."""
    mean = float(months.mean())
    if mean == 0.0 or len(months) < 3:
        return float("nan")
    at = np.arange(len(months))
    rest = months - np.polyval(np.polyfit(at, months, 1), at)
    return float((rest**2).sum() / (len(months) - 2)) / mean


def untold(rows: Sequence[Held]) -> list[Held]:
    """What so few data cannot tell."""
    return [row for row in rows if row.verdict == TOO_FEW]
