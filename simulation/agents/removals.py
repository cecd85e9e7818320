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
UNWATCHED = 3
"""Number of the first kind of hazards that nobody watches; their words are those of the second block."""
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
        """Remove some hazards of each kind; those that nobody watches are a group of their own, with draws of their own."""
        p = self.model.p
        removal = self.removal()
        slow = hazards.latent_removal(removal, p.latent_removal_factor)
        for kind, of_kind in enumerate((VISIBLE_ORDINARY, VISIBLE_MAJOR, LATENT)):
            cells = [cell for cell in range(len(self.cells)) if cell % CELLS_PER_DOMAIN in of_kind]
            chance = slow if of_kind is LATENT else removal
            if p.unwatched_removal == 1.0:
                self.lose(kind, cells, chance, self.model.word("hazards", self.facts.index, 0, REMOVALS + kind))
                continue
            watched = [cell for cell in cells if self.is_watched(cell // CELLS_PER_DOMAIN)]
            unwatched = [cell for cell in cells if not self.is_watched(cell // CELLS_PER_DOMAIN)]
            self.lose(kind, watched, chance, self.model.word("hazards", self.facts.index, 0, REMOVALS + kind))
            neglected = hazards.unwatched_removal(chance, p.unwatched_removal)
            self.lose(UNWATCHED + kind, unwatched, neglected, self.model.word("hazards", self.facts.index, 1, kind))

    def is_watched(self, domain: int) -> bool:
        """Whether a department that knows it answers for a domain."""
        return bool(self.model.mandates.answered[self.facts.sector][domain] & self.known)

    def lose(self, kind: int, cells: list[int], chance: float, luck: float) -> None:
        """Remove some of the hazards of a kind: how many by ``luck``, which of them by lot."""
        index, left = self.facts.index, sum(self.cells[cell] for cell in cells)
        for number in range(binomial_count(left, chance, luck)):
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
