"""Overtime under pressure: what the government pays for the planned visits that it adds."""

from __future__ import annotations

from typing import Any

from simulation.engine.columns import PRESSURE
from simulation.engine.planning import is_in_campaign
from simulation.engine.state import Room, State
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import costs, government

GOVERNMENT_COST = NUMBER["government_cost"]


@kernel
def pay_overtime(state: State, room: Room, p: Any, totals: Any) -> None:
    """Pay for the visits of each department's plan that pressure adds; those of a campaign stand in the books of the month."""
    campaign = government.campaign_factor(is_in_campaign(state, p), p.campaign_strength)
    for department in range(state.desks.shape[1]):
        planned = float(room.planned_start[department + 1] - room.planned_start[department])
        extra = costs.overtime_visits(planned, state.desks[PRESSURE, department], p.overtime_by_pressure, campaign)
        totals[GOVERNMENT_COST] += extra * p.overtime_cost
