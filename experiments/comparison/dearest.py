"""The dearest item of a policy, before any run: prices of the model times the quantities that levers and a district fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.comparison.prices import PRICED, yearly_cost
from simulation.district import NOMINAL_EMPLOYEES, District
from simulation.policy import Policy

PROGRAMMES = "yearly_cost"
"""The item of what no lever prices."""


FAR_MORE = 10.0
"""A bounded item this many times dearer than any other is the dearest though less than a tenth of what is paid for were done."""


@dataclass(frozen=True)
class Item:
    """What one lever of a policy costs a year, once it is whole, beyond today; ``yearly_cost`` is the policy's own programmes."""

    lever: str
    yuan: float
    most: bool
    """The amount is the most that it can be: less where enterprises do not all do what is paid for."""


def items(policy: Policy, district: District, parameters: Mapping[str, float]) -> list[Item]:
    """Items whose quantity levers and ``district`` fix, the dearest first; what happens only in a run (visits, halts, reports) has none."""
    found = [Item(PROGRAMMES, yearly_cost(policy) * district.employees / NOMINAL_EMPLOYEES, False)] if yearly_cost(policy) else []
    last = {setting.lever: setting.value for setting in policy.settings}
    for lever, value in last.items():
        if lever in QUANTITIES:
            found.append(Item(lever, QUANTITIES[lever](value, district, parameters), lever in MOST))
    return sorted((item for item in found if item.yuan > 0), key=lambda item: (-item.yuan, item.lever))


def in_runs_only(policy: Policy) -> list[str]:
    """Levers of a policy that have a price and whose quantity only a run tells."""
    return sorted({setting.lever for setting in policy.settings if setting.lever in PRICED and setting.lever not in QUANTITIES})


def dearest(found: list[Item]) -> Item | None:
    """The dearest item of which the amount is known, unless what is only bounded may be more than ``FAR_MORE`` times as much."""
    known = next((item for item in found if not item.most), None)
    bounded = next((item for item in found if item.most), None)
    if known is None or (bounded is not None and bounded.yuan > FAR_MORE * known.yuan):
        return bounded
    return known


def _officers(district: District) -> float:
    return sum(department.officers for department in district.departments)


def _others(district: District) -> float:
    return sum(department.officers for department in district.departments if not department.is_emergency)


def _training_time(value: float, district: District, p: Mapping[str, float]) -> float:
    """Paid time of all workers, by the wages of the sectors in which they work."""
    total = 0.0
    workers = sum(group.count * group.mean_workers for group in (district.register, district.others))
    scale = district.employees / workers if workers else 0.0
    for group in (district.register, district.others):
        for share, sector in zip(group.sector_mix, district.sectors, strict=True):
            of_sector = scale * group.count * group.mean_workers * share
            total += (value - p["training_hours_normal"]) * of_sector * sector.yearly_wage / p["working_hours"]
    return total


QUANTITIES: dict[str, Callable[[float, District, Mapping[str, float]], float]] = {
    "officers_per_10000_workers": lambda v, d, p: (v - p["officers_per_10000_workers"]) / 10_000 * d.employees * p["officer_yearly_cost"],
    "other_officers": lambda v, d, p: (v - p["other_officers"]) * _others(d) * p["officer_yearly_cost"],
    "officer_pay": lambda v, d, p: (v - p["officer_pay"]) * _officers(d) * p["officer_yearly_cost"],
    "training_days": lambda v, d, p: max(0.0, v - p["training_normal"]) * _officers(d) * p["training_day_cost"],
    "equipment": lambda v, d, p: (v - 1.0) * _officers(d) * p["equipment_cost"],
    "briefings": lambda v, d, p: (v - p["briefings"]) * d.enterprises * p["briefing_cost"],
    "expert_visits": lambda v, d, p: (v - p["expert_visits"]) / 100.0 * d.register.count * p["expert_visit_cost"],
    "insurer_visits": lambda v, d, p: (v - p["insurer_visits"]) * d.insured * p["insurer_visit_cost"],
    "grid_agents": lambda v, d, p: (v - p["grid_agents"]) / 100.0 * d.enterprises * p["grid_agent_cost"],
    "worker_training": _training_time,
    "self_inspection": lambda v, d, p: (v - p["self_inspection"]) * d.enterprises * p["self_check_price"],
    "class_reward": lambda v, d, p: (v - p["class_reward"]) * d.employees,
}
"""Yuan a year that a lever's value costs beyond today's.  Written out, as ``simulation.rules.costs`` has it by the month: whoever only reads a policy
waits for no compiler; a test holds the two together."""
MOST = frozenset({"self_inspection", "class_reward"})
"""Paid for what not all do: checks that are merely filed cost nothing, and only class A is rewarded."""
