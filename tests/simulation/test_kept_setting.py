"""Where worlds are kept: as INSPECTORATE_STORE says, in a folder of this user alone, or nowhere, which is said once."""

import os
from pathlib import Path

import pytest

from scenarios import load_district, load_parameters
from simulation import notices
from simulation.kept_setting import LEAST, MOST, SETTING, kept_on_disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_told", set())
    monkeypatch.delenv(SETTING)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def found() -> tuple[Path, int]:
    kept = kept_on_disk()
    assert kept is not None and kept.files is not None and kept.memory == 0
    return kept.files.folder, kept.files.most


def test_where_nothing_is_said_it_is_the_cache_of_the_user_and_two_gigabytes(tmp_path: Path) -> None:
    folder, most = found()
    assert folder == tmp_path / "cache" / "inspectorate" / "worlds" and most == MOST == 2**31
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("setting", ["off", "OFF", " off ", "0"])
def test_it_is_switched_off(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(SETTING, setting)
    assert kept_on_disk() is None and not (tmp_path / "cache").exists() and not caplog.records


@pytest.mark.parametrize(("setting", "size"), [("500M", 500 * 2**20), ("1.5g", 3 * 2**29), ("2GiB", 2**31), ("10GB", 10 * 2**30), ("640K", 640 * 2**10), ("", MOST)])
def test_a_size_is_a_bound(setting: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, setting)
    assert found() == (tmp_path / "cache" / "inspectorate" / "worlds", size)


@pytest.mark.parametrize("setting", ["1K", "511K", "0.1M", "0M"])
def test_a_size_too_small_for_any_world_is_said_once_and_nothing_is_kept(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(SETTING, setting)
    assert kept_on_disk() is None is kept_on_disk()
    (record,) = caplog.records
    assert f"INSPECTORATE_STORE is {setting}, too small" in record.getMessage() and not (tmp_path / "cache").exists()


def test_the_least_bound_has_room_for_the_smallest_world_that_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "512K")
    kept = kept_on_disk()
    assert kept is not None and kept.files is not None and kept.files.most == LEAST
    kept.world(load_district("jiuyuan-hamlet"), load_parameters().values).settled()
    assert [path.suffix for path in kept.files.folder.iterdir() if path.name != "lock"] == [".world"]


@pytest.mark.parametrize(("name", "value", "place"), [
    (SETTING, "~/kept", "kept/worlds"), (SETTING, "~", "worlds"), ("XDG_CACHE_HOME", "~/quoted", "quoted/inspectorate/worlds"),
])  # fmt: skip
def test_a_home_that_the_shell_did_not_put_in_is_put_in(name: str, value: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(name, value)
    assert found()[0] == tmp_path / "home" / place and not list((tmp_path / "here").iterdir())


@pytest.mark.parametrize("name", [SETTING, "XDG_CACHE_HOME"])
def test_a_home_that_nobody_has_is_no_folder_of_that_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "~no-such-user-here/kept")
    assert kept_on_disk() is None and not list(tmp_path.iterdir()) and len(caplog.records) == 1


def test_a_folder_is_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"{tmp_path}/new/store")
    folder, most = found()
    assert folder == tmp_path / "new" / "store" / "worlds" and most == MOST and folder.stat().st_mode & 0o777 == 0o700
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(SETTING, "./here")
    assert found()[0].resolve() == tmp_path / "here" / "worlds"


@pytest.mark.parametrize("setting", ["on", "2", "G", "-1G", "2 G", "1e3M", "store"])
def test_anything_else_is_said_once_and_nothing_is_kept(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(SETTING, setting)
    monkeypatch.chdir(tmp_path)
    assert kept_on_disk() is None is kept_on_disk()
    (record,) = caplog.records
    assert f"INSPECTORATE_STORE is {setting}," in record.getMessage() and not list(tmp_path.iterdir())


def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder, _most = found()
    folder.chmod(0o777)
    assert kept_on_disk() is None is kept_on_disk()
    (record,) = caplog.records
    assert "others may write to it" in record.getMessage() and str(folder) in record.getMessage()


def test_where_no_folder_can_be_made_nothing_is_kept_not_even_among_the_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    assert kept_on_disk() is None is kept_on_disk()
    (record,) = caplog.records
    assert "Worlds cannot be kept (Not a directory)" in record.getMessage()


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert kept_on_disk() is None and len(caplog.records) == 1
