"""Paired differences by group: sector, size class, place, department, hazard domain, as the comparison was asked to keep them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.running.batch import Array, Batch
from experiments.running.windows import PERIOD
from experiments.statistics.intervals import MIN_EVENTS, Paired, paired, tells_difference, tells_mean
from experiments.text.labels import quantity
from simulation.breakdowns import BREAKDOWNS

HAPPENED = "deaths"
"""What is counted beside deaths that are expected, to say where there were too few."""


@dataclass(frozen=True)
class GroupRow:
    """One policy and one group against the baseline, a year, and by period in all of it; None and nan where nothing may be said."""

    policy: str
    by: str
    group: str | None
    """None: all groups together."""
    outcome: str
    baseline_mean: float
    policy_mean: float
    paired: Paired
    events: tuple[int, int]
    """What happened in all worlds, under the baseline and under the policy: deaths, or what is counted."""

    @property
    def few(self) -> bool:
        """Whether too little happened under either to hold a mean against it."""
        return not tells_difference(self.events)


def outcome_of(by: str) -> str:
    """What is told by these groups: expected deaths, or where a group has none the first that it has."""
    return HEADLINE_OUTCOME if by == PERIOD or HEADLINE_OUTCOME in BREAKDOWNS[by] else BREAKDOWNS[by][0]


def group_rows(batch: Batch) -> Iterator[GroupRow]:
    """Every policy and group, the sum of the groups last, by what was asked for."""
    for by, grouped in batch.groups.items():
        outcome = outcome_of(by)
        yearly = grouped.values[outcome] / (1.0 if by == PERIOD else batch.years_of_groups)
        counts = grouped.values[HAPPENED if outcome == HEADLINE_OUTCOME else outcome]
        for policy in batch.policies[1:]:
            p = batch.row(policy)
            for g, group in enumerate(grouped.groups):
                yield _row(batch, (policy, by, group, outcome), yearly[[0, p], :, g], counts[[0, p], :, g])
            yield _row(batch, (policy, by, None, outcome), yearly[[0, p]].sum(axis=2), counts[[0, p]].sum(axis=2))


def _row(batch: Batch, key: tuple[str, str, str | None, str], arms: Array, counts: Array) -> GroupRow:
    """``arms`` and ``counts`` are (2, worlds): the baseline's and the policy's."""
    base, own = batch.replicated(arms)
    events = (int(counts[0].sum()), int(counts[1].sum()))
    pair = paired(own - base, batch.least, batch.level)
    means = [float(arm.mean()) for arm in (base, own)]
    if quantity(key[3]).counted:
        if not tells_difference(events):
            pair = Paired(pair.worlds, math.nan, None, None, None, pair.less, pair.more)
        elif np.abs(counts[1] - counts[0]).sum() < MIN_EVENTS or not np.ptp(own - base):
            pair = Paired(pair.worlds, pair.mean, None, None, None, pair.less, pair.more)
        means = [mean if tells_mean(count) else math.nan for mean, count in zip(means, events, strict=True)]
    return GroupRow(*key, means[0], means[1], pair, events)
