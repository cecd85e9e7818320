"""Two comparisons side by side: what was asked otherwise is said, changes are paired where worlds are shared, and what cannot be compared is refused."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.comparison.compare import Comparison, run_plan
from experiments.comparison.diff import diff_of
from experiments.comparison.differences import yearly
from experiments.comparison.kept import read_comparison
from experiments.statistics.intervals import interval
from experiments.text.errors import UserError
from tests.experiments.fakes import as_of_the_model, effect, fake_plan
from tests.experiments.kept_folders import put


def compared(worlds: int = 12, first: int = 0, mine: float = 0.5, **given: Any) -> Comparison:
    plan = fake_plan(worlds=worlds, policies=[effect("mine", deaths=mine), effect("other", deaths=0.9)], **given)
    return as_of_the_model(run_plan(dataclasses.replace(plan, worlds=tuple(range(first, first + worlds)))))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    at = tmp_path_factory.mktemp("beside")
    made = {
        "usual": compared(), "stronger": compared(mine=0.2), "later": compared(worlds=14, first=2), "seeded": compared(seed=1), "assumed": compared(parameters={"fine_scale": 2.0}),
        "longer": compared(months=36), "strange": as_of_the_model(run_plan(fake_plan(worlds=2, policies=[effect("nobody-else")]))), "far": compared(first=100),
        "elsewhere": dataclasses.replace(compared(), plan=dataclasses.replace(compared().plan, district=dataclasses.replace(compared().plan.single, name="away"))),
    }  # fmt: skip
    return {name: put(one, at / name) for name, one in made.items()}


def read(folders: dict[str, Path], one: str, other: str) -> Any:
    return diff_of(read_comparison(folders[one]), read_comparison(folders[other]))


def test_what_is_read_back_is_what_was_written(folders: dict[str, Path]) -> None:
    kept, made = read_comparison(folders["usual"]), compared()
    assert kept.batch.policies == made.batch.policies and kept.batch.worlds == made.batch.worlds
    assert np.array_equal(kept.batch.totals_array, made.batch.totals_array, equal_nan=True) and np.array_equal(kept.batch.monthly_array, made.batch.monthly_array)


def test_other_settings_are_said_and_the_change_is_paired_on_the_worlds_of_both(folders: dict[str, Path]) -> None:
    found = read(folders, "usual", "stronger")
    assert [(one.what, one.name, one.one, one.other) for one in found.differing] == [("setting", "mine: deaths", "0.5", "0.2")]
    assert found.shared == tuple(range(12)) and not found.unpaired
    row = next(row for row in found.rows if row.one.policy == "mine" and row.one.quantity.name == "expected_deaths")
    arms = [yearly(kept.batch, "expected_deaths", 0.0) for kept in (found.one, found.other)]
    differences = (arms[1][1] - arms[1][0]) - (arms[0][1] - arms[0][0])
    assert row.change.mean == pytest.approx(differences.mean()) and row.change.clear and row.change.mean < 0
    assert (row.change.low, row.change.high) == pytest.approx(interval(differences, 0.975))  # for both policies at once
    assert row.change.mean == pytest.approx(row.other.difference - row.one.difference)
    same = next(row for row in found.rows if row.one.policy == "other" and row.one.quantity.name == "expected_deaths")
    assert same.change.mean == 0 and not same.change.clear


def test_only_shared_worlds_are_paired(folders: dict[str, Path]) -> None:
    found = read(folders, "usual", "later")
    assert found.shared == tuple(range(2, 12)) and [one.what for one in found.differing] == ["worlds"]
    assert all(row.change.worlds == 10 and row.change.mean == pytest.approx(0, abs=1e-9) for row in found.rows)


@pytest.mark.parametrize(("other", "reason", "what"), [
    ("seeded", "the seeds differ", {"seed"}), ("longer", "the runs are not equally long", {"months"}), ("elsewhere", "the districts differ", {"district"}),
    ("far", "no world has the same number", {"worlds"}),
])  # fmt: skip
def test_where_no_world_is_shared_it_is_said_why_and_no_interval_of_the_change_is_given(folders: dict[str, Path], other: str, reason: str, what: set[str]) -> None:
    found = read(folders, "usual", other)
    assert found.unpaired == reason and {one.what for one in found.differing} == what and all(row.change is None for row in found.rows)
    assert all(row.one.policy in ("mine", "other") for row in found.rows)


def test_assumptions_changed_are_said_by_name(folders: dict[str, Path]) -> None:
    found = read(folders, "usual", "assumed")
    assert [(one.what, one.name, one.one, one.other) for one in found.differing] == [("parameter", "fine_scale", 1.0, 2.0)] and found.shared


def test_worlds_that_share_a_set_count_once(folders: dict[str, Path]) -> None:
    kept = [read_comparison(folders[name]) for name in ("usual", "stronger")]
    kept = [dataclasses.replace(one, batch=dataclasses.replace(one.batch, sets=tuple(world // 2 for world in one.batch.worlds))) for one in kept]
    found = diff_of(*kept)
    assert {row.change.worlds for row in found.rows} == {6}


def test_what_cannot_be_held_against_one_another_is_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no policy in common"):
        read(folders, "usual", "strange")
    with pytest.raises(UserError, match="same folder"):
        read(folders, "usual", "usual")
    for name in ("empty", "missing"):
        if name == "empty":
            (tmp_path / name).mkdir()
        with pytest.raises(UserError):
            read_comparison(tmp_path / name)


def test_a_damaged_file_is_told(folders: dict[str, Path], tmp_path: Path) -> None:
    copy = put(compared(worlds=2), tmp_path / "copy")
    (copy / "runs.parquet").write_bytes((copy / "runs.parquet").read_bytes()[:-3] + b"xyz")
    with pytest.raises(UserError, match="checksum"):
        read_comparison(copy)


@pytest.mark.parametrize(("language", "said"), [("en", "The change is"), ("zh", "变化为")])
def test_the_command_says_it_in_both_languages(folders: dict[str, Path], language: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(folders["usual"]), str(folders["stronger"]), "--lang", language]) == 0
    assert said in capsys.readouterr().out
    assert main(["diff", str(folders["usual"]), str(folders["elsewhere"]), "--lang", language, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unpaired"] and told["differing"][0]["second"] == "away" and all(row["change"] is None for row in told["rows"])
