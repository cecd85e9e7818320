"""The one door: a district, policies and a world in, outcomes out."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulation.agents.accident import Accident
from simulation.arithmetic import total
from simulation.district import District
from simulation.model import DistrictModel
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy

CLASSES = ("none", "general", "larger", "major", "especially major")


@dataclass(frozen=True)
class Event:
    """A statutory accident: deaths, serious injuries, direct loss in yuan, and whether it is on record."""

    month: int
    enterprise: int
    place: str
    sector: str
    cause: str
    deaths: int
    serious: int
    loss: float
    legal_class: str
    on_record: bool


@dataclass(frozen=True)
class PlaceTotals:
    """One place over a run's months; hazards and coverage as they stand at the end; position in km."""

    name: str
    title: str
    x: float
    y: float
    enterprises: int
    workers: int
    hazards_open: int
    visits: float
    injuries: float
    deaths: float
    expected_deaths: float
    covered_share: float


@dataclass
class Run:
    """One world under one policy: ``monthly`` maps each outcome to its (months,) float64 values."""

    district: str
    policy: str
    seed: int
    world: int
    months: int
    monthly: dict[str, np.ndarray]
    events: list[Event] = field(default_factory=list)
    places: list[PlaceTotals] = field(default_factory=list)

    def total(self, outcome: str) -> float:
        """An outcome over all months by its own rule (sum, mean or last); raises ``KeyError`` on an unknown one."""
        values = self.monthly[outcome]
        rule = OUTCOME_BY_NAME[outcome].months
        if rule == "sum":
            return total(values)
        return total(values) / len(values) if rule == "mean" else float(values[-1])

    def ratio(self, name: str) -> float:
        """A ratio over all months; nan where its denominator is 0."""
        ratio = RATIO_BY_NAME[name]
        below = total(self.monthly[ratio.denominator])
        return ratio.scale * total(self.monthly[ratio.numerator]) / below if below else float("nan")

    @property
    def digest(self) -> str:
        """sha256 of every monthly number and event."""
        digest = hashlib.sha256()
        for name in sorted(self.monthly):
            digest.update(name.encode())
            digest.update(self.monthly[name].astype("<f8").tobytes())
        digest.update(repr(self.events).encode())
        return digest.hexdigest()


def simulate_policies(
    district: District,
    policies: Sequence[Policy],
    *,
    parameters: Parameters,
    seed: int = 0,
    world: int = 0,
    months: int = 120,
    tick: Callable[[float], None] | None = None,
) -> list[Run]:
    """Run several policies on one world; the burn-in, which no policy touches, is run once.

    Raises ``ValueError`` unless months is positive and seed and world lie in their ranges.
    """
    if months < 1:
        raise ValueError(f"months is {months}; at least 1 is needed")
    if not (0 <= seed < 2**63 and 0 <= world < 2**32):
        raise ValueError("seed must lie in 0 .. 2**63 - 1 and world in 0 .. 2**32 - 1")
    steps, done = district.burn_in + months * len(policies), 0
    settled = DistrictModel(district, BASELINE, parameters, seed, world)

    def advance(model: DistrictModel, count: int) -> None:
        nonlocal done
        for _ in range(count):
            model.step()
            done += 1
            if tick is not None:
                tick(done / steps)

    advance(settled, district.burn_in)
    runs = []
    for policy in policies:
        model = copy.deepcopy(settled, {id(district): district, id(parameters): parameters})
        model.policy = policy
        advance(model, months)
        runs.append(_outcome_of(model, policy, months))
    return runs


def simulate(
    district: District, policy: Policy = BASELINE, *, parameters: Parameters, seed: int = 0, world: int = 0, months: int = 120
) -> Run:
    """Run one policy on one world; see ``simulate_policies`` for the errors raised."""
    return simulate_policies(district, [policy], parameters=parameters, seed=seed, world=world, months=months)[0]


def _outcome_of(model: DistrictModel, policy: Policy, months: int) -> Run:
    district = model.district

    def event(accident: Accident) -> Event:
        facts = model.enterprises[accident.enterprise].facts
        cause = district.domains[accident.domain].name if accident.domain >= 0 else "unsafe act"
        return Event(
            accident.month, accident.enterprise, district.places[facts.place].name, district.sectors[facts.sector].name, cause,
            accident.deaths, accident.serious, accident.loss, CLASSES[accident.legal_class], accident.on_record,
        )

    return Run(
        district.name, policy.name, model.seed_key, model.world_key, months,
        {name: np.array(values) for name, values in model.history.items()},
        [event(accident) for accident in model.accidents if accident.month >= 0],
        [_totals_of(model, number) for number in range(len(district.places))],
    )


def _totals_of(model: DistrictModel, number: int) -> PlaceTotals:
    place = model.district.places[number]
    here = [enterprise for enterprise in model.enterprises if enterprise.facts.place == number]
    pairs = [
        any(e.knows_me(d) and model.mandate_weight(d, e.facts.sector, domain) > 0.0 for d in range(len(model.departments)))
        for e in here for domain, exposure in enumerate(e.sector.exposure) if exposure > 0.0
    ]
    return PlaceTotals(
        place.name, place.title, place.x, place.y, len(here), sum(e.facts.workers for e in here),
        sum(sum(e.cells) for e in here), **model.place_totals[number],
        covered_share=sum(pairs) / len(pairs) if pairs else float("nan"),
    )
