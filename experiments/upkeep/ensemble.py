"""The usual set of the shipped ensemble in parameters.toml: ``python -m experiments.upkeep.ensemble``.

The usual set, which runs without an ensemble and tests use, is the one nearest to the middle of all sets among those under which the baseline of Jiuyuan
lands inside every target, rounded: the ensemble keeps its rounded values, so that it is one of its sets.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import numpy as np

import scenarios
from experiments.comparison.compare import run_plan
from experiments.disk import files
from experiments.running.planning import make_plan
from experiments.running.worlds import available_workers
from experiments.studies.baseline import Landing, landings
from experiments.studies.calibration import ensemble
from experiments.studies.calibration.emulator import Array, formed
from experiments.studies.calibration.plan import Calibration, load_calibration
from scenarios import DEFAULT_ENSEMBLE, load_ensemble

PARAMETERS = Path(str(scenarios.__file__)).parent / "parameters.toml"
DISTRICT, WORLDS, MONTHS = "jiuyuan", 20, 60
DIGITS = 4
"""Of a usual value: more would feign knowledge."""
TRIED = 60
"""Sets that are asked whether the baseline lands, the nearest first."""


def nearest_first(calibration: Calibration, values: Array) -> list[int]:
    """Numbers of the sets by their distance from the mean of all, in standard deviations of each of the ``values`` (sets, parameters) on its prior's scale."""
    places = formed(calibration.places(values), calibration.choices)
    spread = places.std(axis=0)
    far = ((places - places.mean(axis=0)) / np.where(spread > 0, spread, 1.0)) ** 2
    return [int(number) for number in np.argsort(far.sum(axis=1), kind="stable")]


def landed(values: dict[str, float]) -> list[Landing]:
    """Where the baseline lands under ``values``."""
    plan = make_plan(DISTRICT, [], worlds=WORLDS, months=MONTHS, seed=0, parameters=values, single=True)
    comparison = run_plan(plan, workers=min(available_workers(), WORLDS))
    return landings(comparison.batch, plan.single)


def rounded(calibration: Calibration, values: Array) -> dict[str, float]:
    """One set (parameters,) as a person would write it; of a choice 0 or 1, whichever form it has."""
    return {
        prior.name: float(value >= 0.5) if prior.choice else float(f"{value:.{DIGITS}g}") for prior, value in zip(calibration.priors, values.tolist(), strict=True)
    }


def usual(calibration: Calibration, sets: Array) -> tuple[int, dict[str, float]]:
    """The usual set and its rounded values; ``RuntimeError`` where no near set lands inside every target."""
    for number in nearest_first(calibration, sets)[:TRIED]:
        values = rounded(calibration, sets[number])
        outside = [landing.target.name for landing in landed(values) if landing.inside is False]
        print(f"set {number}: {', '.join(outside) or 'inside every target'}", flush=True)
        if not outside:
            return number, values
    raise RuntimeError(f"none of the {TRIED} sets nearest to the middle lands inside every target")


def with_values(text: str, values: dict[str, float]) -> str:
    """The text of parameters.toml with other ``value``s."""
    for name, value in values.items():
        text, found = re.subn(rf"(\[parameters\.{name}\]\nvalue = ).*", rf"\g<1>{value!r}", text)
        if found != 1:
            raise RuntimeError(f"parameters.toml: {name} has no value")
    return text


def main() -> int:
    """Write parameters.toml, posterior.csv and posterior.toml."""
    calibration, shipped = load_calibration(), load_ensemble(DEFAULT_ENSEMBLE)
    if shipped.names != calibration.names:
        raise RuntimeError("the shipped ensemble is of another plan than scenarios/calibration.toml: make it anew with `inspectorate calibrate --ship`")
    number, values = usual(calibration, shipped.values)
    files.write_text(PARAMETERS, with_values(PARAMETERS.read_text("utf-8"), values))
    sets = shipped.values.copy()
    sets[number] = [values[name] for name in calibration.names]
    card = tomllib.loads((ensemble.ENSEMBLES / f"{DEFAULT_ENSEMBLE}.toml").read_text("utf-8"))
    head = {key: value for key, value in card.items() if key != "parameters"} | {"usual": number}
    ensemble.write_sets(sets, ensemble.ENSEMBLES, head, card["parameters"])
    print(f"set {number} is the usual one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
