"""The command on the model itself, on the smallest district: paired, durable, the same again without a run."""

from __future__ import annotations

import json

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.cli.optimise import Request, first_fresh, planned
from experiments.studies.optimisation.evaluation import OnTheModel, batch_plan, programme_costs
from experiments.studies.optimisation.space import space_of
from experiments.studies.sweep import plans
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from experiments.text.errors import UserError
from scenarios import load_district, load_parameters, load_plan, load_policy

PLAN = """\
schema_version = 1
name = "tiny"
title = "Tiny"
question = "Which?"
district = "jiuyuan-hamlet"
policies = ["baseline", "levers"]
months = 12
worlds = 2
ensemble = "posterior"
sampler = { method = "factorial" }

[levers]
officers_per_10000_workers = { values = [1.846, 4.923] }
expert_visits = { values = [0, 10] }

[optimise]
population = 4
generations = 2
fresh_worlds = 2
phase_in = 3

[optimise.programmes]
expert_visits = { yearly_cost = 65000, source = ["assumption"], range = [0, 90000] }
"""


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_doing_nothing_differs_from_the_baseline_in_nothing(tiny, tmp_path):
    plan = plans.load(str(tiny))
    space = space_of(plan, load_parameters().entries)

    def sweep(batch, folder):
        return run_sweep(batch, folder, LocalCrew(0, 60.0), progress=_silent)

    measured = OnTheModel(plan, space, tmp_path, sweep, 2, 0)([space.nothing, (1, 1)], "both")
    assert np.abs(measured.deaths[0]).max() == np.abs(measured.government[0]).max() == np.abs(measured.enterprise[0]).max() == 0.0
    assert measured.over == "sets" and measured.replicates == 1 and measured.worlds == 2
    assert measured.deaths[1].mean() != 0.0 and measured.government[1].mean() > 0.0


def _silent(total):
    import contextlib

    return contextlib.nullcontext(lambda share, done, failed: None)


def test_a_programme_costs_by_the_employees_of_the_district(tiny):
    plan = plans.load(str(tiny))
    space = space_of(plan, load_parameters().entries)
    costs = programme_costs(plan, space, [(0, 0), (1, 0), (0, 1)])
    assert costs.tolist() == [0.0, 0.0, pytest.approx(load_district("jiuyuan-hamlet").employees)]


def test_every_lever_is_phased_in_and_the_plan_of_a_batch_can_be_read_again(tiny, tmp_path):
    from experiments.studies.optimisation.evaluation import plan_text

    plan = plans.load(str(tiny))
    batch = batch_plan(plan, space_of(plan, load_parameters().entries), [(1, 1)], 3, 8).model_copy(update={"name": "generation-000"})
    assert {factor.ramp for factor in batch.levers.values()} == {3}
    path = tmp_path / "generation-000.toml"
    path.write_text(plan_text(batch), encoding="utf-8")
    assert load_plan(path, tmp_path) == batch


def test_fresh_worlds_share_no_set_with_the_worlds_of_the_search(tiny):
    plan = plans.load(str(tiny)).model_copy(update={"worlds": 5, "first_world": 4})
    assert first_fresh(plan) == 10


def test_the_shipped_plans_can_be_searched():
    for name in ("optimise", "optimise-check"):
        plan = planned(Request(name, 1e6))
        space = space_of(plan, load_parameters().entries)
        assert space.size > plan.optimise.population and not set(plan.optimise.ceilings) - set(space.levers)
    assert space.size == 144


def test_the_command_searches_and_again_runs_nothing(tiny, tmp_path, capsys):
    words = ["optimise", str(tiny), "--budget", "500000", "--out", str(tmp_path / "out"), "--workers", "0", "--json", "-q"]
    assert main(words) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["tried"] == 4 and first["budget"] == 500000 and first["winner_confirmed"] is False
    parts = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("part-*.parquet"))
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert parts == sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("part-*.parquet"))
    for policy in (tmp_path / "out").glob("mix-*.toml"):
        assert load_policy(str(policy)).settings


def test_a_longer_search_runs_only_what_is_new(tiny, tmp_path, capsys):
    tiny.write_text(PLAN.replace("[1.846, 4.923]", "[1.846, 2.462, 3.077, 4.923]"), encoding="utf-8")
    words = ["optimise", str(tiny), "--budget", "500000", "--out", str(tmp_path / "out"), "--workers", "0", "--json", "-q", "--generations"]
    found, parts = [], []
    for generations in ("1", "2"):
        assert main([*words, generations]) == 0
        found.append(json.loads(capsys.readouterr().out))
        parts.append({path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("generation-000/parts/*")})
    assert found[0]["tried"] < found[1]["tried"] and parts[0] == parts[1]


def test_uncertainties_have_no_place_in_a_search(tiny, tmp_path):
    tiny.write_text(PLAN + '\n[uncertainties]\nunsafe_response = { low = 0.5, high = 2.0 }\n', encoding="utf-8")
    with pytest.raises(UserError, match="sets levers"):
        planned(Request(str(tiny), 1e6))
