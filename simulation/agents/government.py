"""The district government: its priority for safety, the year's reported deaths against a ceiling, campaigns."""

from __future__ import annotations

import mesa

from simulation.agents.world import World
from simulation.arithmetic import total
from simulation.district import NOMINAL_EMPLOYEES
from simulation.rules import attention, government, reporting

LARGER = 2  # legal class from which a campaign follows


class DistrictGovernment(mesa.Agent):  # type: ignore[misc]
    """Sets the rules of the month and feels the record of the year."""

    model: World

    def __init__(self, model: World) -> None:
        super().__init__(model)
        self.priority = model.p.priority_base
        self.reported_this_year = 0
        self.campaign_left = 0

    @property
    def in_campaign(self) -> bool:
        """Whether a campaign after a disaster runs this month."""
        return self.campaign_left > 0 and self.model.p.campaign_strength > 0.0

    def month(self) -> None:
        """Move the priority for safety towards what meetings and appraisal make of it."""
        p = self.model.p
        target = government.target_priority(
            p.priority_base, p.committee_meetings, p.meetings_normal, p.process_weight, p.outcome_weight,
            p.priority_by_meetings, p.priority_by_process, p.priority_by_outcome,
        )
        if p.priority_by_veto > 0.0:
            target = government.priority_under_veto(target, p.death_ceiling, p.one_vote_veto, p.priority_by_veto)
        self.priority = attention.faded(self.priority, target, p.priority_rate)
        if self.model.month % 12 == 0:
            self.reported_this_year = 0

    def pressure(self) -> float:
        """Pressure to keep accidents off the record: the year's ceiling, and what the departments feel."""
        p = self.model.p
        nearness = reporting.ceiling_pressure(
            self.reported_this_year, self.ceiling(), p.outcome_weight, p.one_vote_veto, p.veto_multiple
        )
        return government.felt_pressure(nearness, self.mean_pressure() * p.outcome_weight, p.concealment_by_department)

    def mean_pressure(self) -> float:
        """Mean accountability pressure on the departments."""
        departments = self.model.departments
        return total(department.pressure for department in departments) / len(departments)

    def ceiling(self) -> float:
        """Reported deaths that the district may have in a year, 0 without a ceiling."""
        return self.model.p.death_ceiling * self.model.district.employees / NOMINAL_EMPLOYEES

    def kept_out(self, hidden: float, deaths: int) -> float:
        """Probability that deaths are kept off the record, once officials defend the year's ceiling."""
        p = self.model.p
        if (p.concealment_at_ceiling > 0.0 or p.reclassified > 0.0) and reporting.breaks_ceiling(self.reported_this_year, deaths, self.ceiling()):
            weight = reporting.ceiling_weight(p.outcome_weight, p.one_vote_veto, p.veto_multiple)
            return reporting.kept_out_probability(hidden, p.concealment_at_ceiling, p.reclassified, weight)
        return hidden

    def after_month(self, worst_class: int) -> None:
        """Start a campaign after a larger accident on record; let a running one go on to its end."""
        if self.campaign_left > 0:
            self.campaign_left -= 1
        if worst_class >= LARGER:
            self.campaign_left = int(self.model.p.campaign_months + 0.5)
