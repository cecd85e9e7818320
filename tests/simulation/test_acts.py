"""What a study does to a world it does alike in both conductors."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.acts import AgentHands, EngineHands, Hands
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.policy import LeverSetting, Policy
from tests.simulation.districts import district, parameters
from tests.simulation.docking import differences

SMALL = district(0.006, burn_in=1)
COUNT, DEPARTMENTS = SMALL.enterprises, len(SMALL.departments)
CELLS = 4 * len(SMALL.domains)
POLICY = Policy("levers", (LeverSetting("training_days", 40.0), LeverSetting("other_officers", 2.0)))
who, desk = st.integers(0, COUNT - 1), st.integers(0, DEPARTMENTS - 1)
ACTS = st.one_of(
    st.tuples(st.just("brief"), who), st.tuples(st.just("certify"), who),
    st.tuples(st.just("set_known"), who, st.lists(desk, min_size=1, max_size=3), st.booleans()),
    st.tuples(st.just("correct"), who, st.lists(st.integers(0, CELLS - 1), min_size=1, max_size=6, unique=True), st.floats(0, 1)),
    st.tuples(st.just("replace"), desk, st.just(0)), st.tuples(st.just("train"), desk, st.just(0), st.integers(1, 24)),
    st.tuples(st.just("make_professional"), desk, st.just(0)), st.tuples(st.just("press"), desk, st.integers(1, 3)),
    st.tuples(st.just("charge"), desk, st.floats(0, 3)),
)


def both(seed: int) -> tuple[EngineModel, DistrictModel]:
    return EngineModel(SMALL, POLICY, parameters(), seed, 0), DistrictModel(SMALL, POLICY, parameters(), seed, 0)


@settings(max_examples=60, database=None)
@given(months=st.lists(st.lists(ACTS, max_size=6), min_size=2, max_size=5), seed=st.integers(0, 2**40))
def test_both_conductors_are_handled_alike(months: list[list[Any]], seed: int) -> None:
    engine, model = both(seed)
    for acts in months:
        for hands in (EngineHands(engine), AgentHands(model)):
            for name, *arguments in acts:
                getattr(hands, name)(*arguments)
        engine.advance_beside()
        model.step()
    assert differences(engine, model) == []


def test_both_conductors_are_read_alike() -> None:
    engine, model = both(3)
    for _ in range(9):
        engine.advance_beside()
        model.step()
    one, other = EngineHands(engine), AgentHands(model)
    for name in ("effort", "attention", "tie", "lasting", "workers", "months_since_visit", "supervision_class", "certified", "known", "open_hazards"):
        assert one.read(name).tolist() == other.read(name).tolist(), name
    assert one.cells().tolist() == other.cells().tolist()
    for department in range(DEPARTMENTS):
        assert one.estimates(department).tolist() == other.estimates(department).tolist()
        for ours, theirs in zip(one.looks(department), other.looks(department), strict=True):
            assert ours.tolist() == theirs.tolist()
        assert {k: v.tolist() for k, v in one.officers(department).items()} == {k: v.tolist() for k, v in other.officers(department).items()}


def test_a_correction_removes_hazards_and_a_briefing_raises_attention() -> None:
    engine, _ = both(5)
    for _ in range(12):
        engine.advance_beside()
    hands: Hands = EngineHands(engine)
    before, calm = hands.cells(), hands.read("attention")
    for i in range(COUNT):
        hands.correct(i, range(CELLS), 1.0)
        hands.brief(i)
    assert before.sum() > 0 and hands.cells().sum() == 0
    assert np.all(hands.read("attention") > calm)
    with pytest.raises(KeyError):
        hands.read("nonsense")
