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
    errors = _errors(counts)
    many = max(events, float(worlds.sum(axis=1).mean())) >= LEAST_EVENTS
    return [
        _row(measure, "level", kind, group, events * 12.0 / months, worlds.sum(axis=1) * 12.0 / months, many, errors[0]),
        _row(measure, "trend", kind, group, trend(counts), _each(trend, worlds), months >= LEAST_YEARS_OF_TREND and events >= LEAST_FOR_TREND, errors[1]),
        _row(measure, "spread", kind, group, spread(counts), _each(spread, worlds), months >= LEAST_MONTHS and events >= LEAST_FOR_SPREAD, errors[2]),
    ]


def _errors(counts: NDArray[np.float64]) -> tuple[float, float, float]:
    """Standard errors of a record's level a year, trend and spread, by the chance that its own months show."""
    months, mean, own = len(counts), float(counts.mean()), spread(counts)
    if not np.isfinite(own) or mean == 0.0:
        return 0.0, 0.0, 0.0
    years = np.arange(months) / 12.0
    return 12.0 * (own * mean / months) ** 0.5, (own * mean / float(((years - years.mean()) ** 2).sum())) ** 0.5 / mean, own * (2.0 / (months - 2)) ** 0.5


def _row(measure: str, what: str, kind: str, group: str, count: float, worlds: NDArray[np.float64], enough: bool, error: float) -> Held:
    known = worlds[np.isfinite(worlds)]
    if not len(known) or not np.isfinite(count):
        return Held(measure, what, kind, group, count if np.isfinite(count) else None, None, None, None, TOO_FEW)
    low, high = (float(value) for value in np.percentile(known, BAND))
    # What the model does by plan, visits above all, has hardly any chance in it; a record has, and is not held to be outside by it alone.
    beyond = 1.96 * max(0.0, error**2 - float(known.var())) ** 0.5
    verdict = TOO_FEW if not enough else BELOW if count < low - beyond else ABOVE if count > high + beyond else WITHIN
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
