"""A simulator and outcomes of one's own in a sweep: columns of their own, and part of the identity of every task."""

from __future__ import annotations

import importlib
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import experiments
from experiments.cli.app import main
from experiments.running.own import code_of
from experiments.studies.sweep import results
from experiments.studies.sweep.appraisal import APPRAISED
from experiments.studies.sweep.contrasts import differences
from experiments.studies.sweep.given import Given
from experiments.studies.sweep.single import run_task
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import resolve
from experiments.text.errors import UserError
from simulation.results import Run
from tests.torture import fake, plans

LEVER = "[levers.unannounced_share]\nvalues = [0.1, 0.9]\n"
SOURCE = """
from tests.torture import fake

def simulate(district, policies, **given):
    return fake.honest(district, policies, **given)

def doubled(run):
    return 2 * run.total("deaths")
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(tmp_path / "own"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own_sweep.py").write_text(SOURCE)
    yield importlib.import_module("own_sweep")
    sys.modules.pop("own_sweep", None)


def edited(module: ModuleType) -> ModuleType:
    path = Path(str(module.__file__))
    path.write_text(path.read_text() + "# another rate\n")
    return importlib.reload(module)


def months_without_deaths(run: Run) -> float:
    return float((run.monthly["deaths"] == 0).sum())


def mean_fine(run: Run) -> float:
    penalties = run.total("penalties")
    return run.total("fines") / penalties if penalties else math.nan


def heavy_handed(run: Run) -> float:
    run.monthly["deaths"] += 1.0
    return 0.0


def a_word(run: Run) -> Any:
    return "many"


def endless(run: Run) -> float:
    return math.inf


def test_outcomes_of_ones_own_are_columns_whose_numbers_are_those_of_the_runs(make_plan: Any, tmp_path: Path) -> None:
    outcomes = {"quiet_months": months_without_deaths, "average_fine": mean_fine}
    run_sweep(make_plan(LEVER, worlds=12), tmp_path / "out", outcomes=outcomes)
    found = results.open(tmp_path / "out")
    assert found.own == ("average_fine", "quiet_months")
    rows = found.runs()
    assert rows.columns.tolist()[-3:] == ["expected_deaths", "average_fine", "quiet_months"]
    runs = run_task(found.plan, 1, 3)
    chosen = rows[(rows["point"] == 1) & (rows["world"] == 3)]
    assert chosen["quiet_months"].tolist() == [months_without_deaths(run) for run in runs]
    assert np.array_equal(chosen["average_fine"], [mean_fine(run) for run in runs], equal_nan=True)
    assert found.cube("quiet_months").shape == (2, 2, 12) and found.cube("quiet_months")[1, 0, 3] == months_without_deaths(runs[0])
    assert found.sql("select max(quiet_months) from runs").fetchall()[0][0] <= 3
    told = differences(found).to_pylist()
    assert {row["outcome"] for row in told} == {"expected_deaths", "average_fine", "quiet_months", *APPRAISED}
    assert next(row for row in told if row["outcome"] == "quiet_months" and row["point"] == 0)["replicates"] == 12
    assert "quiet_months" in found.joined(["deaths"]).column_names


def test_the_other_numbers_are_those_of_a_sweep_without_them(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path)
    plain = run_sweep(plan, tmp_path / "plain", simulate=fake.honest).table()
    more = run_sweep(plan, tmp_path / "more", simulate=fake.honest, outcomes={"one": months_without_deaths}).table()
    columns = [name for name in plain.column_names if name not in {"task"}]
    assert more.select(columns).equals(plain.select(columns))
    assert set(more["task"].to_pylist()).isdisjoint(plain["task"].to_pylist())


def test_any_way_of_running_gives_the_same_digest(own: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(str(own.__file__)).parent))
    plan, given = plans.plan(tmp_path), {"simulate": own.simulate, "outcomes": {"b": own.doubled, "a": months_without_deaths}}
    first = run_sweep(plan, tmp_path / "first", **given).digest
    ways = {"backwards": {"outcomes": {"a": months_without_deaths, "b": own.doubled}}, "shuffled": {"shuffle": 1, "size": 5}, "workers": {"workers": 2, "size": 3}}
    for name, how in ways.items():
        assert run_sweep(plan, tmp_path / name, **{**given, **how}).digest == first, name
    for worlds in (1, 2, 3):
        run_sweep(plan.model_copy(update={"worlds": worlds}), tmp_path / "extended", **given)
    assert plans.faults(tmp_path / "extended", first) == []


def test_a_folder_goes_on_with_the_same_code_alone(own: ModuleType, tmp_path: Path) -> None:
    plan, out = plans.plan(tmp_path, worlds=2), tmp_path / "out"
    run_sweep(plan, out, simulate=own.simulate, outcomes={"twice": own.doubled})
    longer = plan.model_copy(update={"worlds": 3})
    found = run_sweep(longer, out, simulate=own.simulate, outcomes={"twice": own.doubled})
    assert found.complete and found.done() == 12 and found.manifest is not None
    assert found.manifest["simulator"] == {"name": "own_sweep.simulate", "source": code_of(own.simulate).source}
    assert found.manifest["outcomes"]["twice"]["name"] == "own_sweep.doubled"
    cases: list[tuple[Any, str]] = [
        ({}, "simulated by own_sweep.simulate .*by the model's own simulator"),
        ({"simulate": fake.honest, "outcomes": {"twice": own.doubled}}, "simulated by own_sweep.simulate .*by tests.torture.fake.honest"),
        ({"simulate": own.simulate}, "twice = own_sweep.doubled .*would have: none"),
        ({"simulate": own.simulate, "outcomes": {"twice": months_without_deaths}}, "twice = own_sweep.doubled .*test_given.months_without_deaths"),
    ]
    for given, told in cases:
        with pytest.raises(UserError, match=told):
            run_sweep(longer, out, **given)
    again = edited(own)
    with pytest.raises(UserError, match=r"simulated by own_sweep\.simulate"):
        run_sweep(longer, out, simulate=again.simulate, outcomes={"twice": again.doubled})
    assert plans.faults(out, found.digest) == []


def test_a_folder_of_the_model_is_not_finished_by_another_simulator(own: ModuleType, tmp_path: Path) -> None:
    plan = plans.plan(tmp_path)
    plans.swept(plan, tmp_path / "out")
    with pytest.raises(UserError, match=r"simulated by the model's own simulator, and this would be by own_sweep\.simulate"):
        run_sweep(plan, tmp_path / "out", simulate=own.simulate)


def test_the_command_line_refuses_what_only_python_can_go_on_with(own: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = plans.write(tmp_path), tmp_path / "out"
    run_sweep(str(file), out, simulate=own.simulate)
    for words in (["sweep", str(file), "--out", str(out), "--workers", "0"], ["extend", str(out), "--worlds", "1", "--workers", "0"]):
        assert main(words) == 2
        told = " ".join(capsys.readouterr().err.split())
        assert "simulated by own_sweep.simulate" in told and "simulate=" in told
    assert main(["status", str(out)]) == 0
    assert "own_sweep.simulate" in capsys.readouterr().out
    assert main(["export", str(out), "--to", str(tmp_path / "a.csv")]) == 0


@pytest.mark.parametrize(("outcome", "told"), [(heavy_handed, "read-only"), (a_word, "gave 'many', which is no number"), (endless, "gave inf")])
def test_an_outcome_that_gives_no_number_or_changes_a_run_is_a_failed_task_with_the_reason(tmp_path: Path, outcome: Any, told: str) -> None:
    file = plans.write(tmp_path, points=1, worlds=1)
    found = run_sweep(str(file), tmp_path / "out", simulate=keeps_its_months, outcomes={"odd": outcome})
    [failed] = found.failures.to_dict("records")
    assert told in failed["reason"]
    call = f"experiments.studies.sweep.single.run_task({str(file)!r}, 0, 0, simulate={__name__}.keeps_its_months, outcomes={{'odd': {__name__}.{outcome.__name__}}})"
    assert failed["replay"] == call
    with pytest.raises(Exception, match=told):
        eval(call, {"experiments": experiments, "tests": sys.modules["tests"]})


def keeps_its_months(district: Any, policies: Any, *, world: int = 0, months: int = 120, **rest: Any) -> list[Any]:
    """The stand-in with months that stay what they are made, as a run's do."""
    runs = fake.honest(district, policies, world=world, months=months, **rest)
    for run in runs:
        run.__class__ = _Fixed
        run.__dict__["monthly"] = fake.Run.monthly.fget(run)  # type: ignore[attr-defined]
    return runs


class _Fixed(fake.Run):
    monthly = None  # type: ignore[assignment]


@pytest.mark.parametrize(("outcomes", "told"), [
    ({"deaths": mean_fine}, "already"), ({"point": mean_fine}, "already"), ({"field_days": mean_fine}, "already"), ({"Mean fine": mean_fine}, "no name"),
    ({"x; drop": mean_fine}, "no name"),
])  # fmt: skip
def test_a_name_that_cannot_be_a_column_is_refused(outcomes: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=told):
        Given(outcomes=outcomes)


def test_code_without_a_name_is_refused_before_a_folder_is_made(make_plan: Any, tmp_path: Path) -> None:
    for given in ({"simulate": lambda *a, **b: []}, {"outcomes": {"x": lambda run: 1.0}}):
        with pytest.raises(UserError, match="a lambda"):
            run_sweep(make_plan(LEVER), tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


def test_what_is_given_is_part_of_every_tasks_id_and_nothing_given_changes_none(make_plan: Any, own: ModuleType) -> None:
    plan = make_plan(LEVER)
    sweeps = [resolve(plan), resolve(plan, Given(own.simulate)), resolve(plan, Given(outcomes={"a": own.doubled})), resolve(plan, Given(outcomes={"b": own.doubled}))]
    assert len({sweep.task_id(1, 1) for sweep in sweeps}) == len({sweep.identity for sweep in sweeps}) == 4
    assert json.loads(json.dumps(sweeps[1].given.card)) == sweeps[1].given.card and sweeps[0].given.card == {}
