"""What a department keeps of enterprises: risk estimates, its last visit, who made it."""

from __future__ import annotations

import mesa

from simulation.agents.enterprise import LONG_AGO, Enterprise
from simulation.agents.world import World
from simulation.population import EnterpriseFacts
from simulation.rules import targeting


class Files(mesa.Agent):  # type: ignore[misc]
    """The files of a department, each listed by the enterprise's index."""

    model: World

    def open_files(self, facts: list[EnterpriseFacts]) -> None:
        """A file for each enterprise, as if it had been seen a year ago."""
        p = self.model.p
        self.prior = [targeting.prior_risk(f.high_risk, f.workers, p.high_risk_points, p.size_points) for f in facts]
        self.estimate = list(self.prior)
        """Risk estimate at the last look."""
        self.last_look = [self.model.month - LONG_AGO // 2] * len(facts)
        self.last_officer = [-1] * len(facts)
        self.run = [0] * len(facts)

    def months_since_look(self, index: int) -> int:
        """Months since it last visited an enterprise."""
        return self.model.month - self.last_look[index]

    def risk(self, index: int) -> float:
        """Its estimate of an enterprise's risk now."""
        p = self.model.p
        kept = targeting.kept_share(self.months_since_look(index), p.risk_drift)
        return targeting.drifted_risk(self.estimate[index], self.prior[index], kept, p.risk_drift, p.risk_growth)

    def seen_by_another(self, enterprise: Enterprise) -> bool:
        """Whether another department saw the enterprise this month or in the two before."""
        if enterprise.visits_this_month > 0:
            return True
        own = self.months_since_look(enterprise.facts.index)
        return enterprise.months_since_visit <= 1 and own > enterprise.months_since_visit + 1
