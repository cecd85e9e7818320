"""What is asked for from Python is refused where it means nothing, with the argument's name and what it may be."""

from __future__ import annotations

import math
import re
import shlex

import numpy as np
import pytest

from experiments import compare, make_plan, open_sweep, run_plan, run_sweep, run_trials, use_language
from experiments.cli.given import parse_overrides
from experiments.running.asked import worlds_asked
from experiments.running.pool import supervise
from experiments.text.errors import UserError, in_words
from scenarios import load_parameters, load_trial
from simulation.policy import CellSetting, Policy
from tests.experiments import fakes

BAD = {
    "worlds": [0, -1, 1.5, 2.0, "3", None, True, [], [0, 0], [3, 1, 3], [-1], [2**32], [1.5], ["a"]],
    "months": [0, -1, 1.5, "3", None, 1201],
    "seed": [-1, 1.5, "1", None, 2**63],
    "policies": ["capacity", [3], [None], 7, None],
    "parameters": [{3: 3}, [("a", 1)], "effort_cost=2", {"field_days": 30}],
    "ensemble": [3, b"none", ["none"], True],
    "sample": ["a", True, [0.5], b"1"],
    "by": ["sector", ["sectors"], ["sector", "sector"], [3], [["sector"]], None, 7],
    "engine": ["fast", 3, None, ["mesa"], np.array(["mesa", "compiled"])],
    "district": [3, None, b"jiuyuan"],
}


@pytest.mark.parametrize("value", ["x", None, math.nan, math.inf, True, [1], 1j], ids=repr)
def test_the_value_of_a_parameter_is_a_number(value):
    with pytest.raises(UserError, match="is no number") as refused:
        make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, parameters={"effort_cost": value})
    assert "effort_cost" in refused.value.where


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values], ids=repr)
def test_a_plan_refuses_it(name, value):
    given = {"district": "jiuyuan-hamlet", "policies": ["capacity"], "worlds": 2, "months": 3, name: value}
    with pytest.raises(UserError) as refused:
        make_plan(given.pop("district"), given.pop("policies"), **given)
    assert refused.value.where == f"{name}=" and refused.value.mend


@pytest.mark.parametrize("discount", [math.nan, math.inf, -0.01, 0.081, 100, "a", None, True])
def test_a_comparison_refuses_a_discount_rate_that_is_none(discount):
    with pytest.raises(UserError, match="discount rate"):
        compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, discount=discount, simulate=fakes.simulate_policies)


@pytest.mark.parametrize("workers", [-1, 1.5, "2", 1000])
def test_so_many_workers_there_cannot_be(workers, tmp_path):
    with pytest.raises(UserError, match="no whole number"):
        compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, workers=workers, simulate=fakes.simulate_policies)
    with pytest.raises(UserError, match="no whole number"):
        run_sweep("first-sweep", tmp_path / "out", workers=workers)


def test_worlds_are_numbers_of_any_kind_each_once():
    assert worlds_asked(3) == worlds_asked(range(3)) == worlds_asked([0, 1, 2]) == worlds_asked(np.arange(3)) == (0, 1, 2)
    assert worlds_asked(np.int64(2)) == (0, 1) and worlds_asked((7, 2**32 - 1)) == (7, 2**32 - 1)
    with pytest.raises(UserError, match="World 3 is named twice"):
        worlds_asked([3, 1, 3])


def test_a_policy_object_is_as_good_as_a_name():
    assert [policy.name for policy in make_plan("jiuyuan-hamlet", [Policy("own")], worlds=1, months=1).policies] == ["baseline", "own"]

NOT_CALLABLE = [3, "simulate", [], object()]


@pytest.mark.parametrize("value", NOT_CALLABLE, ids=lambda value: type(value).__name__)
def test_a_simulator_is_something_to_call(value, tmp_path):
    for call in (lambda: make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, simulate=value),
                 lambda: compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, simulate=value),
                 lambda: run_sweep("first-sweep", tmp_path / "out", simulate=value)):  # fmt: skip
        with pytest.raises(UserError, match="cannot be called") as refused:
            call()
        assert refused.value.where == "simulate=" and "simulate_policies" in refused.value.mend
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("outcomes", [{3: len}, {"x": 3}, {"X": len}, {"x": None}, {None: len}, [len], "x", 3, {"deaths": len}], ids=repr)
def test_outcomes_are_functions_by_their_names(outcomes, tmp_path):
    with pytest.raises(UserError) as refused:
        run_sweep("first-sweep", tmp_path / "out", outcomes=outcomes)
    assert refused.value.where.startswith("outcomes") and refused.value.mend and not (tmp_path / "out").exists()


class Odd:
    """An object that answers no question."""

    def __repr__(self):
        raise RuntimeError("in repr")

    def __fspath__(self):
        raise RuntimeError("in fspath")


NO_PATHS = [3, None, b"out", "", [], Odd()]


@pytest.mark.parametrize("value", NO_PATHS, ids=lambda value: type(value).__name__)
def test_a_folder_is_a_path(value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    calls = [lambda: run_sweep("first-sweep", value), lambda: open_sweep(value), lambda: fakes.fake_comparison().write(value)]
    if value is not None:
        calls.append(lambda: compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, simulate=fakes.simulate_policies, out=value))
    for call in calls:
        with pytest.raises(UserError, match="no path of a folder"):
            call()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", [
    {"plan": 3}, {"plan": None}, {"plan": ["first-sweep"]}, {"crew": 3}, {"size": 0}, {"size": "a"}, {"size": 1.5}, {"shuffle": "a"}, {"shuffle": -1},
], ids=repr)  # fmt: skip
def test_a_sweep_refuses_it(given, tmp_path):
    with pytest.raises(UserError) as refused:
        run_sweep(given.get("plan", "first-sweep"), tmp_path / "out", **{name: value for name, value in given.items() if name != "plan"})
    assert refused.value.where == f"{next(iter(given))}=" and refused.value.mend


@pytest.mark.parametrize("plan", [3, None, "jiuyuan"])
def test_what_is_run_is_a_plan(plan):
    with pytest.raises(UserError, match="is no plan"):
        run_plan(plan)


@pytest.mark.parametrize("given", [
    {"trials": 3}, {"trials": ["a1-random-inspection"]}, {"trials": "a1-random-inspection"}, {"parameters": 3}, {"ensemble": 3}, {"worlds": 0}, {"worlds": "a"},
    {"seed": -1}, {"seed": 1.5}, {"workers": -1}, {"workers": "a"},
], ids=repr)  # fmt: skip
def test_trials_refuse_it(given):
    usual = {"trials": [load_trial("a1-random-inspection")], "parameters": load_parameters().values, "worlds": 1, "workers": 0}
    with pytest.raises(UserError) as refused:
        run_trials(**{**usual, **given})
    assert refused.value.where == f"{next(iter(given))}=" and refused.value.mend


@pytest.mark.parametrize("language", ["fr", "", "EN", None, 3, [], np.array(["en", "zh"])], ids=repr)
def test_there_are_two_languages(language):
    with pytest.raises(UserError, match="no such language") as refused:
        use_language(language)
    assert "en, zh" in refused.value.mend


@pytest.mark.parametrize("name", ["field_days", "unannounced_share", "officer"])
def test_a_lever_is_refused_as_a_parameter_in_the_same_words_from_python_and_from_the_command_line(name):
    with pytest.raises(UserError) as python:
        make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, parameters={name: 3.0})
    with pytest.raises(UserError) as typed:
        parse_overrides([f"{name}=3"])
    assert (python.value.what, python.value.mend) == (typed.value.what, typed.value.mend) and "lever" in python.value.what


def test_what_a_comparison_takes_as_parameters_its_replay_line_gives_to_the_command():
    plan = make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, parameters={"effort_cost": 2000.123456789, "attention_fading": np.float32(0.05)})
    words = shlex.split(plan.replay(0))
    assert parse_overrides([words[k + 1] for k, word in enumerate(words) if word == "--parameter"]) == plan.overrides


# Exceptions that cannot be told.


class UntoldError(Exception):
    def __str__(self):
        raise RuntimeError("in str")


def _untold(_task, _tick):
    raise UntoldError


@pytest.mark.parametrize("workers", [0, 1])
def test_a_task_whose_exception_cannot_be_told_fails_by_itself(workers):
    ((_task, failure),) = supervise(_untold, [1], workers=workers)
    assert (failure.kind, failure.reason) == ("error", "UntoldError: it cannot be told")


def test_what_an_exception_says_steers_no_terminal():
    assert in_words(ValueError("a\x1b[2Jb\nc")) == "ValueError: a\ufffd[2Jb\nc"


@pytest.mark.parametrize(("policy", "told"), [
    (Policy("x", cells=("metal",)), "must be simulation.CellSetting"), (Policy("x", cells=(CellSetting("metal", "fire", ("fire",), "", 3, 2),)), "end is 2"),
    (Policy("x", cells=(CellSetting("metal", "fire", ("fire",), "towns"),)), "lead 'towns' is none"),
    (Policy("x", cells=(CellSetting("metal", "fire", ["fire"]),)), "must be a tuple of names"),
    (Policy("x", cells=(CellSetting("metal", "fire", ("fire",), "", 0, 8), CellSetting("metal", "fire", ("towns",), "", 4))), "set twice in month 4"),
])  # fmt: skip
def test_cells_given_in_python_that_cannot_be_handed_over_are_refused_before_any_world_is(policy, told):
    """Not by a failure of every world, nor by an error of Python's own."""
    with pytest.raises(UserError, match=re.escape(told)):
        make_plan("jiuyuan-hamlet", [policy], worlds=2, months=2)
