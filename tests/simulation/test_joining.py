"""The already safe join a voluntary scheme first: what it says of its members is not what it has done for them."""

import numpy as np

from scenarios import load_district
from simulation.engine.columns import CERTIFIED, LASTING, REGISTERED
from simulation.engine.run import EngineModel
from simulation.policy import LeverSetting, Policy
from tests.simulation.districts import one_mechanism


def test_who_joins_has_a_lower_lasting_factor_than_who_does_not() -> None:
    policy = Policy("open", (LeverSetting("scheme_open", 0.5),))
    joined, others = [], []
    for world in range(6):
        model = EngineModel(load_district("jiuyuan-quarter"), policy, one_mechanism(), 1, world)
        model.advance(model.district.burn_in, lambda count: None)
        registered, seen, before = model.state.bytes[REGISTERED] != 0, np.zeros(model.district.enterprises, bool), model.state.shorts[CERTIFIED].copy()
        seen |= before > 0
        new = np.zeros_like(seen)
        for _ in range(24):
            model.advance(1, lambda count: None)
            new |= (model.state.shorts[CERTIFIED] > before) & ~seen
            before = model.state.shorts[CERTIFIED].copy()
        lasting = np.log(model.state.singles[LASTING])
        joined += lasting[registered & new].tolist()
        others += lasting[registered & ~new & ~seen].tolist()
    assert len(joined) > 50
    error = np.sqrt(np.var(joined) / len(joined) + np.var(others) / len(others))
    assert np.mean(joined) < np.mean(others) - 2.0 * error
