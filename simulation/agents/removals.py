"""What an enterprise removes of its open hazards by itself, and by the self-checks that the rules and a certificate ask for."""

from __future__ import annotations

import mesa

from simulation.agents.world import CELLS_PER_DOMAIN, World
from simulation.distributions import binomial_count
from simulation.population import EnterpriseFacts
from simulation.rules import hazards

REMOVALS = 1
"""First word of the block ``hazards`` that belongs to removals: one to each kind."""
VISIBLE_ORDINARY, VISIBLE_MAJOR, LATENT = (0,), (1,), (2, 3)
"""Hazards that are removed together, by the number of their cell in a domain."""
LOTS = 512
"""Numbers of the stream ``removed`` that belong to each of them."""


class OwnRemoval(mesa.Agent):  # type: ignore[misc]
    """An enterprise as far as it removes hazards."""

    model: World
    facts: EnterpriseFacts
    cells: list[int]
    known: int
    certified: int
    effort: float
    competence: float
    attention: float

    def remove_hazards(self) -> None:
        """Remove some hazards of each kind."""
        removal = self.removal()
        slow = hazards.latent_removal(removal, self.model.p.latent_removal_factor)
        for kind, of_kind in enumerate((VISIBLE_ORDINARY, VISIBLE_MAJOR, LATENT)):
            cells = [cell for cell in range(len(self.cells)) if cell % CELLS_PER_DOMAIN in of_kind]
            self.lose(kind, cells, slow if of_kind is LATENT else removal)

    def lose(self, kind: int, cells: list[int], chance: float) -> None:
        """Remove some of the hazards of a kind: how many by one draw, which of them by lot."""
        index, left = self.facts.index, sum(self.cells[cell] for cell in cells)
        for number in range(binomial_count(left, chance, self.model.word("hazards", index, 0, REMOVALS + kind))):
            drawn = int(self.model.word("removed", index, LOTS * kind + number, 0) * left)
            for cell in cells:
                drawn -= self.cells[cell]
                if drawn < 0:
                    self.cells[cell] -= 1
                    break
            left -= 1

    def removal(self) -> float:
        """Monthly probability that it removes a visible hazard itself."""
        p = self.model.p
        own = hazards.removal_probability(self.effort, self.competence, p.removal_lowest, p.removal_highest)
        return hazards.self_check_removal(own, self.self_checks(), self.genuine_share(), p.self_check_yield)

    def self_checks(self) -> float:
        """Self-checks a year that the rules and a certificate ask for."""
        p = self.model.p
        return (p.self_inspection if self.known else 0.0) + (p.scheme_checks if self.certified else 0.0)

    def genuine_share(self) -> float:
        """Share of them that is done and not merely filed."""
        return hazards.self_check_genuineness(self.attention, self.model.p.self_inspection_audit)
