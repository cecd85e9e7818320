"""An inspector: a post in a department and the officer who holds it now."""

from __future__ import annotations

import mesa

from simulation.agents.world import Desk, World
from simulation.district import POSTS_PER_DEPARTMENT
from simulation.rules import staff

FIRST, REQUALIFYING, SUCCESSOR = 0, 4, 8
"""Where the draws of the stream ``officer`` begin: who opens a post, whether he requalifies, who follows him."""
EXPERIENCED = 60  # months in the post of the officers whom the first month finds there


class Inspector(mesa.Agent):  # type: ignore[misc]
    """Post ``number`` of a department; officers follow one another in it, each drawn by the month of hiring."""

    model: World

    def __init__(self, model: World, department: Desk, number: int) -> None:
        super().__init__(model)
        self.department = department
        self.key = department.number * POSTS_PER_DEPARTMENT + number
        self.specialist: tuple[int, ...] = department.plan.specialist_domains
        self.hire(FIRST)
        if model.is_first_month():
            self.experience = EXPERIENCED

    def hire(self, first_draw: int) -> None:
        """Fill the post with a new officer, drawn from the given number of the stream ``officer`` on."""
        p, u = self.model.p, self.model.u
        share = p.professional_share * self.department.plan.professional_factor
        self.professional = u("officer", self.key, first_draw) < share
        self.skill = staff.hired_skill(
            u("officer", self.key, first_draw + 1), self.professional, p.lay_skill, p.professional_skill, p.skill_spread
        )
        self.ceiling = self.skill + p.skill_ceiling
        self.leniency = min(1.0, 2.0 * p.leniency_mean * u("officer", self.key, first_draw + 2))
        self.integrity = 1.0 - min(1.0, 2.0 * (1.0 - p.integrity_mean) * u("officer", self.key, first_draw + 3))
        self.experience = 0
        self.hired = self.model.month

    def month(self) -> None:
        """Leave and be replaced, or learn; requalify where the share of professionals is to rise."""
        p = self.model.p
        if self.model.u("turnover", self.key, 0) < staff.turnover_probability(p.turnover, p.officer_pay, p.turnover_pay_response):
            self.hire(SUCCESSOR)
            return
        self.experience += 1
        self.skill = staff.learned_skill(self.skill, self.ceiling, p.skill_growth, p.training_days, p.training_normal)
        if not self.professional and self.model.u("officer", self.key, REQUALIFYING) < staff.requalifying_probability(
            p.professional_share, p.professional_normal, p.training_days, p.requalifying_days
        ):
            self.professional = True
            self.ceiling += p.professional_skill - p.lay_skill

    @property
    def able(self) -> float:
        """Skill that the officer brings to bear at this point of his service."""
        p = self.model.p
        return staff.seasoned_skill(self.skill, self.experience, p.novice_loss, p.novice_months)

    def is_specialist(self, domain: int) -> bool:
        """Whether the officer is trained for a hazard domain."""
        return self.professional and domain in self.specialist
