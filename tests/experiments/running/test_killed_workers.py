"""A worker that is killed costs its task one more try and nothing else; what a killed writer left unfinished goes at the next start."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path

import pytest

from experiments.comparison.compare import run_plan
from experiments.disk import lock
from experiments.disk.paths import TEMPORARY
from experiments.running.folder import claimed
from experiments.running.parts import Parts
from experiments.running.pool import Failure, supervise
from tests.experiments.fakes import fake_plan
from tests.experiments.running import mortal

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The server that starts workers was started before and has an environment of its own: workers are told through the plan's folder.
    monkeypatch.setenv(mortal.PLACE, str(tmp_path))
    from multiprocessing import forkserver

    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    yield tmp_path
    forkserver._forkserver._stop()  # type: ignore[attr-defined]


def test_worlds_whose_worker_is_killed_once_are_run_again_and_nothing_is_left_behind(place: Path) -> None:
    plan, out = dataclasses.replace(fake_plan(worlds=4), simulate=mortal.once), place / "out"
    with claimed(out, plan):
        found = run_plan(plan, workers=2, stored=Parts(out / "parts", plan))
    assert len(list(place.glob("killed-*"))) == 2
    assert found.failures == () and found.worlds == 4
    assert found.batch.digests == run_plan(fake_plan(worlds=4)).batch.digests
    assert not list(out.rglob(f"{TEMPORARY}*"))


def test_a_world_that_always_takes_its_worker_with_it_is_a_row_after_the_second_time(place: Path) -> None:
    found = run_plan(dataclasses.replace(fake_plan(worlds=3), simulate=mortal.always), workers=2)
    assert len(list(place.glob("killed-1-*"))) == 2
    assert [(failure.world, failure.kind) for failure in found.failures] == [(1, "killed")] and found.batch.worlds == (0, 2)


def test_tasks_of_every_study_are_tried_again_but_where_they_are_told_not_to_be(place: Path) -> None:
    seen: list[tuple[float, int, int]] = []
    found = dict(supervise(mortal.nap_once, range(4), workers=2, progress=lambda *state: seen.append(state)))
    assert found == {0: 0, 1: 1, 2: 2, 3: 3} and seen[-1] == (1.0, 4, 0)
    for mark in place.glob("killed-*"):
        mark.unlink()
    found = dict(supervise(mortal.nap_once, range(2), workers=2, attempts=1))
    assert found[0] == 0 and isinstance(found[1], Failure) and found[1].kind == "killed"


def test_what_a_killed_writer_left_is_removed_at_the_next_start_but_not_under_another_writer(tmp_path: Path) -> None:
    plan = fake_plan(worlds=1)
    with claimed(tmp_path, plan):
        pass
    other = tmp_path / "sweep"
    other.mkdir()
    for path in (tmp_path / f"{TEMPORARY}a", tmp_path / "figures" / f"{TEMPORARY}b.png", other / f"{TEMPORARY}c", other / lock.LOCK, tmp_path / "kept.txt",
                 tmp_path / ".tmp-notes"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")
    part = tmp_path / "parts" / f"{TEMPORARY}0-123"
    part.mkdir(parents=True)
    (part / "totals.parquet").write_text("half")
    with claimed(tmp_path, plan):
        left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"kept.txt", ".tmp-notes", "run.json", "writer.lock", f"sweep/{TEMPORARY}c", "sweep/writer.lock"} and not part.exists()
