"""Commands that find what earlier ones computed: the same files to the byte, nothing run twice, and off where that is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments import compare
from experiments.cli.app import main
from experiments.running import keeping
from experiments.studies.calibration import profile
from experiments.studies.sweep import results
from experiments.studies.trials.study import run_trials
from scenarios import load_district, load_parameters
from simulation import notices
from simulation.engine.run import EngineModel
from simulation.kept_files import KeptFiles
from simulation.kept_worlds import KeptWorlds
from tests.ensembles import write_ensemble
from tests.experiments.calibration.made_up import small_plan
from tests.experiments.trials.test_course import small

HAMLET = load_district("jiuyuan-hamlet")
BURN_IN = HAMLET.burn_in
SWEEP = """
schema_version = 1
name = "{name}"
title = "A plan for tests"
question = "Does it hold?"
district = "jiuyuan-hamlet"
policies = ["baseline", "levers"]
months = 6
worlds = 2
ensemble = "none"
sampler = {{ method = "factorial" }}
[{table}.{factor}]
values = {values}
{more}
"""
TIMED = {"manifest.json", "writer.lock"}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of the test's own, switched on."""
    monkeypatch.setattr(notices, "_told", set())
    monkeypatch.setenv("INSPECTORATE_STORE", f"{tmp_path}/store")
    yield tmp_path / "store" / "worlds"
    keeping.switch(False)


@pytest.fixture
def months(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Months that the engine passes, call by call."""
    passed: list[int] = []
    real = EngineModel._advance_chunk

    def counted(model: EngineModel, count: int, *rest: Any) -> Any:
        passed.append(count if model.district.burn_in else 0)  # what loads the engine has no burn-in
        return real(model, count, *rest)

    monkeypatch.setattr(EngineModel, "_advance_chunk", counted)
    return passed


def run(out: Path, policy: str, *more: str) -> dict[str, bytes]:
    words = ["compare", "--district", "jiuyuan-hamlet", "--worlds", "3", "--months", "6", "--policy", policy, "--workers", "0", "--out", str(out)]
    assert main([*words, "--quiet", *more]) == 0
    return contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in TIMED}


def digests(policy: str, **given: Any) -> dict[tuple[str, int], str]:
    return compare("jiuyuan-hamlet", [policy], **{"worlds": 3, "months": 6, "ensemble": "none", **given}).batch.digests


def test_a_second_comparison_on_the_same_worlds_runs_its_policy_alone_and_writes_the_same_files(tmp_path: Path, store: Path, months: list[int]) -> None:
    plain = run(tmp_path / "plain", "incentives", "--no-store")
    assert not store.exists() and sum(months) == 3 * (BURN_IN + 12)
    run(tmp_path / "first", "coordination")
    assert len(list(store.glob("*.world"))) == len(list(store.glob("*.run"))) == 3
    before = {path: path.stat().st_ino for path in store.iterdir()}
    months.clear()
    assert run(tmp_path / "second", "incentives") == plain
    assert sum(months) == 3 * 6 and {path: path.stat().st_ino for path in store.iterdir()} == before
    assert {name for name in plain} >= {"verdict.txt", "comparison.csv", "monthly.parquet"}


def test_workers_find_what_this_process_kept_and_the_other_way_round(store: Path, months: list[int]) -> None:
    plain = digests("incentives")
    for workers in (2, 0):
        assert digests("incentives", workers=workers, kept=keeping.store()) == plain
        before = {path: path.stat().st_ino for path in store.iterdir()}
        months.clear()
        assert digests("incentives", workers=2 - workers, kept=keeping.store()) == plain
        assert {path: path.stat().st_ino for path in store.iterdir()} == before and (workers == 0 or sum(months) == 3 * 6)
        for path in store.iterdir():
            path.unlink()


def baseline(*more: str, workers: str = "0") -> list[str]:
    return ["baseline", "--district", "jiuyuan-hamlet", "--worlds", "3", "--years", "0.5", "--json", "--quiet", "--workers", workers, *more]


def test_it_is_off_where_the_option_or_the_setting_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(baseline("--no-store")) == 0 and not store.exists()
    assert main(baseline()) == 0  # the option holds for its own command
    assert len(list(store.iterdir())) == 7
    monkeypatch.setenv("INSPECTORATE_STORE", "off")
    before = contents(store)
    assert main(baseline("--seed", "7")) == 0
    assert contents(store) == before


def test_damaged_files_are_said_once_in_the_language_asked_for_whichever_workers_found_them(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(language: str) -> tuple[str, str]:
        notices._told.clear()  # as in a process that has just begun
        assert main(baseline("--lang", language, workers="2")) == 0
        return capsys.readouterr()

    def told_apart(language: str) -> tuple[str, str]:
        words = [str(Path(sys.executable).with_name("inspectorate")), *baseline("--lang", language, workers="2")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr

    plain = told("en")
    assert "damaged" not in plain[1]
    for language, word, command in (("en", "was damaged", told), ("zh", "损坏", told_apart)):
        for path in (*store.glob("*.world"), *store.glob("*.run")):
            path.write_bytes(path.read_bytes()[:-1])
        out, err = command(language)
        assert err.count(word) == 1 == err.count(str(store)), err
        assert language == "zh" or out == plain[0]


def test_worlds_under_sets_of_parameters_are_kept_under_their_own_set(tmp_path: Path, store: Path) -> None:
    for name, values in (("one", [0.1, 0.4]), ("two", [0.4, 0.1])):
        file = str(write_ensemble(tmp_path, {"attention_by_penalty": values}, name))
        plain = digests("incentives", ensemble=file)
        for _turn in range(2):
            assert digests("incentives", ensemble=file, kept=keeping.store()) == plain
    # Worlds 0 and 1 run under one set and world 2 under the other, which the second file has the other way round.
    assert len(list(store.glob("*.world"))) == 6


def test_run_and_baseline_share_with_compare(store: Path, months: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    digests("incentives", kept=keeping.store())
    before, told = contents(store), []
    for more in ([], ["--no-store"]):
        assert main(["run", "--district", "jiuyuan-hamlet", "--world", "1", "--months", "6", "--json", "--quiet", "--ensemble", "none", *more]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and contents(store) == before
    months.clear()
    assert main(baseline("--ensemble", "none")) == 0 and sum(months) == 0


def test_a_dry_run_times_what_is_run_and_leaves_out_what_is_kept(store: Path, months: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    digests("incentives", kept=keeping.store())
    before, told = contents(store), []
    months.clear()
    for more in ([], ["--no-store"]):
        words = ["compare", "--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "5", "--months", "6", "--ensemble", "none", "--dry-run", "--json"]
        assert main([*words, *more]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert len(months) > 8 and contents(store) == before
    assert [(one["simulated_months"], one["kept_months"]) for one in told] == [(5 * (BURN_IN + 12) - 3 * (BURN_IN + 6), 3 * (BURN_IN + 6)), (5 * (BURN_IN + 12), 0)]


def test_a_notebook_keeps_them_in_memory_for_as_long_as_it_wants(months: list[int]) -> None:
    plain, kept = digests("coordination"), KeptWorlds(memory=2**28)
    digests("incentives", kept=kept)
    months.clear()
    assert digests("coordination", kept=kept) == plain and sum(months) == 3 * 6


def test_a_command_fills_no_more_than_its_part_so_that_it_finds_again_what_it_wrote(tmp_path: Path, months: list[int]) -> None:
    kept = KeptWorlds(KeptFiles(tmp_path, 600 * 2**10))
    room = keeping.room_for(kept, [HAMLET], 6)
    assert 2 < room < 10 and keeping.room_for(None, [HAMLET]) == 0 == keeping.room_for(KeptWorlds(), [HAMLET])
    assert keeping.room_for(KeptWorlds(KeptFiles(tmp_path, 2**18)), [HAMLET]) == 0  # one alone is too large
    digests("incentives", worlds=10, kept=kept)
    assert len(list(tmp_path.glob("*.world"))) == room
    months.clear()
    digests("incentives", worlds=10, kept=kept)
    assert sum(months) == 10 * 6 + (10 - room) * (BURN_IN + 6)


def test_the_room_for_a_world_is_what_it_takes(store: Path) -> None:
    for name, months in (("jiuyuan-hamlet", 120), ("jiuyuan-quarter", 12)):
        district = load_district(name)
        compare(name, ["incentives"], worlds=1, months=months, ensemble="none", kept=keeping.store())
        size = sum(path.stat().st_size for path in store.iterdir())
        most = KeptWorlds(KeptFiles(store, 2**31))
        assert 0.5 < size * keeping.room_for(most, [district], months) / (keeping.PART * 2**31) <= 1.0
        for path in store.iterdir():
            path.unlink()


def test_a_sweep_over_levers_shares_its_worlds_and_one_over_assumptions_has_worlds_of_its_own(tmp_path: Path, store: Path, months: list[int]) -> None:
    plan = tmp_path / "levers.toml"
    plan.write_text(SWEEP.format(name="levers", table="levers", factor="fine_scale", values=[1, 2, 3], more=""))
    found, passed = set(), []
    for turn, more in enumerate(([], [], ["--no-store"])):
        months.clear()
        out = tmp_path / f"sweep-{turn}"
        assert main(["sweep", str(plan), "--out", str(out), "--workers", "0", "--quiet", *more]) == 0
        found.add(results.verified(out).digest)
        passed.append(sum(months))
    assert len(found) == 1 and len(list(store.glob("*.world"))) == 2
    assert passed[0] - passed[1] >= 2 * (BURN_IN + 6)
    own = tmp_path / "assumptions.toml"
    own.write_text(SWEEP.format(name="assumptions", table="uncertainties", factor="effort_cost", values=[900, 1100], more="[levers.fine_scale]\nvalues = [2]"))
    assert main(["sweep", str(own), "--out", str(tmp_path / "own"), "--workers", "0", "--quiet"]) == 0
    assert len(list(store.glob("*.world"))) == 6


def test_a_trial_finds_its_settled_worlds(store: Path, months: list[int]) -> None:
    trial, values = small("a2-penalty-contingency"), load_parameters().values
    told, passed = [], []
    for kept in (None, keeping.store(), keeping.store()):
        months.clear()
        rows, failures = run_trials([trial], values, worlds=2, workers=0, published=False, kept=kept)
        told.append([repr(row.found) for row in rows])
        passed.append(sum(months))
        assert not failures
    assert told[0] == told[1] == told[2] and passed[0] == passed[1] == passed[2] + 2 * trial.world.burn_in


def test_a_point_of_a_calibration_has_the_same_figures(store: Path, months: list[int]) -> None:
    calibration, values = small_plan(), load_parameters().values
    plain = profile.figures(calibration, values, 3)
    passed, kept_months = sum(months), calibration.months + sum(place.burn_in for place in profile.districts(calibration))
    for turn in range(2):
        months.clear()
        found = profile.figures(calibration, values, 3, kept=keeping.store())
        assert repr(found) == repr(plain) and sum(months) == passed - turn * kept_months
    assert len(list(store.glob("*.world"))) == len(profile.districts(calibration))
