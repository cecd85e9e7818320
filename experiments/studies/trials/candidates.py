"""The enterprises of a trial's world as a table: what they are, how they stand at the treatment, what happened before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.rates import parts_of, rate_of
from scenarios.schema.trial_world import Filter, Filters
from simulation.acts import Hands
from simulation.district import District

NUMBERS = {
    "workers": "workers", "registered": "registered", "high_risk": "high_risk", "tie": "tie", "tax": "tax", "lasting": "lasting",
    "insured": "insured", "known_by": "known", "supervision_class": "supervision_class", "attention": "attention", "effort": "effort",
    "competence": "competence", "visit_belief": "visit_belief", "certainty_belief": "certainty_belief", "fine_belief": "fine_belief",
    "open_hazards": "open_hazards", "months_since_visit": "months_since_visit", "margin": "margin",
}  # fmt: skip
"""Variables of the vocabulary that are columns of the state, and the names of those."""
FLAGS = {"blacklisted": "listed", "certified": "certified"}
"""Variables that say whether a column counts at all."""
HISTORY = "history_"
"""Before the names of what happened in the months before the treatment."""


def candidates(
    district: District, hands: Hands, authority: int, history: Mapping[str, Any], rates: Sequence[str] = (), years: float = 0.0
) -> pd.DataFrame:
    """A row per enterprise, its number as the index; ``history`` holds arrays of what happened before, in so many ``years``; ``rates`` are made of it."""
    places = [district.places[int(number)] for number in hands.read("place")]
    sectors = np.array([sector.name for sector in district.sectors], dtype=object)
    table = {
        "sector": sectors[hands.read("sector").astype(np.int64)],
        "place": np.array([place.name for place in places], dtype=object),
        "x": np.array([place.x for place in places]),
        "y": np.array([place.y for place in places]),
        "grade": hands.read("grade"),
        "risk": hands.estimates(authority),
        "last_officer": hands.looks(authority)[1],
        **{name: hands.read(column) for name, column in NUMBERS.items()},
        **{name: (hands.read(column) > 0).astype(np.float64) for name, column in FLAGS.items()},
        **{HISTORY + name: values for name, values in history.items()},
    }
    for rate in rates:
        table[rate] = rate_of(rate, history[parts_of(rate)[0]], table["workers"], history["visits"], years)
    return pd.DataFrame(table)


def column_of(table: pd.DataFrame, variable: str) -> Any:
    """A variable of the vocabulary in the table: histories go by their plain names there."""
    for name in (variable, HISTORY + variable):
        if name in table:
            return table[name]
    raise KeyError(f"the variable {variable} is not known of an enterprise at its treatment")


def chosen(table: pd.DataFrame, where: Filters) -> Any:
    """Which rows meet every condition; the highest share is taken of those that meet all others: (rows,) bool."""
    keep = np.ones(len(table), dtype=bool)
    for variable, condition in where.items():
        keep &= _meets(column_of(table, variable), condition)
    for variable, condition in where.items():
        if condition.top is not None:
            keep &= _highest(column_of(table, variable).to_numpy(np.float64), keep, condition.top)
    return keep


def _meets(values: Any, condition: Filter) -> Any:
    keep = np.ones(len(values), dtype=bool)
    if condition.at_least is not None:
        keep &= values.to_numpy(np.float64) >= condition.at_least
    if condition.at_most is not None:
        keep &= values.to_numpy(np.float64) <= condition.at_most
    if condition.among is not None:
        keep &= values.isin(condition.among).to_numpy()
    if isinstance(condition.equals, bool):
        keep &= (values.to_numpy(np.float64) > 0) == condition.equals
    elif condition.equals is not None:
        keep &= (values == condition.equals).to_numpy()
    return keep


def _highest(values: Any, among: Any, share: float) -> Any:
    keep = np.zeros(len(values), dtype=bool)
    rows = np.flatnonzero(among)
    order = rows[np.lexsort((rows, -values[rows]))]
    keep[order[:int(share * len(rows) + 0.5)]] = True
    return keep
