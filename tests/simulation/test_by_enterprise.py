"""Every enterprise by month, from either engine, the same to the last bit; nothing where it is not asked for."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import load_district, load_parameters
from simulation import (
    BASELINE,
    BY_ENTERPRISE,
    EnterpriseMonths,
    LeverSetting,
    Policy,
    Run,
    measures,
    simulate,
    simulate_policies,
)
from simulation.course import ENGINES
from simulation.engine.run import EngineModel
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=2)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)
STRICT = Policy("strict", (LeverSetting("publication", 0.5), LeverSetting("cost_recovery", 333.3), LeverSetting("daily_fines", 0.7, start=1)))
SUMS = {
    "visits": "visits", "findings": "hazards_found", "major_findings": "major_hazards_found", "penalties": "penalties", "injuries": "lost_time_injuries",
    "deaths": "deaths", "serious_injuries": "serious_injuries", "reported_injuries": "reported_injuries", "reported_deaths": "reported_deaths",
    "hazards_open": "hazards_open", "visible_hazards_open": "visible_hazards_open", "latent_hazards_open": "latent_hazards_open",
    "major_hazards_open": "major_hazards_open",
}  # fmt: skip
"""Counts whose sum over the enterprises is an outcome, exactly."""


def kept(run: Run) -> EnterpriseMonths:
    assert run.by_enterprise is not None
    return run.by_enterprise


def assert_equal(one: EnterpriseMonths, other: EnterpriseMonths) -> None:
    assert list(one.values) == list(other.values) and list(one.facts) == list(other.facts)
    for ours, theirs in ((one.values, other.values), (one.facts, other.facts)):
        for name, values in ours.items():
            assert values.dtype == theirs[name].dtype and values.shape == theirs[name].shape, name
            assert values.tobytes() == theirs[name].tobytes(), name


@settings(max_examples=25, database=None)
@given(seed=st.integers(0, 2**40), world=st.integers(0, 99), rate=st.floats(0.0, 0.05), names=st.sets(st.sampled_from(BY_ENTERPRISE), min_size=1))
def test_both_engines_keep_the_same_to_the_last_bit(seed: int, world: int, rate: float, names: set[str]) -> None:
    table = BUSY.with_values({"unsafe_injury_rate": rate})
    runs = [
        simulate_policies(SMALL, [BASELINE, STRICT], parameters=table, seed=seed, world=world, months=4, engine=engine, by_enterprise=sorted(names))
        for engine in ("compiled", "mesa")
    ]
    for one, other in zip(*runs, strict=True):
        assert one.digest == other.digest
        assert_equal(kept(one), kept(other))


def test_both_engines_keep_the_same_of_the_hamlet() -> None:
    given: dict[str, Any] = dict(parameters=load_parameters().values, seed=1, months=6, by_enterprise=BY_ENTERPRISE)
    one, other = (simulate(load_district("jiuyuan-hamlet"), engine=engine, **given) for engine in ("compiled", "mesa"))
    assert_equal(kept(one), kept(other))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_kept_adds_up_to_the_outcomes(engine: Any) -> None:
    run = simulate(SMALL, STRICT, parameters=BUSY, seed=8, months=15, engine=engine, by_enterprise=BY_ENTERPRISE)
    values = kept(run).values
    assert all(array.shape == (SMALL.enterprises, 15) and array.dtype == np.float64 for array in values.values())
    for name, outcome in SUMS.items():
        assert values[name].sum(axis=0).tolist() == run.monthly[outcome].tolist(), name
    assert np.allclose(values["fines"].sum(axis=0), run.monthly["fines"], atol=0.51, rtol=0) and values["fines"].sum() > 0.0
    assert np.allclose(values["effort"].mean(axis=0), run.monthly["effort"], rtol=1e-12)
    assert np.allclose(values["expected_deaths"].sum(axis=0), run.monthly["expected_deaths"], rtol=1e-12)


def test_asking_changes_no_number_and_not_asking_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = simulate(SMALL, STRICT, parameters=BUSY, months=14, by_enterprise=("visits", "effort"))
    monkeypatch.setattr(EngineModel, "advance_beside", None)  # the way month by month is not taken
    plain = simulate(SMALL, STRICT, parameters=BUSY, months=14)
    assert plain.by_enterprise is None and plain.digest == asked.digest


def test_a_table_has_a_row_for_each_enterprise_and_month() -> None:
    run = simulate(SMALL, parameters=BUSY, months=3, by_enterprise=("visits", "effort"))
    table = pd.DataFrame(kept(run).table())
    assert list(table) == ["enterprise", "month", "sector", "place", "workers", "registered", "high_risk", "visits", "effort"]
    assert len(table) == 3 * SMALL.enterprises
    row = table[(table["enterprise"] == 7) & (table["month"] == 2)].iloc[0]
    assert row["effort"] == kept(run).values["effort"][7, 2] and row["workers"] == kept(run).facts["workers"][7]
    assert set(table["sector"]) <= {sector.name for sector in SMALL.sectors} and set(table["place"]) <= {place.name for place in SMALL.places}


def test_progress_ends_at_one() -> None:
    told: list[float] = []
    simulate_policies(SMALL, [BASELINE], parameters=BUSY, months=3, by_enterprise=("visits",), tick=told.append)
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.parametrize(
    ("names", "word"),
    [(("fine",), "did you mean 'fines'"), (("zzz",), "must be one of expected_injuries"), (("visits", "visits"), "twice"), ("visits", "give a list of names")],
)
def test_a_name_that_cannot_be_kept_is_refused(names: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        simulate(SMALL, parameters=BUSY, months=1, by_enterprise=names)


def test_every_measure_has_unit_and_meaning() -> None:
    assert [measure.name for measure in measures()] == list(BY_ENTERPRISE)
    assert all(measure.unit and measure.meaning and measure.of in ("month", "end") for measure in measures())


def test_too_many_months_are_refused_here_too() -> None:
    with pytest.raises(ValueError, match="more than 30000"):
        simulate(SMALL, parameters=BUSY, months=30000, by_enterprise=("visits",))
