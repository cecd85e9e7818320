"""What is fitted to what: ``scenarios/calibration.toml``, read and checked."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import scenarios
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import load_parameters, load_trial, trial_names
from scenarios.reading import read_document
from scenarios.schema.parameters import ParameterEntry

Array = NDArray[np.float64]
CALIBRATION = Path(str(scenarios.__file__)).parent / "calibration.toml"
SCALES = ("linear", "log")


@dataclass(frozen=True)
class Prior:
    """A parameter that is fitted: uniform from low to high, or log-uniform."""

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
    """The plan of the calibration; ``ScenarioError`` for what is no TOML file, ``UserError`` with the key for one that says something else."""
    data = read_document(path).data
    try:
        return _calibration(data, path)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            _("The calibration file cannot be used: {reason}.").format(reason=error.args[0] if error.args else error), str(path),
            _("Compare with the file as it was published."),
        ) from error


def _calibration(data: Mapping[str, Any], path: Path) -> Calibration:
    if data["schema_version"] != 1:
        raise ValueError(f"schema_version {data['schema_version']} is not 1")
    entries, known = load_parameters().entries, trial_names()
    priors = tuple(_prior(entry, entries, path) for entry in data["parameters"])
    trials = tuple(_trial(entry, known, path) for entry in data["trials"])
    named = [trial.name for trial in trials]
    folds = tuple(Fold(entry["name"], tuple(_known(name, named, f"folds.{entry['name']}", path) for name in entry["out"])) for entry in data["folds"])
    _once([prior.name for prior in priors], "parameters", path)
    _once(named, "trials", path)
    fit = data["fit"]
    return Calibration(
        int(data["seed"]), int(data["points"]), float(fit["discrepancy"]), float(fit["implausible"]), int(fit["sets"]),
        str(data["baseline"]["district"]), int(data["baseline"]["months"]), int(data["profile"]["burn_in"]), priors, trials, folds)


def _prior(entry: Mapping[str, Any], entries: Mapping[str, ParameterEntry], path: Path) -> Prior:
    name = _known(entry["name"], entries, "parameters", path)
    found = entries[name]
    if found.kind != "uncertainty":
        raise UserError(
            _("{name} is a {kind}; only uncertainties are fitted.").format(name=name, kind=found.kind), f"{path}: parameters",
            _("Remove it: what a government decides is no unknown."))
    low, high = found.expected
    if entry["scale"] not in SCALES or (entry["scale"] == "log" and low <= 0) or low >= high:
        raise ValueError(f"parameters.{name}: scale {entry['scale']!r} does not fit the range {low} to {high}")
    return Prior(name, low, high, entry["scale"] == "log", tuple(found.source), str(entry["reason"]))


def _trial(entry: Mapping[str, Any], known: Iterable[str], path: Path) -> FastTrial:
    name = _known(entry["name"], known, "trials", path)
    estimands = [estimand.name for estimand in load_trial(name).estimands]
    rows = []
    for given in entry["rows"]:
        _known(given["estimand"], estimands, f"trials.{name}.rows", path)
        rows.append(Row(name, **given))
    return FastTrial(name, int(entry["enterprises"]), tuple(rows), tuple(entry.get("variants", ())))


def _known(name: str, names: Iterable[str], key: str, path: Path) -> str:
    if name not in names:
        near = difflib.get_close_matches(str(name), list(names), n=1)
        raise UserError(
            _("There is no {name}.").format(name=repr(name)), f"{path}: {key}",
            _("Did you mean {near}?").format(near=near[0]) if near else _("Remove it."))
    return name


def _once(names: list[str], key: str, path: Path) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UserError(_("{name} is given twice.").format(name=twice[0]), f"{path}: {key}", _("Give it once."))
