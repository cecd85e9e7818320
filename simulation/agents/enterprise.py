"""An enterprise: its hazards, what it believes, what it does for safety."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simulation.distributions import binomial_count, normal_quantile, poisson_count
from simulation.population import EnterpriseFacts, pick
from simulation.rules import accidents, attention, beliefs, effort, hazards, severity

if TYPE_CHECKING:
    from simulation.model import DistrictModel

CELLS_PER_DOMAIN = 4  # visible ordinary, visible major, latent ordinary, latent major


class Enterprise(mesa.Agent):  # type: ignore[misc]
    """Fixed facts, open hazards by cell (domain * 4 + latent * 2 + major), and what it has learned."""

    model: DistrictModel

    def __init__(self, model: DistrictModel, facts: EnterpriseFacts) -> None:
        super().__init__(model)
        p = model.p
        district = model.district
        self.facts = facts
        self.sector = district.sectors[facts.sector]
        self.size = hazards.size_factor(facts.workers, p.hazard_size_exponent)
        self.exposure = sum(self.sector.exposure)
        self.exposed = [
            severity.exposed_workers(facts.workers, domain.exposed_share, int(p.most_exposed)) for domain in district.domains
        ]
        self.tails = [max(1.05, domain.tail_exponent + self.sector.tail_shift) for domain in district.domains]
        self.mean_deaths = [severity.mean_deaths(a, n) for a, n in zip(self.tails, self.exposed, strict=True)]
        self.cells = [0] * (CELLS_PER_DOMAIN * len(district.domains))
        self.known = list(facts.known)
        self.effort = 0.3
        self.competence = p.competence_mean
        self.attention = facts.attention
        self.output = 1.0
        self.debt = 0.0
        self.stopped = False
        self.margin = 0.0
        self.visit_belief = 0.03
        self.certainty_belief = p.penalty_certainty
        self.fine_belief = p.fine_tariff
        self.publications_seen = 0.0
        self.earlier_fines = 0
        self.months_since_visit = 24
        self.visits_this_month = 0
        self.intensity = 0.0

    def face_hazards(self) -> None:
        """Hazards arrive, and the enterprise removes some; both by the state before the month."""
        model, p = self.model, self.model.p
        mean = hazards.arrival_mean(p.hazard_arrivals, self.exposure, self.size, self.facts.lasting, self.output)
        arrived = poisson_count(mean, model.u("arrival_count", self.facts.index, 0))
        for number in range(arrived):
            domain = pick(self.sector.exposure, model.u("arrival_kind", self.facts.index, 3 * number))
            facts = model.district.domains[domain]
            latent = hazards.is_latent(
                model.u("arrival_kind", self.facts.index, 3 * number + 1), p.latent_arrival_share, facts.latent_share
            )
            major = hazards.is_major(
                model.u("arrival_kind", self.facts.index, 3 * number + 2), facts.major_share, self.sector.major_factor
            )
            self.cells[CELLS_PER_DOMAIN * domain + 2 * latent + major] += 1
        removal = self.removal()
        slow = hazards.latent_removal(removal, p.latent_removal_factor)
        for cell, count in enumerate(self.cells):
            if count:
                chance = slow if cell & 2 else removal
                self.cells[cell] -= binomial_count(count, chance, model.u("removal", self.facts.index, cell))

    def removal(self) -> float:
        """Monthly probability that it removes a visible hazard itself."""
        p = self.model.p
        own = hazards.removal_probability(self.effort, self.competence, p.removal_lowest, p.removal_highest)
        genuine = hazards.self_check_genuineness(self.attention, p.self_inspection_audit)
        checks = p.self_inspection if any(self.known) else 0.0
        return hazards.self_check_removal(own, checks, genuine, p.self_check_yield)

    def unsafe_intensity(self) -> float:
        """Expected injuries of the month from unsafe acts."""
        p = self.model.p
        return self.output * accidents.unsafe_intensity(
            self.facts.workers, p.unsafe_injury_rate, self.sector.unsafe_rate, self.attention, p.unsafe_response
        )

    def cell_intensity(self, cell: int) -> float:
        """Expected injuries of the month from the open hazards of one cell."""
        p = self.model.p
        return self.output * accidents.hazard_intensity(
            self.cells[cell], p.hazard_injury_rate, self.model.district.domains[cell // CELLS_PER_DOMAIN].injury_rate,
            bool(cell & 2), bool(cell & 1), p.latent_injury_multiple, p.major_injury_multiple,
        )

    def remember(self) -> None:
        """Attention and competence fade; a month of visits or none moves the belief in visits."""
        p = self.model.p
        self.attention = attention.faded(self.attention, self.facts.attention, p.attention_fading)
        self.competence = attention.faded(self.competence, p.competence_mean, p.competence_fading)
        peers = self.model.peers_visited(self.facts.sector, self.facts.place)
        self.visit_belief = beliefs.visit_belief(
            self.visit_belief, self.visits_this_month, peers, p.belief_rate, p.peer_visit_weight
        )
        self.months_since_visit = 0 if self.visits_this_month else self.months_since_visit + 1

    def revise(self, peers_effort: float) -> None:
        """Effort moves to where its perceived benefit equals its cost; output follows orders and the calendar."""
        p = self.model.p
        noise = normal_quantile(self.model.u("margin", self.facts.index, 0))
        self.margin = effort.next_margin(self.margin, noise, p.margin_persistence, p.margin_spread, 0.0)
        benefit = effort.marginal_benefit(
            sum(self.cells), self.removal(), p.removal_lowest, p.removal_highest, self.visit_belief, p.perceived_found,
            self.certainty_belief, self.fine_belief, self.attention, p.perceived_risk, p.own_loss, 0.0, 0.0,
        )
        target = effort.target_effort(
            benefit, p.effort_cost, self.facts.workers, p.safety_subsidy, effort.financial_stress(self.margin), p.stress_weight
        )
        self.effort = effort.moved_effort(self.effort, target, peers_effort, p.peer_weight, p.effort_rate)
        self.output = effort.output_level(
            self.debt, self.model.is_sensitive(), p.output_sensitive_cut, self.stopped, p.output_stop_share, p.output_catch_up
        )
        self.debt = effort.output_debt(self.debt, self.output)
        self.stopped = False
