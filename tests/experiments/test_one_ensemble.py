"""One ensemble for everything: whatever runs the model by default runs it under the shipped ensemble, or says in its plan under what."""

from __future__ import annotations

import importlib
import inspect
import json
from typing import Any

import pytest

import experiments
from experiments import make_plan, run_trials
from experiments.cli import app as entry
from experiments.studies.sweep import plans
from scenarios import Ensemble, load_parameters, load_trial
from scenarios.ensembles import DEFAULT_ENSEMBLE
from tests.experiments.cli.test_house import NO_MODEL, RUNNING

MODEL = importlib.import_module("simulation.simulate")  # the package has a function of this name
BY_PLAN = {"sweep", "sensitivity", "discover", "interactions", "optimise", "order", "extend", "explorer"}
"""What these run under stands in their plan, and the shipped plans are held below."""
OWN = {"calibrate"}
"""It runs the sets of a design that it makes itself: an ensemble is what it is to find."""
ASKED_ON_PAGES = {"workshop"}
"""What it runs is asked for on its pages, as a scenario."""
OF_ENSEMBLE = set(entry.COMMANDS) - NO_MODEL - BY_PLAN - OWN - ASKED_ON_PAGES


class Reached(KeyboardInterrupt):
    """The model would be run now; an interruption, for whatever else a world raises is one failed world."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ensembles whose values the model is about to be given; nothing is run."""
    found: list[str] = []

    def of_set(ensemble: Ensemble, *_: Any) -> None:
        found.append(ensemble.name)
        raise Reached

    def of_plan(plan: Any, **_: Any) -> None:
        found.append("none" if plan.ensemble is None else plan.ensemble.name)
        raise Reached

    monkeypatch.setattr(Ensemble, "parameters", of_set)
    monkeypatch.setattr("experiments.comparison.compare.run_worlds", of_plan)
    monkeypatch.setattr(MODEL, "prepare", lambda *_: None)
    return found


@pytest.mark.parametrize("name", sorted(OF_ENSEMBLE))
def test_a_command_runs_the_model_under_the_shipped_ensemble_where_nothing_else_is_asked_for(name, asked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    callback = next(command.callback for command in entry.app.registered_commands if command.name == name)
    assert inspect.signature(callback).parameters["ensemble"].default is None
    assert entry.main([name, *RUNNING[name]]) == 130
    assert set(asked) == {DEFAULT_ENSEMBLE}


def test_a_question_of_the_workshop_is_asked_under_the_shipped_ensemble() -> None:
    from experiments.workshop.live.asked import Asking

    plan = Asking("jiuyuan-hamlet").of_query("district=jiuyuan-hamlet&policy=all-five").plan
    assert plan.ensemble is not None and plan.ensemble.name == DEFAULT_ENSEMBLE


def test_every_shipped_plan_names_the_ensemble_or_varies_what_is_uncertain_itself():
    for name in plans.names():
        plan = plans.load(name)
        assert plan.ensemble == DEFAULT_ENSEMBLE or plan.uncertainties, name


def test_every_door_of_python_that_takes_parameters_takes_an_ensemble_too_and_means_the_shipped_one(asked):
    doors = {name: inspect.signature(getattr(experiments, name)).parameters for name in experiments.__all__ if inspect.isfunction(getattr(experiments, name))}
    taking = {name for name, parameters in doors.items() if "parameters" in parameters}
    assert taking == {"compare", "make_plan", "run_trials"} and all(doors[name]["ensemble"].default is None for name in taking)
    plan = make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=1)
    assert plan.ensemble is not None and plan.ensemble.name == DEFAULT_ENSEMBLE
    calls = (lambda: experiments.compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1), lambda: run_trials([load_trial("a1-random-inspection")]),
             lambda: run_trials([load_trial("a1-random-inspection")], load_parameters().values))  # fmt: skip
    for call in calls:
        with pytest.raises(Reached):
            call()
    assert set(asked) == {DEFAULT_ENSEMBLE}


@pytest.mark.parametrize("ensemble", ["posterior", "none"])
def test_the_baseline_says_under_which_sets_it_ran(ensemble, capsys):
    words = ["baseline", "--district", "jiuyuan-hamlet", "--worlds", "4", "--years", "0.2", "--ensemble", ensemble, "--workers", "0"]
    assert entry.main([*words, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["ensemble"], row["sets"], row["not_default"]) for row in rows} == {("posterior", 2, "") if ensemble == "posterior" else (None, None, "ensemble=none")}
    assert entry.main(words) == 0
    told = capsys.readouterr()
    assert ("ran under 2 of the 240 plausible sets" in " ".join(told.out.split())) is (ensemble == "posterior")
    assert ("Not as by default" in told.out) is ("--ensemble none" in " ".join(told.err.split())) is (ensemble == "none")
