"""Rows for the estimators, from what a course of a world recorded; months are counted from the treatment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from experiments.studies.trials.assignment import Assigned
from experiments.studies.trials.candidates import column_of
from experiments.studies.trials.rates import RATES
from experiments.studies.trials.record import Record
from experiments.studies.trials.tables import LEVELS
from scenarios.schema.trial import TrialFile
from simulation.district import District
from simulation.orders import NOTES
from simulation.outcomes import OUTCOMES
from simulation.results import CLASSES, Event, Run

SMALL = {np.dtype(np.float64): np.float32}
LESS: dict[Any, Any] = {np.dtype(np.int64): np.int32, **SMALL}
ROWS = ""
"""Stands for the enterprise of each row among the columns, whatever columns are kept."""
TEXTS = ("arm", "sector", "place", "department", "officer")
TRAITS = [
    "sector", "place", "workers", "registered", "high_risk", "grade", "tie", "tax", "lasting", "insured", "x", "y", "supervision_class",
    "blacklisted", "certified", "attention", "effort", "competence", "visit_belief", "certainty_belief", "fine_belief", "open_hazards",
    "months_since_visit", "risk", "margin", *RATES,
]  # fmt: skip


def panel_frame(trial: TrialFile, keys: pd.DataFrame, who: Assigned, record: Record, columns: Collection[str], sensitive: Any = None) -> pd.DataFrame:
    """A row per enterprise and window, counted from each unit's own month of treatment; at the ends of the record a window is cut.

    ``period`` is the window by the calendar.  ``sensitive`` says of each month whether it is.  Of the columns only those among ``columns``.
    """
    every, months = trial.record.every, trial.record.months
    own = who.month
    windows = range(-(-int(own.max()) // every) * -1 if own.max() else 0, (months - int(own.min()) - 1) // every + 1)
    shared = keys[[*(t for t in TRAITS if t in keys), *(c for c in keys if c.startswith("history_"))]]
    if "distance" in columns:
        shared = shared.assign(distance=distances(keys))
    if trial.assignment.running is not None and trial.assignment.cutoff is not None:
        shared = shared.assign(running=column_of(keys, trial.assignment.running) - trial.assignment.cutoff)
    shared = compact(shared, columns, SMALL)
    arm, treated, idle = keys["arm"].astype("category").array, keys["treated"].to_numpy(), keys["idle"].to_numpy()
    kept: dict[str, list[Any]] = {}
    for window in windows:
        first = own + window * every
        start, end = np.maximum(first, 0), np.minimum(first + every, months)
        inside = end > start
        if not inside.any():
            continue
        units = np.flatnonzero(inside)
        part = {"unit": units, "window": np.full(len(units), window), "since": (start - own)[inside], "months": (end - start)[inside], "arm": arm[inside],
                "treated": treated[inside], "idle": idle[inside], "period": ((start - trial.assignment.month) // every)[inside]}
        if sensitive is not None:
            part["sensitive"] = sensitive[start[inside]]
        part |= _sums(record, start, end, inside)
        kept.setdefault(ROWS, []).append(units)
        for name, values in part.items():
            if name in columns:
                kept.setdefault(name, []).append(values if name == "arm" else values.astype(LESS.get(values.dtype, values.dtype), copy=False))
    if not kept:
        return pd.DataFrame(columns=["unit", "window", "since", "months", "arm", "treated", "idle"])
    # A frame for each window takes as long as the model's months do: columns are joined as plain arrays, and what does not change is taken once.
    rows = np.concatenate(kept.pop(ROWS))
    own_columns = {name: union_categoricals(parts) if name == "arm" else np.concatenate(parts) for name, parts in kept.items()}
    return pd.concat([pd.DataFrame(own_columns, copy=False), shared.take(rows).reset_index(drop=True)], axis=1)


def compact(table: pd.DataFrame, columns: Collection[str], kinds: Mapping[Any, Any] = MappingProxyType({})) -> pd.DataFrame:
    """The columns among ``columns``: texts as categories, whole numbers in 32 bits, others as ``kinds`` has it."""
    kept = table[[name for name in table if name in columns]]
    into = {np.dtype(np.int64): np.int32, **kinds}
    return kept.astype({name: "category" if name in TEXTS else into.get(kind, kind) for name, kind in kept.dtypes.items()})


def _sums(record: Record, first: Any, last: Any, inside: Any) -> dict[str, Any]:
    """Flows added up, stocks averaged, over the window of each unit."""
    spans = np.unique(np.column_stack([first, last])[inside], axis=0)
    flows = np.zeros((len(NOTES), len(first)))
    levels = np.zeros((len(record.stocks), len(first)))
    counts = np.zeros((len(record.counted), len(first)))
    certified = np.zeros(len(first), bool)
    for start, end in spans.tolist():
        units = inside & (first == start) & (last == end)
        span = slice(start, end)
        flows[:, units] = record.notes[span][:, :, units].sum(axis=0)
        levels[:, units] = record.levels[:, span][:, :, units].mean(axis=1)
        counts[:, units] = record.counts[:, span][:, :, units].sum(axis=1)
        certified[units] = record.certified[span][:, units].any(axis=0)
    found = {name: flows[row][inside] for row, name in enumerate(NOTES)}
    found |= {name: found[name] / (last - first)[inside] for name in LEVELS}
    found |= {name: counts[row][inside] for row, name in enumerate(record.counted)}
    found |= {name: levels[row][inside] for row, name in enumerate(record.stocks)}
    return found | {"certified_now": certified[inside].astype(np.float64)}


def visit_frame(keys: pd.DataFrame, who: Assigned, record: Record, departments: list[str], columns: Collection[str]) -> pd.DataFrame:
    """A row per visit that was the only one of its month; of the columns only those among ``columns``."""
    table = record.visit_table(departments)
    units = table["unit"].to_numpy()
    table["month"] = table["calendar"] - who.month[units]
    own = keys.iloc[units].reset_index(drop=True)
    return compact(pd.concat([table, own[["arm", "sector", "workers"]]], axis=1), columns)


def distances(keys: pd.DataFrame) -> Any:
    """Kilometres to the nearest enterprise of the same sector to which something was done; nan for these and where there is none."""
    found = np.full(len(keys), np.nan)
    targeted, sectors = keys["targeted"].to_numpy(), keys["sector"].to_numpy()
    x, y = keys["x"].to_numpy(), keys["y"].to_numpy()
    for sector in pd.unique(keys["sector"]):
        named = np.unique(np.column_stack([x, y])[targeted & (sectors == sector)], axis=0)
        if len(named):
            peers = (sectors == sector) & ~targeted
            found[peers] = np.min(np.hypot(x[peers, None] - named[:, 0], y[peers, None] - named[:, 1]), axis=1)
    return found


def accident_frame(trial: TrialFile, keys: pd.DataFrame, events: Sequence[Event]) -> pd.DataFrame:
    """A row per statutory accident."""
    treated = trial.assignment.month
    rows = [
        (e.month - treated, e.enterprise, e.sector, e.deaths, e.serious, e.loss, e.on_record, CLASSES.index(e.legal_class)) for e in events
    ]
    table = pd.DataFrame(rows, columns=["month", "unit", "sector", "deaths", "serious", "loss", "on_record", "legal_class"])
    units = table["unit"].to_numpy(np.int64)
    return table.assign(arm=keys["arm"].to_numpy()[units], workers=keys["workers"].to_numpy()[units])


def world_frame(trial: TrialFile, arm: str, district: District, workers: float, ceiling: float, first: Run, run: Run) -> pd.DataFrame:
    """A row per window of the world as a whole; ``ceiling`` is that of a year's deaths on record, 0 if there is none."""
    treated, every = trial.assignment.month, trial.record.every
    values = {o.name: np.concatenate([first.monthly[o.name], run.monthly[o.name]]) for o in OUTCOMES}
    months = len(values[OUTCOMES[0].name])
    rows = []
    for window in range(-(treated // every), (months - treated) // every):
        span = slice(treated + window * every, treated + (window + 1) * every)
        row: dict[str, Any] = {"arm": arm, "window": window, "since": window * every, "months": every, "workers": workers,
                               "enterprises": district.enterprises, "ceiling": ceiling or np.nan}
        for outcome in OUTCOMES:
            part = values[outcome.name][span]
            row[outcome.name] = part.sum() if outcome.months == "sum" else part.mean() if outcome.months == "mean" else part[-1]
        row["ceiling_ratio"] = row["reported_deaths"] / row["ceiling"]
        rows.append(row)
    return pd.DataFrame(rows)
