"""What a policy costs before it is run: the prices that the model puts on its levers, and what none of them covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from experiments.text.messages import N_, _
from simulation.policy import Policy

PRICES = {
    "officers_per_10000_workers": "officer_yearly_cost",
    "other_officers": "officer_yearly_cost",
    "officer_pay": "officer_yearly_cost",
    "training_days": "training_day_cost",
    "equipment": "equipment_cost",
    "briefings": "briefing_cost",
    "expert_visits": "expert_visit_cost",
    "insurer_visits": "insurer_visit_cost",
    "grid_agents": "grid_agent_cost",
    "remote_monitoring": "sensor_cost",
    "self_inspection": "self_check_price",
    "self_inspection_audit": "self_check_price",
    "campaign_strength": "overtime_cost",
    "campaign_months": "overtime_cost",
    "scheme_open": "scheme_cost",
    "safety_subsidy": "effort_cost",
    "field_days": "visit_enterprise_cost",
    "video_share": "visit_enterprise_cost",
}
"""The parameter by which the model prices what a lever sets."""
OWN_PRICE = ("class_reward", "whistle_reward", "inspector_bonus")
"""Levers that are sums of money themselves."""
DISTRICT_PRICE = {
    "worker_training": N_("the workers' wages for the hours beyond today's, by sector"),
    "stop_work": N_("the output lost while work stands, by sector"),
    "worker_stop_right": N_("the output lost while work stands, by sector"),
    "sensitive_months": N_("the output held down, by sector"),
    "blacklist": N_("the output lost with the contracts, by sector"),
    "permits_linked": N_("the output lost while permits are withheld, by sector"),
}
"""Levers priced by the wages or the value added of the district's sectors, which are no parameters."""
PRICED = frozenset({*PRICES, *OWN_PRICE, *DISTRICT_PRICE})
"""Levers for which the books charge somebody where nobody acts otherwise; a test finds them in the model."""


Priced = Literal["wholly", "partly", "not"]
"""How much of what a policy does somebody says the cost of."""


def price_lines(levers: Sequence[str]) -> list[str]:
    """``training_days: 600 yuan per officer-day (training_day_cost)`` for every lever that has a price."""
    from scenarios import load_parameters

    entries = load_parameters().entries
    lines = []
    for lever in levers:
        if lever in OWN_PRICE:
            lines.append(_("{lever}: the sum itself, as often as it is paid").format(lever=lever))
        elif lever in DISTRICT_PRICE:
            lines.append(_("{place}: {text}").format(place=lever, text=_(DISTRICT_PRICE[lever])))
        elif lever in PRICES:
            price = entries[PRICES[lever]]
            lines.append(
                _("{lever}: {value} {unit} ({parameter})").format(
                    lever=lever, value=f"{price.value:,.10g}", unit=_(price.unit), parameter=PRICES[lever]
                )
            )
    return lines

RESPONSIBILITY = "responsibility"
"""The table of a policy file that hands cells of the matrix to others, beside its levers."""


def yearly_cost(policy: Policy) -> int:
    """Yuan a year for what no lever prices, the parts' costs included."""
    return policy.yearly_cost + sum(cost for cost, _start, _end in policy.part_costs)


def without_price(policy: Policy) -> list[str]:
    """The levers that nothing prices, and the responsibility matrix where cells of it change hands, if the policy carries no cost of its own either: they count as free.

    A name that the model has no lever for belongs to a simulator of the user's own, which knows what it charges.
    """
    from scenarios import load_parameters

    if yearly_cost(policy):
        return []
    free = sorted({setting.lever for setting in policy.settings if setting.lever in load_parameters().entries} - PRICED)
    return [*free, *([RESPONSIBILITY] if policy.cells else [])]


def how_priced(policy: Policy) -> Priced:
    """Whether a cost per death averted would be that of all its levers, of some, or of nothing but what they bring about."""
    if not without_price(policy):
        return "wholly"
    return "partly" if any(setting.lever in PRICED for setting in policy.settings) else "not"
