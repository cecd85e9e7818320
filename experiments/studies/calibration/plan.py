"""What is fitted to what: ``scenarios/calibration.toml``, read and checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import scenarios
from experiments.studies.calibration.plan_checks import Checks
from scenarios import ScenarioError, load_parameters
from scenarios.reading import read_document
from scenarios.schema.calibration import CalibrationFile, PriorEntry
from scenarios.schema.parameters import ParameterEntry
from scenarios.validation import validate

Array = NDArray[np.float64]
LOOSE = 0.8
"""Share of the prior's standard deviation above which the evidence has not pinned a parameter down."""
CALIBRATION = Path(str(scenarios.__file__)).parent / "calibration.toml"


@dataclass(frozen=True)
class Prior:
    """A parameter that is fitted: uniform from low to high, log-uniform, or a choice between two forms (places 0 to 1, the other form from 0.5 on)."""

    name: str
    low: float
    high: float
    log: bool
    source: tuple[str, ...]
    reason: str
    choice: bool = False
    open: bool = False
    """Whether no evidence is expected to narrow it."""

    def value(self, unit: Array) -> Array:
        """Values (the parameter's unit) at places 0 to 1 of the prior."""
        if self.log:
            return np.asarray(np.exp(math.log(self.low) + unit * math.log(self.high / self.low)))
        return np.asarray(self.low + unit * (self.high - self.low))

    def place(self, value: Array) -> Array:
        """The inverse of ``value``; outside 0 to 1 for values outside the prior."""
        if self.log:
            return np.asarray(np.log(np.asarray(value) / self.low) / math.log(self.high / self.low))
        return np.asarray((np.asarray(value) - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class Row:
    """One figure of a trial.  ``counted`` and ``expected`` name the outcome of the study and the one that is run in its place."""

    trial: str
    estimand: str
    fit: bool = True
    counted: str = ""
    expected: str = ""

    @property
    def key(self) -> str:
        """Of the bank's column."""
        return f"{self.trial}/{self.estimand}"


@dataclass(frozen=True)
class FastTrial:
    """A trial in its small size; no ``variants`` means all."""

    name: str
    enterprises: int
    rows: tuple[Row, ...]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fold:
    """A split: the trials that a fit does not see."""

    name: str
    out: tuple[str, ...]


@dataclass(frozen=True)
class Acceptance:
    """Runs of the baseline that decide who of the sampler's candidates is a member; ``allowance`` in standard errors of a figure's mean."""

    district: str
    months: int
    worlds: int
    candidates: int
    allowance: float


@dataclass(frozen=True)
class Calibration:
    """All of the file."""

    seed: int
    points: int
    discrepancy: float
    implausible: float
    sets: int
    district: str
    months: int
    burn_in: int
    priors: tuple[Prior, ...]
    trials: tuple[FastTrial, ...]
    folds: tuple[Fold, ...]
    worlds: int
    """Of each point of the bank; its figures are means over them."""
    acceptance: Acceptance
    held_out: tuple[str, ...] = ()
    """Trials that never enter a fit."""
    near: float | None = None
    """How far a world may miss a target, in widths of its band (of the logarithm), to be asked for the trials; None: however far."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fitted parameters, in order."""
        return tuple(prior.name for prior in self.priors)

    @property
    def choices(self) -> NDArray[np.bool_]:
        """(parameters,) whether each is a choice between two forms."""
        return np.array([prior.choice for prior in self.priors], dtype=bool)

    def values(self, unit: Array) -> Array:
        """(n, parameters) places 0 to 1 as parameter values."""
        return np.column_stack([prior.value(unit[:, p]) for p, prior in enumerate(self.priors)])

    def places(self, values: Array) -> Array:
        """The inverse of ``values``."""
        return np.column_stack([prior.place(values[:, p]) for p, prior in enumerate(self.priors)])


def load_calibration(path: Path = CALIBRATION) -> Calibration:
    """The plan of the calibration; ``ScenarioError`` with line, key and what is allowed for all that is wrong with the file."""
    document = read_document(path)
    file, problems = validate(document, CalibrationFile)
    if file is not None:
        problems += Checks(document, file).problems()
    if file is None or problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.line or math.inf))
    entries = load_parameters().entries
    priors = tuple(_prior(one, entries[one.name]) for one in file.parameters)
    trials = tuple(
        FastTrial(one.name, one.enterprises, tuple(Row(one.name, **row.model_dump()) for row in one.rows), tuple(one.variants)) for one in file.trials)
    folds = tuple(Fold(one.name, tuple(one.out)) for one in file.folds)
    return Calibration(
        file.seed, file.points, file.fit.discrepancy, file.fit.implausible, file.fit.sets,
        file.baseline.district, file.baseline.months, file.profile.burn_in, priors, trials, folds,
        file.worlds, Acceptance(**file.acceptance.model_dump()), tuple(one.name for one in file.held_out), file.baseline.near)


def _prior(one: PriorEntry, entry: ParameterEntry) -> Prior:
    low, high = entry.expected if one.range is None else one.range
    return Prior(one.name, low, high, one.scale == "log", tuple(entry.source), one.reason, one.scale == "choice", one.open)
