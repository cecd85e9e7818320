"""A district's own register: its enterprises are what it says, all else is drawn as ever, and both engines agree."""

from dataclasses import replace

import numpy as np

from scenarios import load_district, load_parameters
from simulation.district import Enrolled
from simulation.population import Drawn, drawn_enterprises
from simulation.simulate import simulate
from simulation.sources import ROLL_FIELDS

HAMLET = replace(load_district("jiuyuan-hamlet"), burn_in=2)
PARAMETERS = load_parameters().values
ROLL = (Enrolled("r3", 1, 2, 340, 1, 2, 0b101), Enrolled("r4", 3, -1, 17, 0, 0, 0), Enrolled("r5", 2, -1, -1, -1, -1, -1))
OWN = replace(HAMLET, roll=ROLL)


def test_enterprises_of_the_register_are_as_it_says_and_all_others_as_they_were():
    drawn, own = (drawn_enterprises(district, PARAMETERS, 1, 0) for district in (HAMLET, OWN))
    assert ROLL_FIELDS == 6
    for name in ("sector", "place", "workers", "high_risk", "grade", "known"):
        values = [getattr(row, name) for row in ROLL]
        assert [int(getattr(own, name)[k]) for k, value in enumerate(values) if value >= 0] == [value for value in values if value >= 0]
    for name in Drawn._fields:
        assert np.array_equal(getattr(drawn, name)[len(ROLL):], getattr(own, name)[len(ROLL):]), name
    for name in ("registered", "lasting", "tie", "certificate_age"):  # luck that no register knows
        assert np.array_equal(getattr(drawn, name), getattr(own, name)), name


def test_what_hangs_on_workers_follows_those_of_the_register():
    own, twice = (drawn_enterprises(replace(HAMLET, roll=(Enrolled("r3", 1, 2, workers, 0, 0, 0),)), PARAMETERS, 1, 0) for workers in (100, 200))
    assert own.size[0] < twice.size[0] and own.tax[0] < twice.tax[0]


def test_results_name_the_enterprises_of_the_register_by_code_and_no_others():
    facts = {engine: simulate(OWN, parameters=PARAMETERS, seed=3, months=1, engine=engine, by_enterprise=["visits"]).by_enterprise.facts
             for engine in ("compiled", "mesa")}  # fmt: skip
    for of in facts.values():
        assert of["code"][:4].tolist() == ["r3", "r4", "r5", ""] and set(of["code"][3:]) == {""}
    assert "code" not in simulate(HAMLET, parameters=PARAMETERS, months=1, by_enterprise=["visits"]).by_enterprise.facts


def test_both_engines_run_a_register_alike():
    runs = [simulate(OWN, parameters=PARAMETERS, seed=3, months=3, engine=engine) for engine in ("compiled", "mesa")]
    assert runs[0].digest == runs[1].digest != simulate(HAMLET, parameters=PARAMETERS, seed=3, months=3).digest
