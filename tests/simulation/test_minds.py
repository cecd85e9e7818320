"""What moves what enterprises have learned, in which direction: each mechanism on runs of the compiled engine, the same worlds with it and without."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios import load_district
from simulation import simulate
from simulation.engine.columns import ATTENTION, BASE_ATTENTION, CLOSED_CAUSES, SECTOR, VISIT_BELIEF, WORKERS
from simulation.engine.run import EngineModel
from simulation.policy import LeverSetting, Policy
from simulation.results import Run
from tests.simulation.districts import one_mechanism

TENTH = replace(load_district("jiuyuan-tenth"), burn_in=24)
WORLDS = 6
"""In each the sign must be the right one: one that hangs on chance would be so in all in one case of 64."""
CONSTRUCTION = [sector.name for sector in TENTH.sectors].index("construction")
STRICT = {"penalty_certainty": 1.0, "field_days": 150.0, "officers_per_10000_workers": 8.0, "publication": 1.0}
"""Levers under which most enterprises meet or read of a penalty."""
PAID = {"premium_swing": 0.3, "insurance_high_risk": 0.9, "class_reward": 500.0}


def run(world: int, levers: dict[str, float], **assumed: float) -> Run:
    policy = Policy("tried", tuple(LeverSetting(name, value) for name, value in levers.items()))
    return simulate(TENTH, policy, parameters=one_mechanism().with_values(assumed), months=24, seed=3, world=world)


def state(world: int, levers: dict[str, float], **assumed: float) -> EngineModel:
    """The engine after two years and the burn-in."""
    policy = Policy("tried", tuple(LeverSetting(name, value) for name, value in levers.items()))
    found = EngineModel(TENTH, policy, one_mechanism().with_values(assumed), 3, world)
    found.advance(TENTH.burn_in + 24, lambda count: None)
    return found


@pytest.mark.parametrize(("outcome", "sign", "levers", "assumed"), [
    ("expected_deaths", -1, {}, {"belief_fading": 0.15}),
    ("expected_deaths", 1, STRICT, {"attention_standard": 0.55}),
    ("penalties", 1, {"inspector_bonus": 500.0, "penalty_certainty": 0.5}, {"bonus_strictness": 1.0}),
    ("reported_injuries", -1, {}, {"reporting_half_size": 60.0, "injury_reporting": 0.5}),
    ("expected_injuries", -1, {}, {"safety_staff": 0.3}),
    ("expected_deaths", 1, STRICT, {"site_kept": 0.2}),
    ("hazards_open", -1, STRICT, {"cause_by_publication": 0.5}),
    ("expected_deaths", -1, PAID, {"stake_attention": 0.5}),
])  # fmt: skip
def test_a_mechanism_moves_what_it_should_in_every_world(outcome: str, sign: int, levers: dict[str, float], assumed: dict[str, float]) -> None:
    off = {name: value for name, value in one_mechanism().items() if name in assumed}
    beside = {name: value for name, value in assumed.items() if name == "injury_reporting"}
    for world in range(WORLDS):
        with_it, without = run(world, levers, **assumed), run(world, levers, **{**off, **beside})
        assert sign * (with_it.total(outcome) - without.total(outcome)) > 0.0, world


@pytest.mark.parametrize(("levers", "assumed"), [
    ({"inspector_bonus": 0.0}, {"bonus_strictness": 1.0}),
    ({"publication": 0.0}, {"cause_by_publication": 0.5}),
    ({"premium_swing": 0.0, "class_reward": 0.0}, {"stake_attention": 0.5}),
])  # fmt: skip
def test_a_mechanism_does_nothing_where_nothing_feeds_it(levers: dict[str, float], assumed: dict[str, float]) -> None:
    before = replace(TENTH, burn_in=0)
    policy = Policy("tried", tuple(LeverSetting(name, value) for name, value in levers.items()))
    table = one_mechanism()
    with_it, without = (simulate(before, policy, parameters=table.with_values(each), months=12, seed=3) for each in (assumed, {}))
    assert with_it.digest == without.digest


def test_who_forgets_slowly_believes_in_more_visits() -> None:
    usual, slow = (state(0, {}, belief_fading=ratio).state.reals[VISIT_BELIEF] for ratio in (1.0, 0.2))
    assert slow.mean() > 1.1 * usual.mean()


def test_no_enforcement_raises_attention_above_the_standard() -> None:
    """But an accident, a publication or advice does; so in a world without these."""
    quiet = {"attention_by_publication": 0.0, "attention_by_injury": 0.0, "attention_by_serious": 0.0, "attention_by_death": 0.0,
             "attention_by_disaster": 0.0, "attention_by_advice": 0.0, "attention_by_briefing": 0.0, "attention_mean": 0.2, "attention_spread": 0.1}  # fmt: skip
    free, held = (state(0, STRICT, attention_standard=standard, **quiet).state.reals[ATTENTION] for standard in (1.0, 0.6))
    assert free.max() > 0.65
    assert held.max() <= 0.6 and held.max() > 0.45


def test_moving_sites_lower_attention_where_sites_move_and_nowhere_else_at_first() -> None:
    """Before any effort of theirs is seen by others: attention of the other sectors is the same to the last bit for the first months."""
    found = []
    for kept in (1.0, 0.2):
        model = EngineModel(replace(TENTH, burn_in=0), Policy("strict", tuple(LeverSetting(n, v) for n, v in STRICT.items())),
                            one_mechanism().with_values({"site_kept": kept}), 3, 0)  # fmt: skip
        model.advance(24, lambda count: None)
        found.append((model.state.reals[ATTENTION].copy(), model.state.bytes[SECTOR]))
    (stay, sectors), (move, _) = found
    there = sectors == CONSTRUCTION
    assert move[there].mean() < stay[there].mean() - 0.01
    assert abs(move[~there].mean() - stay[~there].mean()) < 0.2 * (stay[there].mean() - move[there].mean())


def test_a_case_teaches_those_who_are_near_more() -> None:
    """Closed causes fall with distance to what was published: nobody has more of them than one publication next door each."""
    closed = state(0, STRICT, cause_by_publication=0.3).state.reals[CLOSED_CAUSES]
    assert closed.min() >= 0.0 and closed.max() < 1.0 and (closed > 0.0).mean() > 0.5
    assert not state(0, STRICT).state.reals[CLOSED_CAUSES].any()


def test_safety_staff_belongs_to_the_large() -> None:
    usual, staffed = (state(0, {}, safety_staff=gain).state for gain in (0.0, 0.3))
    large = usual.shorts[WORKERS] > 100
    assert (staffed.singles[BASE_ATTENTION][large] > usual.singles[BASE_ATTENTION][large]).all()
    assert (staffed.singles[BASE_ATTENTION][~large] == usual.singles[BASE_ATTENTION][~large]).all()
    assert np.any(large)
