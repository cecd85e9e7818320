"""A plan of three parameters and two trials, and a world whose figures are known functions of them; likelihoods of many parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.studies.baseline import load_targets
from experiments.studies.calibration.plan import Acceptance, Calibration, Fold, load_calibration
from experiments.studies.calibration.profile import ASIDE, keys
from simulation.parameters import Parameters

NAMES = ("attention_by_penalty", "unsafe_response", "unsafe_injury_rate")


def small_plan(points: int = 48) -> Calibration:
    plan = load_calibration()
    trials = tuple(trial for trial in plan.trials if trial.name.startswith(("a1-", "a2-")))
    ranges = {"attention_by_penalty": (0.1, 0.4), "unsafe_response": (0.5, 2.5), "unsafe_injury_rate": (0.0005, 0.005)}
    priors = tuple(replace(prior, low=ranges[prior.name][0], high=ranges[prior.name][1]) for prior in plan.priors if prior.name in NAMES)
    return replace(plan, points=points, priors=priors, trials=trials, folds=(Fold("without-a2", ("a2-penalty-contingency",)),), sets=30,
                   acceptance=Acceptance("jiuyuan-hamlet", 12, 2, 200, 0.0))  # fmt: skip


def known_figures(calibration: Calibration, parameters: Parameters, world: int, tick=lambda share: None) -> dict[str, float]:
    """Effects in per cent that grow with the first two parameters, deaths with the third; the rest is luck."""
    luck = np.random.default_rng(world)
    found = {key: 1.0 + 0.1 * luck.standard_normal() for key in keys(calibration)}
    found |= {f"baseline/{target.name}": target.central * (1 + 0.02 * luck.standard_normal()) for target in load_targets()[0]}
    strength = parameters.attention_by_penalty * parameters.unsafe_response
    deaths = 2.5 * parameters.unsafe_injury_rate / 0.0019
    found |= {f"aside/{name}": deaths for name in ASIDE} | {"baseline/reported_deaths": deaths}
    found["a1-random-inspection/injuries-four-years"] = -30 * strength + 0.5 * luck.standard_normal()
    found["a2-penalty-contingency/with-penalty"] = -60 * strength + 0.5 * luck.standard_normal()
    found["a2-penalty-contingency/without-penalty"] = -1 + 0.5 * luck.standard_normal()
    return {key: found[key] for key in [*keys(calibration)]}
