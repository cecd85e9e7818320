"""Who is startled by an accident: those in whose enterprise it happened, and those who hear of it."""

from dataclasses import replace

import numpy as np
import pytest

from simulation.district import District
from simulation.engine.columns import ATTENTION, MEMORY
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import NO_ORDERS, Orders
from simulation.parameters import Parameters
from simulation.policy import BASELINE
from tests.simulation.homogeneous import alike, quiet

BASE = 0.3
DISTRICT = alike(6)
HEARD = quiet(attention_mean=BASE, attention_by_disaster=0.5, publication_reach=10.0)
"""Deaths are heard of, and startle nobody of their own enterprise."""
TOWNS = replace(
    DISTRICT, sectors=DISTRICT.sectors * 2, responsibility=DISTRICT.responsibility * 2,
    places=tuple(replace(DISTRICT.places[0], name=name, x=x, y=0.0, industry_share=0.5, service_share=0.5) for name, x in (("near", 0.0), ("far", 10.0))),
    register=replace(DISTRICT.register, count=40, sector_mix=(0.5, 0.5)), others=replace(DISTRICT.others, sector_mix=(0.5, 0.5)),
    departments=tuple(replace(plan, known_by_sector=plan.known_by_sector * 2) for plan in DISTRICT.departments))
"""Two sectors in two places ten kilometres from one another."""
PARAMETERS = quiet(attention_mean=BASE, attention_by_injury=0.1, attention_by_serious=0.3, attention_by_death=0.5)


def ordered(*hits: tuple[int, int, int, float]) -> Orders:
    """Accidents from unsafe acts: enterprise, deaths, serious injuries, whether on record."""
    rows = [[enterprise, deaths, serious, 0.0, -1.0, on_record] for enterprise, deaths, serious, on_record in hits]
    # In C order, as the engine is compiled: columns of another order would be compiled for anew, which takes a minute.
    return NO_ORDERS._replace(accidents=np.ascontiguousarray(np.array(rows, np.float64).T))


def startled(engine: str, orders: Orders, district: District = DISTRICT, parameters: Parameters = PARAMETERS) -> list[list[float]]:
    """Attention and memory of every enterprise after a month with such accidents."""
    if engine == "mesa":
        model = DistrictModel(district, BASELINE, parameters, 1, 0)
        model.orders = orders
        model.step()
        return [[e.attention for e in model.enterprises], [e.memory for e in model.enterprises]]
    compiled = EngineModel(district, BASELINE, parameters, 1, 0)
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


def heard(engine: str, deaths: int, on_record: float) -> dict[tuple[bool, bool], set[float]]:
    """What an accident in the first enterprise leaves in the memory of others: by whether they share its sector, its place."""
    facts = [enterprise.facts for enterprise in DistrictModel(TOWNS, BASELINE, HEARD, 1, 0).enterprises]
    memory = startled(engine, ordered((0, deaths, 0, on_record)), TOWNS, HEARD)[1]
    found: dict[tuple[bool, bool], set[float]] = {}
    for other in facts[1:]:
        kind = (other.sector == facts[0].sector, other.place == facts[0].place)
        found.setdefault(kind, set()).add(round(memory[other.index], 12))
    assert len(found) == 4
    return found


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_death_on_record_is_heard_of_by_the_trade_and_more_so_nearby(engine: str) -> None:
    """Worked out by hand: a tenth of 0.5 for each death, half of it at ten kilometres."""
    for deaths in (1, 2):
        near, far = 0.05 * deaths, 0.025 * deaths
        assert heard(engine, deaths, 1.0) == {(True, True): {near}, (True, False): {far}, (False, True): {0.0}, (False, False): {0.0}}


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_concealed_death_is_heard_of_by_nobody_and_three_deaths_by_everybody(engine: str) -> None:
    assert set().union(*heard(engine, 2, 0.0).values()) == {0.0}
    for on_record in (0.0, 1.0):
        assert heard(engine, 3, on_record) == {(True, True): {0.15}, (True, False): {0.075}, (False, True): {0.15}, (False, False): {0.075}}


def test_other_districts_hear_of_three_deaths_and_of_no_fewer() -> None:
    told = EngineModel(DISTRICT, BASELINE, PARAMETERS, 1, 0).advance_beside(orders=ordered((0, 2, 0, 1.0), (1, 3, 0, 1.0)))
    assert told.disasters.tolist() == [[3.0]]
