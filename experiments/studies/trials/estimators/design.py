"""Columns of a regression from the variables of a trial file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.estimators.estimate import Array
from experiments.studies.trials.tables import HISTORIES


def history_column(name: str) -> str:
    """Where a regressor stands: a history counts before the treatment."""
    return f"history_{name}" if name in HISTORIES else name


def design_of(rows: pd.DataFrame, names: Sequence[str]) -> Array:
    """(rows, k) columns of the controls: texts as dummies without the first, sizes as logs, the rest as they are."""
    columns: list[Any] = []
    for name in names:
        values = rows[history_column(name)]
        if isinstance(values.dtype, pd.CategoricalDtype) or not pd.api.types.is_numeric_dtype(values):
            columns += list(pd.get_dummies(values.astype(str), drop_first=True, dtype=float).to_numpy().T)
        else:
            plain = values.to_numpy(dtype=float)
            columns.append(np.log(plain) if name == "workers" else plain)
    return np.column_stack(columns) if columns else np.empty((len(rows), 0))
