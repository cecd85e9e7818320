"""What is asked for from Python is refused where it means nothing, with the argument's name and what it may be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments import compare, make_plan, run_sweep
from experiments.running.asked import worlds_asked
from experiments.running.pool import supervise
from experiments.text.errors import UserError, in_words
from simulation.policy import Policy
from tests.experiments import fakes

BAD = {
    "worlds": [0, -1, 1.5, 2.0, "3", None, True, [], [0, 0], [3, 1, 3], [-1], [2**32], [1.5], ["a"]],
    "months": [0, -1, 1.5, "3", None, 1201],
    "seed": [-1, 1.5, "1", None, 2**63],
    "policies": ["capacity", [3], [None], 7, None],
    "parameters": [{3: 3}, [("a", 1)], "effort_cost=2"],
    "district": [3, None, b"jiuyuan"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values], ids=repr)
def test_a_plan_refuses_it(name, value):
    if name == "parameters" and value is None:
        return
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
