"""The conductor of the compiled engine: one world of a district, month by month, under one policy or several."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

import numpy as np

from simulation.cache_folder import PYTHON, is_whole
from simulation.district import POSTS_PER_DEPARTMENT, District, too_many_officers
from simulation.engine.beginning import begin
from simulation.engine.clock import Clock
from simulation.engine.columns import EVENT_DEATHS, GAPS_SET, LEADS_SET, SECTOR
from simulation.engine.month import advance
from simulation.engine.report import events_of, places_of
from simulation.engine.saving import Mark, read_state, write_state
from simulation.engine.schedule import Schedule
from simulation.engine.state import (
    EVENT_END,
    FINE,
    NAMED,
    POSTS_NEEDED,
    Sizes,
    copy_into,
    first_sizes,
    new_room,
    new_state,
)
from simulation.engine.tables import tables_of, with_matrix
from simulation.engine.workspace import Workspace
from simulation.matrix import Matrix, matrix_in, months_alike
from simulation.news import DISASTER, NOTHING_HEARD, NOTHING_TOLD, Heard, Told
from simulation.orders import NO_ORDERS, Orders, added_to
from simulation.outcomes import NUMBER, OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import drawn_enterprises
from simulation.results import Run
from simulation.rule import CACHE, COMPILED

CHUNK = 12
"""Months between two returns from compiled code."""
MOST_MONTHS = 30000
"""Months are held in 16 bits."""


def is_compiled() -> bool:
    """Whether the cache holds the compiled engine of just these sources, for this version of Python; plain Python needs none."""
    return not COMPILED or (CACHE is not None and any(is_whole(path) for path in CACHE.glob(f"month.advance*.{PYTHON}.*.nbc")))


class EngineModel:
    """One world of a district; ``advance`` goes on by months, negative months are the burn-in.

    Districts that are run one after the other in one thread may share a ``workspace``.
    """

    def __init__(
        self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int, workspace: Workspace | None = None
    ) -> None:
        self.district = district
        self.parameters = parameters.with_values(district.own_values(parameters))
        self.seed_key = seed
        self.world_key = world
        self.month = -district.burn_in
        self.tables = tables_of(district, int(parameters.most_exposed))
        self._matrix = district.responsibility
        """Who answers for what by the tables, and by the weights in the state."""
        self.history: list[Any] = []
        self.events: list[Any] = []
        self.schedule = Schedule(policy, self.parameters)
        self._sizes = first_sizes(district.enterprises)
        self._workspace = workspace
        self._spare: Any = None
        self._room: Any = None
        self._start()

    @property
    def policy(self) -> Policy:
        """The policy that holds from month 0 on."""
        return self.schedule.policy

    def _start(self) -> None:
        self._allocate()
        drawn = drawn_enterprises(self.district, self.parameters, self.seed_key, self.world_key)
        levers, _ = self.schedule.of(-1, 1)
        begin(self.state, self._room, self.tables, drawn, levers[0], self._clock())
        if self._room.counts[:EVENT_END].any():
            self._grow()
            self._start()

    def _allocate(self) -> None:
        self.state = new_state(self.district, self._sizes)
        self._allocate_spare()

    def _allocate_spare(self) -> None:
        zeros = np.zeros if self._workspace is None else self._workspace.zeros
        if self._workspace is not None:
            self._workspace.anew()
        self._spare = new_state(self.district, self._sizes, zeros)
        self._room = new_room(self.district, self._sizes, zeros)
        self._room.counts[:] = 0

    def _grow(self) -> None:
        needs = self._room.counts[:EVENT_END]
        if needs[POSTS_NEEDED] > POSTS_PER_DEPARTMENT:
            raise ValueError(too_many_officers(self.district.name, needs[POSTS_NEEDED]))
        self._sizes = Sizes(*(max(size, int(need)) for size, need in zip(self._sizes, needs, strict=True)))

    def _clock(self) -> Clock:
        return Clock(self.seed_key, self.world_key, self.month, self.month + self.district.burn_in)

    def under(self, policy: Policy, district: District | None = None) -> EngineModel:
        """The same world at the same month, from now on under another policy.

        ``district`` is this one with another ``responsibility``, which holds from now on; whatever else differs is not looked at.
        """
        other = object.__new__(EngineModel)
        other.__dict__.update(self.__dict__)
        other.schedule, other.history, other.events = Schedule(policy, self.parameters), [], []
        other._allocate()
        copy_into(other.state, self.state)
        if district is not None:
            other.district = district
        return other

    def rest(self) -> None:
        """Let go of what only passing months need; it is made again when they do."""
        self._spare = self._room = None

    def advance(self, months: int, passed: Callable[[int], None], orders: Orders = NO_ORDERS) -> None:
        """Go on by some months, each noted down in ``orders``; ``passed`` is told how many, now and then."""
        self.check_length(months)
        while months > 0:
            # The burn-in ends a chunk: the baseline holds up to there.  So does a month in which others answer for something from now on.
            count = min(months, CHUNK, -self.month if self.month < 0 else months_alike(self.policy, self.month))
            self._advance_chunk(count, NOTHING_HEARD, orders)
            months -= count
            passed(count)

    def check_length(self, months: int) -> None:
        """``ValueError`` if so many months more are more than a run may have."""
        if self.month + self.district.burn_in + months > MOST_MONTHS:
            raise ValueError(f"{months} months after a burn-in of {self.district.burn_in} are more than {MOST_MONTHS}")

    def advance_beside(self, heard: Heard = NOTHING_HEARD, orders: Orders = NO_ORDERS) -> Told:
        """One month beside other districts, with orders: what is heard of them, and what they can hear of this one."""
        history = self._advance_chunk(1, heard, orders)
        published, end = int(history[0, NUMBER["publications"]]), self._room.counts[EVENT_END]
        deaths = self._room.events[EVENT_DEATHS, :end]
        deaths = deaths[deaths >= DISASTER]
        if not published and not len(deaths):
            return NOTHING_TOLD
        named, fines = self._room.published[NAMED, :published].astype(np.int64), self._room.published[FINE, :published]
        return Told(np.vstack([self.state.bytes[SECTOR][named], fines]), deaths[None, :].copy())

    def monthly(self) -> dict[str, np.ndarray]:
        """Each outcome since month 0, by name: (months,) float64."""
        history = np.concatenate([np.zeros((0, len(OUTCOMES))), *self.history])
        return {outcome.name: history[:, number].copy() for number, outcome in enumerate(OUTCOMES)}

    def run(self) -> Run:
        """What came of it since month 0, which is nothing if none has passed."""
        return Run(
            self.district.name, self.policy.name, self.seed_key, self.world_key, sum(len(part) for part in self.history), self.monthly(),
            [event for events in self.events for event in events_of(self.district, self.state, events)],
            places_of(self.district, self.state),
        )

    def save(self, file: IO[bytes]) -> Mark:
        """Write the state, to be restored by ``restore`` into this model or another of the same world."""
        write_state(file, self.state)
        return Mark(self._sizes, self.month, self._matrix)

    def restore(self, file: IO[bytes], mark: Mark, schedule: Schedule) -> None:
        """Read the state that ``save`` wrote, and go on from there under another schedule with nothing counted yet.

        Raises ``OSError`` where the file ends early.
        """
        sizes, self.month, matrix = mark
        self._answer(matrix)
        if any(own < saved for own, saved in zip(self._sizes, sizes, strict=True)):
            self._sizes = Sizes(*map(max, self._sizes, sizes))
            self._allocate()
        if sizes != self._sizes:
            small = new_state(self.district, sizes)
            read_state(file, small)
            for array in self.state:
                array.fill(0)
            copy_into(self.state, small)
        else:
            read_state(file, self.state)
        self.schedule, self.history, self.events = schedule, [], []

    def _answer(self, matrix: Matrix) -> None:
        """Let the tables be those of a matrix."""
        if matrix != self._matrix:
            self._matrix, self.tables = matrix, with_matrix(self.tables, matrix)

    def _advance_chunk(self, months: int, heard: Heard, orders: Orders) -> Any:
        if self._spare is None:
            self._allocate_spare()
        matrix = matrix_in(self.district, self.policy, self.month)
        if matrix != self._matrix:
            self._answer(matrix)
            # The weights stand for no levers: the first month makes them anew.
            self.state.government[LEADS_SET] = self.state.government[GAPS_SET] = -1.0
        levers, programmes = self.schedule.of(self.month, months)
        history = np.zeros((months, len(OUTCOMES)))
        copy_into(self._spare, self.state)
        before_them = [array.copy() for array in added_to(orders)]
        while True:
            self._room.counts[:] = 0
            advance(self.state, self._room, self.tables, self._clock(), levers, programmes, heard, orders, history)
            if not self._room.counts[:EVENT_END].any():
                break
            # Something was too small, and what came after it is void: again from the start, with more room.
            self._grow()
            before = new_state(self.district, self._sizes)
            copy_into(before, self._spare)
            self._allocate()
            copy_into(self.state, before)
            copy_into(self._spare, before)
            for array, held in zip(added_to(orders), before_them, strict=True):
                array[...] = held
            orders.visited[...] = 0
        if self.month >= 0:
            self.history.append(history)
            if self._room.counts[EVENT_END]:
                self.events.append(self._room.events[:, :self._room.counts[EVENT_END]].copy())
        self.month += months
        return history
