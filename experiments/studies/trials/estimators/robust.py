"""The error of a coefficient that trusts neither the variance nor the few units that weigh most, and where there is no coefficient."""

from __future__ import annotations

import numpy as np

from experiments.studies.trials.estimators.estimate import Array


def influence(design: Array, curvature: Array, score: Array, at: int = 1) -> Array:
    """(rows,) what each row moves coefficient ``at``; the root of the sum of squares is its standard error.

    ``curvature`` (rows,) are the weights of the regression's last step, ``score`` weight times residual.  Each
    row is divided by one less its leverage (HC3): large plants decide where they would else make the
    error look too small.
    """
    bread = np.linalg.inv(design.T @ (curvature[:, None] * design))
    leverage = curvature * np.einsum("ij,jk,ik->i", design, bread, design)
    return np.asarray((design @ bread[at]) * score / np.maximum(1 - leverage, 0.01))


def error_of(parts: Array) -> float:
    """The standard error from ``influence``."""
    return float(np.sqrt((parts**2).sum()))


def separates(on: Array, events: Array) -> bool:
    """Whether ``on`` (rows,) has two values and no ``events`` (rows,) fall on one of them.

    The coefficient of a log rate or of log odds is infinite then: a fit ends wherever its steps run out, with a
    division by zero on the way or without, and gives a number that means nothing.
    """
    values = np.unique(on)
    return len(values) == 2 and not all(events[on == value].any() for value in values)
