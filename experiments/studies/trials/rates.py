"""Rates of an enterprise: what happened in the months before the treatment over its workers and years, or over its visits."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np

from scenarios.schema.trial_world import Rate

RATES: tuple[str, ...] = get_args(Rate)
OVER = "_per_"


def parts_of(rate: str) -> tuple[str, str]:
    """The history above the line, and what stands below it: ``worker``, ``100_workers`` (both a year) or ``visit``."""
    top, _, bottom = rate.partition(OVER)
    return top, bottom


def rate_of(rate: str, counted: Any, workers: Any, visits: Any, years: float) -> Any:
    """(units,) counted / (workers * years), per hundred workers a hundred times that; or counted / visits, nan where there was no visit or no month."""
    bottom = parts_of(rate)[1]
    below = visits if bottom == "visit" else workers * years / (100.0 if bottom == "100_workers" else 1.0)
    return np.divide(counted, below, out=np.full(len(counted), np.nan), where=np.asarray(below) > 0)
