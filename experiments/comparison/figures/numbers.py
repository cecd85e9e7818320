"""The numbers that a figure draws, as rows beside it: what, where, how much, its interval, unit, note and source."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.exceedance import curve
from experiments.comparison.figures import appraisal, differences, fans, places, reported
from experiments.comparison.figures.style import SHOWN
from experiments.text.labels import quantity

COLUMNS = ("policy", "outcome", "at", "at_unit", "value", "low", "high", "events", "unit")
"""Of every figure's rows; what a figure does not have is nan, or an empty text."""
NOTES = {
    "differences": "policy minus baseline, mean over the worlds or sets; low and high: the interval that holds for all policies at once; empty where nothing may be said",
    "fans-expected-deaths": "mean of the last 12 months as a yearly rate; value: median, low and high: 5th and 95th percentile of the worlds; from fewer than ten worlds "
                            "no percentiles; 'difference': policy minus baseline in the same world",
    "fans-hazards-open": "value: median, low and high: 5th and 95th percentile of the worlds; from fewer than ten worlds no percentiles; "
                         "'difference': policy minus baseline in the same world",
    "reported": "mean a year; what happened, and what stands on the record of it; empty with too few events for a mean",
    "places": "mean over months and worlds",
    "benefit-and-cost": "policy minus baseline; low and high: the interval that holds for all policies at once; empty where nothing may be said",
    "exceedance": "accidents in which at least 'at' people died; value: a year, empty with fewer than ten of them; high: one-sided upper bound of the rate (95 %)",
}  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """The rows of one figure."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    """Cells in the order of ``COLUMNS``."""
    note: str
    source: str


def source_of(comparison: ComparisonData) -> str:
    """Where the numbers come from, the same in every language."""
    from experiments.disk.provenance import model_version

    plan = comparison.plan
    return (f"inspectorate {model_version()}; scenario {plan.scenario_hash}; {comparison.worlds} {comparison.over}, "
            f"{plan.months} months, seed {plan.seed}")  # fmt: skip


def numbers(comparison: ComparisonData, name: str) -> Numbers:
    """The rows of the figure called ``name``, out of the same functions that draw it; ``KeyError`` for no figure of ours."""
    return Numbers(name, tuple(_ROWS[name](comparison)), NOTES[name], source_of(comparison))


def write(found: Numbers, path: Path) -> Path:
    """``found`` as a CSV for spreadsheets, with note and source in each row; the path."""
    from experiments.disk import files

    rows = [[None if isinstance(cell, float) and math.isnan(cell) else cell for cell in (*row, found.note, found.source)] for row in found.rows]
    files.write_bytes(path, files.csv_text((*COLUMNS, "note", "source"), rows))
    return path


def _row(row: Row) -> tuple[Any, ...]:
    low, high = row.shown or (math.nan, math.nan)
    events = math.nan if row.total_events is None else row.total_events
    return (row.policy, row.quantity.name, math.nan, "", row.difference, low, high, events, row.quantity.unit + (" a year" if row.quantity.yearly else ""))


def _differences(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
    for policy in comparison.ranking:
        yield from (_row(comparison.row(policy, name)) for name in differences.PANELS)


def _worth(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
    for policy in comparison.ranking:
        yield from (_row(comparison.row(policy, name)) for name in appraisal.PANELS)


def _fan(name: str, unit: str, values_of: Callable[[ComparisonData], fans.Array]) -> Callable[[ComparisonData], Iterator[tuple[Any, ...]]]:
    def rows(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
        values, batch = values_of(comparison), comparison.batch
        told = [(batch.policies[0], name, values[0])]
        for policy in comparison.ranking[:SHOWN]:
            own = values[batch.row(policy)]
            told += [(policy, name, own), (policy, f"{name}, difference", own - values[0])]
        for policy, what, drawn in told:
            low, _lower, middle, _upper, high = fans.bands(drawn)
            yield from ((policy, what, month, "month", float(middle[month]), float(low[month]), float(high[month]), math.nan, unit) for month in range(len(middle)))

    return rows


def _reported(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
    for policy in (comparison.batch.policies[0], *comparison.ranking):
        for pair in reported.PAIRS:
            for name in pair:
                mean = reported.mean(comparison, policy, name)
                yield (policy, name, math.nan, "", math.nan if mean is None else mean, math.nan, math.nan, reported.events(comparison, policy, name),
                       quantity(name).unit + " a year")  # fmt: skip


def _places(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
    for policy in (comparison.batch.policies[0], comparison.ranking[0]):
        for place in places.means(comparison, policy).values():
            yield policy, f"{place['name']}: enterprises", math.nan, "", place["enterprises"], math.nan, math.nan, math.nan, "enterprises"
            yield policy, f"{place['name']}: open hazards", math.nan, "", place["load"], math.nan, math.nan, math.nan, "hazards per enterprise"


def _exceedance(comparison: ComparisonData) -> Iterator[tuple[Any, ...]]:
    for policy in (comparison.batch.policies[0], *comparison.ranking[:SHOWN]):
        for point in curve(comparison, policy):
            yield (policy, "accidents", point.deaths, "deaths, at least", point.rate if point.tells else math.nan, math.nan, point.bound, point.count,
                   "accidents a year")  # fmt: skip


_ROWS: dict[str, Callable[[ComparisonData], Iterator[tuple[Any, ...]]]] = {
    "differences": _differences,
    "fans-expected-deaths": _fan("expected_deaths", "deaths a year", fans.expected_deaths),
    "fans-hazards-open": _fan("hazards_open", "hazards", fans.hazards_open),
    "reported": _reported,
    "places": _places,
    "benefit-and-cost": _worth,
    "exceedance": _exceedance,
}
