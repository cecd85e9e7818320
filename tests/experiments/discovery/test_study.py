"""From the points of a sweep to where a policy fails, in words."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from experiments.studies.discovery import report, search, study
from experiments.text.errors import UserError
from experiments.text.formatting import bare
from tests.experiments.study_runs import FormulaRuns, plan_of

NAMES = ("lay_skill", "diversion", "latent_match")
POLICIES = ("baseline", "attention", "capacity", "incentives")
PLAN = plan_of(
    policies=list(POLICIES), sampler={"method": "latin-hypercube", "points": 120}, worlds=3,
    uncertainties={name: {"low": 0.0, "high": 1.0} for name in NAMES},
)  # fmt: skip


def formula(outcome: str, table: pd.DataFrame, world: int) -> np.ndarray:
    """Attention backfires where much is diverted; capacity always averts a tenth; incentives never do."""
    luck = np.random.default_rng(world).normal(0, 0.01, len(table))
    backfires = np.where(table["diversion"] > 0.7, -0.5, 0.5)
    return np.column_stack([np.full(len(table), 5.0), 5.0 - backfires + luck, 4.5 - 0.2 * table["lay_skill"] + luck, 5.5 + 0.2 * table["lay_skill"] + luck])


def runs(plan=PLAN) -> FormulaRuns:
    table = pd.DataFrame(np.random.default_rng(2).random((120, 3)), columns=list(NAMES))
    return FormulaRuns(plan, POLICIES, table, formula)


@pytest.fixture(scope="module", autouse=True)
def few_halves() -> Iterator[None]:
    """Four in place of twenty, for time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search.found, "__defaults__", (4,))
        yield


@pytest.fixture(scope="module")
def found(few_halves: None) -> study.Discoveries:
    return study.discovered(runs())


def test_where_a_policy_backfires_is_told_with_its_limit(found: study.Discoveries) -> None:
    attention = found.policies[0]
    assert attention.described == "fails" and len(attention.holding) == 1
    box = attention.holding[0]
    assert list(box.box.limits) == ["diversion"] and box.box.limits["diversion"][0] == pytest.approx(0.7, abs=0.06)
    assert box.unseen.density > 0.9 and attention.leaves[0].unseen.density > 0.9
    told = report.sentences(found)[0]
    assert "makes things worse" in told and "falls short above all where \"field days lost to other business" in told and f"is above {bare(box.box.limits['diversion'][0])} (share of field days)" in told


def test_a_policy_that_never_fails_is_bounded_and_described_where_it_helps_least(found: study.Discoveries) -> None:
    capacity = found.policies[1]
    assert (capacity.failures, capacity.described) == (0, "least") and capacity.bounds == pytest.approx((0, 0.0303), abs=1e-3)
    assert capacity.target.sum() == 30 and set(capacity.holding[0].box.directions()) == {("lay_skill", "below")}
    told = report.sentences(found)[1]
    assert "in none of 120 cases, that is in at most 3.0 %" in told and "does least" in told


def test_a_policy_that_always_fails_is_described_where_it_helps_most(found: study.Discoveries) -> None:
    incentives = found.policies[2]
    assert (incentives.failures, incentives.described) == (120, "most")
    assert set(incentives.holding[0].box.directions()) == {("lay_skill", "below")}


def test_a_point_with_a_missing_run_is_left_out_and_told() -> None:
    tried = runs(PLAN.model_copy(update={"discover": PLAN.discover.model_copy(update={"policies": ["capacity"]})}))
    whole = tried.formula
    tried.formula = lambda outcome, table, world: np.where(np.arange(120)[:, None] == 5, np.nan, whole(outcome, table, world))
    found = study.discovered(tried)
    assert found.dropped == 1 and found.policies[0].points == 119 and any("a run failed: 1." in text for text in report.meaning(found))


def test_what_cannot_be_asked_is_refused() -> None:
    def asking(**changes):
        return PLAN.model_copy(update={"discover": PLAN.discover.model_copy(update=changes)})

    with pytest.raises(UserError, match="no policy staffing"):
        study.check(asking(policies=["staffing"]), POLICIES)
    with pytest.raises(UserError, match="Neither direction"):
        study.check(asking(outcome="visits"), POLICIES)
    few = runs()
    few.table = few.table.head(20)
    with pytest.raises(UserError, match="20 cases are too few"):
        study.discovered(few)


def test_rows_and_tables_hold_every_policy_box_and_leaf(found: study.Discoveries) -> None:
    rows = report.rows(found)
    assert [row["policy"] for row in rows["policies"]] == list(POLICIES[1:])
    assert len(rows["leaves"]) == sum(len(one.leaves) for one in found.policies)
    assert all(len(row) == len(table.headings) for table in report.tables(found) for row in table.cells)
