"""What a sweep says, where, and how it ends when it is asked to: data to stdout, all else to stderr, 130 when interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from experiments.disk import lock
from experiments.disk.paths import TEMPORARY
from experiments.studies.sweep import results
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from experiments.text import progress
from tests.torture import fake, forks, plans
from tests.torture.kills import orphans
from tests.torture.program import run

ROOT = Path(__file__).parents[3]


def command(folder: Path, simulator: str, *words: str, before: Callable[[], None] = lambda: None) -> forks.Ended:
    def what() -> int:
        before()
        return int(run(simulator, words))

    return forks.run(what, folder / "words")


def test_json_goes_to_stdout_and_parses_and_all_else_to_stderr(tmp_path: Path) -> None:
    plan = plans.write(tmp_path)
    ended = command(tmp_path, "honest", "sweep", str(plan), "--out", str(tmp_path / "a"), "--workers", "0", "--json")
    assert ended.code == 0
    told = json.loads(ended.out)
    assert told["done"] == told["tasks"] == 12 and told["complete"] is True and told["digest"] == results.open(tmp_path / "a").digest
    assert "36 runs" in ended.err and "Next: inspectorate export" in ended.err
    status = command(tmp_path, "honest", "status", str(tmp_path / "a"), "--json")
    assert status.code == 0 and json.loads(status.out)["done"] == 12


def test_quiet_says_nothing_but_the_result(tmp_path: Path) -> None:
    plan = plans.write(tmp_path, months=24)  # long enough for the policies to be whole, or that would be said even so
    ended = command(tmp_path, "honest", "sweep", str(plan), "--out", str(tmp_path / "a"), "--workers", "0", "--quiet")
    assert ended.code == 0 and ended.err == ""
    assert ended.out.startswith("12 of 12 tasks have numbers, 0 failed.")


def test_progress_and_the_time_left_go_to_stderr(tmp_path: Path) -> None:
    plan = plans.write(tmp_path, points=8, worlds=25)

    def soon() -> None:
        progress.LINE_SECONDS = 0.5

    ended = command(tmp_path, "slow", "sweep", str(plan), "--out", str(tmp_path / "a"), "--workers", "0", before=soon)
    assert ended.code == 0
    lines = [line for line in ended.err.splitlines() if line.startswith("Sweeping:")]
    assert lines and all("of 200 tasks" in line for line in lines)
    assert any("left" in line for line in lines)
    assert "Sweeping" not in ended.out


def heard() -> None:
    """Undo what ``nohup`` or a shell's background job hands down: there an interrupt or a hang-up is ignored, as asked for."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGINT, 0), (signal.SIGTERM, 2), (signal.SIGHUP, 0)])
def test_asked_to_end_it_ends_as_interrupted_and_says_how_to_go_on(tmp_path: Path, number: signal.Signals, workers: int) -> None:
    plan, out = plans.write(tmp_path, points=10, worlds=40), tmp_path / "a"
    # A process of its own from the start: what one forked from the tests leaves behind is not what a user's would.
    arguments = ["sweep", str(plan), "--out", str(out), "--workers", str(workers)]
    process = subprocess.Popen([sys.executable, "-m", "tests.torture.program", "sluggish", *arguments], cwd=ROOT, text=True, start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heard)  # fmt: skip
    pid, until = process.pid, time.monotonic() + 60
    while not list(out.glob("parts/*.parquet")) and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(pid, number)
    err = process.communicate(timeout=60)[1]
    assert process.returncode == 130, err
    said = " ".join(err.split())
    assert f"Finished tasks are kept in {out}" in said and "the same command goes on" in said
    assert "Traceback" not in said and "leaked" not in said
    assert orphans(pid) == []
    assert not results.open(out).complete and not list(out.rglob(f"{TEMPORARY}*"))


def test_a_second_writer_is_refused_at_once_and_told_who_the_first_is(tmp_path: Path) -> None:
    plan, out, words = plans.write(tmp_path, points=10, worlds=40), tmp_path / "a", tmp_path / "first"
    words.mkdir()
    arguments = ["sweep", str(plan), "--out", str(out), "--workers", "0"]
    pid = forks.start(lambda: int(run("slow", arguments)), words)
    until = time.monotonic() + 60
    while not list(out.glob("parts/*.parquet")) and time.monotonic() < until:
        time.sleep(0.02)
    began = time.monotonic()
    second = command(tmp_path, "slow", *arguments)
    took = time.monotonic() - began
    status = command(tmp_path, "slow", "status", str(out), "--json")
    psutil.Process(pid).kill()
    forks.ended(pid, words)
    assert second.code == 2 and took < 10
    assert f"Another process is writing to the folder: process {pid} on {os.uname().nodename}." in " ".join(second.err.split())
    assert status.code == 130 and str(pid) in json.loads(status.out)["writer"]
    assert lock.holder(out) is None
    assert command(tmp_path, "honest", *arguments).code == 0


def test_a_bad_run_is_a_row_with_its_reason_and_a_command_that_shows_it_again(tmp_path: Path) -> None:
    file = plans.write(tmp_path, points=1, worlds=6)
    out = tmp_path / "a"
    ended = command(tmp_path, "stuck", "sweep", str(file), "--out", str(out), "--workers", "2", "--timeout", "1")
    assert ended.code == 3
    [failed] = results.open(out).failures.to_dict("records")
    assert (failed["world"], failed["kind"]) == (3, "stalled") and "stopped" in failed["reason"]
    assert failed["replay"] == f"inspectorate sweep {file} --only 0/3"
    assert failed["reason"] in " ".join(ended.err.split()) and "--retry" in ended.err
    again = command(tmp_path, "stuck", *failed["replay"].split()[1:], "--timeout", "1")
    assert again.code == 3 and failed["reason"] in " ".join(again.err.split())
    assert command(tmp_path, "stuck", "status", str(out)).code == 3
    assert command(tmp_path, "honest", "sweep", str(file), "--out", str(out), "--workers", "0", "--retry").code == 0
    assert results.open(out).done() == 6


def test_the_tasks_beside_one_that_kills_its_process_are_all_done(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path, points=1, worlds=40).model_copy(update={"first_world": fake.DIES - 20})
    found = run_sweep(plan, tmp_path / "a", LocalCrew(2, 60.0), progress=plans.silent, simulate=fake.poisoned, size=40)
    assert found.done() == 39 and found.failures["world"].tolist() == [fake.DIES] and found.failures["kind"].tolist() == ["killed"]
