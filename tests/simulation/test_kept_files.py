"""Files kept between commands: whole and true or not there, bounded, whatever two processes, a kill or a full disk do to them."""

import contextlib
import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

import simulation
from simulation import kept_files, notices
from simulation.cache_folder import SEAL
from simulation.kept_files import KeptFiles

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners, modes and locks are those of POSIX")
ROOT = Path(simulation.__file__).parent
BIG = 10 * 2**20


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_told", set())


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path, BIG)


def name(number: int, kind: str = "world") -> str:
    return f"{number:040x}.{kind}"


def held(folder: Path) -> int:
    total = 0
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # thrown out meanwhile
            total += path.stat().st_size if kept_files.NAME.fullmatch(path.name) else 0
    return total


def test_what_is_written_is_read_and_what_is_not_is_none(files: KeptFiles) -> None:
    assert files.read(name(1)) is None
    files.write(name(1), b"some numbers")
    assert files.read(name(1)) == b"some numbers" and files.read(name(1, "run")) is None
    files.write(name(1), b"others")
    assert files.read(name(1)) == b"others"
    assert (files.folder / name(1)).stat().st_mode & 0o077 == 0


DATA = bytes(range(256)) * 40


@pytest.mark.parametrize("bit", [0, 7, 100, 8 * SEAL - 1, 8 * SEAL, 8 * SEAL + 77, 8 * (SEAL + len(DATA)) // 2, 8 * (SEAL + len(DATA)) - 1])
def test_a_flipped_bit_is_noticed_wherever_it_is_and_said_once(bit: int, files: KeptFiles, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(3):
        files.write(name(number), DATA)
        path = files.folder / name(number)
        whole = bytearray(path.read_bytes())
        whole[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bytes(whole))
        assert files.read(name(number)) is None and not path.exists()
        files.write(name(number), DATA)
        assert files.read(name(number)) == DATA
    (record,) = caplog.records
    assert "was damaged" in record.getMessage() and name(0) in record.getMessage() and str(files.folder) in record.getMessage()


@pytest.mark.parametrize("length", [0, 1, SEAL - 1, SEAL, SEAL + 1, SEAL + len(DATA) - 1])
def test_a_file_that_is_cut_short_is_noticed(length: int, files: KeptFiles, caplog: pytest.LogCaptureFixture) -> None:
    files.write(name(1), DATA)
    os.truncate(files.folder / name(1), length)
    assert files.read(name(1)) is None and len(caplog.records) == 1


def as_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("spoil", [as_link, lambda path: path.chmod(0o620), lambda path: path.chmod(0o602)], ids=["link", "group", "all"])
def test_what_others_may_have_written_is_not_read(spoil: Callable[[Path], None], files: KeptFiles, caplog: pytest.LogCaptureFixture) -> None:
    files.write(name(1), DATA)
    spoil(files.folder / name(1))
    assert files.read(name(1)) is None and len(caplog.records) == 1


def test_the_bound_holds_and_the_oldest_go_first(files: KeptFiles) -> None:
    size, most = BIG // 40, 0
    for number in range(100):
        files.write(name(number), bytes(size))
        os.utime(files.folder / name(number), ns=(number * 10**9, number * 10**9))
        most = max(most, held(files.folder))
        if number > 5:
            assert files.read(name(5)) is not None  # what is used is never the oldest
            os.utime(files.folder / name(5), ns=(number * 10**9 + 5, number * 10**9 + 5))
    assert BIG / 2 < most <= 7 / 8 * BIG
    left = sorted(int(path.stem, 16) for path in files.folder.glob("*.world"))
    assert left[0] == 5 and left[1:] == list(range(101 - len(left), 100)) and len(left) < 40


def test_there_are_never_too_many_files_however_small(files: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_FILES", 40)
    for number in range(100):
        files._may_write = 0
        files.write(name(number), b"little")
        os.utime(files.folder / name(number), ns=(number, number))
        assert len(list(files.folder.glob("*.world"))) <= 40
    assert files.read(name(99)) == b"little" and files.read(name(60)) is None


def test_a_worker_does_not_look_through_the_folder_for_every_task(files: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    real = KeptFiles._look_through
    monkeypatch.setattr(KeptFiles, "_look_through", lambda self: (looks.append(self), real(self)))
    for number in range(20):
        pickle.loads(pickle.dumps(files)).write(name(number), b"little")
    assert len(looks) == 1


def test_what_is_too_large_for_the_bound_is_not_kept_and_throws_nothing_out(files: KeptFiles) -> None:
    files.write(name(1), DATA)
    files.write(name(2), bytes(BIG // 2))
    assert files.read(name(2)) is None and files.read(name(1)) == DATA


def test_files_of_others_in_the_folder_are_left_alone(files: KeptFiles) -> None:
    theirs = files.folder / "notes.txt"
    theirs.write_bytes(bytes(2 * BIG))
    (files.folder / name(7)[:-1]).mkdir()
    for number in range(60):
        files.write(name(number), bytes(BIG // 20))
    assert theirs.exists() and held(files.folder) <= BIG


WRITER = f"""
import sys, types
from pathlib import Path
package = types.ModuleType("simulation")
package.__path__ = [{str(ROOT)!r}]
sys.modules["simulation"] = package  # without the model, which takes seconds to import
from simulation.kept_files import KeptFiles
files = KeptFiles(Path(sys.argv[1]), int(sys.argv[2]))
print("ready", flush=True)
number, wrong = int(sys.argv[3]), 0
for turn in range(int(sys.argv[4])):
    name = "%040x.world" % ((number * 7 + turn * 13) % 50)
    data = name.encode() * (1 + turn % 7) * 2000
    found = files.read(name)
    wrong += found is not None and found.replace(name.encode(), b"") != b""
    files.write(name, data)
print(wrong, flush=True)
"""


def writer(folder: Path, number: int, turns: int) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(BIG), str(number), str(turns)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_processes_at_once_read_only_what_was_written_and_keep_the_bound(tmp_path: Path) -> None:
    running = [writer(tmp_path, number, 150) for number in range(4)]
    most = 0
    while any(process.poll() is None for process in running):
        most = max(most, held(tmp_path))
        time.sleep(0.01)
    for process in running:
        out, err = process.communicate()
        assert out.split() == ["ready", "0"] and err == ""
    assert 0 < most <= BIG and not list(tmp_path.glob("*.tmp"))


def test_a_writer_that_is_killed_leaves_whole_files_and_what_it_did_not_finish_is_cleared_away(tmp_path: Path) -> None:
    for turn in range(12):
        process = writer(tmp_path, turn, 10**6)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(0.02 + 0.011 * turn)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        files = KeptFiles(tmp_path, BIG)
        for path in list(tmp_path.glob("*.world")):
            data = files.read(path.name)
            assert data is not None and data.replace(path.name.encode(), b"") == b""
    left = tmp_path / f"{name(3)}.abcd.tmp"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    fresh = tmp_path / f"{name(4)}.abcd.tmp"
    fresh.write_bytes(b"half")
    KeptFiles(tmp_path, BIG).write(name(99), DATA)
    assert not left.exists() and fresh.exists()


def test_a_process_that_holds_the_folder_for_ever_keeps_nobody_waiting(files: KeptFiles, caplog: pytest.LogCaptureFixture) -> None:
    import fcntl

    files.write(name(1), DATA)
    again, begun = KeptFiles(files.folder, BIG), time.monotonic()
    with (files.folder / "lock").open("r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        again.write(name(2), DATA)
        again.write(name(3), bytes(BIG // 10))
        assert again.read(name(2)) is again.read(name(3)) is None and again.read(name(1)) == DATA
    assert time.monotonic() - begun < 5.0
    again.write(name(2), DATA)
    assert again.read(name(2)) == DATA and not caplog.records


@pytest.mark.parametrize(("number", "word"), [(errno.ENOSPC, "nearly full"), (errno.EROFS, "cannot be kept (Read-only")])
def test_a_disk_that_takes_nothing_is_named_once_and_nothing_is_tried_again(
    number: int, word: str, files: KeptFiles, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(*args: object, **named: object) -> None:
        tried.append(args)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("simulation.cache_folder.os.replace", refuse)
    for turn in range(3):
        files.write(name(turn), DATA)
    assert len(tried) == 1 and not list(files.folder.glob("*.tmp")) and files.read(name(0)) is None
    (record,) = caplog.records
    assert word in record.getMessage() and str(files.folder) in record.getMessage()


@pytest.mark.parametrize(("total", "free", "kept"), [(2**40, 11 * 2**30, True), (2**40, 9 * 2**30, False), (2**30, 200 * 2**20, True), (2**30, 100 * 2**20, False)])
def test_a_disk_that_is_nearly_full_is_not_filled(
    total: int, free: int, kept: bool, files: KeptFiles, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(kept_files.shutil, "disk_usage", lambda folder: usage(total, total - free, free))
    for turn in range(2):
        files.write(name(turn), DATA)
    assert (files.read(name(0)) is not None) is kept
    assert len(caplog.records) == (0 if kept else 1)


def test_a_folder_that_is_gone_is_no_error(files: KeptFiles, caplog: pytest.LogCaptureFixture) -> None:
    files.folder.rmdir()
    files.write(name(1), DATA)
    assert files.read(name(1)) is None and len(caplog.records) == 1
