"""What was compiled of earlier versions is removed once nobody uses it, and nothing else is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation import cache_folder as folders
from simulation.cache_folder import cache_folder
from tests.simulation.cache_places import ROOT, SMALL_RULE, mode, own_places, small_rule

__all__ = ["own_places"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")


def kept_of(folder: Path, days: float, *names: str) -> Path:
    """A folder of other sources, last used so many days ago."""
    folder.mkdir(mode=0o700, parents=True)
    for name in names or ("one.py311.x.nbc", "one.py311.x.nbc.half.tmp"):
        (folder / name).write_text("code")
    when = time.time() - 86_400 * days
    os.utime(folder, (when, when))
    return folder


def test_what_no_start_has_used_for_a_month_is_removed_and_nothing_else(tmp_path: Path) -> None:
    own = tmp_path / "cache" / "inspectorate"
    current = cache_folder(ROOT)
    assert current is not None
    old, dying = kept_of(own / "0123456789abcdef", 31), kept_of(own / "00000000000000aa.gone-1", 31)
    left = [kept_of(own / "aaaaaaaaaaaaaaaa", 29), kept_of(own / "bbbbbbbbbbbbbbbb", 400, "mine.txt"), kept_of(own / "notes", 400),
            kept_of(own / "cccccccccccccccc0", 400), kept_of(own / "dddddddddddddddd", 400)]  # fmt: skip
    left[-1].chmod(0o777)  # others may write to it: not ours to judge
    (own / "eeeeeeeeeeeeeeee").symlink_to(left[2])
    when = time.time() - 86_400 * 400
    os.utime(current, (when, when))  # the one in use, however old
    before = {path: sorted(one.name for one in path.iterdir()) for path in left if path.name != "bbbbbbbbbbbbbbbb"}
    assert cache_folder(ROOT) == current and current.stat().st_mtime > time.time() - 60
    assert not old.exists() and not dying.exists() and (left[1] / "mine.txt").exists() and (own / "eeeeeeeeeeeeeeee").is_symlink()
    assert {path: sorted(one.name for one in path.iterdir()) for path in before} == before


def test_many_processes_may_start_while_old_folders_go_and_each_keeps_its_code(tmp_path: Path) -> None:
    own = tmp_path / "cache" / "inspectorate"
    folder = Path(small_rule().stdout.split()[0])
    for number in range(20):
        kept_of(own / f"{number:016x}", 40, *(f"{k}.nbc" for k in range(30)))
    words = [sys.executable, "-c", SMALL_RULE.format(first="")]
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [(*process.communicate(), process.returncode) for process in started]
    assert [(out.split()[0], err, code) for out, err, code in ended] == [(str(folder), "", 0)] * 4
    assert [path for path in own.iterdir()] == [folder]


def test_code_is_kept_though_its_folder_was_removed_in_the_meantime(tmp_path: Path) -> None:
    folder = cache_folder(ROOT)
    assert folder is not None
    folder.rmdir()
    folders.write_sealed(folder / "one.nbc", b"code")
    assert folders.read_sealed(folder / "one.nbc") == b"code" and mode(folder) == 0o700
