"""Hands on the Mesa model."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.acts.hands import GROUPS, HIRES, jump, row, trained, with_bits
from simulation.agents.inspector import Inspector
from simulation.distributions import binomial_count
from simulation.model import DistrictModel
from simulation.rules import attention


class AgentHands:
    """Hands on the Mesa model."""

    def __init__(self, model: DistrictModel) -> None:
        self.model = model

    @property
    def p(self) -> Any:
        """Parameters of the coming month."""
        model = self.model
        values = dict(model.parameters)
        if model.month >= 0:
            values.update(model.policy.levers_in(model.month, model.parameters))
        return SimpleNamespace(**values)

    def read(self, name: str) -> Any:
        for group in GROUPS:
            at = row(group, name)
            if at is not None and group.columns[at].agent:
                return np.array([_attribute(e, group.columns[at].agent) for e in self.model.enterprises], np.float64)
        if name == "open_hazards":
            return self.cells().sum(axis=1).astype(np.float64)
        raise KeyError(name)

    def cells(self) -> Any:
        return np.array([enterprise.cells for enterprise in self.model.enterprises])

    def looks(self, department: int) -> tuple[Any, Any, Any]:
        own = self.model.departments[department]
        return np.array(own.last_look), np.array(own.last_officer), np.array(own.run)

    def estimates(self, department: int) -> Any:
        return np.array(self.model.departments[department].estimate)

    def officers(self, department: int) -> dict[str, Any]:
        own = self.model.departments[department].officers
        return {name: np.array([float(getattr(officer, name)) for officer in own]) for name in ("professional", "experience", "hired")}

    def brief(self, i: int) -> None:
        enterprise = self.model.enterprises[i]
        enterprise.attention = attention.raised(enterprise.attention, self.p.attention_by_briefing)

    def certify(self, i: int) -> None:
        self.model.enterprises[i].certified = int(self.p.scheme_months)

    def set_known(self, i: int, departments: Sequence[int], known: bool) -> None:
        enterprise = self.model.enterprises[i]
        enterprise.known = with_bits(enterprise.known, departments, known)

    def correct(self, i: int, cells: Sequence[int], part: float) -> None:
        enterprise = self.model.enterprises[i]
        for cell in cells:
            enterprise.cells[cell] -= binomial_count(enterprise.cells[cell], part, self.model.u("trial", i, cell))

    def replace(self, department: int, post: int) -> None:
        officer = self._officer(department, post)
        before, self.model.p = self.model.p, self.p
        officer.hire(HIRES)
        self.model.p = before

    def train(self, department: int, post: int, months: int) -> None:
        officer = self._officer(department, post)
        officer.skill = trained(officer.skill, officer.ceiling, self.p, months)

    def make_professional(self, department: int, post: int) -> None:
        officer = self._officer(department, post)
        if not officer.professional:
            officer.professional = True
            officer.ceiling += self.p.professional_skill - self.p.lay_skill

    def press(self, department: int, legal_class: int) -> None:
        own = self.model.departments[department]
        own.pressure = attention.raised(own.pressure, jump(self.p, legal_class))

    def charge(self, department: int, visits: float) -> None:
        self.model.departments[department].carry -= visits

    def _officer(self, department: int, post: int) -> Inspector:
        return self.model.departments[department].officers[post]


def _attribute(agent: Any, path: str) -> Any:
    for part in path.split("."):
        agent = getattr(agent, part)
    return agent
