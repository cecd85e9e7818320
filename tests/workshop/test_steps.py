"""Step by step: what a step adds is paired on the worlds of the step before it, with an interval of its own."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.comparison.compare import run_plan
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import yearly
from experiments.running.scenario import Scenario
from experiments.statistics.intervals import interval
from experiments.workshop.answers.steps import steps

GROWN = ["step-1:,penalty_certainty=0.1", "step-2:,penalty_certainty=0.1,field_days=90", "step-3:,penalty_certainty=0.1,field_days=90,fine_scale=1"]
"""The third step sets a lever to where it stands anyway: it adds exactly nothing."""


@pytest.fixture(scope="module")
def comparison() -> ComparisonData:
    return run_plan(Scenario("jiuyuan-hamlet", GROWN, months=24, worlds=20).plan())


def test_what_a_step_adds_is_the_paired_difference_from_the_step_before_it(comparison: ComparisonData) -> None:
    found = steps(comparison)
    assert [row["name"] for row in found] == list(comparison.policies) and found[0]["added"] is None
    values = yearly(comparison.batch, "expected_deaths", comparison.discount)
    differences = comparison.batch.replicated(values[2] - values[1], np.ones(20, dtype=bool))
    low, high = interval(differences)
    shown = [float(end) for end in found[1]["added"]["interval_text"].split(" to ")]
    places = len(found[1]["added"]["interval_text"].split(".")[-1])
    assert shown == [round(low, places), round(high, places)]
    assert found[1]["added"]["relative"] == pytest.approx(differences.mean() / comparison.batch.replicated(values[0], np.ones(20, dtype=bool)).mean())
    assert found[1]["together"]["relative"] == pytest.approx(found[0]["together"]["relative"] + found[1]["added"]["relative"])
    assert "sets of assumptions" in found[1]["added"]["words"]


def test_a_step_that_changes_nothing_adds_nothing(comparison: ComparisonData) -> None:
    added = steps(comparison)[2]["added"]
    assert added["relative"] == 0.0 and not added["told_apart"] and float(added["text"]) == 0.0
