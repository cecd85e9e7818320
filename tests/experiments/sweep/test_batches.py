"""How many tasks go to a worker together: by what they take once everything is loaded, few enough files, little enough to lose."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from experiments.studies.sweep import results
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.schedule import MOST_SECONDS, SECONDS, size_for
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import resolve
from experiments.studies.sweep.work import Batch, work
from experiments.upkeep.bench.sweeps import LOADING_SECONDS, small_plan, small_runs
from tests.torture import fake, plans


def test_workers_that_load_first_do_not_make_many_files(tmp_path: Path) -> None:
    tasks, workers = 1_600, 2
    found = run_sweep(small_plan(80, 20), tmp_path, LocalCrew(workers, 60.0), progress=plans.silent, simulate=small_runs)
    parts = len(list(tmp_path.glob("parts/*.parquet")))
    cold = tasks * LOADING_SECONDS / SECONDS
    assert found.done() == tasks and parts < cold / 5


@pytest.mark.parametrize("workers", [0, 1, 2, 8, 64])
@pytest.mark.parametrize("seconds", [1e-7, 0.001, 0.05, 0.12])
def test_a_hundred_thousand_small_tasks_are_five_hundred_files_at_most(seconds: float, workers: int) -> None:
    size = size_for(seconds, 100_000, workers)
    assert workers + 100_000 / size <= 500
    assert seconds * size <= MOST_SECONDS


@pytest.mark.parametrize("seconds", [0.2, 1.0, 7.0, 100.0])
def test_a_kill_loses_seconds_of_work(seconds: float) -> None:
    assert seconds * size_for(seconds, 1_000_000, 2) <= max(MOST_SECONDS, seconds)
    assert seconds * size_for(seconds, 500, 2) <= max(SECONDS + seconds, seconds)


def test_a_timed_batch_tells_its_pace_without_loading_and_no_other_number_changes(tmp_path: Path) -> None:
    sweep = resolve(plans.plan(tmp_path))
    items = (sweep.item(0, 0),)
    calls = []

    def loads(*given: object, **rest: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            time.sleep(0.3)
        return fake.honest(*given, **rest)

    timed = work(Batch(0, sweep.context, items, loads, timed=True), lambda share: None)  # type: ignore[arg-type]
    plain = work(Batch(0, sweep.context, items, fake.honest), lambda share: None)
    assert timed.pace < 0.2 < 0.3 <= timed.seconds and plain.pace != plain.pace
    assert [outcome.digests for outcome in timed.outcomes] == [outcome.digests for outcome in plain.outcomes]  # type: ignore[union-attr]


def test_a_task_that_fails_when_it_is_timed_again_was_told_the_first_time(tmp_path: Path) -> None:
    sweep = resolve(plans.plan(tmp_path))

    def fails(*given: object, **rest: object) -> object:
        raise RuntimeError("never")

    timed = work(Batch(0, sweep.context, (sweep.item(0, 0),), fails, timed=True), lambda share: None)  # type: ignore[arg-type]
    assert timed.outcomes[0].reason == "RuntimeError: never" and timed.pace >= 0.0  # type: ignore[union-attr]


def test_small_tasks_are_read_back_as_they_were(tmp_path: Path) -> None:
    found = run_sweep(small_plan(5, 4), tmp_path, LocalCrew(0, 60.0), progress=plans.silent, simulate=small_runs)
    assert results.open(tmp_path).digest == found.digest
