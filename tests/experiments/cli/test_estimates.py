"""What a command says of how long it takes and of what it runs is what it does: time left, dry runs, samplers, a calibration from the bank."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from experiments.cli import comparing, status, sweep
from experiments.cli.app import main
from experiments.studies.calibration import bank as banking
from experiments.studies.sweep import plans
from tests.experiments.calibration.made_up import small_plan

PLAN = """\
schema_version = 1
name = "small"
title = "Small"
question = "Which?"
district = "jiuyuan-hamlet"
policies = ["baseline", "capacity"]
months = 2
worlds = 2
sampler = {{ method = "{method}", points = {points} }}

[sensitivity]
trajectories = 4
points = 16

[uncertainties.effort_cost]
[uncertainties.unsafe_injury_rate]
"""


def entry(by: str, seconds: float, tasks: int) -> dict[str, object]:
    return {"by": by, "seconds": seconds, "tasks": [[0, n] for n in range(tasks)]}


# What is left of a sweep.


def test_the_time_left_is_that_of_a_task_and_not_of_a_worker_s_start():
    ledger = [entry("a", 60.0, 2), entry("b", 58.0, 2), entry("a", 4.0, 8), entry("b", 4.0, 8)]
    assert status._left(ledger, 24) == (12.0, 2)


def test_the_time_left_of_one_part_is_by_that_part_and_of_none_nothing():
    assert status._left([entry("a", 6.0, 3)], 4) == (8.0, 1)
    assert status._left([], 4) == (0.0, 1)
    assert status._left([{"seconds": 5, "tasks": [[0, 0]]}], 4) == (0.0, 1)


# Dry runs.


@pytest.fixture
def slow_start(monkeypatch):
    monkeypatch.setattr(comparing, "start_seconds", lambda workers: 1000.0)
    monkeypatch.setattr(comparing, "drawing_seconds", lambda plan: 500.0)
    monkeypatch.setattr(sweep, "start_seconds", lambda workers: 1000.0)


def test_a_dry_run_of_a_comparison_counts_start_and_figures(slow_start, capsys):
    assert main(["compare", "--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "2", "--months", "2", "--dry-run", "--json"]) == 0
    assert 1500 < json.loads(capsys.readouterr().out)["seconds"] < 1560


def test_a_dry_run_of_a_sweep_counts_the_start(slow_start, tmp_path, capsys):
    path = tmp_path / "small.toml"
    path.write_text(PLAN.format(method="latin-hypercube", points=2), encoding="utf-8")
    assert main(["sweep", str(path), "--dry-run", "--json"]) == 0
    assert 1000 < json.loads(capsys.readouterr().out)["seconds"] < 1060


def test_the_figures_are_measured_and_not_guessed(tmp_path):
    from experiments.comparison.drawing import drawing_seconds
    from experiments.running.planning import make_plan

    assert 0.1 < drawing_seconds(make_plan("jiuyuan-hamlet", ["capacity"], worlds=10, months=12)) < 120


# What is run.


@pytest.mark.parametrize(("method", "points", "told"), [("latin-hypercube", 9, True), ("morris", 9, True), ("morris", 4, False), ("sobol", 16, False)])
def test_sensitivity_says_where_it_does_not_use_the_plans_sampler(tmp_path, monkeypatch, capsys, method, points, told):
    path = tmp_path / "small.toml"
    path.write_text(PLAN.format(method=method, points=points), encoding="utf-8")
    assert plans.load(str(path)).sampler.points == points

    def stop(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.cli.studying.Study.claimed", stop)
    assert main(["sensitivity", str(path), "--out", str(tmp_path / "out")]) == 130
    said = " ".join(capsys.readouterr().err.split())
    assert (f"sampler ({method}) is not used" in said) == told
    if told:
        assert "4 trajectories" in said and "16 base samples" in said


def test_a_calibration_from_the_stored_bank_promises_nothing_that_it_does_not_keep(capsys, monkeypatch, tmp_path):
    plan, path = small_plan(), tmp_path / "bank.csv"
    banking.write_bank(pd.DataFrame(np.ones((plan.points, len(banking.columns(plan)))), columns=banking.columns(plan)), path)
    with monkeypatch.context() as patched:
        patched.setattr("experiments.studies.calibration.plan.load_calibration", lambda path: plan)
        patched.setattr("experiments.studies.calibration.ensemble.SHIPPED_BANK", path)
        patched.setattr("experiments.studies.calibration.study.fitted", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt()))
        assert main(["calibrate", "--stored", "--out", str(tmp_path / "out")]) == 130
    said = " ".join(capsys.readouterr().err.split())
    assert "To do:" in said and "at most 200 runs of the baseline, until 30 sets meet its targets" in said and "runs of all figures" in said and "hours on two processors" in said
    assert main(["calibrate", "--help"]) == 0
    helped = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "without running" not in helped and "is run all the same" in helped
