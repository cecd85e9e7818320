"""The rows of an appraisal: cost, benefit, net benefit and what a fatality-equivalent costs, each policy against the baseline.

They are judged as every row is: by intervals that hold for all policies at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from experiments.comparison.appraisal import (
    BASES,
    Appraised,
    Basis,
    benefit,
    fatality_equivalents,
    net_benefit,
    net_cost,
)
from experiments.comparison.differences import Array, Row, paired_row, price_row
from experiments.comparison.prices import Priced
from experiments.comparison.unit_values import Values
from experiments.running.batch import Batch
from experiments.text.labels import (
    BENEFIT,
    BENEFIT_OVER_COST,
    COST_PER_DEATH,
    EQUIVALENTS,
    GOVERNMENT,
    NET_BENEFIT,
    PRICE,
    TOTAL_COST,
    quantity,
)

RELABELLED = {"saves": "wastes", "wastes": "saves"}
"""A benefit over a cost has the two the other way round than a cost over what it averts."""


def named(name: str, basis: Basis) -> str:
    """The name of a quantity on all costs, or on government money alone."""
    return name if basis == "all" else name + GOVERNMENT


def appraisal_rows(batch: Batch, found: Appraised, priced: Mapping[str, Priced]) -> Iterator[Row]:
    """Every policy and every quantity of the appraisal, the baseline apart; ``priced`` by policy."""
    for policy in batch.policies[1:]:
        yield from _rows(batch, found, policy, priced[policy])


def _rows(batch: Batch, found: Appraised, policy: str, priced: Priced) -> Iterator[Row]:
    p = batch.row(policy)
    averted, values = found.averted(p), found.values
    worth, equivalents = np.asarray(benefit(averted, values)), np.asarray(fatality_equivalents(averted, values))
    levels = np.asarray(fatality_equivalents(found.harm, values))
    money, nothing = found.government + found.enterprises, np.zeros_like(worth)

    def plain(name: str, base: Array, own: Array) -> Row:
        return paired_row(batch, policy, quantity(name), base, own)

    yield _unless_unpriced(plain(TOTAL_COST, money[0], money[p]), priced)
    yield plain(EQUIVALENTS, levels[0], levels[p])
    yield plain(BENEFIT, nothing, worth)
    for basis in BASES:
        cost = found.cost(p, basis)
        yield _unless_unpriced(plain(named(NET_BENEFIT, basis), nothing, np.asarray(net_benefit(averted, values, cost))), priced)
        over = price_row(batch, policy, quantity(named(BENEFIT_OVER_COST, basis)), worth, cost)
        yield _unless_unpriced(replace(over, kind=RELABELLED.get(over.kind, over.kind), priced=priced), priced)
        yield price_row(batch, policy, quantity(named(PRICE, basis)), np.asarray(net_cost(averted, cost)), equivalents, priced)
        if basis == "government":
            yield price_row(batch, policy, quantity(named(COST_PER_DEATH, basis)), cost, np.asarray(averted.deaths), priced)


def _unless_unpriced(row: Row, priced: Priced) -> Row:
    """``row`` where something prices the policy: its cost would be that of its consequences alone."""
    if priced != "not" or row.kind == "wastes":
        return replace(row, priced=priced)
    nan = float("nan")
    paired = replace(row.paired, mean=nan, low=None, high=None, p=None)
    return replace(row, kind="unpriced", paired=paired, baseline_mean=nan, policy_mean=nan, difference=nan, low=None, high=None,
                   split=None, simultaneous=None, priced=priced)  # fmt: skip


def level_rows(batch: Batch, found: Appraised, levels: Mapping[str, Values], priced: Mapping[str, Priced]) -> dict[tuple[str, str, str], Row]:
    """By policy, level and name of the quantity: the same rows with one value for all worlds, low with low and high with high."""
    return {(row.policy, level, row.quantity.name): row
            for level, values in levels.items() for row in appraisal_rows(batch, replace(found, values=values), priced)}  # fmt: skip
