"""What a study does between two months to a world of either conductor, and what it reads of it.

Nothing here sets what a mechanism should bring about: attention, effort, beliefs and competence move only as the model's own
rules move them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from simulation.agents.inspector import Inspector
from simulation.distributions import binomial_count
from simulation.draws import STREAM, uniform
from simulation.engine import columns
from simulation.engine.clock import Clock
from simulation.engine.columns import Group
from simulation.engine.run import EngineModel
from simulation.engine.staff import put_in_post
from simulation.model import DistrictModel
from simulation.rules import attention, government, staff

TRIAL = STREAM["trial"]
HIRES = 16
"""Where the draws of the stream ``officer`` begin for one whom a study puts into a post."""
GROUPS = (columns.REALS, columns.SINGLES, columns.SHORTS, columns.BYTES, columns.WORDS, columns.MARKS, columns.NOTES)
"""Groups of columns that hold what a study may read of an enterprise."""
VISIBLE, LATENT = (0, 1), (2, 3)
"""Cells of a domain: ordinary and major hazards."""


class Hands(Protocol):
    """A world as a study handles it, whichever conductor runs it."""

    def read(self, name: str) -> Any:
        """A column of the enterprises by its name in ``engine/columns.py``: (enterprises,) float64."""

    def cells(self) -> Any:
        """Open hazards: (enterprises, cells)."""

    def looks(self, department: int) -> tuple[Any, Any, Any]:
        """Month of the last look, post of the last officer, visits by him in a row: three of (enterprises,)."""

    def estimates(self, department: int) -> Any:
        """A department's risk estimates at its last looks, in points: (enterprises,)."""

    def officers(self, department: int) -> dict[str, Any]:
        """Professional, experience and month of hiring of the officers: each (officers,)."""

    def brief(self, i: int) -> None:
        """The person in charge is briefed, or gets a letter that warns."""

    def certify(self, i: int) -> None:
        """Certify in the voluntary scheme."""

    def set_known(self, i: int, departments: Sequence[int], known: bool) -> None:
        """Enter an enterprise in the records of departments, or strike it off."""

    def correct(self, i: int, cells: Sequence[int], part: float) -> None:
        """Truly remove open hazards of these cells, each with probability ``part``."""

    def replace(self, department: int, post: int) -> None:
        """Put a new officer into a post."""

    def train(self, department: int, post: int, months: int) -> None:
        """Give an officer the training of so many months at once."""

    def make_professional(self, department: int, post: int) -> None:
        """Let an officer requalify as a specialist."""

    def press(self, department: int, legal_class: int) -> None:
        """The level above presses a department as after an accident of this legal class."""

    def charge(self, department: int, visits: float) -> None:
        """Take visits out of a department's capacity."""


class EngineHands:
    """Hands on the compiled engine."""

    def __init__(self, model: EngineModel) -> None:
        self.model = model

    @property
    def p(self) -> Any:
        """Parameters of the coming month."""
        return self.model.schedule.of(self.model.month, 1)[0][0]

    def read(self, name: str) -> Any:
        state = self.model.state
        for group, array in zip(GROUPS, (state.reals, state.singles, state.shorts, state.bytes, state.words, state.marks, state.notes), strict=True):
            row = _row(group, name)
            if row is not None:
                return array[row].astype(np.float64)
        raise KeyError(name)

    def cells(self) -> Any:
        return self.model.state.cells.astype(np.int64)

    def looks(self, department: int) -> tuple[Any, Any, Any]:
        state = self.model.state
        look, last = (state.files[row, department].astype(np.int64) for row in (columns.LAST_LOOK, columns.LAST_OFFICER))
        return look, last, state.rounds[columns.VISITS_IN_A_ROW, department].astype(np.int64)

    def estimates(self, department: int) -> Any:
        return self.model.state.files[columns.ESTIMATE, department] / columns.SIXTY_FOURTHS

    def officers(self, department: int) -> dict[str, Any]:
        posts, count = self.model.state.posts, int(self.model.state.desks[columns.OFFICERS, department])
        rows = {"professional": columns.PROFESSIONAL, "experience": columns.EXPERIENCE, "hired": columns.HIRED}
        return {name: posts[row, department, :count].copy() for name, row in rows.items()}

    def brief(self, i: int) -> None:
        reals = self.model.state.reals
        reals[columns.ATTENTION, i] = attention.raised(float(reals[columns.ATTENTION, i]), self.p.attention_by_briefing)

    def certify(self, i: int) -> None:
        self.model.state.shorts[columns.CERTIFIED, i] = int(self.p.scheme_months)

    def set_known(self, i: int, departments: Sequence[int], known: bool) -> None:
        state = self.model.state
        bits = _with_bits(int(state.words[columns.KNOWN, i]), departments, known)
        state.words[columns.KNOWN, i] = bits
        state.bytes[columns.COVERED, i] = np.count_nonzero(state.answered[state.bytes[columns.SECTOR, i]] & bits)

    def correct(self, i: int, cells: Sequence[int], part: float) -> None:
        model = self.model
        for cell in cells:
            count = int(model.state.cells[i, cell])
            luck = uniform(model.seed_key, model.world_key, TRIAL, i, model.month + model.district.burn_in, cell)
            model.state.cells[i, cell] -= binomial_count(count, part, luck)

    def replace(self, department: int, post: int) -> None:
        model = self.model
        clock = Clock(model.seed_key, model.world_key, model.month, model.month + model.district.burn_in)
        put_in_post(model.state, model.tables, self.p, clock, department, post, HIRES)

    def train(self, department: int, post: int, months: int) -> None:
        p, posts = self.p, self.model.state.posts
        skill, ceiling = float(posts[columns.SKILL, department, post]), float(posts[columns.CEILING, department, post])
        posts[columns.SKILL, department, post] = _trained(skill, ceiling, p, months)

    def make_professional(self, department: int, post: int) -> None:
        p, posts = self.p, self.model.state.posts
        if not posts[columns.PROFESSIONAL, department, post]:
            posts[columns.PROFESSIONAL, department, post] = 1.0
            posts[columns.CEILING, department, post] += p.professional_skill - p.lay_skill

    def press(self, department: int, legal_class: int) -> None:
        desks = self.model.state.desks
        desks[columns.PRESSURE, department] = attention.raised(float(desks[columns.PRESSURE, department]), _jump(self.p, legal_class))

    def charge(self, department: int, visits: float) -> None:
        self.model.state.desks[columns.CARRY, department] -= visits


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
        return _Values(values)

    def read(self, name: str) -> Any:
        for group in GROUPS:
            row = _row(group, name)
            if row is not None and group.columns[row].agent:
                return np.array([_attribute(e, group.columns[row].agent) for e in self.model.enterprises], np.float64)
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
        enterprise.known = _with_bits(enterprise.known, departments, known)

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
        officer.skill = _trained(officer.skill, officer.ceiling, self.p, months)

    def make_professional(self, department: int, post: int) -> None:
        officer = self._officer(department, post)
        if not officer.professional:
            officer.professional = True
            officer.ceiling += self.p.professional_skill - self.p.lay_skill

    def press(self, department: int, legal_class: int) -> None:
        own = self.model.departments[department]
        own.pressure = attention.raised(own.pressure, _jump(self.p, legal_class))

    def charge(self, department: int, visits: float) -> None:
        self.model.departments[department].carry -= visits

    def _officer(self, department: int, post: int) -> Inspector:
        return self.model.departments[department].officers[post]


class _Values:
    def __init__(self, values: dict[str, float]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(name)


def _row(group: Group, name: str) -> int | None:
    names = [column.name for column in group.columns]
    return names.index(name) if name in names else None


def _attribute(agent: Any, path: str) -> Any:
    for part in path.split("."):
        agent = getattr(agent, part)
    return agent


def _with_bits(known: int, departments: Sequence[int], value: bool) -> int:
    for department in departments:
        known = known | 1 << department if value else known & ~(1 << department)
    return known


def _trained(skill: float, ceiling: float, p: Any, months: int) -> float:
    for _ in range(months):
        skill = staff.learned_skill(skill, ceiling, p.skill_growth, max(p.training_days, p.training_normal), p.training_normal)
    return skill


def _jump(p: Any, legal_class: int) -> float:
    return government.pressure_jump(legal_class, p.pressure_by_general, p.pressure_by_larger, p.pressure_by_major)
