"""A folder has one writer: of two commands that start into it at once one goes on, and the other is told who holds it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.disk import folder as disk_folder
from experiments.disk import lock
from experiments.running.folder import claimed
from experiments.text.errors import UserError
from tests.experiments.fakes import fake_plan
from tests.experiments.running.commands import WRITING, load
from tests.torture import forks, plans
from tests.torture.program import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks")
PAIRS = 40
SOON = 0.03
"""Seconds until both of a pair begin."""
EXTENDING = "extend"


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    load()


def at_once(one: Callable[[], int], other: Callable[[], int], place: Path) -> list[tuple[int, forks.Ended]]:
    """(process, how it ended) of two processes that begin at the same instant."""
    begin, started = time.monotonic() + SOON, []
    for number, what in enumerate((one, other)):
        words = place / f"words-{number}"
        words.mkdir(exist_ok=True)

        def waiting(what: Callable[[], int] = what) -> int:
            while time.monotonic() < begin:
                pass
            return what()

        started.append((forks.start(waiting, words), words))
    return [(pid, forks.ended(pid, words)) for pid, words in started]


def test_two_different_comparisons_never_both_write_to_one_new_folder(tmp_path: Path) -> None:
    def writes(out: Path, seed: int) -> Callable[[], int]:
        def what() -> int:
            plan = fake_plan(seed=seed)
            try:
                with claimed(out, plan):
                    time.sleep(0.002)
                    (out / f"written-by-{seed}").touch()
            except UserError as error:
                print(error)
                return 2
            return 0

        return what

    for number in range(PAIRS):
        out = tmp_path / str(number)
        ended = at_once(writes(out, 1), writes(out, 2), tmp_path)
        assert sorted(end.code for _pid, end in ended) == [0, 2], ended
        assert len(list(out.glob("written-by-*"))) == 1
        told = next(end.out for _pid, end in ended if end.code == 2)
        assert "Another process is writing" in told or "another comparison" in told
        assert "--out" in told and "ame another folder" in told


@pytest.mark.parametrize("command", [*WRITING, EXTENDING])
def test_of_two_commands_at_once_one_holds_the_folder_and_the_other_says_who(command: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [*WRITING[command], "--out", str(out)] if command in WRITING else ["extend", str(out), "--worlds", "1"]
    if command == EXTENDING:
        plans.swept(plans.plan(tmp_path, points=1, worlds=1), out)

    def holds(here: Path) -> None:
        """In place of what a command does once the folder is its own: hold it until the other has been told."""
        if here == out:
            time.sleep(1.0)
            until = time.monotonic() + 60.0
            while not list(tmp_path.glob("told-*")) and time.monotonic() < until:
                time.sleep(0.01)
            os._exit(0)

    def program() -> int:
        disk_folder.clear = holds
        code = int(run("honest", words))
        (tmp_path / f"told-{os.getpid()}").touch()
        return code

    ended = at_once(program, program, tmp_path)
    assert sorted(end.code for _pid, end in ended) == [0, 2], ended
    [holder] = [pid for pid, end in ended if end.code == 0]
    [told] = [" ".join(end.err.split()) for _pid, end in ended if end.code == 2]
    assert f"Another process is writing to the folder: process {holder} on {os.uname().nodename}." in told
    assert str(out) in told.replace(" ", "") and "Wait until it has finished, or name another folder." in told


def test_the_lock_is_never_replaced_or_removed_and_outlives_a_killed_holder(tmp_path: Path) -> None:
    with disk_folder.writing(tmp_path, lambda _folder: None):
        first = (tmp_path / lock.LOCK).stat().st_ino
        assert lock.holder(tmp_path) is not None
    words = tmp_path / "words"

    def dies() -> int:
        with disk_folder.writing(tmp_path, lambda _folder: None):
            os._exit(9)

    assert forks.run(dies, words).code == 9
    assert lock.holder(tmp_path) is None
    with disk_folder.writing(tmp_path, lambda _folder: None):
        assert (tmp_path / lock.LOCK).stat().st_ino == first
        with pytest.raises(UserError, match=f"process {os.getpid()} on"), disk_folder.writing(tmp_path, lambda _folder: None):
            pass
