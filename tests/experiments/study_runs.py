"""Runs of a sweep that come from a formula, for studies whose answer is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.schema.plan import PlanFile

Array = NDArray[np.float64]


@dataclass
class FormulaRuns:
    """``formula(outcome, points, world)`` gives (points, policies)."""

    plan: PlanFile
    policies: tuple[str, ...]
    table: pd.DataFrame
    formula: Callable[[str, pd.DataFrame, int], Array]

    def points(self) -> pd.DataFrame:
        return self.table

    def cube(self, outcome: str) -> Array:
        return np.stack([self.formula(outcome, self.table, world) for world in range(self.plan.worlds)], axis=2)


def plan_of(**changes: Any) -> PlanFile:
    """A plan of two policies at one point, with ``changes``."""
    usual: dict[str, Any] = {
        "schema_version": 1, "name": "tried", "title": "Tried", "question": "What comes of it?", "policies": ["baseline", "capacity"], "worlds": 4,
        "sampler": {"method": "single"},
    }  # fmt: skip
    return PlanFile.model_validate({**usual, **changes})
