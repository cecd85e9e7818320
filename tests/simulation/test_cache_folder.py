"""Where compiled code is kept: a folder of the user alone, or none, which is said."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from simulation import cache_folder as folders
from simulation.cache_folder import cache_folder, source_digest
from simulation.rule import CACHE
from tests.simulation.cache_places import ROOT, mode, own_places, small_rule

__all__ = ["own_places"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")

def test_the_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    folder = cache_folder(ROOT)
    assert folder is not None and folder.parent == tmp_path / "cache" / "inspectorate"
    assert mode(folder) == mode(folder.parent) == 0o700
    assert cache_folder(ROOT) == folder and not list(folder.iterdir())


def test_an_edit_of_any_source_gives_another_folder(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    (sources / "rules").mkdir(parents=True)
    (sources / "rules" / "one.py").write_text("x = 1\n")
    before = cache_folder(sources)
    (sources / "rules" / "one.py").write_text("x = 2\n")
    assert cache_folder(sources) != before


def a_link(folder: Path) -> None:
    folder.rmdir()
    (folder.parent / "real").mkdir()
    folder.symlink_to(folder.parent / "real")


def a_dangling_link(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parent / "nowhere")


def a_file(folder: Path) -> None:
    folder.rmdir()
    folder.write_text("")


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "link": (a_link, "symbolic link"), "dangling link": (a_dangling_link, "symbolic link"), "file": (a_file, "no folder"),
    "group may write": (lambda folder: folder.chmod(0o770), "others may write"), "all may write": (lambda folder: folder.chmod(0o777), "others may write"),
    "sticky": (lambda folder: folder.chmod(0o1777), "others may write"),
}  # fmt: skip


@pytest.mark.parametrize("place", ["cache", "temporary"])
@pytest.mark.parametrize("inner", [True, False], ids=["by version", "by program"])
@pytest.mark.parametrize(("spoil", "reason"), SPOILT.values(), ids=SPOILT.keys())
def test_a_folder_that_another_could_fill_is_not_used_and_that_is_said(
    spoil: Callable[[Path], None], reason: str, inner: bool, place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if place == "temporary":
        (tmp_path / "cache").write_text("nothing can be made in here")
    folder = cache_folder(ROOT)
    assert folder is not None and folder.is_relative_to(tmp_path / place)
    if not inner:
        folder.rmdir()
    spoilt = folder if inner else folder.parent
    spoil(spoilt)
    assert cache_folder(ROOT) is None
    (record,) = caplog.records
    assert reason in record.getMessage() and str(spoilt) in record.getMessage() and "XDG_CACHE_HOME" in record.getMessage()


@pytest.mark.parametrize("owner", ["folder", "parent"])
def test_a_folder_of_another_user_is_not_used(owner: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cache_folder(ROOT)
    assert folder is not None
    other = folder if owner == "folder" else folder.parent
    real = Path.lstat

    def foreign(path: Path) -> os.stat_result:
        found = list(real(path))
        if path == other:
            found[stat.ST_UID] = os.geteuid() + 1
        return os.stat_result(found)

    monkeypatch.setattr(Path, "lstat", foreign)
    assert cache_folder(ROOT) is None
    assert "belongs to another user" in caplog.records[0].getMessage()


def test_where_the_home_cannot_be_written_it_is_a_folder_of_this_user_among_the_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    folder = cache_folder(ROOT)
    assert folder is not None and folder.parent == tmp_path / "temporary" / f"inspectorate-{os.geteuid()}"
    assert mode(folder) == mode(folder.parent) == 0o700


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *args: object, **named: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert cache_folder(ROOT) is None
    assert "cannot be kept" in caplog.records[0].getMessage()


def test_a_full_disk_is_named(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *args: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert cache_folder(ROOT) is None
    (record,) = caplog.records
    assert "is full" in record.getMessage()


def test_without_a_home_the_temporary_files_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    folder = cache_folder(ROOT)
    assert folder is not None and folder.is_relative_to(tmp_path / "temporary")


def test_a_folder_that_is_asked_for_holds_one_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "asked"))
    folder = cache_folder(ROOT)
    assert folder is not None and folder.parent == tmp_path / "asked" and mode(folder) == 0o700


def test_numba_imported_first_moves_nothing(tmp_path: Path) -> None:
    for first, hits in (("import numba", 0), ("", 1)):
        folder, kept = small_rule(first).stdout.split()
        assert Path(folder).is_relative_to(tmp_path / "cache" / "inspectorate") and int(kept) == hits
    (name,) = [path.name for path in Path(folder).glob("*line*.nbc")]
    assert name.count(folders.PYTHON) == 1  # several versions of Python share the folder


def test_a_damaged_file_is_one_line_on_stderr(tmp_path: Path) -> None:
    folder = Path(small_rule().stdout.split()[0])
    (path,) = folder.glob("*.nbc")
    path.write_bytes(path.read_bytes()[:1000])
    (line,) = small_rule().stderr.splitlines()
    assert "damaged" in line and path.name in line
    assert small_rule().stderr == ""


# What earlier versions left is removed.


TWO_PROCESSES = f"""
import multiprocessing, subprocess, sys, types
package = types.ModuleType("simulation")
package.__path__ = [{str(ROOT)!r}]
sys.modules["simulation"] = package
from pathlib import Path
from simulation.cache_folder import cache_folder, source_digest
assert cache_folder(Path({str(ROOT)!r})) is None
if len(sys.argv) > 1:
    subprocess.run([sys.executable, *sys.orig_argv[1:-1], *sys.argv[2:]], check=True)
"""


def test_a_process_does_not_repeat_what_the_one_that_started_it_has_said(tmp_path: Path) -> None:
    def said(*more: str) -> list[str]:
        done = subprocess.run([sys.executable, "-c", TWO_PROCESSES, *more], capture_output=True, text=True, check=True)
        return done.stderr.splitlines()

    folder = cache_folder(ROOT)
    assert folder is not None
    folder.chmod(0o777)
    assert len(said()) == len(said("one more")) == 1
    assert len(said()) == 1  # another command says it again


@pytest.mark.skipif(CACHE is None, reason="nothing is kept here")
def test_the_model_starts_from_a_cache_of_which_every_file_is_cut(tmp_path: Path) -> None:
    assert CACHE is not None
    there = tmp_path / "cache" / "inspectorate" / CACHE.name
    there.mkdir(mode=0o700, parents=True)
    there.parent.chmod(0o700)
    for path in CACHE.glob("*.nbc"):
        shutil.copy(path, there)
        with (there / path.name).open("r+b") as stream:
            stream.truncate(200)
    draws = "from simulation.draws import uniform; from simulation.arithmetic import root; print(uniform(1, 0, 0, 0, 0, 0) + root(4.0))"
    done = subprocess.run([sys.executable, "-c", draws], capture_output=True, text=True, check=False, cwd=ROOT.parent)
    assert done.returncode == 0 and done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize(("name", "place"), [("XDG_CACHE_HOME", "kept/inspectorate"), ("NUMBA_CACHE_DIR", "kept")])
def test_a_home_that_the_shell_did_not_put_in_is_put_in(name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "somebody").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "somebody"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "~/kept")
    assert cache_folder(ROOT) == tmp_path / "somebody" / place / source_digest(ROOT)
    monkeypatch.setenv(name, "~no-such-user-here/kept")
    assert str(cache_folder(ROOT)).startswith(tempfile.gettempdir()) and not list(tmp_path.glob("~*"))
