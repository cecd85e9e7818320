"""One world on either engine, behind one face: what a course asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from simulation.acts import EngineHands, Hands
from simulation.district import District
from simulation.engine.run import EngineModel
from simulation.orders import NO_ORDERS, Orders
from simulation.policy import Policy
from simulation.results import Run


class EitherWorld(Protocol):
    """A world that goes on by months."""

    @property
    def district(self) -> District:
        """Its district."""

    def under(self, policy: Policy, district: District | None) -> EitherWorld:
        """A copy at the same month, from now on under a policy, and with the responsibility of another district where one is given."""

    def rest(self) -> None:
        """Let go of what only passing months need."""

    def check_length(self, months: int) -> None:
        """``ValueError`` if so many months more are more than a run may have."""

    def advance(self, months: int, passed: Callable[[int], None], orders: Orders = NO_ORDERS) -> None:
        """Go on by some months, noted down in ``orders``; ``passed`` is told how many, now and then."""

    def step(self, orders: Orders) -> None:
        """One month, noted down in ``orders``."""

    def hands(self) -> Hands:
        """What is read of it between two months."""

    def monthly(self) -> dict[str, np.ndarray]:
        """Each outcome since month 0, by name: (months,) float64."""

    def run(self) -> Run:
        """What came of it since month 0."""


class CompiledWorld:
    """A world of the compiled engine."""

    def __init__(self, model: EngineModel) -> None:
        self.model = model

    @property
    def district(self) -> District:
        return self.model.district

    def under(self, policy: Policy, district: District | None) -> CompiledWorld:
        return CompiledWorld(self.model.under(policy, district))

    def rest(self) -> None:
        self.model.rest()

    def check_length(self, months: int) -> None:
        self.model.check_length(months)

    def advance(self, months: int, passed: Callable[[int], None], orders: Orders = NO_ORDERS) -> None:
        self.model.advance(months, passed, orders)

    def step(self, orders: Orders) -> None:
        self.model.advance_beside(orders=orders)

    def hands(self) -> Hands:
        return EngineHands(self.model)

    def monthly(self) -> dict[str, np.ndarray]:
        return self.model.monthly()

    def run(self) -> Run:
        return self.model.run()


def engine_of(world: EitherWorld) -> EngineModel:
    """The compiled engine that runs a world; ``TypeError`` for one of the Mesa model."""
    if not isinstance(world, CompiledWorld):
        raise TypeError("this world is one of the Mesa model")
    return world.model
