"""What a study orders happens in both conductors alike, and leaves the luck of everything else alone."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import (
    BY_RULE,
    HIT_ROWS,
    NO_ORDERS,
    NOTED,
    NOTES,
    ORDER_ROWS,
    SHOCK_ROWS,
    VISITED_FINDINGS,
    VISITED_FINED,
    VISITED_MAJORS,
    VISITED_ROWS,
    VISITED_TIMES,
    Orders,
)
from simulation.policy import LeverSetting, Policy
from tests.simulation.districts import district, parameters
from tests.simulation.docking import differences

SMALL = district(0.006, burn_in=0)
COUNT, DEPARTMENTS = SMALL.enterprises, len(SMALL.departments)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)
OPEN = Policy("open", (LeverSetting("publication", 0.5), LeverSetting("rotation", 0.5)))


def noted() -> Any:
    return np.zeros((len(NOTES), COUNT))


def entered() -> Any:
    return np.zeros((VISITED_ROWS, DEPARTMENTS, COUNT), np.int16)


def either(*values: float) -> st.SearchStrategy[float]:
    return st.sampled_from([BY_RULE, *values])


@st.composite
def orders(draw: st.DrawFn) -> Orders:
    who = st.integers(0, COUNT - 1).map(float)
    visits = draw(st.lists(st.tuples(
        st.integers(0, DEPARTMENTS - 1).map(float), who, either(0.0, 1.0), either(0.0, 1.0), either(0.0, 1.0), either(0.0, 3.0),
        either(0.0, 0.9), either(0.0, 5.0), either(0.0, 7.0)), max_size=5))
    accidents = draw(st.lists(st.tuples(
        who, st.sampled_from([0.0, 1.0, 12.0]), st.sampled_from([0.0, 2.0]), st.sampled_from([0.0, 2e6]), st.sampled_from([-1.0, 2.0]),
        st.sampled_from([0.0, 1.0])), max_size=3))
    publications = draw(st.lists(st.tuples(who, st.just(50000.0)), max_size=3))
    rows = [np.array(given, np.float64).reshape(-1, n).T.copy() for given, n in ((visits, ORDER_ROWS), (accidents, HIT_ROWS), (publications, 2))]
    shocks = draw(st.sampled_from([0, COUNT]))
    levels = st.floats(-3.0, 3.0) if shocks else st.nothing()
    margins = draw(st.lists(levels, min_size=shocks, max_size=shocks))
    demands = draw(st.lists(st.sampled_from([0.0, -1.0, -0.37, 0.8]) if shocks else st.nothing(), min_size=shocks, max_size=shocks))
    return Orders(rows[0], rows[1], rows[2], noted(), entered(), shocks=np.array([margins, demands], np.float64).reshape(SHOCK_ROWS, shocks))


@settings(max_examples=60, database=None)
@given(months=st.lists(orders(), min_size=1, max_size=4), seed=st.integers(0, 2**40))
def test_both_conductors_carry_out_the_same_orders(months: list[Orders], seed: int) -> None:
    engine, model = EngineModel(SMALL, OPEN, BUSY, seed, 0), DistrictModel(SMALL, OPEN, BUSY, seed, 0)
    for ordered in months:
        engine.advance_beside(orders=ordered)
        model.orders = ordered._replace(notes=noted(), visited=entered())
        model.step()
        assert ordered.notes.tobytes() == model.orders.notes.tobytes()
        assert ordered.visited.tobytes() == model.orders.visited.tobytes()
        by_department = ordered.visited.sum(axis=1, dtype=np.int64)
        for row, name in ((VISITED_TIMES, "visits"), (VISITED_FINDINGS, "findings"), (VISITED_MAJORS, "major_findings"), (VISITED_FINED, "penalties")):
            assert by_department[row].tolist() == ordered.notes[NOTED[name]].tolist()
    assert differences(engine, model) == []


@cache
def settled() -> EngineModel:
    model = EngineModel(SMALL, OPEN, BUSY, 3, 0)
    model.advance(12, lambda count: None)
    return model


def _after(orders: Orders) -> EngineModel:
    model = settled().under(OPEN)
    model.advance_beside(orders=orders)
    return model


def visit(**changes: float) -> Any:
    from simulation import orders as names

    rows = np.full((ORDER_ROWS, 1), BY_RULE)
    for name, value in {"department": 0.0, "enterprise": 1.0, **changes}.items():
        rows[getattr(names, f"ORDER_{name.upper()}"), 0] = value
    return rows


def test_a_visit_that_must_end_in_a_penalty_does_and_one_that_must_not_does_not() -> None:
    for must in (1.0, 0.0):
        found = penalised = 0.0
        for i in range(COUNT):
            given = NO_ORDERS._replace(visits=visit(enterprise=float(i), penalty=must, skill=1.0), notes=noted())
            before = NO_ORDERS._replace(notes=noted())
            _after(given), _after(before)
            extra = given.notes - before.notes
            assert extra[NOTED["visits"], i] == 1.0
            found += extra[NOTED["findings"], i] > 0.0
            penalised += extra[NOTED["penalties"], i]
        assert found > 2
        assert penalised == (found if must else 0.0)


def test_an_order_leaves_the_luck_of_the_others_alone() -> None:
    alone, with_visit = NO_ORDERS._replace(notes=noted()), NO_ORDERS._replace(visits=visit(), notes=noted())
    _after(alone), _after(with_visit)
    changed = np.flatnonzero((alone.notes != with_visit.notes)[NOTED["visits"]])
    assert changed.tolist() == [1]


def test_an_accident_that_is_ordered_is_counted_and_startles() -> None:
    hit = np.array([[2.0, 4.0, 0.0, 5e6, -1.0, 1.0]]).T.copy()
    without, given = NO_ORDERS._replace(notes=noted()), NO_ORDERS._replace(accidents=hit, notes=noted())
    calm, struck = _after(without), _after(given)
    assert struck.run().monthly["deaths"][0] == calm.run().monthly["deaths"][0] + 4
    assert struck.run().monthly["attention"][0] > calm.run().monthly["attention"][0]
    assert struck.run().events[-1].deaths == 4 and struck.run().events[-1].enterprise == 2


def test_what_is_noted_adds_up_to_the_months_outcomes() -> None:
    given = NO_ORDERS._replace(notes=noted())
    model = EngineModel(SMALL, OPEN, BUSY, 8, 0)
    for _ in range(12):
        model.advance_beside(orders=given)
    run = model.run()
    for row, outcome in {
        "injuries": "lost_time_injuries", "deaths": "deaths", "reported_injuries": "reported_injuries", "visits": "visits",
        "findings": "hazards_found", "major_findings": "major_hazards_found", "penalties": "penalties", "stop_work_orders": "stop_work_orders",
    }.items():
        assert given.notes[NOTED[row]].sum() == run.monthly[outcome].sum(), row
    assert given.notes[NOTED["expected_injuries"]].sum() == pytest.approx(run.monthly["expected_injuries"].sum(), rel=1e-9)
