"""A world settled once, and courses of it under policies: gone on with month by month, stopped, watched, filmed.

``simulate_policies`` stands on this.  What it adds: a course can be looked at before it is over, stopped and gone on with, and one settled
world serves any number of courses, in any number of threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Unpack, get_args

import numpy as np

from simulation.asked import (
    Stop,
    check_cells,
    check_going_on,
    check_kinds,
    check_numbers,
    check_policy,
    check_responsibility,
    is_over,
    whole,
)
from simulation.breakdowns import breakdowns_of, check_breakdowns, note_taking
from simulation.by_enterprise import Keeper, check_names
from simulation.district import District
from simulation.engine.run import CHUNK, EngineModel
from simulation.film import Camera, Film
from simulation.orders import NO_ORDERS, Orders
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.results import Run
from simulation.worlds import CompiledWorld, EitherWorld

if TYPE_CHECKING:  # what Mesa brings takes a second to import, and the compiled engine needs none of it
    from simulation.agents.classes import AgentClasses

Engine = Literal["compiled", "mesa"]
ENGINES: tuple[str, ...] = get_args(Engine)
PATIENCE = 0.02
"""Seconds of work between two questions whether to stop: under half of what is promised, since months differ."""


class StoppedError(Exception):
    """A burn-in ended early because its ``stop`` said so."""


def check_request(months: int, seed: int, world: int, engine: str) -> tuple[int, int, int]:
    """Months, seed and world as Python's numbers; ``ValueError`` unless months is positive, seed and world lie in their ranges and the engine is one of these; ``TypeError`` for no whole numbers."""
    if engine not in ENGINES:
        raise ValueError(f"engine is {engine!r}; it must be one of {', '.join(ENGINES)}")
    return check_numbers(months, seed, world)


def refuse_classes(given: AgentClasses, engine: str) -> None:
    """Refuse what ``simulation.agents.classes.check_classes`` refuses."""
    if given:
        from simulation.agents.classes import check_classes

        check_classes(given, engine)


def settle(
    district: District, parameters: Parameters, *, seed: int = 0, world: int = 0, engine: Engine = "compiled", stop: Stop | None = None,
    passed: Callable[[int], None] | None = None, **classes: Unpack[AgentClasses],
) -> Settled:
    """Draw a world and pass its burn-in, which no policy touches.

    ``stop`` is asked as in ``Course.advance``; ``passed`` is told of months that have passed.  The other arguments and the errors raised are
    those of ``simulate_policies``; ``StoppedError`` where ``stop`` ended it.
    """
    _, seed, world = check_request(1, seed, world, engine)
    check_kinds(district, parameters)
    check_going_on(stop, passed)
    refuse_classes(classes, engine)
    begun: EitherWorld
    if engine == "compiled":
        begun = CompiledWorld(EngineModel(district, BASELINE, parameters, seed, world))
    else:
        from simulation.agent_worlds import AgentWorld
        from simulation.model import DistrictModel

        begun = AgentWorld(DistrictModel(district, BASELINE, parameters, seed, world, **classes))
    if _Pace().advance(begun, district.burn_in, stop, passed or _nobody) < district.burn_in:
        raise StoppedError("stopped before the burn-in was over")
    return Settled(begun, parameters)


class Settled:
    """A world at month 0: its burn-in is over and no policy has begun.

    No course changes it, so that any number of them may start from it, in any number of threads at the same time.
    """

    def __init__(self, world: EitherWorld, parameters: Parameters) -> None:
        world.rest()
        self._world = world
        self._parameters = parameters

    @property
    def district(self) -> District:
        return self._world.district

    @property
    def world(self) -> EitherWorld:
        """The world itself, to be read and not to be changed."""
        return self._world

    def start(
        self, policy: Policy = BASELINE, district: District | None = None, *, by_enterprise: Sequence[str] = (), breakdowns: Sequence[str] = (),
        film: bool = False,
    ) -> Course:
        """A course of this world under a policy, at month 0.

        ``district``: the settled one with another ``responsibility``, as ``dataclasses.replace`` gives it.  It holds from month 0 on, as a
        policy does: what enterprises believe, what departments know and what lies open are what the settled district's matrix left.
        Who had that matrix always is another district, with a burn-in of its own.
        ``by_enterprise``, ``breakdowns``: as in ``simulate_policies``; ``film``: whether it is filmed.  First and last end each month in Python.
        Raises ``ValueError`` for names that cannot be kept, for a lever that is not there, outside its hard range or set twice in a month, and for a
        district that differs in anything else or whose matrix is none; ``TypeError`` for what is no policy, district or matrix at all.
        """
        check_policy(policy, self._parameters)
        check_cells([policy], self.district)
        check_names(by_enterprise)
        check_breakdowns(breakdowns)
        if district is not None:
            check_responsibility(self.district, district)
        return Course(self._world.under(policy, district), by_enterprise, breakdowns, film)


class Course:
    """A world on its way under one policy; one thread at a time goes on with it."""

    def __init__(self, world: EitherWorld, by_enterprise: Sequence[str], breakdowns: Sequence[str], film: bool) -> None:
        self.month = 0
        """Months that have passed."""
        self._world = world
        self._pace = _Pace()
        self._keeper = Keeper(by_enterprise, world.district) if by_enterprise else None
        self._camera = Camera(world.district) if film else None
        self._breakdowns = tuple(breakdowns)
        self._orders = note_taking(world.district, breakdowns, film or (self._keeper is not None and self._keeper.reads_notes), film)
        self._notes = np.zeros_like(self._orders.notes)
        """Notes of months that were closed one by one: whole parts of one, whose sum is the same however they are put together."""

    @property
    def world(self) -> EitherWorld:
        """The world itself."""
        return self._world

    def advance(self, months: int, stop: Stop | None = None, passed: Callable[[int], None] | None = None) -> int:
        """Go on by some months; how many have passed, which is fewer where ``stop`` ended it, and then another call goes on.

        ``stop`` is asked before the first month and then every 20 milliseconds of work or so, at the least after each month; where it is
        called or set, the call returns within 50 milliseconds of work, unless one month of the district takes longer.  ``passed`` is told of
        months that have passed; what it raises ends the call, and the months of which it was told have passed.  No number depends
        on how months are divided among calls.  Raises ``ValueError`` for a negative number of months and for more than a run may have, ``TypeError``
        for what is no whole number, and for a ``stop`` or ``passed`` that cannot be asked or told.
        """
        check_going_on(stop, passed)
        if (months := whole("months", months)) < 0:
            raise ValueError(f"months is {months}; it must not be negative")
        self._world.check_length(months)
        told = passed or _nobody

        def note(count: int) -> None:
            self.month += count
            told(count)

        if self._keeper is None and self._camera is None:
            return self._pace.advance(self._world, months, stop, note, self._orders)
        if self._keeper is not None:
            self._keeper.make_room(months)
        for done in range(months):
            if is_over(stop):
                return done
            self._world.step(self._orders)
            self._close()
            note(1)
        return months

    def monthly(self) -> dict[str, np.ndarray]:
        """The outcomes so far, by name: each (months passed,) float64."""
        return self._world.monthly()

    def film(self) -> Film:
        """The film so far; ``ValueError`` where none was asked for at the start."""
        if self._camera is None:
            raise ValueError("this course is not filmed; start it with film=True")
        return self._camera.film(self._world.hands())

    def run(self) -> Run:
        """What came of it so far, as ``simulate`` would give it for as many months."""
        found = self._world.run()
        if self._keeper is not None:
            found.by_enterprise = self._keeper.kept(self._world.hands())
        if self._breakdowns:
            found.breakdowns = breakdowns_of(
                self._breakdowns, self._world.district, self._world.hands(), self._notes + self._orders.notes, self._orders, self.month)
        return found

    def _close(self) -> None:
        hands = self._world.hands()
        if self._keeper is not None:
            self._keeper.close(self._orders.notes, hands)
        if self._camera is not None:
            self._camera.close(self._orders, hands)
        self._notes += self._orders.notes
        self._orders.notes[...] = 0.0


class _Pace:
    """Goes on in pieces that are long enough to cost nothing and short enough to be stopped between them."""

    def __init__(self) -> None:
        self._month = 0.0
        """Seconds of work that a month takes, as far as is known."""

    def advance(self, world: EitherWorld, months: int, stop: Stop | None, passed: Callable[[int], None], orders: Orders = NO_ORDERS) -> int:
        if stop is None:
            world.advance(months, passed, orders)
            return months
        done = 0
        while done < months and not is_over(stop):
            count = min(months - done, CHUNK, max(1, int(PATIENCE / self._month)) if self._month else 1)
            begun = time.thread_time()
            world.advance(count, passed, orders)
            # Never less than half of what it was: a month may have been a light one.
            self._month = max((time.thread_time() - begun) / count, self._month / 2, 1e-9)
            done += count
        return done




def _nobody(count: int) -> None:
    """Nobody wants to be told."""
