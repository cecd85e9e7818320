"""The Mesa model as a whole: what must hold of every run."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from simulation.month import PHASES
from simulation.outcomes import OUTCOMES
from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.simulate import Run, simulate, simulate_policies
from tests.simulation.districts import district, parameters

SMALL = district(0.01, burn_in=2)
MONTHS = 6


def run(policy: Policy = BASELINE, world: int = 0, months: int = MONTHS, **changes: float) -> Run:
    return simulate(SMALL, policy, parameters=parameters(**changes), seed=5, world=world, months=months)


def setting(lever: str, value: float, **times: int) -> Policy:
    return Policy(lever, (LeverSetting(lever, value, **times),))


def test_a_run_has_every_outcome_in_every_month() -> None:
    result = run()
    assert set(result.monthly) == {outcome.name for outcome in OUTCOMES}
    assert all(values.shape == (MONTHS,) for values in result.monthly.values())


def test_the_model_has_a_method_for_every_phase_and_no_other() -> None:
    from simulation.model import DistrictModel

    assert {name for name in dir(DistrictModel) if name.startswith("phase_")} == {f"phase_{p.name}" for p in PHASES}


def test_a_policy_that_sets_levers_to_their_baseline_changes_nothing() -> None:
    table = parameters()
    placebo = Policy("placebo", tuple(LeverSetting(name, table[name]) for name in ("field_days", "publication", "rotation")))
    for world in range(10):
        first, second = simulate_policies(SMALL, [BASELINE, placebo], parameters=table, seed=5, world=world, months=3)
        assert first.digest == second.digest


def test_two_policies_are_identical_until_the_month_in_which_they_differ() -> None:
    later = setting("field_days", 200.0, start=4)
    first, second = simulate_policies(SMALL, [BASELINE, later], parameters=parameters(), seed=5, months=MONTHS)
    for name, values in first.monthly.items():
        assert (values[:4] == second.monthly[name][:4]).all(), name
    assert (first.monthly["visits"] != second.monthly["visits"]).any()


def test_running_policies_together_or_alone_gives_the_same() -> None:
    more = setting("penalty_certainty", 0.9)
    together = simulate_policies(SMALL, [BASELINE, more], parameters=parameters(), seed=5, months=MONTHS)
    assert [r.digest for r in together] == [run().digest, run(more).digest]


def test_a_policy_split_in_two_halves_in_time_is_the_same_policy() -> None:
    whole = setting("field_days", 150.0)
    halves = Policy("field_days", (LeverSetting("field_days", 150.0, end=3), LeverSetting("field_days", 150.0, start=3)))
    assert run(whole).digest == run(halves).digest


def test_nobody_on_staff_makes_no_visits() -> None:
    result = run(officers_per_10000_workers=0.0, other_officers=0.0)
    assert result.total("visits") == result.total("hazards_found") == result.total("penalties") == 0.0


def test_without_hazards_only_unsafe_acts_injure() -> None:
    result = run(hazard_arrivals=0.0)
    assert result.total("hazards_open") == result.total("hazards_found") == 0.0
    assert {event.cause for event in result.events} <= {"unsafe act"}
    assert run(hazard_arrivals=0.0, unsafe_injury_rate=0.0).total("expected_injuries") == 0.0


def test_certain_penalties_are_more_penalties_and_none_are_none() -> None:
    assert run(penalty_certainty=0.0, penalty_major_push=0.0, penalty_repeat_push=0.0).total("penalties") == 0.0
    assert run(penalty_certainty=1.0, leniency_mean=0.0).total("penalties") > run().total("penalties")


def test_named_leads_and_assigned_gaps_and_a_registry_drive_cover_more() -> None:
    base = run(months=12)
    both = Policy("both", (LeverSetting("gaps_assigned", 1.0), LeverSetting("registry_drive", 0.9)))
    assert run(both, months=12).ratio("covered_share") > base.ratio("covered_share")


def test_double_prices_are_double_costs_of_staff() -> None:
    quiet = dict(briefings=0.0, whistle_reward=0.0, safety_subsidy=0.0)
    once, twice = run(officer_yearly_cost=1e5, **quiet), run(officer_yearly_cost=2e5, **quiet)
    assert twice.total("government_cost") == pytest.approx(2.0 * once.total("government_cost"), abs=2.0 * MONTHS)


def test_worlds_and_seeds_differ() -> None:
    assert len({run(world=world).digest for world in range(4)}) == 4


def test_absurd_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        simulate(SMALL, parameters=parameters(), months=0)
    with pytest.raises(ValueError, match="seed"):
        simulate(SMALL, parameters=parameters(), seed=-1, months=1)


def test_an_enterprise_more_or_less_leaves_the_luck_of_the_others_alone() -> None:
    smaller = replace(SMALL, others=replace(SMALL.others, count=SMALL.others.count - 1))
    from simulation.population import draw_population

    assert draw_population(smaller, parameters(), 5, 0) == draw_population(SMALL, parameters(), 5, 0)[:-1]


PROGRAM = """
from tests.simulation.test_model import run
print(run(months=2).digest)
"""


def test_the_digest_is_the_same_in_fresh_processes_compiled_or_plain() -> None:
    printed = set()
    for extra in ({"PYTHONHASHSEED": "1"}, {"INSPECTORATE_PLAIN": "1", "PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai"}):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env={**os.environ, **extra}, capture_output=True, text=True, check=True
        )
        printed.add(done.stdout)
    assert len(printed) == 1


def test_joint_visits_and_referrals_follow_their_levers() -> None:
    none = run(joint_visits=0.0, referral_duty=0.0, referral_by_chance=0.0, months=12)
    assert none.total("joint_visits") == none.total("referrals") == 0.0
    all_of_them = run(joint_visits=1.0, referral_duty=1.0, notice_probability=1.0, months=12)
    assert all_of_them.total("joint_visits") > 0.0 and all_of_them.total("referrals") > 0.0
    assert all_of_them.total("overlap_visits") < none.total("overlap_visits")


def test_places_add_up_to_the_district() -> None:
    result = run()
    assert sum(place.visits for place in result.places) == result.total("visits")
    assert sum(place.deaths for place in result.places) == result.total("deaths")
    assert sum(place.injuries for place in result.places) == result.total("lost_time_injuries")
    assert sum(place.expected_deaths for place in result.places) == pytest.approx(result.total("expected_deaths"))
    assert sum(place.enterprises for place in result.places) == SMALL.enterprises
    assert sum(place.hazards_open for place in result.places) == result.monthly["hazards_open"][-1]
