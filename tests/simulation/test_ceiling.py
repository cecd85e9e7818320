"""More officers make more visits, beyond one planned visit to an enterprise and quarter; the limit is one a month by one department."""

import pytest

from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.parameters import Parameters
from simulation.policy import BASELINE
from tests.simulation.homogeneous import alike, quiet

ENTERPRISES = 12
DISTRICT = alike(ENTERPRISES)


def with_field_days_for(a_month: float) -> Parameters:
    """One officer with the field days for so many visits a month, and nothing else to do."""
    return quiet(
        officers_per_10000_workers=10000.0 / (ENTERPRISES * 20.0), field_days=12.0 * a_month, equipment=1.0, diversion=0.0, training_days=10.0,
        training_normal=10.0)


def visits(engine: str, a_month: float) -> float:
    """Visits of a year."""
    parameters = with_field_days_for(a_month)
    if engine == "mesa":
        model = DistrictModel(DISTRICT, BASELINE, parameters, 1, 0)
        for _ in range(12):
            model.step()
        return sum(model.history["visits"])
    compiled = EngineModel(DISTRICT, BASELINE, parameters, 1, 0)
    compiled.advance(12, lambda count: None)
    return float(compiled.monthly()["visits"].sum())


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_visits_rise_with_field_days_beyond_one_a_quarter(engine: str) -> None:
    """Four a month are twelve a quarter, the old ceiling: all that is above it was lost."""
    for a_month in (2.0, 4.0, 6.0, 8.0, 12.0):
        assert visits(engine, a_month) == 12.0 * a_month


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_department_visits_an_enterprise_once_a_month_at_most(engine: str) -> None:
    assert visits(engine, 15.0) == 12.0 * ENTERPRISES


def test_everybody_is_visited_before_anybody_is_visited_again() -> None:
    """Eight visits a month to twelve enterprises: each twice in the quarter."""
    model = DistrictModel(DISTRICT, BASELINE, with_field_days_for(8.0), 1, 0)
    seen = [0] * ENTERPRISES
    for month in range(3):
        model.step()
        for index in model.departments[0].planned:
            seen[index] += 1
        assert max(seen) - min(seen) <= 1, month
    assert seen == [2] * ENTERPRISES
