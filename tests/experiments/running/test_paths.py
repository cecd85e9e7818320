"""No path makes an internal error: each hostile one, in each command that takes one, is told with what is wrong, where, and how to mend it."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.experiments.running.commands import READING, WRITING, arguments, load
from tests.torture import forks, plans
from tests.torture.disk import Disk
from tests.torture.program import run

LETTERS, CHINESE = "x" * 300, "安" * 100
pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks")


def _circle(folder: Path) -> Path:
    (folder / "circle").symlink_to(folder / "circle")
    return folder / "circle"


def _dangling(folder: Path) -> Path:
    (folder / "dangling.toml").symlink_to(folder / "nothing there")
    return folder / "dangling.toml"


def _file(folder: Path) -> Path:
    (folder / "file").write_text("mine")
    return folder / "file"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.toml")
    return folder / "pipe.toml"


def _bytes(folder: Path) -> Path:
    return folder / os.fsdecode(b"\xb0\xb2\xc8\xab.toml")


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "300 letters": lambda folder: folder / f"{LETTERS}.toml",
    "100 Chinese characters": lambda folder: folder / CHINESE,
    "below a file": lambda folder: _file(folder) / "below.toml",
    "a dangling link": _dangling,
    "a link to itself": _circle,
    "a name in GBK": _bytes,
    "a pipe": _pipe,
    "a device": lambda folder: Path("/dev/null"),
    "nowhere": lambda folder: Path("/proc/inspectorate/x.toml"),
}
FOLDERS = {**HOSTILE, "a file": _file}
FILES = {**HOSTILE, "a folder": lambda folder: folder}
SLOW = {"validate", "calibrate"}
"""Commands that read a hundred files before they come to their folder."""


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    load()


def told(commands: list[list[str]], folder: Path, before: Callable[[], None] = lambda: None) -> list[tuple[int, str]]:
    """(exit code, what was said on stderr) of one command after the other, in one process that is none of the tests'."""

    def what() -> int:
        before()
        ended = []
        for words in commands:
            with contextlib.redirect_stderr(io.StringIO()) as err, contextlib.redirect_stdout(io.StringIO()):
                ended.append((int(run("honest", words)), err.getvalue()))
        sys.stdout.write(json.dumps(ended))
        return 0

    return [(code, err) for code, err in json.loads(forks.run(what, folder / "words").out)]


def complaint(code: int, err: str, where: str = "") -> list[str]:
    """What is wrong with how a command ended that should have refused a path at ``where``; empty if nothing is."""
    lines = [line for line in err.splitlines() if line.strip()]
    start = next((number for number, line in enumerate(lines) if line.startswith("Error: ")), len(lines))
    wrong = [] if code == 2 else [f"exit {code}"]
    wrong += [text for text in ("Internal error", "Traceback", "disk gave an error") if text in err]
    wrong += [] if len(lines) - start >= 2 else ["not told where or how to mend it"]
    wrong += [] if where in err else [f"does not name {where}"]
    return [*wrong, err[-700:]] if wrong else []


def faults(words: list[str], hostile: dict[str, Callable[[Path], Path]], folder: Path, where: str = "") -> dict[str, list[str]]:
    """What is wrong with how a command ended for each hostile path at the end of its words."""
    for name in hostile:
        (folder / name).mkdir()
    ended = told([[*words, str(made(folder / name))] for name, made in hostile.items()], folder)
    return {name: wrong for name, (code, err) in zip(hostile, ended, strict=True) if (wrong := complaint(code, err, where))}


def test_every_command_that_takes_a_path_is_here() -> None:
    known = {*READING, *((name, "out") for name in WRITING), ("export", "to"), ("explorer", "out"), ("report", "to"), ("scenario", "out")}
    assert set(arguments()) == known


@pytest.mark.parametrize("command", WRITING)
def test_a_folder_that_cannot_be_is_refused_and_nothing_is_written(command: str, tmp_path: Path) -> None:
    hostile = {name: FOLDERS[name] for name in ("300 letters", "a file")} if command in SLOW else FOLDERS
    assert faults([*WRITING[command], "--out"], hostile, tmp_path, "--out") == {}
    assert {path.name for path in tmp_path.rglob("*")} <= {*FOLDERS, "file", "circle", "dangling.toml", "pipe.toml", "words", "out", "err"}


@pytest.mark.parametrize("command", WRITING)
def test_a_place_that_may_not_be_written_is_refused(command: str, tmp_path: Path) -> None:
    out = tmp_path / "locked"
    out.mkdir()
    [(code, err)] = told([[*WRITING[command], "--out", str(out)]], tmp_path, lambda: Disk(out, 0, "EACCES", True).install())
    assert complaint(code, err, "--out") == [] and os.strerror(errno.EACCES) in err


@pytest.mark.parametrize(("command", "argument"), READING)
def test_a_file_that_cannot_be_read_is_refused(command: str, argument: str, tmp_path: Path) -> None:
    assert faults(READING[command, argument], FOLDERS if argument == "folder" else FILES, tmp_path) == {}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_file_that_cannot_be_exported_to_is_refused_and_one_that_can_is_replaced(ending: str, tmp_path: Path) -> None:
    sweep = tmp_path / "sweep"
    plans.swept(plans.plan(tmp_path, points=1, worlds=1), sweep)
    words = []
    for name, made in FILES.items():
        folder = tmp_path / name
        folder.mkdir()
        path = made(folder)
        ended = path.with_name(f"{path.stem}.{ending}")
        if path == Path("/dev/null"):
            ended = folder / f"device.{ending}"
            ended.symlink_to(path)
        elif os.path.lexists(path):
            path.rename(ended)
        words.append(["export", str(sweep), "--to", str(ended)])
    good = tmp_path / f"rows.{ending}"
    good.write_text("old")
    *refused, (code, _err) = told([*words, ["export", str(sweep), "--to", str(good)]], tmp_path)
    assert {name: wrong for name, (code, err) in zip(FILES, refused, strict=True) if (wrong := complaint(code, err, "--to"))} == {}
    assert code == 0 and good.read_bytes()[:3] != b"old"


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_read(ending: str, tmp_path: Path) -> None:
    words = []
    for name in ("300 letters", "below a file", "nowhere"):
        (tmp_path / name).mkdir()
        words.append(["report", "nothing here", "--to", str(FILES[name](tmp_path / name).with_suffix(f".{ending}"))])
    words.append(["report", "nothing here", "--to", str(tmp_path / "memo.odt")])
    assert [wrong for code, err in told(words, tmp_path) if (wrong := complaint(code, err, "--to"))] == []


@pytest.mark.parametrize("ending", ["toml", "xlsx"])
def test_a_scenario_that_cannot_be_written_is_refused_and_one_that_can_is_replaced(ending: str, tmp_path: Path) -> None:
    words = []
    for name in ("300 letters", "below a file", "nowhere"):
        (tmp_path / name).mkdir()
        words.append(["scenario", "policy=all-five", "--out", str(FILES[name](tmp_path / name).with_suffix(f".{ending}"))])
    good = tmp_path / f"room.{ending}"
    good.write_text("old")
    *refused, (code, _err) = told([*words, ["scenario", "policy=all-five", "--out", str(good)]], tmp_path)
    assert [wrong for code, err in refused if (wrong := complaint(code, err, "--out"))] == []
    assert code == 0 and good.read_bytes()[:3] != b"old"
