"""Sweeps on a region: a row is the sum over its districts, whoever runs it, and memory decides how many worlds run at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.running import memory
from experiments.running.batch import TOTALS
from experiments.running.planning import make_plan as comparison_plan
from experiments.running.worlds import run_worlds
from experiments.studies.sweep import plans, results
from experiments.studies.sweep.cluster import ClusterCrew, local_cluster
from experiments.studies.sweep.estimate import estimate
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import resolve
from experiments.text.errors import UserError
from scenarios import load_parameters
from simulation.simulate_region import simulate_region
from tests.experiments.fake_regions import fake_region, own_region
from tests.torture.equality import _Fickle

TEXT = """schema_version = 1
name = "towns"
title = "A plan for tests"
question = "Does it hold?"
district = {district}
policies = ["baseline", "levers"]
months = {months}
worlds = {worlds}
sampler = {{ method = "factorial" }}
{more}
[levers.unannounced_share]
values = [0.1, 0.9]
"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of two points on five small towns, three worlds."""
    folder = tmp_path_factory.mktemp("towns")
    return written(folder)


def written(folder: Path, worlds: int = 3, months: int = 3, more: str = "") -> Path:
    path = folder / "towns.toml"
    path.write_text(TEXT.format(district=json.dumps(own_region(folder, counties=5, enterprises=250)), worlds=worlds, months=months, more=more))
    return path


@pytest.fixture(scope="module")
def swept(towns: Path) -> results.Results:
    return run_sweep(str(towns), towns.parent / "alone")


def test_a_row_is_what_a_comparison_gives_for_the_whole_region(towns: Path, swept: results.Results) -> None:
    plan = comparison_plan(str(towns.parent / "many.toml"), [], worlds=3, months=3, ensemble="none")
    batch, _failures = run_worlds(plan, workers=0)
    rows = swept.table().to_pandas()
    reference = rows[(rows["policy"] == "baseline") & (rows["point"] == 0)]
    for name in TOTALS:
        assert reference[name].tolist() == pytest.approx(batch.totals(name)[0].tolist(), rel=0, abs=0, nan_ok=True), name
    assert reference["digest"].tolist() == [batch.digests["baseline", world] for world in range(3)]


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_processes_gives_the_same(towns: Path, swept: results.Results, workers: int, tmp_path: Path) -> None:
    found = run_sweep(str(towns), tmp_path / "out", workers=workers)
    assert found.digest == swept.digest and found.complete and not len(found.failures)


def test_a_cluster_gives_the_same(towns: Path, swept: results.Results, tmp_path: Path) -> None:
    with local_cluster(2, bounded=False) as client:
        crew = ClusterCrew(client, 120.0, need=1.0, threads=1)
        assert crew.workers == 2
        assert run_sweep(str(towns), tmp_path / "out", crew).digest == swept.digest


def test_a_sweep_that_was_killed_goes_on_to_the_same(swept: results.Results, towns: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "experiments.cli.entry", "sweep", str(towns), "--out", str(out), "--workers", "1", "--quiet"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _wait in range(1200):
        if any((out / "parts").glob("*.parquet")) or process.poll() is not None:
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    process.wait()
    assert main(["sweep", str(towns), "--out", str(out), "--workers", "0", "--quiet"]) == 0
    assert results.open(out).digest == swept.digest
    for batches in range(9):
        try:
            found = run_sweep(str(towns), tmp_path / "fickle", _Fickle(1), size=1 + batches % 2)
            break
        except KeyboardInterrupt:
            continue
    assert found.digest == swept.digest


def test_it_is_extended_told_exported_and_run_by_the_task(towns: Path, swept: results.Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    longer = run_sweep(str(written(tmp_path, worlds=4)), tmp_path / "whole")
    first = written(tmp_path, worlds=2)
    run_sweep(str(first), tmp_path / "out")
    assert main(["extend", str(tmp_path / "out"), "--worlds", "2", "--workers", "0", "--quiet"]) == 0
    assert main(["status", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert told["digest"] == longer.digest and told["complete"]
    assert main(["export", str(tmp_path / "out"), "--to", str(tmp_path / "rows.csv"), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["sweep", str(first), "--only", "1/2", "--workers", "0", "--json", "--quiet"]) == 0
    own = json.loads(capsys.readouterr().out)["outcomes"]["levers"]["visits"]
    rows = longer.runs(["visits"])
    assert rows[(rows["point"] == 1) & (rows["world"] == 2) & (rows["policy"] == "levers")]["visits"].tolist() == [own]


def test_places_are_the_districts_and_a_sample_stands_for_all(towns: Path, swept: results.Results, tmp_path: Path) -> None:
    found = run_sweep(str(written(tmp_path, worlds=1, more='keep = ["monthly", "places"]')), tmp_path / "out")
    places = found.places()
    assert places["name"].nunique() == 5 and len(places) == 5 * 4
    months = found.monthly(["visits"]).groupby(["point", "world", "policy"])["visits"].sum()
    assert months.tolist() == found.runs(["visits"])["visits"].tolist()
    part = resolve(plans.load(str(written(tmp_path, more="sample = 0.4"))))
    assert len(part.context.district.units) == 2 and part.context.district.all_units == 5  # type: ignore[union-attr]
    assert part.identity != resolve(plans.load(str(towns))).identity
    assert estimate(part, 2).runs == 2 * 3 * 2


def test_what_a_region_cannot_be_asked_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a region"):
        resolve(plans.load(str(written(tmp_path, more='keep = ["breakdowns"]\nby = ["sector"]'))))
    with pytest.raises(UserError, match="worlds 0 to 65535"):
        resolve(plans.load(str(written(tmp_path, more="first_world = 65535"))))


def test_a_simulator_of_ones_own_gives_the_runs_of_districts(towns: Path, swept: results.Results, tmp_path: Path) -> None:
    found = run_sweep(str(towns), tmp_path / "out", simulate=_own)
    assert found.runs(["visits"])["visits"].tolist() == swept.runs(["visits"])["visits"].tolist()


def _own(region: Any, policies: Any, **given: Any) -> Any:
    return simulate_region(region, policies, **given)


def test_no_more_worlds_run_at_once_than_memory_holds_and_it_is_said(
    towns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plans.load(str(towns))
    need = memory.summed_bytes(resolve(plan).context.district, plan.months)
    assert need > 0
    sizes: list[int] = []
    real = LocalCrew.__init__
    monkeypatch.setattr(LocalCrew, "__init__", lambda self, workers, *rest: (sizes.append(workers), real(self, workers, *rest))[1])
    for have, most, told in ((10 * need, 4, ""), (2.6 * need, 2, "2 at a time and not 4"), (0.5 * need, 1, "write a smaller sample")):
        monkeypatch.setattr(memory, "machine_bytes", lambda have=have: have)
        assert main(["sweep", str(towns), "--dry-run", "--workers", "4"]) == 0
        spoken = " ".join(capsys.readouterr().err.split())
        assert told in spoken and (told != "" or "of memory" not in spoken)
        assert memory.fitting(need, 4) == most and memory.fitting(0.0, 4) == 4 and memory.fitting(need, 0) == 0
    assert main(["sweep", str(towns), "--out", str(tmp_path / "out"), "--workers", "4", "--quiet"]) == 0
    assert sizes == [1]
    notes: list[str] = []
    monkeypatch.setattr(memory, "machine_bytes", lambda: 2.6 * need)
    run_sweep(str(towns), tmp_path / "out", workers=3, note=notes.append)
    assert sizes == [1, 2] and "2 at a time and not 3" in notes[0]


def test_machines_of_a_cluster_get_as_many_worlds_as_they_hold() -> None:
    crew = object.__new__(ClusterCrew)
    workers = {f"{host}{n}": {"host": host, "nthreads": 2, "memory_limit": 4e9} for host, count in (("a", 4), ("b", 1)) for n in range(count)}
    vars(crew)["client"] = type("Client", (), {"scheduler_info": staticmethod(lambda n_workers: {"workers": workers})})
    for need, room in ((0.0, 10), (1e9, 10), (3e9, 5 + 1), (20e9, 2)):
        vars(crew)["need"] = need
        assert crew._room() == room


def test_the_runs_of_a_policy_are_summed_as_soon_as_they_are_over() -> None:
    region, alive = fake_region(3), []
    policies = comparison_plan("jiuyuan-hamlet", ["capacity", "coordination"], worlds=1, months=2).policies
    given = {"parameters": load_parameters().values, "months": 2}
    whole = simulate_region(region, policies, **given)
    summed = simulate_region(region, policies, each=lambda runs: alive.append(len(runs)) or sum(run.total("visits") for run in runs), **given)
    assert alive == [3, 3, 3]
    assert np.array_equal(summed, [sum(run.total("visits") for run in of_policy) for of_policy in whole])
