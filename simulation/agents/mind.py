"""What an enterprise has learned: attention, memory, competence, beliefs, lessons of published cases, and how they fade."""

from __future__ import annotations

import mesa

from simulation.agents.world import World
from simulation.population import BELIEF_AT_FIRST, EnterpriseFacts
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
        self.visit_belief = BELIEF_AT_FIRST
        self.certainty_belief = p.certainty_unseen
        self.fine_belief = p.fine_tariff
        self.publications_seen = 0.0
        self.closed_causes = 0.0

    def startle(self, jump: float) -> None:
        """An accident, its own or another's, raises attention and stays in memory."""
        self.attention = attention.raised(self.attention, jump)
        self.memory = attention.raised(self.memory, jump)

    def own_competence(self, certified: bool) -> float:
        """Competence to which it returns."""
        return incentives.certified_competence(self.model.p.competence_mean, certified, self.model.p.scheme_competence)

    def fade(self, base: float, certified: bool, visits: int, peers_visited: float, peers_posted: float) -> None:
        """All returns to its base, that of attention being ``base`` without memories; a month of visits or none moves the belief in visits."""
        p = self.model.p
        self.attention = attention.faded(self.attention, attention.lifted_base(base, self.memory, p.memory_weight), p.attention_fading)
        self.memory = attention.faded(self.memory, 0.0, p.memory_fading)
        if p.cause_by_publication > 0.0:
            self.closed_causes = attention.faded(self.closed_causes, 0.0, p.cause_fading)
        self.competence = attention.faded(self.competence, self.own_competence(certified), p.competence_fading)
        self.visit_belief = beliefs.visit_belief(
            self.visit_belief, visits, peers_visited, peers_posted, p.belief_rate, p.belief_fading, p.peer_visit_weight, p.posted_weight)

    def move_on(self, base: float, able: float) -> None:
        """Part of what was learned goes along to another site; ``base`` and ``able`` are attention and competence of one who has learned nothing."""
        p, kept = self.model.p, self.model.p.site_kept
        self.attention = attention.carried_along(self.attention, base, kept)
        self.competence = attention.carried_along(self.competence, able, kept)
        self.visit_belief = attention.carried_along(self.visit_belief, BELIEF_AT_FIRST, kept)
        self.certainty_belief = attention.carried_along(self.certainty_belief, p.certainty_unseen, kept)
        self.fine_belief = attention.carried_along(self.fine_belief, p.fine_tariff, kept)
        self.closed_causes = attention.carried_along(self.closed_causes, 0.0, kept)
