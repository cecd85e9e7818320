"""What must stay the same, or double, or vanish, when a world is changed in a way whose effect is known."""

import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.district import District
from simulation.outcomes import OUTCOMES
from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.simulate import Run, simulate, simulate_policies
from tests.simulation.districts import SCENARIOS, district, parameters
from tests.simulation.homogeneous import alike, model, months, quiet

ENTRIES: dict[str, Any] = tomllib.loads((SCENARIOS / "parameters.toml").read_text())["parameters"]
LEVERS = sorted(name for name, entry in ENTRIES.items() if entry["kind"] == "lever")
PRICES = sorted(name for name, entry in ENTRIES.items() if "yuan" in entry["unit"])
BASE = parameters()
TINY = district(0.003, burn_in=1)
SMALL = district(0.01, burn_in=2)


def run(place: District = TINY, policy: Policy = BASELINE, length: int = 4, world: int = 0, **changes: float) -> Run:
    return simulate(place, policy, parameters=BASE.with_values(changes), seed=21, world=world, months=length)


def same_but_for(first: Run, second: Run, *names: str) -> None:
    """Bit for bit the same months, but for the outcomes named."""
    for name, values in first.monthly.items():
        assert name in names or values.tobytes() == second.monthly[name].tobytes(), name


def beside(lever: str) -> float:
    """A value a hair from the baseline of a lever, inside its hard range."""
    low, high = ENTRIES[lever]["hard"]
    hair = 1e-6 * (high - low)
    return BASE[lever] + hair if BASE[lever] + hair <= high else BASE[lever] - hair


# The placebo.


@pytest.mark.parametrize("first_world", range(0, 200, 50))
def test_a_placebo_leaves_every_byte_of_two_hundred_worlds(first_world: int) -> None:
    times = [dict(start=0), dict(start=1, end=2), dict(start=0, ramp=2), dict(start=1, ramp=1, end=3)]
    placebo = Policy("placebo", tuple(
        LeverSetting(lever, BASE[lever], **times[number % len(times)]) for number, lever in enumerate(LEVERS)))
    for world in range(first_world, first_world + 50):
        bare, given_placebo = simulate_policies(TINY, [BASELINE, placebo], parameters=BASE, seed=4, world=world, months=2)
        same_but_for(bare, given_placebo)
        assert bare.events == given_placebo.events and bare.digest == given_placebo.digest


def test_draws_that_nothing_uses_move_nothing() -> None:
    for world in range(10):
        bare, drawing = (model(TINY, BASE, seed=9, world=world) for _ in range(2))
        for _ in range(3):
            bare.step()
            for entity in range(40):
                assert 0.0 < drawing.u("placebo", entity, 0) < 1.0
            drawing.step()
        assert bare.history == drawing.history


# The minimally different world.


@pytest.mark.parametrize("lever", LEVERS)
def test_a_hair_in_one_month_changes_nothing_before_it(lever: str) -> None:
    assert beside(lever) != BASE[lever]
    hair = Policy("hair", (LeverSetting(lever, beside(lever), start=3, end=4),))
    bare, touched = simulate_policies(TINY, [BASELINE, hair], parameters=BASE, seed=21, months=5)
    for name, values in bare.monthly.items():
        assert values[:3].tobytes() == touched.monthly[name][:3].tobytes(), name


def test_one_enterprise_more_leaves_the_fate_of_the_others_alone() -> None:
    values = quiet(
        hazard_arrivals=2.0, latent_arrival_share=0.3, hazard_spread=0.6, attention_spread=0.4, unsafe_injury_rate=0.01,
        hazard_injury_rate=0.01, attention_by_injury=0.1, attention_by_serious=0.3, complaint_base=0.001, record_lapse=0.05,
        stress_weight=0.4, peer_weight=0.0,  # peers would be the one true tie between them
    )

    def fates(count: int) -> list[Any]:
        return months(model(alike(count), values), 24, lambda now: [
            (e.cells.copy(), e.attention, e.effort, e.margin, e.output, e.known) for e in now.enterprises])

    assert [month[:-1] for month in fates(21)] == fates(20)


def test_a_department_more_without_officers_or_mandate_changes_nothing() -> None:
    last = TINY.departments[-1]
    idle = replace(last, name="idle", officers=0.0, known_registered=0.0, known_by_sector=(0.0,) * len(TINY.sectors))
    larger = replace(TINY, departments=(*TINY.departments, idle))
    # Departments take turns at the register, so that one more would delay the turn of the others; nothing lapses here.
    bare, with_idle = (run(place, length=8, record_lapse=0.0) for place in (TINY, larger))
    same_but_for(bare, with_idle, "department_pressure")  # a mean over the departments


def test_a_world_more_in_the_list_moves_no_other() -> None:
    alone = run(world=7)
    for world in (0, 3):
        run(world=world)
    assert run(world=7).digest == alone.digest


# Time.


@given(
    start=st.integers(0, 40), length=st.integers(0, 60), cut=st.integers(0, 100), value=st.floats(0.0, 1.0), base=st.floats(0.0, 1.0))
def test_a_setting_cut_in_two_sets_the_same_lever_in_every_month(start: int, length: int, cut: int, value: float, base: float) -> None:
    end = start + length
    middle = min(max(cut, start), end)
    whole = Policy("whole", (LeverSetting("lever", value, start=start, end=end),))
    halves = Policy("halves", (
        LeverSetting("lever", value, start=start, end=middle), LeverSetting("lever", value, start=middle, end=end)))
    for month in range(110):
        assert whole.levers_in(month, {"lever": base}) == halves.levers_in(month, {"lever": base})


@pytest.mark.parametrize("lever", ["penalty_certainty", "publication", "joint_visits", "briefings", "vertical_control"])
def test_a_policy_in_three_parts_is_the_policy(lever: str) -> None:
    value = 0.5 * (BASE[lever] + min(1.0, ENTRIES[lever]["hard"][1]))
    whole = Policy("whole", (LeverSetting(lever, value, start=1, end=6),))
    parts = Policy("parts", tuple(LeverSetting(lever, value, start=a, end=b) for a, b in ((1, 2), (2, 5), (5, 6))))
    assert run(policy=whole, length=7).digest == run(policy=parts, length=7).digest


def test_the_cost_of_a_programme_in_two_spans_is_its_cost() -> None:
    whole = Policy("whole", yearly_cost=120000, cost_start=0, cost_end=6)
    halves = Policy("halves", part_costs=((120000, 0, 2), (120000, 2, 6)))
    assert [whole.programme_cost_in(m) for m in range(9)] == [halves.programme_cost_in(m) for m in range(9)] == [10000.0] * 6 + [0.0] * 3


# Money.


# Everything that costs, switched on.
COSTLY = dict(
    safety_subsidy=0.2, penalty_certainty=0.6, daily_fines=1.0, prosecution=0.3, insurance_high_risk=1.0, insurer_visits=3.0,
    expert_visits=40.0, grid_agents=2.0, remote_monitoring=0.5, campaign_strength=0.5, blacklist=1.0, equipment=1.5, worker_training=4.0,
    training_days=30.0, briefings=1.0, complaint_base=0.002,
)
MONEY = {outcome.name for outcome in OUTCOMES if outcome.unit == "yuan"}


def test_double_prices_double_every_sum_of_money_and_move_nobody() -> None:
    prices = {name: BASE[name] for name in PRICES} | dict(class_reward=60.0, cost_recovery=300.0, court_fine=100000.0, inspector_bonus=100.0)
    # The legal classes are set in yuan of today; losses too small to reach them leave prices without a fixed point.
    prices |= {name: BASE[name] / 1000.0 for name in PRICES if name.startswith("loss_per_")}
    place = district(0.03, burn_in=1)  # large enough for high-risk enterprises, who are insured
    # A fine on a person is rounded to a whole yuan, and feared: at these wages it is whole by itself, at half the price and at the full one.
    place = replace(place, sectors=tuple(replace(s, yearly_wage=1000.0 * round(s.yearly_wage / 1000.0)) for s in place.sectors))
    dear = replace(place, sectors=tuple(
        replace(s, yearly_wage=2.0 * s.yearly_wage, value_added=2.0 * s.value_added) for s in place.sectors))
    once = run(place, Policy("programme", yearly_cost=240000), length=8, **prices, **COSTLY)
    twice = run(
        dear, Policy("programme", yearly_cost=480000), length=8, **{name: 2.0 * value for name, value in prices.items()}, **COSTLY)
    assert {name for name in MONEY if once.total(name) > 0.0} == MONEY
    for name, values in once.monthly.items():
        factor = 2.0 if name in MONEY else 1.0
        # Each month, and each loss, is rounded to a whole yuan: half a yuan on each side.
        slack = 2.0 * once.total("lost_time_injuries") if name == "accident_loss" else 1.5 if name in MONEY else 0.0
        assert twice.monthly[name] == pytest.approx(factor * values, rel=1e-9, abs=slack), name


# Nothing comes of nothing.


@pytest.mark.parametrize("world", range(3))
def test_without_hazards_no_accident_is_of_a_hazard_whatever_is_inspected(world: int) -> None:
    busy = Policy("busy", (LeverSetting("field_days", 200.0), LeverSetting("penalty_certainty", 1.0), LeverSetting("advice_share", 1.0)))
    for policy in (BASELINE, busy):
        result = run(SMALL, policy, length=6, world=world, hazard_arrivals=0.0, unsafe_injury_rate=0.05, serious_share=0.5)
        assert result.total("lost_time_injuries") > 0.0 and result.total("visits") > 0.0
        assert {event.cause for event in result.events} == {"unsafe act"}
        assert max(event.deaths for event in result.events) <= 1
        for name in ("hazards_open", "hazards_found", "penalties", "complaints", "expected_larger_accidents"):
            assert result.total(name) == 0.0, name


def test_nobody_on_staff_is_nobody_in_the_field_but_for_the_pay() -> None:
    nobody = run(SMALL, length=8, officers_per_10000_workers=0.0, other_officers=0.0)
    indoors = run(SMALL, length=8, field_days=0.0)
    assert nobody.total("visits") == indoors.total("visits") == 0.0
    assert nobody.total("officers") == 0.0 < indoors.total("officers")
    same_but_for(nobody, indoors, "officers", "inspector_skill", "government_cost")


def test_nobody_at_risk_is_nobody_hurt() -> None:
    safe = run(SMALL, length=6, unsafe_injury_rate=0.0, hazard_injury_rate=0.0)
    for name in ("expected_injuries", "expected_deaths", "lost_time_injuries", "deaths", "accident_loss", "reported_injuries"):
        assert safe.total(name) == 0.0, name
    assert safe.total("hazards_open") > 0.0 and not safe.events


# The same luck under more of the same.


@settings(max_examples=8)
@given(low=st.floats(0.0, 3.0), more=st.floats(0.0, 3.0), world=st.integers(0, 1000))
def test_monotone_more_arrivals_never_leave_fewer_hazards_open_in_any_month(low: float, more: float, world: int) -> None:
    fixed = dict(removal_lowest=0.2, removal_highest=0.2, latent_arrival_share=0.3)
    open_now = [
        np.array(months(model(alike(8), quiet(hazard_arrivals=rate, **fixed), world=world), 12,
                        lambda now: [e.cells.copy() for e in now.enterprises]))
        for rate in (low, low + more)
    ]
    assert (open_now[0] <= open_now[1]).all()


@pytest.mark.parametrize("rates", [(0.0, 0.001), (0.001, 0.01), (0.01, 0.05)])
def test_monotone_more_unsafe_acts_never_injure_fewer_in_any_month(rates: tuple[float, float]) -> None:
    less, more = (run(SMALL, length=6, unsafe_injury_rate=rate, hazard_arrivals=0.0, attention_by_injury=0.0, attention_by_serious=0.0,
                      attention_by_death=0.0, attention_by_disaster=0.0) for rate in rates)
    assert (less.monthly["expected_injuries"] <= more.monthly["expected_injuries"] + 1e-12).all()
    assert less.total("lost_time_injuries") < more.total("lost_time_injuries")


# Processes.

PROGRAM = """
from tests.simulation.test_metamorphic import SMALL, run
print(run(SMALL, length=3, penalty_certainty=0.5).digest)
"""


def test_fresh_processes_with_other_hashes_clocks_and_tongues_give_the_same_digest() -> None:
    settings_of_processes = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "12345", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "random", "TZ": "America/St_Johns", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
    )
    started = [
        subprocess.Popen([sys.executable, "-c", PROGRAM], env={**os.environ, **extra}, stdout=subprocess.PIPE, text=True)
        for extra in settings_of_processes
    ]
    printed = [process.communicate(timeout=120)[0].strip() for process in started]
    assert printed == [run(SMALL, length=3, penalty_certainty=0.5).digest] * 3
