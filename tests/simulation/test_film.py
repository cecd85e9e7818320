"""The film of a course: equal from both engines, adds up to the outcomes, and watching changes nothing."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import load_district, load_parameters, load_policy
from simulation import Film, LeverSetting, Policy, settle, simulate
from simulation.course import ENGINES, Course
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=2)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6, joint_visits=0.7, hazard_arrivals=30.0)
STRICT = Policy("strict", (LeverSetting("penalty_certainty", 0.9), LeverSetting("officers_per_10000_workers", 100.0), LeverSetting("other_officers", 10.0)))


def filmed(engine: Any, months: int, **given: Any) -> Course:
    course = settle(SMALL, BUSY, engine=engine, **given).start(STRICT, film=True)
    course.advance(months)
    return course


def assert_equal(one: Film, other: Film) -> None:
    for field in fields(Film):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, dict):
            assert list(ours) == list(theirs)
        for a, b in zip(ours.values(), theirs.values(), strict=True) if isinstance(ours, dict) else [(ours, theirs)]:
            assert (a == b) if isinstance(a, tuple) else (a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()), field.name


@settings(max_examples=20, database=None)
@given(seed=st.integers(0, 2**40), world=st.integers(0, 99))
def test_both_engines_film_the_same_to_the_last_bit(seed: int, world: int) -> None:
    one, other = (filmed(engine, 5, seed=seed, world=world) for engine in ENGINES)
    assert one.run().digest == other.run().digest
    assert_equal(one.film(), other.film())


def test_both_engines_film_the_same_of_the_hamlet() -> None:
    films = []
    for engine in ENGINES:
        course = settle(load_district("jiuyuan-hamlet"), load_parameters().values, seed=1, engine=engine).start(load_policy("all-five"), film=True)
        course.advance(6)
        films.append(course.film())
    assert len(films[0].visits["month"]) > 20
    assert_equal(*films)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_film_adds_up_to_the_outcomes(engine: Any) -> None:
    course = filmed(engine, 15, seed=8)
    film, run = course.film(), course.run()
    assert film.hazards_open.shape == (SMALL.enterprises, 15) and film.hazards_open.sum(axis=0).tolist() == run.monthly["hazards_open"].tolist()

    def by_month(rows: dict[str, np.ndarray], name: str) -> list[float]:
        return np.bincount(rows["month"], rows[name], minlength=15).tolist()

    visits, hurt = film.visits, film.casualties
    assert np.bincount(visits["month"], minlength=15).tolist() == run.monthly["visits"].tolist()
    emergency = visits["department"] == film.departments.index("emergency")
    assert np.bincount(visits["month"][emergency], minlength=15).tolist() == run.monthly["emergency_visits"].tolist()
    for name, outcome in (("findings", "hazards_found"), ("major_findings", "major_hazards_found"), ("fined", "penalties")):
        assert by_month(visits, name) == run.monthly[outcome].tolist() and sum(by_month(visits, name)) > 0
    for name, outcome in (("injuries", "lost_time_injuries"), ("deaths", "deaths"), ("reported_injuries", "reported_injuries"), ("reported_deaths", "reported_deaths")):
        assert by_month(hurt, name) == run.monthly[outcome].tolist()
    assert sum(by_month(hurt, "injuries")) > 0 and set(visits["fined"].tolist()) == {0, 1}
    assert visits["post"].min() == 0 and visits["post"].max() > 0 and len(set(visits["department"].tolist())) > 3


def test_a_department_that_shares_a_month_with_another_keeps_its_own_findings() -> None:
    film = filmed("compiled", 24).film()
    pairs = np.stack([film.visits["month"], film.visits["enterprise"]])
    _, inverse, counts = np.unique(pairs, axis=1, return_inverse=True, return_counts=True)
    shared = counts[inverse.ravel()] > 1
    assert shared.sum() > 4 and len(set(film.visits["findings"][shared].tolist())) > 1
    order = film.visits["month"].astype(np.int64) * 10**9 + film.visits["department"] * 10**6 + film.visits["enterprise"]
    assert (np.diff(order) > 0).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_watching_changes_no_number_and_a_film_can_be_had_at_any_time(engine: Any) -> None:
    course = settle(SMALL, BUSY, seed=3, engine=engine).start(STRICT, film=True, by_enterprise=("visits", "effort", "fines"))
    assert course.film().hazards_open.shape == (SMALL.enterprises, 0) and len(course.film().visits["month"]) == 0
    for months in (1, 4, 2):
        course.advance(months)
        assert course.film().hazards_open.shape[1] == course.month
    plain = simulate(SMALL, STRICT, parameters=BUSY, seed=3, months=7, engine=engine, by_enterprise=("visits", "effort", "fines"))
    assert course.run().digest == plain.digest
    ours, theirs = course.run().by_enterprise, plain.by_enterprise
    assert ours is not None and theirs is not None
    for name, values in theirs.values.items():
        assert ours.values[name].tobytes() == values.tobytes() and ours.values[name].shape == values.shape
    film = course.film()
    seen = np.zeros((SMALL.enterprises, 7))
    np.add.at(seen, (film.visits["enterprise"], film.visits["month"]), 1.0)
    assert (seen == theirs.values["visits"]).all()


def test_a_film_survives_a_world_that_needs_more_room() -> None:
    """What was too small is enlarged and the month done again: no visit may stand twice."""
    many = BUSY.with_values({"unsafe_injury_rate": 0.9})
    films, rooms = [], []
    for engine in ENGINES:
        course = settle(replace(SMALL, burn_in=0), many, engine=engine).start(STRICT, film=True)
        rooms.append(getattr(course.world.model, "_sizes", None))  # type: ignore[attr-defined]
        course.advance(4)
        rooms.append(getattr(course.world.model, "_sizes", None))  # type: ignore[attr-defined]
        films.append(course.film())
    assert rooms[0] != rooms[1]
    assert_equal(*films)
    assert len(films[0].visits["month"]) == course.run().total("visits") > 0
