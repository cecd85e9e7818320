"""What makes an enterprise lastingly more dangerous acts on unsafe acts, too, and leaves their level where it is."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios import load_district, load_parameters
from simulation import simulate
from simulation.population import draw_population

TENTH = replace(load_district("jiuyuan-tenth"), burn_in=0)


PARAMETERS = load_parameters().values.with_values({"hazard_injury_rate": 0.0, "hazard_spread": 0.6})
LASTING = np.array([facts.lasting for facts in draw_population(TENTH, PARAMETERS, 1, 0)])


def injuries(engine: str, weight: float) -> np.ndarray:
    """Expected injuries of one month in which only people err, by enterprise."""
    run = simulate(
        TENTH, parameters=PARAMETERS.with_values({"unsafe_lasting": weight}), months=1, seed=1, engine=engine, by_enterprise=["expected_injuries"])
    assert run.by_enterprise is not None
    return run.by_enterprise.values["expected_injuries"][:, 0]


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_unsafe_acts_follow_the_lasting_factor_by_its_weight(engine: str) -> None:
    without = injuries(engine, 0.0)
    for weight in (0.5, 1.0):
        assert injuries(engine, weight) / without == pytest.approx(1.0 + weight * (LASTING - 1.0), rel=1e-6)


def test_the_level_stays() -> None:
    """The factor has mean one: 490 enterprises of a log standard deviation of 0.6 know it to some three per cent."""
    assert LASTING.mean() == pytest.approx(1.0, abs=0.09)
    assert np.ptp(LASTING) > 1.0
