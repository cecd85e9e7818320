"""Whatever is mended in the folder of a sweep is said: what was found, and what was done; where nothing was mended nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.studies.sweep import results
from experiments.studies.sweep.cluster import ClusterCrew, ClusterGoneError
from experiments.studies.sweep.ledger import NAME
from tests.torture import plans
from tests.torture.program import run


def again(folder: Path, out: Path) -> list[str]:
    """What is said by the same call once more."""
    notes: list[str] = []
    plans.swept(plans.plan(folder), out, note=notes.append, size=2)
    return notes


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    assert again(tmp_path, tmp_path / "out") == [] == again(tmp_path, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("lines", [0, 1, 3])
@pytest.mark.parametrize("more", [0, 1, 40])
def test_a_ledger_that_was_cut_is_told_and_nothing_is_run_again(lines: int, more: int, sweep: Path) -> None:
    digest, ledger = results.open(sweep).digest, sweep / NAME
    held = ledger.read_bytes().split(b"\n")[:-1]
    parts = {path.name: path.stat().st_mtime_ns for path in (sweep / "parts").iterdir()}
    left = b"".join(line + b"\n" for line in held[: len(held) - 1 - lines])
    ledger.write_bytes(left + held[len(held) - 1 - lines][:more])
    notes = again(sweep.parent, sweep)
    by_half, taken = [text for text in notes if "written by half" in text], [text for text in notes if "taken in again" in text]
    assert len(by_half) == bool(more) and len(taken) == 1 and all(NAME in text for text in notes) and len(notes) == len(by_half) + 1
    named = sum(name in taken[0] for name in parts)
    assert named == min(3, lines + 1) and ("and 1 more" in taken[0]) == (lines == 3)
    assert results.open(sweep).digest == digest and {path.name: path.stat().st_mtime_ns for path in (sweep / "parts").iterdir()} == parts
    assert again(sweep.parent, sweep) == []


def test_a_part_of_another_sweep_is_told_and_set_aside(sweep: Path, tmp_path: Path) -> None:
    plans.swept(plans.plan(tmp_path, "small", months=4), tmp_path / "other")
    [first, *_others] = sorted((tmp_path / "other" / "parts").iterdir())
    (sweep / "parts" / first.name).write_bytes(first.read_bytes())
    (note,) = again(tmp_path, sweep)
    assert first.name in note and "set aside" in note and (sweep / "damaged" / first.name).exists()


# What is waited for is said before it is.


class Empty:
    """A client of a cluster without workers."""

    def scheduler_info(self, n_workers: int) -> dict[str, object]:
        return {"workers": {}}

    def wait_for_workers(self, count: int, timeout: float) -> None:
        assert self.told, "nothing was said before"
        raise TimeoutError

    told: list[str]


def test_a_cluster_without_workers_is_waited_for_with_a_word() -> None:
    client = Empty()
    client.told = []
    with pytest.raises(ClusterGoneError):
        ClusterCrew(client, 60.0, patience=7.0, note=client.told.append)
    assert len(client.told) == 1 and "7 s" in client.told[0] and "no workers" in client.told[0]


def test_workers_lost_on_the_way_are_told_once_and_again_after_they_came_back() -> None:
    told: list[str] = []
    crew = object.__new__(ClusterCrew)
    crew.patience, crew.note = 60.0, told.append
    lonely = None
    for threads, words in ((2, 0), (0, 1), (0, 1), (2, 1), (0, 2)):
        lonely = crew._alone_since(threads, lonely)
        assert len(told) == words


def test_a_scheduler_that_does_not_answer_is_asked_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.cli import sweeping

    said: list[str] = []

    def silent(address: str, tls: object) -> object:
        said.append(" ".join(capsys.readouterr().err.split()))
        raise ClusterGoneError("nobody")

    monkeypatch.setattr(sweeping, "remote_cluster", silent)
    monkeypatch.setattr(sweeping, "make_ready", lambda sweep, talk: None)
    plans.write(tmp_path)
    assert run("model", ["sweep", str(tmp_path / "small.toml"), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:1"]) == 130
    assert "Asking the scheduler at tcp://127.0.0.1:1, for up to 60 s" in said[0]
