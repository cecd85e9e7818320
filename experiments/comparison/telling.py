"""Whether the worlds tell an interval of a difference, beside its mean: enough events that differ, sets that are not all alike.

Worlds with common random numbers differ in few events, so that two arms with a hundred deaths each may differ in three of them: Student's
interval on such differences holds the truth in half of the cases (blocks of ten worlds on the real model, ``inspectorate coverage``).
"""

from __future__ import annotations

import numpy as np

from experiments.running.batch import Array, Batch
from experiments.statistics.intervals import MIN_EVENTS, tells_difference
from experiments.statistics.sets import MIN_SETS
from experiments.text.labels import Quantity, quantity
from simulation.outcomes import RATIO_BY_NAME

DRIVERS = {"memory": "deaths", "department_pressure": "statutory_accidents", "government_priority": "statutory_accidents"}
"""States that deaths or accidents move: by how many of them two arms differ says whether their difference has a spread that worlds can tell."""
TIE = 1e-6
"""Of the largest difference: values nearer than this are one, since a state remembers what a month long past left in its last digits."""


def tells_interval(batch: Batch, policy: str, found: Quantity, differences: Array) -> bool:
    """Whether ``differences`` (replicates,) of ``found`` between ``policy`` and the baseline have an interval worth giving.

    A count needs ``MIN_EVENTS`` months in which the arms differ and replicates that are not all alike; a ratio of counts these in its parts, and
    events enough of both; a state that accidents move the same of the accidents. Of any state or share no more replicates may be
    alike than leave ``MIN_SETS`` that are not: of the rest, which rare events move, the worlds do not tell how far. Money and expectations are
    left alone: what a post costs is the same in every world, and no rare event decides an expectation.
    """
    if found.is_money or found.view == "expected":
        return True
    if found.counted:
        return differing(batch, policy, (found.name,)) >= MIN_EVENTS and bool(np.ptp(differences) > 0)
    ratio = RATIO_BY_NAME.get(found.name)
    parts = () if ratio is None else tuple(name for name in (ratio.numerator, ratio.denominator) if quantity(name).counted)
    if parts and not all(tells_difference(events(batch, policy, name)) for name in parts):
        return False
    rare = parts or ((DRIVERS[found.name],) if found.name in DRIVERS else ())
    if rare and differing(batch, policy, rare) < MIN_EVENTS:
        return False
    return not_alike(differences) >= MIN_SETS


def events(batch: Batch, policy: str, name: str) -> tuple[int, int]:
    """Months with at least one event, baseline and policy."""
    months = np.count_nonzero(batch.monthly(name), axis=(1, 2))
    return int(months[0]), int(months[batch.row(policy)])


def differing(batch: Batch, policy: str, names: tuple[str, ...]) -> int:
    """Months of all worlds in which one of ``names`` is another under ``policy`` than in the baseline."""
    apart = [batch.monthly(name)[0] != batch.monthly(name)[batch.row(policy)] for name in names]
    return int(np.any(apart, axis=0).sum())


def not_alike(values: Array) -> int:
    """How many of ``values`` (n,) are another than the commonest one; all of them where no two are alike."""
    near = np.abs(values[:, None] - values[None, :]) <= TIE * np.abs(values).max(initial=0.0)
    commonest = int(near.sum(axis=1).max(initial=0))
    return len(values) if commonest <= 1 else len(values) - commonest
