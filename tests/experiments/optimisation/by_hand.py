"""Mixes whose scores are written down: the same in every replicate unless given by replicate."""

from __future__ import annotations

import numpy as np

from experiments.studies.optimisation.scores import Archive, Measured

NOTHING = (0,)


def measured(deaths, government=0.0, enterprise=0.0, replicates=20, **changed):
    """Each a number for all mixes, a number a mix, or (mixes, replicates)."""
    mixes = len(deaths)

    def table(values):
        values = np.asarray(values, dtype=float)
        return np.broadcast_to(values[:, None] if values.ndim == 1 else values, (mixes, replicates)).copy()

    return Measured(**{"deaths": table(deaths), "government": table(government), "enterprise": table(enterprise),
                       "baseline_deaths": 6.0, "worlds": replicates, **changed})  # fmt: skip


def lucky(means):
    """Deaths by replicate with these means, of which the unfavourable tenth has none at all."""
    return np.asarray(means)[:, None] * np.where(np.arange(20) < 15, 4 / 3, 0.0)


def archive(deaths, government=0.0, enterprise=0.0, **changed):
    """The mixes (0,), (1,), ... tried in this order, the first of them doing nothing."""
    found = Archive()
    found.add([(number,) for number in range(len(deaths))], measured(deaths, government, enterprise, **changed), 0)
    return found
