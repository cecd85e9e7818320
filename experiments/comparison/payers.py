"""Who pays: government money by item, that of towns among them, enterprises; fines and premiums apart, as transfers.

The model counts what the government spends as one sum.  The items that follow from levers and outcomes are worked out here; what is
left (briefings, subsidies, experts, sensors, bonuses, rewards for classes, overtime of campaigns) stays together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.differences import discount_weights, discounted, paired_row
from experiments.comparison.unit_values import in_force
from experiments.running.batch import Batch
from experiments.running.plan import Plan
from experiments.text.labels import quantity
from experiments.text.messages import N_
from simulation.district import NOMINAL_EMPLOYEES
from simulation.policy import Policy
from simulation.rules import costs

Array = NDArray[np.float64]
Payer = Literal["government", "enterprises", "transfer"]
OFFICERS, TOWNS, TRAINING, EQUIPMENT, REWARDS, GRID, PROGRAMMES, REST = ITEMS = (
    N_("officers of departments"), N_("officers of towns"), N_("training of officers"), N_("equipment"), N_("rewards for reports"), N_("grid agents"), N_("programmes"),
    N_("other government money"),
)  # fmt: skip
"""Of government money; towns are the departments that report and, but for a lever, do not penalise."""
WHOLE, FINES, PREMIUMS = N_("all"), N_("fines"), N_("premiums")
LEVERS = ("other_officers", "officer_pay", "training_days", "equipment", "whistle_reward", "grid_agents")


@dataclass(frozen=True)
class Payment:
    """What one payer pays for one item more under a policy than under the baseline: yuan a year, discounted."""

    policy: str
    payer: Payer
    item: str
    baseline: float
    difference: float
    interval: tuple[float, float] | None
    """That holds for all policies at once; None from too few."""


def payments(plan: Plan, batch: Batch, discount: float) -> list[Payment]:
    """Every payer and item of every policy, the baseline apart; items of government money for single districts of the model alone."""
    found: list[tuple[Payer, str, Array]] = [("government", WHOLE, discounted(batch, "government_cost", discount))]
    found += [("government", item, values) for item, values in government_items(plan, batch, discount).items()]
    found += [("enterprises", WHOLE, discounted(batch, "enterprise_cost", discount))]
    found += [("transfer", item, discounted(batch, item, discount)) for item in (FINES, PREMIUMS)]
    return [_payment(batch, policy, payer, item, values) for policy in batch.policies[1:] for payer, item, values in found]


def _payment(batch: Batch, policy: str, payer: Payer, item: str, values: Array) -> Payment:
    row = paired_row(batch, policy, quantity("government_cost"), values[0], values[batch.row(policy)])
    return Payment(policy, payer, item, row.baseline_mean, row.difference, row.shown)


def government_items(plan: Plan, batch: Batch, discount: float) -> dict[str, Array]:
    """Government money by item, each (policies, worlds) in yuan a year, discounted; they add up to ``government_cost``.

    Empty for regions, whose districts have levers and staff of their own, and for a simulator of the user's own, whose prices are not known.
    """
    if plan.region is not None or plan.simulate is not None:
        return {}
    weights = discount_weights(batch.months, discount) / batch.years
    found = {item: np.zeros(batch.monthly("officers").shape[:2]) for item in ITEMS}
    officers, verified, spent = (batch.monthly(name) for name in ("officers", "complaints_verified", "government_cost"))
    for w, world in enumerate(batch.worlds):
        parameters = plan.parameters_of(world)
        for policy in plan.policies:
            p = batch.row(policy.name)
            monthly = _items(plan, policy, parameters, officers[p, w], verified[p, w])
            for item, values in monthly.items():
                found[item][p, w] = values @ weights
            found[REST][p, w] = spent[p, w] @ weights - sum(found[item][p, w] for item in monthly)
    return found


def _items(plan: Plan, policy: Policy, parameters: Mapping[str, float], officers: Array, verified: Array) -> dict[str, Array]:
    """The items of one run by month, each (months,) in yuan, by the rules that the books of the model use."""
    set_ = _levers(policy, parameters, len(officers))
    price = {name: in_force(parameters, name) for name in ("officer_yearly_cost", "training_normal", "training_day_cost", "equipment_cost", "grid_agent_cost")}
    months = range(len(officers))
    towns = sum(department.officers for department in plan.single.departments if not department.enforces and not department.is_emergency)

    def pay(posts: Array) -> Array:
        return np.array([costs.officer_cost(posts[m], price["officer_yearly_cost"], set_["officer_pay"][m]) for m in months])

    return {
        OFFICERS: pay(officers - towns * set_["other_officers"]),
        TOWNS: pay(towns * set_["other_officers"]),
        TRAINING: np.array([costs.training_beyond(officers[m], set_["training_days"][m], price["training_normal"], price["training_day_cost"])
                            for m in months]),
        EQUIPMENT: np.array([costs.equipment_beyond(officers[m], set_["equipment"][m], price["equipment_cost"]) for m in months]),
        REWARDS: verified * set_["whistle_reward"],
        GRID: set_["grid_agents"] / 100.0 * plan.single.enterprises * price["grid_agent_cost"] / 12.0,
        PROGRAMMES: np.array([policy.programme_cost_in(m) for m in months]) * plan.single.employees / NOMINAL_EMPLOYEES,
    }  # fmt: skip


def _levers(policy: Policy, parameters: Mapping[str, float], months: int) -> dict[str, Array]:
    """The levers that the items depend on, month by month."""
    usual = {name: in_force(parameters, name) for name in {*LEVERS, *(setting.lever for setting in policy.settings)} if name in LEVERS or name in parameters}
    if not any(setting.lever in LEVERS for setting in policy.settings):
        return {name: np.full(months, usual[name]) for name in LEVERS}
    by_month = [policy.levers_in(month, usual) for month in range(months)]
    return {name: np.array([month.get(name, usual[name]) for month in by_month]) for name in LEVERS}


def people(plan: Plan) -> tuple[float, float]:
    """Enterprises and employees that a comparison's totals are of: those of the district, or of all districts of a region."""
    if plan.region is None:
        return float(plan.single.enterprises), float(plan.single.employees)
    units = plan.region.units
    scale = plan.region.all_units / len(units)
    return scale * sum(unit.district.enterprises for unit in units), scale * sum(unit.district.employees for unit in units)
