"""What an enterprise has learned: attention, memory, competence and beliefs, and how they fade."""

from __future__ import annotations

import mesa

from simulation.agents.world import World
from simulation.population import EnterpriseFacts
from simulation.rules import attention, beliefs, incentives


class Mind(mesa.Agent):  # type: ignore[misc]
    """What the people of an enterprise attend to, can do and believe."""

    model: World

    def __init__(self, model: World, facts: EnterpriseFacts) -> None:
        super().__init__(model)
        p = model.p
        self.facts = facts
        self.attention = facts.attention
        self.memory = 0.0
        self.competence = p.competence_mean
        self.visit_belief = 0.03
        self.certainty_belief = p.certainty_unseen
        self.fine_belief = p.fine_tariff
        self.publications_seen = 0.0

    def startle(self, jump: float) -> None:
        """An accident, its own or another's, raises attention and stays in memory."""
        self.attention = attention.raised(self.attention, jump)
        self.memory = attention.raised(self.memory, jump)

    def fade(self, certified: bool, visits: int, peers_visited: float, peers_posted: float) -> None:
        """Attention, memory and competence fade; a month of visits or none moves the belief in visits."""
        p = self.model.p
        base = attention.lifted_base(self.facts.attention, self.memory, p.memory_weight)
        self.attention = attention.faded(self.attention, base, p.attention_fading)
        self.memory = attention.faded(self.memory, 0.0, p.memory_fading)
        able = incentives.certified_competence(p.competence_mean, certified, p.scheme_competence)
        self.competence = attention.faded(self.competence, able, p.competence_fading)
        self.visit_belief = beliefs.visit_belief(
            self.visit_belief, visits, peers_visited, peers_posted, p.belief_rate, p.peer_visit_weight, p.posted_weight)
