"""What the owner of an enterprise fears to lose, by an injury or by a visit that finds a hazard, and what he shows to have corrected."""

from __future__ import annotations

import mesa

from simulation.agents.world import World
from simulation.district import Sector
from simulation.population import EnterpriseFacts
from simulation.rules import effort, penalties


class Owner(mesa.Agent):  # type: ignore[misc]
    """The owner's view of an enterprise: what he believes decides his effort, not what is so."""

    model: World
    facts: EnterpriseFacts
    sector: Sector
    attention: float
    visit_belief: float
    certainty_belief: float
    fine_belief: float
    cells: list[int]
    uncorrected: int

    def feared_loss(self) -> float:
        """What its owner fears to lose by one injury, in yuan."""
        p, wage = self.model.p, self.sector.yearly_wage
        listing = penalties.feared_listing(
            p.blacklist, p.perceived_listing, p.blacklist_output_cut, p.blacklist_least, self.facts.workers, self.sector.value_added,
            p.profit_share,
        )
        return penalties.feared_loss(
            p.own_loss, p.perceived_fatal, p.accident_fine_general * p.accident_fine_scale,
            penalties.personal_fine(1, p.personal_fine, wage, p.manager_income), p.prosecution, p.court_fine, listing,
        )

    def believed_cost(self) -> float:
        """What one open hazard is believed to cost, in yuan a month."""
        p = self.model.p
        cost = effort.believed_cost(
            self.visit_belief, p.perceived_found, self.certainty_belief, self.fine_belief, p.cost_recovery, self.attention, p.perceived_risk,
            self.feared_loss(),
        )
        if p.permits_linked > 0.0:
            cost += penalties.feared_withholding(
                self.visit_belief, p.perceived_found, p.perceived_major, p.permits_linked, p.permit_output_cut, self.facts.workers,
                self.sector.value_added, p.profit_share,
            )
        return cost

    def show_corrected(self) -> None:
        """Show the departments, since a permit hangs on it, that nothing major is open any more, where that is so."""
        if not any(self.cells[cell] for cell in range(1, len(self.cells), 2)):
            self.uncorrected = 0
