"""What the sign of a policy's effect hangs on: how many sets of assumptions agree in it, and the parameter along which it turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from experiments.comparison.appraisal import Appraised
from experiments.comparison.differences import HEADLINE_OUTCOME, Array, yearly
from experiments.comparison.prices import Priced
from experiments.comparison.unit_values import VALUED
from experiments.running.batch import Batch
from experiments.running.plan import Plan
from experiments.statistics.sets import HEADLINE_SETS
from experiments.statistics.turning import Turn, turning
from experiments.text.labels import NET_BENEFIT

SIGNED = (HEADLINE_OUTCOME, NET_BENEFIT)
"""Quantities whose sign is a finding of the verdict."""

SAME = 1e-9
"""Of its size: a parameter that differs by less between sets differs by rounding."""


@dataclass(frozen=True)
class Sign:
    """The sign of one policy and one quantity over the sets."""

    policy: str
    quantity: str
    sets: int
    less: int
    """Sets whose mean difference is below zero."""
    more: int
    parameter: str | None = None
    """The parameter along which it turns; None where none is told apart."""
    turn: Turn | None = None

    @property
    def agreed(self) -> bool:
        """Whether no set has another sign than the others."""
        return self.sets in (self.less, self.more)


def signs(plan: Plan, batch: Batch, found: Appraised, priced: Mapping[str, Priced]) -> dict[tuple[str, str], Sign]:
    """By policy and quantity; empty without an ensemble and under ``HEADLINE_SETS`` sets. A net benefit only of what is wholly priced."""
    if batch.sets is None or plan.ensemble is None or batch.replicates < HEADLINE_SETS:
        return {}
    policies = batch.policies[1:]
    whole = [name for name in policies if priced[name] == "wholly"]
    deaths = yearly(batch, HEADLINE_OUTCOME, 0.0)
    rows = {
        HEADLINE_OUTCOME: {name: deaths[batch.row(name)] - deaths[0] for name in policies},
        NET_BENEFIT: {name: found.net_benefit(batch.row(name)) for name in whole},
    }
    varied = varied_values(plan, batch, found)
    kept: dict[tuple[str, str], Sign] = {}
    for quantity, own in rows.items():
        names = [name for name in varied if name not in VALUED or quantity == NET_BENEFIT]
        if own:
            differences = batch.replicated(np.array([*own.values()]))
            kept |= _told(quantity, list(own), differences, {name: varied[name] for name in names}, batch.level)
    return kept


def varied_values(plan: Plan, batch: Batch, found: Appraised) -> dict[str, Array]:
    """The parameters that differ between the sets, each with its values (sets,); those that value what is averted are drawn where no column has them."""
    assert plan.ensemble is not None
    known = np.unique(np.array(batch.sets, dtype=np.int64))
    values = {name: plan.ensemble.values[known, i] for i, name in enumerate(plan.ensemble.names)}
    for name, drawn in zip(VALUED, (found.values.life, found.values.serious, found.values.other), strict=True):
        values.setdefault(name, batch.replicated(np.asarray(drawn)))
    return {name: own for name, own in values.items() if name not in plan.overrides and np.ptp(own) > SAME * np.abs(own).max()}


def _told(quantity: str, policies: list[str], differences: Array, varied: Mapping[str, Array], level: float) -> dict[tuple[str, str], Sign]:
    names = list(varied)
    columns = np.column_stack([*varied.values()]) if names else np.empty((differences.shape[1], 0))
    kept = {}
    for policy, own, turn in zip(policies, differences, turning(differences, columns, level), strict=True):
        plain = Sign(policy, quantity, len(own), int((own < 0).sum()), int((own > 0).sum()))
        # Where no set has the other sign nothing turns, whatever a line through them says.
        kept[policy, quantity] = plain if turn is None or plain.agreed else replace(plain, parameter=names[turn.parameter], turn=turn)
    return kept
