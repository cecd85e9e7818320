"""Who is startled by an accident: those in whose enterprise it happened, and those who hear of it."""

import numpy as np
import pytest

from simulation.engine.columns import ATTENTION, MEMORY
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import NO_ORDERS, Orders
from simulation.policy import BASELINE
from tests.simulation.homogeneous import alike, quiet

BASE = 0.3
PARAMETERS = quiet(attention_mean=BASE, attention_by_injury=0.1, attention_by_serious=0.3, attention_by_death=0.5)
DISTRICT = alike(6)


def ordered(*hits: tuple[int, int, int, float]) -> Orders:
    """Accidents from unsafe acts: enterprise, deaths, serious injuries, whether on record."""
    rows = [[enterprise, deaths, serious, 0.0, -1.0, on_record] for enterprise, deaths, serious, on_record in hits]
    return NO_ORDERS._replace(accidents=np.array(rows, np.float64).T)


def startled(engine: str, orders: Orders) -> list[list[float]]:
    """Attention and memory of every enterprise after a month with such accidents."""
    if engine == "mesa":
        model = DistrictModel(DISTRICT, BASELINE, PARAMETERS, 1, 0)
        model.orders = orders
        model.step()
        return [[e.attention for e in model.enterprises], [e.memory for e in model.enterprises]]
    compiled = EngineModel(DISTRICT, BASELINE, PARAMETERS, 1, 0)
    compiled.advance_beside(orders=orders)
    return [compiled.state.reals[column].tolist() for column in (ATTENTION, MEMORY)]


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_every_injury_startles_its_own_enterprise_and_nobody_else(engine: str) -> None:
    """Worked out by hand: a tenth of what is left for each injury, three tenths for a serious one, half for a death off the record."""
    orders = ordered((0, 0, 0, 0.0), (1, 0, 0, 1.0), (1, 0, 0, 0.0), (2, 0, 1, 0.0), (3, 1, 0, 0.0))
    attention, memory = startled(engine, orders)
    left = [0.9, 0.81, 0.7, 0.5, 1.0, 1.0]
    assert memory == pytest.approx([1.0 - share for share in left])
    assert attention == pytest.approx([1.0 - (1.0 - BASE) * share for share in left])
