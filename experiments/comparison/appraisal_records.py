"""The appraisal as plain rows: by low, central and high values, who pays, and year by year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.appraisal import BASES, Appraised, benefit, harm, net_benefit
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.payers import people
from experiments.comparison.unit_values import LEVELS
from experiments.text.labels import BENEFIT, BENEFIT_OVER_COST, EQUIVALENTS, GOVERNMENT, NET_BENEFIT, PRICE

OWN = "sets"
"""Of values: each set of assumptions has its own; without an ensemble they are the central ones."""
MONTHS = 12


def worth_records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """A row for each policy, quantity of the appraisal and values it is taken at (sets, low, central, high); nan where nothing may be said.

    ``of_means`` is the ratio of the means whether or not they are told apart from zero, ``value`` only where they are.
    """
    names = list(dict.fromkeys(name for _policy, _level, name in comparison.by_level))
    return [
        _record(comparison, policy, name, level, comparison.row(policy, name) if level == OWN else comparison.by_level[policy, level, name])
        for policy in comparison.policies for name in names for level in (OWN, *LEVELS)
    ]  # fmt: skip


def _record(comparison: ComparisonData, policy: str, name: str, level: str, row: Row) -> dict[str, Any]:
    plain, basis = name.removesuffix(GOVERNMENT), BASES[name.endswith(GOVERNMENT)]
    low, high = row.shown or (math.nan, math.nan)
    return {
        "policy": policy, "quantity": plain, "costs": basis, "values": level, "unit": row.quantity.unit + (" a year" if row.quantity.yearly else ""),
        "kind": row.kind, "value": row.difference, "low_simultaneous": low, "high_simultaneous": high,
        "of_means": _of_means(comparison, policy, plain, basis, level) if plain in {BENEFIT_OVER_COST, PRICE} else math.nan,
    }  # fmt: skip


def _of_means(comparison: ComparisonData, policy: str, plain: str, basis: str, level: str) -> float:
    def mean(name: str) -> float:
        return (comparison.row(policy, name) if level == OWN else comparison.by_level[policy, level, name]).difference

    worth, net = mean(BENEFIT), mean(NET_BENEFIT + ("" if basis == "all" else GOVERNMENT))
    cost = worth - net
    if plain == BENEFIT_OVER_COST:
        return worth / cost if cost else math.nan
    averted = -mean(EQUIVALENTS)
    loss = _loss(comparison, policy)
    return (cost - loss) / averted if averted else math.nan


def _loss(comparison: ComparisonData, policy: str) -> float:
    """Mean direct loss averted beyond deaths, yuan a year."""
    batch = comparison.batch
    return float(batch.replicated(np.asarray(comparison.appraised.averted(batch.row(policy)).loss)).mean())


def payer_records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """A row for each policy, payer and item: yuan a year more than under the baseline, and per enterprise and worker of the district."""
    enterprises, workers = people(comparison.plan)
    return [
        {
            "policy": one.policy, "payer": one.payer, "item": one.item, "unit": "yuan a year", "baseline": one.baseline, "difference": one.difference,
            "low_simultaneous": math.nan if one.interval is None else one.interval[0],
            "high_simultaneous": math.nan if one.interval is None else one.interval[1],
            "per_enterprise": one.difference / enterprises if enterprises else math.nan,
            "per_worker": one.difference / workers if workers else math.nan,
        }
        for one in comparison.payments
    ]  # fmt: skip


def yearly_records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """A row for each policy and year (the last may be a part): what that year cost and averted, not discounted; means over worlds.

    The net benefit of what nothing prices is nan, as in every other table.
    """
    batch, found = comparison.batch, []
    for policy in comparison.policies:
        p = batch.row(policy)
        for start in range(0, batch.months, MONTHS):
            months = slice(start, min(start + MONTHS, batch.months))
            year = _year(comparison, p, months)
            if comparison.priced[policy] == "not":
                year[NET_BENEFIT] = math.nan
            found.append({"policy": policy, "year": start // MONTHS, "months": months.stop - months.start, **year})
    return found


def _year(comparison: ComparisonData, p: int, months: slice) -> dict[str, float]:
    batch, values = comparison.batch, comparison.appraised.values

    def of(name: str) -> NDArray[np.float64]:
        return np.asarray(batch.monthly(name)[:, :, months].sum(axis=2))

    all_harm = harm(of(HEADLINE_OUTCOME), of("deaths"), of("serious_injuries"), of("lost_time_injuries"), of("accident_loss"), values.compensation)
    year = Appraised(all_harm, of("government_cost"), of("enterprise_cost"), values)
    averted, cost = year.averted(p), year.cost(p, "all")
    rows = {
        "government_cost": year.cost(p, "government"), "enterprise_cost": cost - year.cost(p, "government"),
        "deaths_averted": averted.deaths, "serious_injuries_averted": averted.serious, "other_injuries_averted": averted.other,
        "loss_averted_beyond_deaths": averted.loss, "benefit": benefit(averted, values), "net_benefit": net_benefit(averted, values, cost),
        "fines": of("fines")[p] - of("fines")[0], "premiums": of("premiums")[p] - of("premiums")[0],
    }  # fmt: skip
    return {name: float(batch.replicated(np.asarray(value)).mean()) for name, value in rows.items()}


def as_card(comparison: ComparisonData) -> dict[str, Any]:
    """All of it for programs, with the values that were used."""
    values = comparison.appraised.values
    return {
        "values": {name: np.asarray(getattr(values, name)).tolist() for name in ("life", "serious", "other", "compensation")},
        "rows": worth_records(comparison), "payers": payer_records(comparison), "by_year": yearly_records(comparison),
    }  # fmt: skip

