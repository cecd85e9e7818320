"""Compiled code that is kept: whatever happens to a file, it is thrown away, said once, and compiled anew."""

import errno
import hashlib
import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from simulation import cache_folder as folders
from simulation import kept_code
from simulation.cache_folder import PYTHON, SEAL, is_whole
from simulation.kept_code import KeptCode


def built(folder: Path) -> Any:
    """A small function, compiled, or read from ``folder`` where it is kept."""

    def line(x: float) -> float:
        return 2.0 * x + 1.0

    dispatcher = numba.njit(line)
    dispatcher._cache = KeptCode(line, folder)
    assert dispatcher(3.0) == 7.0
    return dispatcher


def was_kept(dispatcher: Any) -> bool:
    return bool(sum(dispatcher.stats.cache_hits.values()))


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.nbc")
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one kept file holds, and its name."""
    folder = tmp_path_factory.mktemp("good")
    assert not was_kept(built(folder)) and was_kept(built(folder))
    assert f".{PYTHON}." in the_file(folder).name
    return the_file(folder).read_bytes()


def cut(at: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(at if at > 1 else at * len(data))]


def flipped(at: float) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        place = int(at if at > 1 else at * (len(data) - 1))
        return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]

    return flip


def sealed(data: bytes) -> Callable[[bytes], bytes]:
    return lambda good: hashlib.sha256(data).digest() + data


DAMAGES = {
    "empty": cut(0), "cut in the seal": cut(SEAL - 1), "only the seal": cut(SEAL), "cut in the first byte": cut(SEAL + 1), "cut in half": cut(0.5),
    "cut by a byte": lambda data: data[:-1], "longer by a byte": lambda data: data + b"x", "zeros": lambda data: bytes(len(data)),
    "flipped in the seal": flipped(3), "flipped after it": flipped(SEAL + 2), "flipped in the middle": flipped(0.5), "flipped at the end": flipped(1.0),
    "a true seal on nonsense": sealed(b"nonsense"), "a true seal on something else": sealed(pickle.dumps([1, 2])),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_thrown_away_said_once_and_compiled_anew(
    damage: Callable[[bytes], bytes], good: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    built(tmp_path)
    path = the_file(tmp_path)
    path.write_bytes(damage(good))
    for _ in range(2):
        assert not was_kept(built(tmp_path))
        assert is_whole(path)
        path.write_bytes(damage(good))
    (line,) = [record.getMessage() for record in caplog.records]
    assert "damaged" in line and path.name in line and str(tmp_path) in line and "\n" not in line
    path.unlink()
    built(tmp_path)
    assert was_kept(built(tmp_path))


def test_numbas_own_reading_ends_with_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind all this; where Numba mends it, much here can go."""
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))

    def line(x: float) -> float:
        return 2.0 * x + 1.0

    numba.njit(line, cache=True)(1.0)
    for path in tmp_path.rglob("*.nbc"):
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises((pickle.UnpicklingError, EOFError)):
        numba.njit(line, cache=True)(1.0)


def test_what_another_version_kept_is_compiled_anew_without_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    built(tmp_path)
    monkeypatch.setattr(numba, "__version__", "99.0")
    assert not was_kept(built(tmp_path)) and was_kept(built(tmp_path))
    assert not caplog.records


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")
def test_a_file_that_others_may_write_or_own_or_that_is_a_link_is_never_unpickled(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path)
    path = the_file(tmp_path)
    held = path.read_bytes()

    def link() -> None:
        path.unlink()
        (tmp_path / "elsewhere").write_bytes(held)
        path.symlink_to(tmp_path / "elsewhere")

    monkeypatch.setattr(kept_code, "_told", set())
    for spoil in (lambda: path.chmod(0o620), lambda: path.chmod(0o602), link):
        spoil()
        assert not was_kept(built(tmp_path))
        assert not path.is_symlink() and path.read_bytes()
        assert was_kept(built(tmp_path))
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert not is_whole(path)
    assert len(caplog.records) == 1


@pytest.mark.parametrize(("number", "word"), [(errno.ENOSPC, "The disk under the compile cache is full"), (errno.EROFS, "cannot be kept")])
def test_a_disk_that_takes_nothing_is_named_and_the_run_goes_on(
    number: int, word: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folders.os, "replace", refuse)
    for _ in range(2):
        built(tmp_path)
    (record,) = caplog.records
    assert word in record.getMessage() and str(tmp_path) in record.getMessage()
    assert list(tmp_path.iterdir()) == []


def test_a_function_forgets_what_is_kept_of_it_alone(tmp_path: Path) -> None:
    dispatcher = built(tmp_path)
    (tmp_path / "other.nbc").write_bytes(b"")
    dispatcher._cache.flush()
    assert [path.name for path in tmp_path.iterdir()] == ["other.nbc"]


def test_notices_are_warnings_of_the_simulation(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    built(tmp_path)
    the_file(tmp_path).write_bytes(b"")
    built(tmp_path)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("simulation", logging.WARNING)
