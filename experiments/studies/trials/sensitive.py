"""The politically sensitive months of a trial, and the figures that look at them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.tables import TrialData
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_estimands import Estimand
from simulation.policy import Policy


def sensitive_months(trial: TrialFile, parameters: Mapping[str, float], policies: Sequence[Policy]) -> Any:
    """(months,) bool: whether a month of the record is a sensitive one under any of ``policies``, so that arms are compared over the same months."""
    found = np.zeros(trial.record.months, dtype=bool)
    for month in range(len(found)):
        for policy in policies:
            levers = {**parameters, **policy.levers_in(month, parameters)} if month >= trial.assignment.month else parameters
            number = int(levers["sensitive_months"] + 0.5)
            found[month] |= number > 0 and (month % 12) * number % 12 < number
    return found


def flagged(data: TrialData, sensitive: Any, treated: int) -> TrialData:
    """Visits, accidents and windows of worlds with ``sensitive``, as the panel has it; months of their rows count from ``treated``."""
    def marked(frame: pd.DataFrame, column: str) -> pd.DataFrame:
        if column not in frame:
            return frame
        months = frame[column].to_numpy(np.int64) + treated
        inside = (months >= 0) & (months < len(sensitive))
        return frame.assign(sensitive=np.where(inside, sensitive[np.clip(months, 0, len(sensitive) - 1)], False))

    return replace(data, visits=marked(data.visits, "month"), accidents=marked(data.accidents, "month"), worlds=marked(data.worlds, "since"))


def of_months(estimand: Estimand, data: TrialData) -> TrialData:
    """The rows of the months of which the estimand speaks."""
    if estimand.months == "all":
        return data
    wanted = estimand.months == "sensitive"
    frames = {name: getattr(data, name) for name in ("panel", "visits", "accidents", "worlds")}
    return replace(data, **{name: frame[frame["sensitive"].astype(bool) == wanted] for name, frame in frames.items() if "sensitive" in frame})
