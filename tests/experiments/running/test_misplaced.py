"""What stands in a folder of ours where something else belongs is named, before anything is run and before anything could wait for ever."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from experiments.comparison.compare import compare
from experiments.disk import lock
from experiments.disk.folder import FILES, FOLDERS, refuse_misplaced
from experiments.disk.reading import read_bytes
from experiments.studies.sweep import results
from experiments.studies.sweep.ledger import NAME
from experiments.text.errors import UserError
from tests.experiments import fakes
from tests.torture import plans
from tests.torture.program import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes")
IN_A_COMPARISON = ["verdict.txt", "manifest.json", "run.json", "comparison.csv", "comparison.parquet", "runs.csv", "events.parquet", "figures", "parts", lock.LOCK]
IN_A_SWEEP = ["sweep.json", "manifest.json", "points.parquet", "ledger.jsonl", "parts", lock.LOCK]
KINDS = ["a folder", "a file", "neither a file nor a folder", "a link to something that is not there", "a link in a circle"]


def put(path: Path, kind: str) -> None:
    """Something else in the place of ``path``."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if kind == "a folder":
        path.mkdir()
        (path / "mine").write_text("mine")
    elif kind == "a file":
        path.write_text("mine")
    elif kind == "neither a file nor a folder":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "a link in a circle" else path.parent / "nowhere")


def cases(names: list[str]) -> list[tuple[str, str]]:
    return [(name, kind) for name in names for kind in KINDS if kind != ("a folder" if name in FOLDERS else "a file")]


def compared(out: Path) -> None:
    compare("jiuyuan-hamlet", ["capacity"], worlds=2, months=3, simulate=fakes.simulate_policies, ensemble="none", out=out)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("comparison") / "out"
    compared(out)
    return out


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sweep")
    plans.swept(plans.plan(out), out / "out")
    return out


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def told(error: UserError, path: Path, kind: str) -> None:
    found = "a link to something that is not there" if "link" in kind else kind
    assert error.what == f"In the folder stands something else than belongs there: {path} ({found})."
    assert error.where and "Move it away" in error.mend and ".." not in str(error)


@pytest.mark.parametrize(("name", "kind"), cases(IN_A_COMPARISON))
def test_in_the_folder_of_a_comparison(name, kind, comparison, tmp_path, monkeypatch):
    out = tmp_path / "out"
    shutil.copytree(comparison, out)
    put(out / name, kind)
    before = listing(out)
    monkeypatch.setattr("experiments.comparison.compare.run_plan", None)  # nothing is run before
    with pytest.raises(UserError) as refused:
        compared(out)
    told(refused.value, out / name, kind)
    assert listing(out) == before
    with pytest.raises(UserError, match="something else than belongs there"):
        fakes.fake_comparison().write(out)


@pytest.mark.parametrize(("name", "kind"), cases(IN_A_SWEEP))
def test_in_the_folder_of_a_sweep_status_and_sweep_say_the_same(name, kind, sweep, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(sweep / "out", out)
    put(out / name, kind)
    before = listing(out)
    for call in (lambda: plans.swept(plans.plan(sweep), out), lambda: results.open(out)):
        with pytest.raises(UserError) as refused:
            call()
        told(refused.value, out / name, kind)
    assert run("model", ["status", str(out)]) == 2
    assert "something else than belongs there" in " ".join(capsys.readouterr().err.split())
    assert listing(out) == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "a file"])
def test_what_stands_in_the_place_of_a_part_is_set_aside_and_its_tasks_are_run_again(kind, sweep, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(sweep / "out", out)
    digest, misplaced = results.open(out).digest, []
    for _again in range(2):  # what was set aside before stays
        # Tasks may be put together otherwise when they are run again: a part of today's.
        name = sorted(path.name for path in (out / "parts").iterdir() if path.is_file() and path.name in (out / NAME).read_text().splitlines()[-1])[0]
        put(out / "parts" / name, kind)
        misplaced.append(name)
        assert run("model", ["status", str(out)]) == 2
        assert name in "".join(capsys.readouterr().err.split())
        notes: list[str] = []
        plans.swept(plans.plan(sweep), out, note=notes.append)
        assert any(name in text for text in notes) and results.open(out).digest == digest
    assert {path.name.removesuffix("-2") for path in (out / "damaged").iterdir()} == set(misplaced)


def test_a_folder_in_the_place_of_a_picture_is_named_and_the_worlds_stay(comparison, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(comparison, out)
    put(out / "figures" / "differences.png", "a folder")
    with pytest.raises(UserError, match=r"differences\.png \(a folder\)"):
        compared(out)
    shutil.rmtree(out / "figures" / "differences.png")
    compared(out)
    assert (out / "figures" / "differences.png").is_file()


def test_every_name_that_is_written_is_known_for_what_it_is(comparison, sweep):
    for folder in (comparison, sweep / "out"):
        for path in folder.iterdir():
            assert bool(FILES.fullmatch(path.name)) == path.is_file() and (path.name in FOLDERS) == path.is_dir(), path


def test_a_new_folder_and_one_with_other_names_are_none_of_its_business(tmp_path):
    refuse_misplaced(tmp_path / "nowhere", "")
    (tmp_path / "mine").mkdir()
    (tmp_path / "notes").write_text("mine")
    refuse_misplaced(tmp_path, "")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe"):
        read_bytes(tmp_path / "pipe")
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path)
