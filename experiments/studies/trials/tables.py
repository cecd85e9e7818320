"""What a trial leaves behind, as tables that the estimators read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pandas.api.types import union_categoricals

from simulation.orders import NOTES

TRAITS = ("sector", "place", "workers", "registered", "high_risk", "grade", "tie", "tax", "lasting", "insured", "x", "y")
STATES = (
    "supervision_class", "certified", "blacklisted", "attention", "effort", "competence", "visit_belief", "certainty_belief",
    "fine_belief", "open_hazards", "months_since_visit", "margin",
)  # fmt: skip
COUNTED = ("ordered_visits", "planned_visits")
"""Counted of an enterprise in a month beside the notes: visits that the trial orders, and all others."""
HISTORIES = (
    "visits", "findings", "penalties", "injuries", "reported_injuries", "expected_injuries", "deaths", "expected_deaths", "major_findings", "fines", "stop_work_orders", *COUNTED,
)  # fmt: skip
FLOWS = (*NOTES, *COUNTED)
LEVELS = ("hazards_open",)
"""Notes that tell how things stand at the end of a month: means over a window, not sums."""
STOCKS = (
    "visible_hazards", "latent_hazards", "effort_now", "attention_now", "visit_belief_now", "certainty_belief_now", "output_now", "margin_now",
)  # fmt: skip
"""Means over the months of a window."""
KEYS = ("variant", "world", "arm", "unit")
VISIT_COLUMNS = {"findings": "found", "major_findings": "majors", "penalties": "penalised"}
"""What an outcome of an enterprise is called in a row of ``visits``."""


TABLES = ("panel", "visits", "accidents", "worlds")


@dataclass(frozen=True)
class TrialData:
    """All rows of a trial; texts (variant, arm, sector, place, department, officer) may be categories.

    A course keeps of panel and visits only what the trial can use (``asked``), and none of either where nothing is
    asked of it.

    ``panel``: a row per (variant, world, arm, unit, window); every unit has one, if only of a shorter last window.
        variant (str, "" if none), world, arm, unit (an enterprise; the same number in twins),
        window (0 the first after the treatment, -1 the one before it), since (its first month,
        counted from the treatment), months (its length); TRAITS; STATES at the treatment;
        ``history_`` + HISTORIES, counted before the treatment; FLOWS, sums over the window; STOCKS.
        Where it makes sense: treated (bool: the arm does something to the unit, or to its world by a
        lever or an intervention; missing = every unit of the arm), idle (bool: eligible, in an arm that does nothing
        at all, as a reference does), running (a cut-off's variable less the
        cut-off), distance (km from the nearest treated place), peer_fine (yuan, the last fine published of a
        peer), certified_now and blacklisted_now (share of the months of the window).
    ``visits``: a row per (variant, world, arm, unit, month, department).
        month (counted from the treatment), department, post, officer, run (visits in a row by the
        same officer), ordinal (1 = first since the recording began), since_last (months), found,
        majors, penalised, same_officer (bool), years_since_visit, sector, workers.
    ``accidents``: a row per statutory accident: variant, world, arm, unit, month, sector, deaths,
        serious, loss (yuan), on_record (bool), legal_class.
    ``worlds``: a row per (variant, world, arm, window): window, since, months, workers, every outcome
        of the model over the window; with a death ceiling also ceiling (deaths allowed in that year) and
        ceiling_ratio (deaths on record over it).

    ``sets``: the set of parameters of each world by its number; empty where all have the same.
    """

    panel: pd.DataFrame
    visits: pd.DataFrame
    accidents: pd.DataFrame
    worlds: pd.DataFrame
    sets: Mapping[int, int] = field(default_factory=dict)


def stacked(parts: Iterable[TrialData]) -> TrialData:
    """The rows of all parts below one another, ``sets`` of all; categories, in their order by name, are the same throughout.

    Parts may come one by one: of each only its columns are kept, and no more than one column is ever held twice.
    """
    columns: dict[str, dict[str, list[Any]]] = {name: defaultdict(list) for name in TABLES}
    sets: dict[int, int] = {}
    for part in parts:
        sets |= part.sets
        for name in TABLES:
            frame = getattr(part, name)
            for column in frame:
                # A copy of its own: a column taken out of a table would hold on to all of it.
                columns[name][column].append(frame[column].array.copy())
    return TrialData(**{name: _joined(columns.pop(name)) for name in TABLES}, sets=sets)


def _joined(columns: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: _below(columns.pop(name)) for name in list(columns)}, copy=False)


def _below(parts: list[Any]) -> Any:
    filled = [part for part in parts if len(part)] or parts[:1]
    if isinstance(filled[0].dtype, pd.CategoricalDtype):
        return union_categoricals(filled, sort_categories=True)
    return pd.concat([pd.Series(part, copy=False) for part in filled], ignore_index=True)
