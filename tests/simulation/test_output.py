"""Output of a month is that of its own orders and calendar, and the month's accidents and books follow it."""

from dataclasses import replace

import pytest

from scenarios import load_district
from simulation import LeverSetting, Policy, Run, simulate
from simulation.policy import BASELINE
from tests.simulation.districts import one_mechanism

HAMLET = replace(load_district("jiuyuan-hamlet"), burn_in=2)
DANGEROUS = replace(HAMLET, domains=tuple(replace(domain, major_share=0.5, latent_share=0.2) for domain in HAMLET.domains))
TABLE = one_mechanism().with_values({
    "sensitive_months": 0.0, "output_sensitive_cut": 0.3, "output_stop_share": 0.5, "output_catch_up": 0.1, "stop_right_cut": 0.2, "stop_notice": 1.0,
})


def run(engine: str, **settings: float) -> Run:
    """Two months; what is set holds in the first of them alone."""
    policy = Policy("set", tuple(LeverSetting(name, value, end=1) for name, value in settings.items())) if settings else BASELINE
    return simulate(HAMLET, policy, parameters=TABLE, months=2, engine=engine)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_sensitive_month_lowers_its_own_accidents_and_the_next_one_makes_up(engine: str) -> None:
    """Worked out by hand: 0.7 of normal, then a tenth more."""
    usual, held = run(engine), run(engine, sensitive_months=12.0)
    assert held.monthly["output"].tolist() == pytest.approx([0.7, 1.1])
    for expected in ("expected_injuries", "expected_deaths"):
        assert held.monthly[expected][0] == pytest.approx(0.7 * usual.monthly[expected][0], rel=1e-6)
        assert held.monthly[expected][1] > usual.monthly[expected][1]
    # Books of the month: what is lost, then what is made up of it.
    lost, made_up = held.monthly["enterprise_cost"] - usual.monthly["enterprise_cost"]
    assert lost > 0.0 > made_up and made_up == pytest.approx(-lost / 3.0, rel=0.05)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_hazards_arrive_by_the_output_of_the_month_before(engine: str) -> None:
    usual, held = run(engine), run(engine, sensitive_months=12.0)
    assert held.monthly["hazards_open"][0] == usual.monthly["hazards_open"][0]
    assert held.monthly["hazards_open"][1] < usual.monthly["hazards_open"][1]


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
@pytest.mark.parametrize(("settings", "events"), [
    ({"stop_work": 1.0, "officers_per_10000_workers": 20.0, "field_days": 220.0}, "stop_work_orders"), ({"worker_stop_right": 1.0}, "work_halts"),
])
def test_orders_and_halts_of_a_month_hold_its_own_output_down(engine: str, settings: dict[str, float], events: str) -> None:
    policy = Policy("set", tuple(LeverSetting(name, value, end=1) for name, value in settings.items()))
    stopped = simulate(DANGEROUS, policy, parameters=TABLE, months=2, engine=engine)
    assert stopped.monthly[events][0] > 0.0 == stopped.monthly[events][1]
    assert stopped.monthly["output"][0] < 1.0 < stopped.monthly["output"][1]
