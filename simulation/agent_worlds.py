"""One world of the Mesa model, behind the face of ``simulation.worlds``; who runs the compiled engine imports none of this."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.acts import AgentHands, Hands
from simulation.agents.accident import Accident
from simulation.agents.mandates import Mandates
from simulation.district import District
from simulation.model import DistrictModel
from simulation.orders import NO_ORDERS, Orders
from simulation.policy import Policy
from simulation.results import CLASSES, Event, PlaceTotals, Run


class AgentWorld:
    """A world of the Mesa model."""

    def __init__(self, model: DistrictModel) -> None:
        self.model = model

    @property
    def district(self) -> District:
        return self.model.district

    def under(self, policy: Policy, district: District | None) -> AgentWorld:
        shared: dict[int, Any] = {id(self.model.district): self.model.district, id(self.model.parameters): self.model.parameters}
        model = copy.deepcopy(self.model, shared)
        model.policy = policy
        if district is not None:
            model.district, model.mandates = district, Mandates(district)
        return AgentWorld(model)

    def rest(self) -> None:
        """Nothing is held for them."""

    def check_length(self, months: int) -> None:
        """It counts months without an end."""

    def advance(self, months: int, passed: Callable[[int], None], orders: Orders = NO_ORDERS) -> None:
        self.model.orders = orders
        for _ in range(months):
            self.model.step()
            passed(1)

    def step(self, orders: Orders) -> None:
        self.model.orders = orders
        self.model.step()

    def hands(self) -> Hands:
        return AgentHands(self.model)

    def monthly(self) -> dict[str, np.ndarray]:
        return {name: np.array(values, np.float64) for name, values in self.model.history.items()}

    def run(self) -> Run:
        return run_of_agents(self.model)


def run_of_agents(model: DistrictModel) -> Run:
    """What came of a Mesa model since month 0."""
    district = model.district

    def event(accident: Accident) -> Event:
        facts = model.enterprises[accident.enterprise].facts
        cause = district.domains[accident.domain].name if accident.domain >= 0 else "unsafe act"
        return Event(
            accident.month, accident.enterprise, district.places[facts.place].name, district.sectors[facts.sector].name, cause,
            accident.deaths, accident.serious, accident.loss, CLASSES[accident.legal_class], accident.on_record,
        )

    return Run(
        district.name, model.policy.name, model.seed_key, model.world_key, model.month,
        {name: np.array(values) for name, values in model.history.items()},
        [event(accident) for accident in model.accidents if accident.month >= 0],
        [_totals_of(model, number) for number in range(len(district.places))],
    )


def _totals_of(model: DistrictModel, number: int) -> PlaceTotals:
    place = model.district.places[number]
    here = [enterprise for enterprise in model.enterprises if enterprise.facts.place == number]
    pairs = [
        any(e.knows_me(d) and model.mandates.weight(d, e.facts.sector, domain) > 0.0 for d in range(len(model.departments)))
        for e in here for domain, exposure in enumerate(e.sector.exposure) if exposure > 0.0
    ]
    return PlaceTotals(
        place.name, place.title, place.x, place.y, len(here), sum(e.facts.workers for e in here),
        sum(sum(e.cells) for e in here), **model.place_totals[number],
        covered_share=sum(pairs) / len(pairs) if pairs else float("nan"),
    )
