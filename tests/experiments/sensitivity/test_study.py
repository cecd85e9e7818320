"""From a plan through two designs to what the outcomes hang on."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.sensitivity import report
from experiments.studies.sensitivity.study import explain, indices_plan, screen, screening_plan
from experiments.studies.sweep.design import design_of
from experiments.text.errors import UserError
from tests.experiments.sensitivity.functions import ishigami, ishigami_indices
from tests.experiments.study_runs import FormulaRuns, plan_of

NAMES = ("lay_skill", "professional_skill", "latent_match", "diversion")
PLAN = plan_of(
    outcomes=["expected_deaths", "effort"], sampler={"method": "morris", "points": 4}, sensitivity={"trajectories": 30, "keep": 3, "points": 2048},
    uncertainties={name: {"low": 0.2, "high": 0.6} for name in NAMES},
)  # fmt: skip


def unit(table: pd.DataFrame) -> np.ndarray:
    """The first three factors from 0 to 1; one that was dropped stands in the middle."""
    return np.column_stack([(table[name] - 0.2) / 0.4 if name in table else np.full(len(table), 0.5) for name in NAMES[:3]])


def formula(outcome: str, table: pd.DataFrame, world: int) -> np.ndarray:
    """Deaths: the policy averts Ishigami's function of the assumptions; effort: nothing changes it.  A world adds to all alike."""
    averted = ishigami(unit(table)) if outcome == "expected_deaths" else np.zeros(len(table))
    return np.column_stack([np.full(len(table), 50.0), 50.0 - averted]) + world


def runs(plan) -> FormulaRuns:
    design = design_of(plan)
    return FormulaRuns(plan, ("baseline", "capacity"), pd.DataFrame(design.values, columns=list(design.factors)), formula)


def studied(holes: bool = False):
    first = runs(screening_plan(PLAN))
    screened = screen(first, lambda name: first.points()[name].tolist())
    second = runs(indices_plan(PLAN, screened.kept))
    if holes:
        whole = second.formula
        second.formula = lambda outcome, table, world: np.where(np.arange(len(table))[:, None] == 7, np.nan, whole(outcome, table, world))
    return explain(second, screened, PLAN)


def test_the_idle_factor_stays_behind_and_the_others_get_their_indices() -> None:
    found = studied()
    assert found.names == NAMES[:3] and found.screened.kept == NAMES[:3] and found.screened.influence[3] == 0
    gain = found.explained[1]
    assert (gain.response.outcome, gain.response.policy) == ("expected_deaths", "capacity")
    first, total = ishigami_indices()
    assert gain.indices is not None and gain.indices.first == pytest.approx(first, abs=0.08) and gain.indices.total == pytest.approx(total, abs=0.08)
    assert [step.base for step in gain.steps] == [512, 1024, 2048] and gain.moved < 0.1
    assert gain.noise == pytest.approx(0, abs=1e-9) and gain.agreement == pytest.approx(1)


def test_what_nothing_changes_is_told_as_such() -> None:
    found = studied()
    assert [one.indices is None for one in found.explained] == [True, False, True, True]
    told = report.sentences(found)
    assert sum("none of the factors changes it" in text for text in told) == 3
    assert report.headline(found).response.policy == "capacity" and "mostly luck" not in report.finding(found)
    assert "1 of 4 factors" not in told[-1] and "3 of 4 factors" in told[-1]


def test_a_failed_run_takes_its_base_sample_with_it_and_is_told() -> None:
    found = studied(holes=True)
    assert (found.base, found.dropped) == (2047, 1)
    assert any("failed runs: 0 trajectories, 1 base sample" in text for text in report.sentences(found))


def test_what_is_not_kept_has_its_usual_value_and_levers_alone_go_with_their_levers() -> None:
    plan = plan_of(policies=["baseline", "levers", "capacity"], levers={"field_days": {"low": 40, "high": 80}}, uncertainties=PLAN.uncertainties,
                   sampler={"method": "morris", "points": 4})  # fmt: skip
    kept = indices_plan(plan, ["diversion"])
    assert list(kept.factors) == ["diversion"] and kept.policies == ["baseline", "capacity"] and kept.sampler.method == "sobol"
    assert indices_plan(plan, ["field_days", "diversion"]).policies == plan.policies


def test_the_faults_of_a_plan_are_told_before_anything_runs() -> None:
    with pytest.raises(UserError, match="no two factors"):
        screening_plan(plan_of())
    with pytest.raises(UserError, match="100 is no power of 2"):
        screening_plan(PLAN.model_copy(update={"sensitivity": PLAN.sensitivity.model_copy(update={"points": 100})}))


def test_rows_and_tables_hold_every_factor_of_every_response() -> None:
    found = studied()
    rows = report.rows(found)
    assert {len(rows[name]) for name in ("screening", "indices", "responses")} == {16, 9, 4}
    tables = report.tables(found)
    assert [len(table.cells) for table in tables] == [3, 4, 4] and all(len(row) == len(table.headings) for table in tables for row in table.cells)
