"""Hands on the compiled engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.acts.hands import GROUPS, HIRES, TRIAL, jump, row, trained, with_bits
from simulation.distributions import binomial_count
from simulation.draws import uniform
from simulation.engine import columns
from simulation.engine.clock import Clock
from simulation.engine.run import EngineModel
from simulation.engine.staff import put_in_post
from simulation.engine.stock import change_by_hand
from simulation.rules import attention


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
            at = row(group, name)
            if at is not None:
                return array[at].astype(np.float64)
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
        bits = with_bits(int(state.words[columns.KNOWN, i]), departments, known)
        state.words[columns.KNOWN, i] = bits
        state.bytes[columns.COVERED, i] = np.count_nonzero(state.answered[state.bytes[columns.SECTOR, i]] & bits)

    def correct(self, i: int, cells: Sequence[int], part: float) -> None:
        model = self.model
        for cell in cells:
            count = int(model.state.cells[i, cell])
            luck = uniform(model.seed_key, model.world_key, TRIAL, i, model.month + model.district.burn_in, cell)
            change_by_hand(model.state, model.tables, i, cell, -binomial_count(count, part, luck))

    def replace(self, department: int, post: int) -> None:
        model = self.model
        clock = Clock(model.seed_key, model.world_key, model.month, model.month + model.district.burn_in)
        put_in_post(model.state, model.tables, self.p, clock, department, post, HIRES)

    def train(self, department: int, post: int, months: int) -> None:
        p, posts = self.p, self.model.state.posts
        skill, ceiling = float(posts[columns.SKILL, department, post]), float(posts[columns.CEILING, department, post])
        posts[columns.SKILL, department, post] = trained(skill, ceiling, p, months)

    def make_professional(self, department: int, post: int) -> None:
        p, posts = self.p, self.model.state.posts
        if not posts[columns.PROFESSIONAL, department, post]:
            posts[columns.PROFESSIONAL, department, post] = 1.0
            posts[columns.CEILING, department, post] += p.professional_skill - p.lay_skill

    def press(self, department: int, legal_class: int) -> None:
        desks = self.model.state.desks
        desks[columns.PRESSURE, department] = attention.raised(float(desks[columns.PRESSURE, department]), jump(self.p, legal_class))

    def charge(self, department: int, visits: float) -> None:
        self.model.state.desks[columns.CARRY, department] -= visits
