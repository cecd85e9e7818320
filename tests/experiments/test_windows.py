"""Periods of a run and windows of its months: they add up to the whole, and are told with the same intervals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import compare, make_plan
from experiments.cli.app import main
from experiments.cli.comparing import Request, planned
from experiments.comparison.by_group import group_rows
from experiments.comparison.records import group_records
from experiments.running.windows import periods, simulate_window, window_asked
from experiments.running.worlds import run_worlds
from experiments.text.errors import UserError
from experiments.text.paper import text_of
from scenarios import load_district, load_parameters, load_policy
from simulation.breakdowns import BREAKDOWNS, MEANS
from simulation.simulate import simulate_policies

HAMLET = replace(load_district("jiuyuan-hamlet"), burn_in=6)
MONTHS = 8


def test_windows_side_by_side_are_the_whole_run_by_every_group() -> None:
    given: dict[str, Any] = {"parameters": load_parameters().values, "seed": 1, "world": 0, "months": MONTHS, "breakdowns": list(BREAKDOWNS)}
    policies = [load_policy("capacity")]
    (whole,) = simulate_policies(HAMLET, policies, **given)
    spans = [(1, 2), (3, 6), (7, 8)]
    parts = [simulate_window(HAMLET, policies, window=span, **given)[0] for span in spans]
    assert {part.digest for part in parts} == {whole.digest}
    for by, found in whole.breakdowns.items():
        for outcome, values in found.values.items():
            lengths = [(last - first + 1) / MONTHS for first, last in spans] if outcome in MEANS else [1.0] * len(spans)
            added = sum(length * part.breakdowns[by].values[outcome] for length, part in zip(lengths, parts, strict=True))
            assert added == pytest.approx(values, rel=1e-9, abs=1e-9), (by, outcome)
    inside = parts[1].breakdowns["sector"].values["visits"]
    assert 0 < inside.sum() < whole.breakdowns["sector"].values["visits"].sum()


@pytest.fixture(scope="module")
def compared() -> Any:
    return compare(HAMLET, ["capacity"], by=["sector", "department", "period"], window=(3, 6), worlds=10, months=MONTHS, ensemble="none")


def test_parts_add_up_to_the_window_and_periods_to_the_run(compared: Any) -> None:
    rows = {(row.by, row.group): row for row in group_rows(compared.batch)}
    spans = [group for by, group in rows if by == "period" and group is not None]
    assert spans == ["1-2", "3-6", "7-8"]
    whole, run = rows["period", None], compared.row("capacity", "expected_deaths")
    assert sum(rows["period", span].paired.mean for span in spans) == pytest.approx(whole.paired.mean)
    assert whole.paired.mean == pytest.approx(run.difference * MONTHS / 12)
    assert (whole.paired.low, whole.paired.high) == pytest.approx((run.low * MONTHS / 12, run.high * MONTHS / 12))
    sectors = [row for (by, group), row in rows.items() if by == "sector" and group is not None]
    inside = rows["period", "3-6"]
    assert sum(row.paired.mean for row in sectors) == pytest.approx(rows["sector", None].paired.mean) == pytest.approx(inside.paired.mean * 12 / 4)
    assert (rows["sector", None].paired.low, rows["sector", None].paired.high) == pytest.approx((inside.paired.low * 3, inside.paired.high * 3))
    monthly = compared.batch.monthly("visits")[:, :, 2:6].sum(axis=2)
    assert compared.batch.groups["department"].values["visits"].sum(axis=2) == pytest.approx(monthly)


def test_tables_and_json_say_which_months(compared: Any) -> None:
    text = compared.verdict()
    assert "in months 3 to 6" in text and "months 7 to 8" in text and "Months of periods count from 1" in text
    told = {(row["by"], row["group"]): (row["months"], row["per"]) for row in group_records(compared)}
    assert told["sector", "metal"] == ([3, 6], "year") and told["period", "7-8"] == ([7, 8], "period") and told["period", None] == ([1, 8], "period")
    assert text_of([text]).strip()


def test_periods_without_a_window_are_years_and_ask_nothing_of_the_model() -> None:
    assert periods(30) == [(1, 12), (13, 24), (25, 30)] and periods(36, (1, 36)) == [(1, 36)] and periods(36, (5, 36)) == [(1, 4), (5, 36)]
    plain, told = (make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=14, by=by) for by in ([], ["period"]))
    assert plain.identity == told.identity and told.kept_by == ()
    kept = [make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=14, by=["sector"], window=window) for window in (None, (1, 12), (2, 12))]
    assert len({plan.identity for plan in kept}) == 3 and len({plan.scenario_hash for plan in kept}) == 1


def test_a_region_is_told_by_period(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.experiments.fakes import fake_plan

    plan = replace(fake_plan(worlds=3), by=("period",))
    batch, _failures = run_worlds(plan, workers=0)
    assert np.allclose(batch.groups["period"].values["expected_deaths"].sum(axis=2), batch.totals("expected_deaths"))
    assert make_plan("baotou", ["capacity"], worlds=1, months=24, by=["period"]).by == ("period",)


@pytest.mark.parametrize("window", ["0-36", "36", "1-", "36-1", "1-121", "a-b", "１-36", "", (1,), (0, 3), ("1", True)])
def test_what_is_no_window_is_refused_with_how_it_is_written(window: object) -> None:
    with pytest.raises(UserError) as caught:
        window_asked(window, 120)
    assert "1-36" in caught.value.mend or "first month after the burn-in is 1" in caught.value.mend


def test_the_options_reach_the_plan_and_a_slip_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    usual: dict[str, Any] = {"district": "jiuyuan-hamlet", "policies": ["capacity"], "worlds": 1, "months": 120, "seed": 0, "out": None, "workers": 0, "parameters": [],
                             "timeout": None, "dry_run": True}  # fmt: skip
    plan = planned(Request(**usual, by=["period", "sector"], window="1-36"))
    assert (plan.by, plan.window) == (("sector", "period"), (1, 36)) and "--window 1-36" in plan.replay(0)
    assert main(["compare", "--district", "jiuyuan-hamlet", "--policy", "capacity", "--by", "years", "--dry-run"]) == 2
    assert "did you mean period?" in capsys.readouterr().err.lower()
    assert json.dumps(window_asked("1-36", 120)) == "[1, 36]"
