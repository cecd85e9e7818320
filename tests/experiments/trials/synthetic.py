"""Trials of known truth: tables as a run would leave them, drawn without any simulation."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.tables import TrialData
from scenarios.schema.trial_estimands import Estimand

PUBLISHED = {"text": "as drawn", "evidence": ["study-A1"]}
EMPTY = pd.DataFrame()


def estimand(kind: str, *, name: str = "effect", unit: str = "percent", outcome: str = "expected_injuries", spec: Any = None, **keys: Any) -> Estimand:
    arms = keys.pop("arms", ["treated", "others"])
    return Estimand.model_validate({
        "name": name, "title": "an effect", "kind": "evidence", "unit": unit, "published": PUBLISHED, "arms": arms,
        **({} if kind == "compare" else {"outcome": outcome}), "estimator": {"type": kind, **(spec or {})}, **keys,
    })  # fmt: skip


def data(panel: pd.DataFrame = EMPTY, visits: pd.DataFrame = EMPTY, accidents: pd.DataFrame = EMPTY, worlds: pd.DataFrame = EMPTY) -> TrialData:
    return TrialData(panel, visits, accidents, worlds)


def units(random: np.random.Generator, worlds: int, number: int, arms: tuple[str, ...] = ("treated", "others"), twins: bool = False) -> pd.DataFrame:
    """A row per (world, arm, unit) with traits; in twins every arm holds the same units."""
    count = worlds * number
    base = pd.DataFrame({
        "variant": "", "world": np.repeat(np.arange(worlds), number), "unit": np.tile(np.arange(number), worlds),
        "workers": np.maximum(1, np.rint(np.exp(random.normal(3.6, 0.8, count)))), "sector": random.choice(["metal", "wood"], count),
        "place": random.choice(["east", "west", "south"], count), "risk": np.exp(random.normal(0, 0.7, count)),
    })  # fmt: skip
    if twins:
        return pd.concat([base.assign(arm=arm) for arm in arms], ignore_index=True)
    return base.assign(arm=np.array(arms)[base["unit"] % len(arms)])


def windows(rows: pd.DataFrame, first: int = -2, last: int = 3, months: int = 12) -> pd.DataFrame:
    """Each unit in every window from ``first`` to before ``last``."""
    return pd.concat([rows.assign(window=w, since=w * months, months=months) for w in range(first, last)], ignore_index=True)


def with_injuries(
    random: np.random.Generator, panel: pd.DataFrame, effect: float, rate: float = 0.03, treated: str = "treated", noise: float = 0.3
) -> pd.DataFrame:
    """Expected injuries (with luck of the year) and counts; ``effect`` is the log change of the treated arm after the treatment."""
    after = (panel["arm"] == treated) & (panel["since"] >= 0)
    luck = np.exp(random.normal(-(noise**2) / 2, noise, len(panel)))
    expected = rate * panel["workers"] * panel["risk"] * panel["months"] / 12 * luck * np.exp(effect * after)
    return panel.assign(expected_injuries=expected, reported_injuries=random.poisson(expected).astype(float))
