"""The conductor of the compiled engine: one world of a district, month by month, under one policy or several."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from simulation.district import District
from simulation.engine.beginning import begin
from simulation.engine.clock import Clock
from simulation.engine.month import advance
from simulation.engine.report import events_of, places_of
from simulation.engine.state import EVENT_END, POSTS_NEEDED, Sizes, copy_into, new_room, new_state
from simulation.engine.tables import tables_of
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import drawn_enterprises
from simulation.results import Run
from simulation.rule import COMPILED

CHUNK = 12
"""Months between two returns from compiled code."""
MOST_POSTS = 254
"""Posts of a department are held in 8 bits."""
MOST_MONTHS = 30000
"""Months are held in 16 bits."""


def is_compiled() -> bool:
    """Whether the cache holds the compiled engine of just these sources; plain Python needs none."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    return not COMPILED or (folder is not None and any(Path(folder).rglob("month.advance*.nbc")))


class EngineModel:
    """One world of a district; ``advance`` goes on by months, negative months are the burn-in."""

    def __init__(self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int) -> None:
        self.district = district
        self.policy = policy
        self.parameters = parameters
        self.seed_key = seed
        self.world_key = world
        self.month = -district.burn_in
        self.tables = tables_of(district, int(parameters.most_exposed))
        self.history: list[Any] = []
        self.events: list[Any] = []
        self._sizes = Sizes()
        self._record = np.dtype((np.record, [(name, np.float64) for name in parameters]))
        self._start()

    def _start(self) -> None:
        self._allocate()
        drawn = drawn_enterprises(self.district, self.parameters, self.seed_key, self.world_key)
        levers, _ = self._levers(-1, 1)
        begin(self.state, self._room, self.tables, drawn, levers[0], self._clock())
        if self._room.counts[:EVENT_END].any():
            self._grow()
            self._start()

    def _allocate(self) -> None:
        self.state = new_state(self.district, self._sizes)
        self._spare = new_state(self.district, self._sizes)
        self._room = new_room(self.district, self._sizes)

    def _grow(self) -> None:
        needs = self._room.counts[:EVENT_END]
        if needs[POSTS_NEEDED] > MOST_POSTS:
            raise ValueError(
                f"a department of district {self.district.name!r} has {needs[POSTS_NEEDED]} officers; "
                f"the compiled engine takes {MOST_POSTS}, engine='mesa' any number")
        self._sizes = Sizes(*(max(size, int(need)) for size, need in zip(self._sizes, needs, strict=True)))

    def _clock(self) -> Clock:
        return Clock(self.seed_key, self.world_key, self.month, self.month + self.district.burn_in)

    def under(self, policy: Policy) -> EngineModel:
        """The same world at the same month, from now on under another policy."""
        other = object.__new__(EngineModel)
        other.__dict__.update(self.__dict__)
        other.policy, other.history, other.events = policy, [], []
        other._allocate()
        copy_into(other.state, self.state)
        return other

    def advance(self, months: int, passed: Callable[[int], None]) -> None:
        """Go on by some months; ``passed`` is told how many, now and then."""
        if self.month + self.district.burn_in + months > MOST_MONTHS:
            raise ValueError(f"{months} months after a burn-in of {self.district.burn_in} are more than {MOST_MONTHS}")
        while months > 0:
            # The burn-in ends a chunk: the baseline holds up to there.
            count = min(months, CHUNK, -self.month if self.month < 0 else CHUNK)
            self._advance_chunk(count)
            months -= count
            passed(count)

    def run(self) -> Run:
        """What came of it since month 0."""
        history = np.concatenate(self.history)
        return Run(
            self.district.name, self.policy.name, self.seed_key, self.world_key, len(history),
            {outcome.name: history[:, number].copy() for number, outcome in enumerate(OUTCOMES)},
            events_of(self.district, self.state, np.concatenate(self.events, axis=1)), places_of(self.district, self.state),
        )

    def _advance_chunk(self, months: int) -> None:
        levers, programmes = self._levers(self.month, months)
        history = np.zeros((months, len(OUTCOMES)))
        copy_into(self._spare, self.state)
        while True:
            self._room.counts[:] = 0
            advance(self.state, self._room, self.tables, self._clock(), levers, programmes, history)
            if not self._room.counts[:EVENT_END].any():
                break
            # Something was too small, and what came after it is void: again from the start, with more room.
            self._grow()
            before = self._spare
            self._allocate()
            copy_into(self.state, before)
            copy_into(self._spare, before)
        if self.month >= 0:
            self.history.append(history)
            self.events.append(self._room.events[:, :self._room.counts[EVENT_END]].copy())
        self.month += months

    def _levers(self, first: int, months: int) -> tuple[Any, Any]:
        """Parameter values and yuan of the programmes, month by month; before month 0 the baseline holds."""
        levers = np.recarray(months, self._record)
        levers[:] = tuple(self.parameters.values())
        programmes = np.zeros(months)
        if first >= 0:
            for step in range(months):
                programmes[step] = self.policy.programme_cost_in(first + step)
                for name, value in self.policy.levers_in(first + step, self.parameters).items():
                    levers[name][step] = value
        return levers, programmes
