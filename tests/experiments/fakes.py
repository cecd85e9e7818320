"""Runs made of keyed random numbers with a known truth: a stand-in for the model in tests of statistics.

A policy's levers say what it truly does here (``deaths`` is a factor on the death rate, and so
on), which no real policy may do; that is what makes the truth known.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import time
from dataclasses import dataclass, field

import numpy as np

from experiments.comparison.compare import run_plan
from experiments.running.plan import Plan, with_baseline
from simulation.district import Cell, DepartmentPlan, District, Domain, Group, Place, Sector
from simulation.outcomes import OUTCOME_BY_NAME, OUTCOMES, RATIO_BY_NAME
from simulation.parameters import Parameters
from simulation.policy import LeverSetting, Policy

RATES = {"deaths": 0.2, "lost_time_injuries": 8.0, "hazards_open": 5000.0, "visits": 120.0, "larger_accidents": 0.004}
"""True monthly means of the baseline."""
MEAN_DEATHS = 1.0
GOVERNMENT, ENTERPRISE = 400_000.0, 9_000_000.0


@dataclass(frozen=True)
class FakeEvent:
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
class FakePlace:
    name: str
    title: str
    x: float
    y: float
    enterprises: int
    workers: int
    hazards_open: float
    visits: int
    injuries: int
    deaths: int
    expected_deaths: float
    covered_share: float


@dataclass
class FakeRun:
    district: str
    policy: str
    seed: int
    world: int
    months: int
    monthly: dict[str, np.ndarray]
    events: list[FakeEvent] = field(default_factory=list)
    places: list[FakePlace] = field(default_factory=list)

    def total(self, outcome: str) -> float:
        rule, values = OUTCOME_BY_NAME[outcome].months, self.monthly[outcome]
        return float({"sum": values.sum, "mean": values.mean, "last": lambda: values[-1]}[rule]())

    def ratio(self, name: str) -> float:
        ratio = RATIO_BY_NAME[name]
        below = self.monthly[ratio.denominator].sum()
        return float(self.monthly[ratio.numerator].sum() * ratio.scale / below) if below else float("nan")

    @property
    def digest(self) -> str:
        total = hashlib.sha256()
        for outcome in OUTCOMES:
            total.update(self.monthly[outcome.name].tobytes())
        return total.hexdigest()


def _rng(seed, world, stream):
    return np.random.default_rng([seed, world, *stream.encode()])


def _run(district, policy, seed, world, months):
    factor = {setting.lever: setting.value for setting in policy.settings}
    luck = _rng(seed, world, "world").gamma(9.0, 1 / 9.0)
    own = _rng(seed, world, policy.name)
    monthly = {outcome.name: np.zeros(months) for outcome in OUTCOMES}
    for name, rate in RATES.items():
        monthly[name] = own.poisson(rate * luck * factor.get(name, 1.0), months).astype(float)
    monthly["hazards_open"] += 20 * np.arange(months)
    expected = RATES["deaths"] * luck * factor.get("deaths", 1.0)
    monthly["expected_deaths"] = expected * own.uniform(0.9, 1.1, months)
    seen = own.random(months) > 0.2
    monthly["reported_deaths"] = monthly["deaths"] * seen
    monthly["accidents_on_record"] = monthly["reported_deaths"] + own.poisson(0.3 * luck, months)
    monthly["reported_injuries"] = np.floor(monthly["lost_time_injuries"] * 0.3)
    monthly["emergency_visits"] = np.floor(monthly["visits"] / 4)
    monthly["hazards_found_emergency"] = monthly["emergency_visits"] * 2
    monthly["government_cost"] = np.full(months, GOVERNMENT * factor.get("government_cost", 1.0))
    monthly["enterprise_cost"] = ENTERPRISE * factor.get("enterprise_cost", 1.0) * own.uniform(0.99, 1.01, months)
    monthly["covered_pairs"] = np.full(months, 850.0)
    monthly["exposed_pairs"] = np.full(months, 1000.0)
    events = [
        FakeEvent(int(m), 7, "park", "metal", "fire", int(n), 0, 1.2e6, "general", bool(seen[m]))
        for m, n in enumerate(monthly["deaths"])
        if n
    ]
    places = [
        FakePlace(p.name, p.title, p.x, p.y, 40 + 30 * i, 900 + 100 * i, (50 + 40 * i) * factor.get("hazards_open", 1),
                  90, 12, 1, 0.3 + 0.1 * i, 0.8)
        for i, p in enumerate(district.places)
    ]  # fmt: skip
    return FakeRun(district.name, policy.name, seed, world, months, monthly, events, places)


def simulate_policies(district, policies, *, parameters, seed=0, world=0, months=120, tick=None):
    """The fake of ``simulation.simulate_policies``; ``misbehave`` in the parameters makes a world fail."""
    trouble = parameters.get(f"trouble_{world}", 0)
    if trouble == 1:
        raise RuntimeError("a fault made for the test")
    if trouble == 2:
        os._exit(9)
    if trouble == 3:
        time.sleep(60)
    if tick is not None:
        tick(0.5)
    return [_run(district, policy, seed, world, months) for policy in policies]


def effect(name, **factors):
    """A policy whose true effects are ``factors`` on the rates."""
    settings = tuple(LeverSetting(lever, value) for lever, value in factors.items())
    return Policy(name=name, settings=settings, title=name.replace("-", " ").capitalize(), title_zh="测试政策")


def small_district(note=""):
    """A district with three places, for figures and tables."""
    domain = Domain("fire", "Fire", 1, 0.01, 3, 0.2, 1, 0.01)
    sector = Sector("metal", "Metal", (1.0,), 1, 0, 1, 0.01, 0.5, 60_000, 5_000)
    places = tuple(
        Place(name, title, "park", x, y, 0.3, 0.3, zh)
        for name, title, x, y, zh in (
            ("park", "Industrial park", 0, 0, "工业园区"),
            ("north", "North street", 4, 9, "北街"),
            ("old-town", "Old town", 9, 3, "老城"),
        )
    )
    department = DepartmentPlan("emergency", "Emergency", 4, 1, 2, 1, (0,), 1, 1, (0.2,), True, True)
    return District(
        name="fake", title="Fake district", domains=(domain,), sectors=(sector,), places=places,
        departments=(department,), responsibility=((Cell((0,)),),), register=Group(20, 40, 1, (1.0,), True),
        others=Group(180, 8, 1, (1.0,), False), large_plants=0, large_plant_workers=0, employees=2000,
        insured=2, graded=2, burn_in=0, title_zh="测试区", note=note,
    )  # fmt: skip


def fake_plan(policies=None, worlds=12, months=24, seed=0, parameters=None, note=""):
    """A plan on the fake district; three policies with known effects unless others are given."""
    if policies is None:
        policies = [
            effect("capacity", deaths=0.5, hazards_open=0.7, lost_time_injuries=0.8, government_cost=1.2),
            effect("coordination", deaths=0.95, hazards_open=0.97),
            effect("bundle", deaths=0.4, hazards_open=0.6, government_cost=1.3),
        ]
    return Plan(
        district=small_district(note),
        policies=with_baseline(policies),
        parameters=Parameters(parameters or {"fine_scale": 1.0}),
        worlds=tuple(range(worlds)),
        months=months,
        seed=seed,
        district_spec="fake",
        policy_specs=tuple(policy.name for policy in policies),
        simulate=simulate_policies,
    )


def fake_comparison(**settings):
    return as_of_the_model(run_plan(fake_plan(**settings)))


def over_sets(comparison):
    """The same numbers, as if every two neighbouring worlds had run under one set of assumptions."""
    return dataclasses.replace(comparison, batch=dataclasses.replace(comparison.batch, sets=tuple(world // 2 for world in comparison.batch.worlds)))


def as_of_the_model(comparison):
    """The comparison as if the model had made it: words are not about the fake."""
    return dataclasses.replace(comparison, plan=dataclasses.replace(comparison.plan, simulate=None))
