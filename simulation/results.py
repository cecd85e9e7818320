"""What a run leaves: monthly outcomes, statutory accidents, totals by place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np

from simulation.arithmetic import total
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME

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


@dataclass(frozen=True)
class EnterpriseMonths:
    """What was asked to be kept of every enterprise, month by month from month 0 on."""

    facts: dict[str, np.ndarray]
    """What never changes, each (enterprises,): sector and place by name, workers int64, registered and high_risk bool; of a district with
    a register of its own the code of each enterprise in it, empty for others."""
    values: dict[str, np.ndarray]
    """What was asked for, each (enterprises, months) float64."""

    def table(self) -> dict[str, np.ndarray]:
        """One row for each enterprise and month, enterprise by enterprise: columns for ``pandas.DataFrame``, each (enterprises * months,)."""
        count = len(self.facts["sector"])
        months = next((values.shape[1] for values in self.values.values()), 0)
        facts = {name: np.repeat(values, months) for name, values in self.facts.items()}
        keys = {"enterprise": np.repeat(np.arange(count), months), "month": np.tile(np.arange(months), count)}
        return {**keys, **facts, **{name: values.ravel() for name, values in self.values.items()}}


@dataclass(frozen=True)
class Breakdown:
    """Some outcomes of a run by group: over all its months, each by its own rule (sum or mean)."""

    groups: tuple[str, ...]
    values: dict[str, np.ndarray]
    """By outcome, each (groups,) float64."""


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
    by_enterprise: EnterpriseMonths | None = None
    """The months of every enterprise, where they were asked for; no part of the digest."""
    breakdowns: dict[str, Breakdown] = field(default_factory=dict)
    """Outcomes by sector, size class and so on, by what was asked for; no part of the digest."""

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
