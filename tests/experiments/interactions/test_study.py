"""From the runs of a factorial to effects in words."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.interactions import report
from experiments.studies.interactions.contrasts import combinations_of
from experiments.studies.interactions.study import check, estimated
from experiments.text.errors import UserError
from tests.experiments.study_runs import FormulaRuns, plan_of

PARTS = ("attention", "coordination", "capacity")
ORDER = combinations_of(PARTS)


def factorial(**changes):
    return plan_of(**{"policies": ["baseline", *PARTS], "combine": True, "worlds": 20, "outcomes": ["expected_deaths", "effort"], **changes})


def formula(outcome: str, table: pd.DataFrame, world: int) -> np.ndarray:
    """Each averts one of ten deaths, attention and capacity together half of one more; effort is left alone."""
    rng = np.random.default_rng(world)
    averted = np.array([len(chosen) + 0.5 * (chosen >= {"attention", "capacity"}) for chosen in ORDER])
    level = 10 - averted if outcome == "expected_deaths" else np.full(len(ORDER), 0.5)
    return np.tile(level + rng.normal() + 0.05 * rng.normal(size=len(ORDER)), (len(table), 1))


def runs(plan) -> FormulaRuns:
    return FormulaRuns(plan, tuple("+".join(sorted(chosen)) or "baseline" for chosen in ORDER), pd.DataFrame(index=range(plan.sampler.points or 1)), formula)


def test_the_planted_pair_helps_and_is_told_in_words() -> None:
    found = estimated(runs(factorial()))
    deaths, effort = found.effects
    pairs = {row[0].parts: row[1] for row in deaths.rows() if row[0].kind == "pair" and report.is_clear(row)}
    assert set(pairs) == {("attention", "capacity")} and pairs["attention", "capacity"] == pytest.approx(0.5, abs=0.1)
    assert not any(report.is_clear(row) for row in effort.rows())
    first, *_rest, bundle = report.sentences(found, deaths)
    assert "help each other: together they avert 0.5" in first and "more expected deaths a year than the sum of both" in first
    assert "clearly more than the sum" in bundle
    assert report.finding(effort).startswith("No pair of policies clearly")


def test_worlds_of_one_set_count_as_one_replicate() -> None:
    assert estimated(runs(factorial())).replicates == 20
    shared = estimated(runs(factorial(ensemble="posterior")))
    assert (shared.over, shared.replicates) == ("sets", 10)
    points = estimated(runs(factorial(sampler={"method": "latin-hypercube", "points": 6}, worlds=2, uncertainties={"lay_skill": {"low": 0.3, "high": 0.5}})))
    assert (points.over, points.replicates) == ("points", 6)


def test_a_set_of_which_a_world_failed_is_left_out_and_told() -> None:
    tried = runs(factorial(ensemble="posterior"))
    whole = tried.formula
    tried.formula = lambda outcome, table, world: np.where(world == 3, np.nan, whole(outcome, table, world))
    found = estimated(tried)
    assert (found.replicates, found.dropped) == (9, 1) and any("a combination failed: 1." in text for text in report.meaning(found))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"combine": False}, "no factorial"),
        ({"worlds": 6}, "6 replicates are too few"),
        ({"worlds": 8, "ensemble": "posterior"}, "4 replicates are too few"),
        ({"sampler": {"method": "sobol", "points": 8}, "uncertainties": {"lay_skill": {"low": 0.3, "high": 0.5}}}, "points that are a sample"),
    ],
)
def test_a_plan_that_cannot_be_asked_is_refused_before_it_runs(changes, told) -> None:
    with pytest.raises(UserError, match=told):
        check(factorial(**changes))


def test_rows_and_tables_hold_every_effect_of_every_outcome() -> None:
    found = estimated(runs(factorial()))
    assert len(report.rows(found)) == 2 * (3 + 3 + 3 + 3 + 1)
    assert [len(table.cells) for table in report.tables(found)] == [13, 13]
