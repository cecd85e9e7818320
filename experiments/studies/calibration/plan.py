"""What is fitted to what: ``scenarios/calibration.toml``, read and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import scenarios
from scenarios import ScenarioError, district_names, load_parameters, load_trial, trial_names
from scenarios.legal import KeyPath
from scenarios.library import is_path
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document, read_document
from scenarios.schema.calibration import CalibrationFile, PriorEntry
from scenarios.schema.parameters import ParameterEntry
from scenarios.validation import validate
from simulation.outcomes import OUTCOME_BY_NAME

Array = NDArray[np.float64]
CALIBRATION = Path(str(scenarios.__file__)).parent / "calibration.toml"
MOST_SHOWN = 60


@dataclass(frozen=True)
class Prior:
    """A parameter that is fitted or drawn: uniform from low to high, or log-uniform."""

    name: str
    low: float
    high: float
    log: bool
    source: tuple[str, ...]
    reason: str

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
    drawn: tuple[Prior, ...] = ()
    """Parameters that are not fitted, but differ between the sets of the ensemble."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fitted parameters, in order."""
        return tuple(prior.name for prior in self.priors)

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
        problems += _Checks(document, file).problems()
    if file is None or problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.line or math.inf))
    entries = load_parameters().entries
    priors, drawn = (tuple(_prior(one, entries[one.name]) for one in listed) for listed in (file.parameters, file.drawn))
    trials = tuple(
        FastTrial(one.name, one.enterprises, tuple(Row(one.name, **row.model_dump()) for row in one.rows), tuple(one.variants)) for one in file.trials)
    folds = tuple(Fold(one.name, tuple(one.out)) for one in file.folds)
    return Calibration(
        file.seed, file.points, file.fit.discrepancy, file.fit.implausible, file.fit.sets,
        file.baseline.district, file.baseline.months, file.profile.burn_in, priors, trials, folds, drawn)


def _prior(one: PriorEntry, entry: ParameterEntry) -> Prior:
    low, high = entry.expected
    return Prior(one.name, low, high, one.scale == "log", tuple(entry.source), one.reason)


@dataclass(frozen=True)
class _Checks:
    """What the form of a file does not show: names that there are not, names twice, ranges without a logarithm."""

    document: Document
    file: CalibrationFile

    def problems(self) -> list[Problem]:
        return [*self._parameters(), *self._trials(), *self._folds()]

    def _parameters(self) -> Iterator[Problem]:
        entries = load_parameters().entries
        fitted = [one.name for one in self.file.parameters]
        yield from self._once("parameters", fitted)
        yield from self._once("drawn", [one.name for one in self.file.drawn])
        for number, one in enumerate(self.file.drawn):
            if one.name in fitted:
                mend = Sentence("keep one of them")
                yield self.document.problem(("drawn", number, "name"), Sentence("{name} is fitted, too", name=show(one.name)), mend=mend)
        listed = [(key, number, one) for key in ("parameters", "drawn") for number, one in enumerate(getattr(self.file, key))]
        for key, number, one in listed:
            path = (key, number, "name")
            if one.name not in entries:
                yield from self._known(path, one.name, entries)
            elif entries[one.name].kind != "uncertainty":
                reason = Sentence("this is a {kind}; only uncertainties are fitted", kind=entries[one.name].kind)
                yield self.document.problem(path, reason, mend=Sentence("remove it: what a government decides is no unknown"))
            else:
                low, high = entries[one.name].expected
                if low >= high or (one.scale == "log" and low <= 0):
                    reason = Sentence("this scale does not fit the range {low} to {high}", low=show(low), high=show(high))
                    yield self.document.problem((key, number, "scale"), reason, mend=Sentence("write linear, or remove the parameter"))

    def _trials(self) -> Iterator[Problem]:
        known = trial_names()
        yield from self._once("trials", [one.name for one in self.file.trials])
        for number, one in enumerate(self.file.trials):
            if one.name not in known:
                yield from self._known(("trials", number, "name"), one.name, known)
                continue
            trial = load_trial(one.name)
            if trial.out_of_sample:
                reason = Sentence("{name} is out of sample, and no fit may see it", name=show(one.name))
                yield self.document.problem(("trials", number, "name"), reason, mend=Sentence("remove it: what it tells would be lost"))
            for place, row in enumerate(one.rows):
                yield from self._known(("trials", number, "rows", place, "estimand"), row.estimand, [estimand.name for estimand in trial.estimands])
                for key in ("counted", "expected"):
                    if name := getattr(row, key):
                        yield from self._known(("trials", number, "rows", place, key), name, OUTCOME_BY_NAME)
            variants = [variant.name for variant in trial.world.variants]
            for place, name in enumerate(one.variants):
                yield from self._known(("trials", number, "variants", place), name, variants)

    def _folds(self) -> Iterator[Problem]:
        named = [trial.name for trial in self.file.trials]
        yield from self._once("folds", [one.name for one in self.file.folds])
        for number, one in enumerate(self.file.folds):
            for place, name in enumerate(one.out):
                yield from self._known(("folds", number, "out", place), name, named)
        if not is_path(self.file.baseline.district):
            yield from self._known(("baseline", "district"), self.file.baseline.district, district_names())

    def _known(self, path: KeyPath, name: str, names: Iterable[str]) -> Iterator[Problem]:
        legal = list(names)
        if name not in legal:
            yield self.document.problem(path, Sentence("there is no {name}", name=show(name)), _few(legal), did_you_mean(name, legal) or Sentence("remove it"))

    def _once(self, key: str, names: list[str]) -> Iterator[Problem]:
        for number, name in enumerate(names):
            if name in names[:number]:
                yield self.document.problem((key, number, "name"), Sentence("{name} stands twice", name=show(name)), mend=Sentence("keep one of them"))


def _few(names: list[str]) -> str:
    """The names where they are few enough to read."""
    return Names(names) if len(names) <= MOST_SHOWN else NOTHING
