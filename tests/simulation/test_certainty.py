"""What enterprises believe of the certainty of a penalty: fed by what they meet and read, worn off by time, moved by no announcement."""

import numpy as np
import pytest

from simulation.engine.columns import CERTAINTY_BELIEF
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import NO_ORDERS
from simulation.policy import BASELINE, LeverSetting, Policy
from tests.simulation.homogeneous import alike, quiet

DISTRICT = alike(6)
UNSEEN, RATE, FADING = 0.1, 0.4, 0.05
PARAMETERS = quiet(certainty_unseen=UNSEEN, certainty_fading=FADING, penalty_belief_rate=RATE, publication_fading=0.5, penalty_certainty=0.9)


def believed(engine: str, named: list[int], months: int, policy: Policy = BASELINE) -> list[float]:
    """Beliefs of every enterprise ``months`` after penalties of the ``named`` were published, the month of these included."""
    orders = NO_ORDERS._replace(publications=np.array([named, [10000.0] * len(named)], np.float64).reshape(2, -1))
    if engine == "mesa":
        model = DistrictModel(DISTRICT, policy, PARAMETERS, 1, 0)
        for month in range(months):
            model.orders = NO_ORDERS if month else orders
            model.step()
        return [enterprise.certainty_belief for enterprise in model.enterprises]
    compiled = EngineModel(DISTRICT, policy, PARAMETERS, 1, 0)
    for month in range(months):
        compiled.advance_beside(orders=NO_ORDERS if month else orders)
    return list(compiled.state.reals[CERTAINTY_BELIEF].tolist())


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_the_publications_of_a_month_move_the_belief_once_by_the_strongest(engine: str) -> None:
    """Worked out by hand: 0.1 + 0.4 * 0.9, however many are read; who is named alone reads nothing new."""
    for named in ([0], [0, 1, 2], [0, 0, 0, 0]):
        assert believed(engine, named, 1)[3:] == pytest.approx([0.46] * 3)
    assert believed(engine, [0], 1)[0] == UNSEEN


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_belief_that_nothing_feeds_wears_off(engine: str) -> None:
    for months in (2, 13):
        assert believed(engine, [0], months)[1:] == pytest.approx([UNSEEN + 0.36 * (1.0 - FADING) ** (months - 1)] * 5)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_announcing_penalties_moves_nobody(engine: str) -> None:
    announced = Policy("announced", (LeverSetting("penalty_certainty", 0.0),))
    assert believed(engine, [], 6) == believed(engine, [], 6, announced) == [UNSEEN] * 6
