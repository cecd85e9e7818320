"""Nothing of anybody else's is overwritten or removed: every command that writes a folder leaves one alone that holds something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.disk.folder import KIND, clear, owned, writing
from experiments.disk.paths import TEMPORARY
from experiments.running.folder import CARD
from experiments.text.errors import UserError
from tests.experiments.fakes import fake_plan
from tests.experiments.running.commands import COUNTY

WRITING = {
    "compare": ["--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "1", "--months", "1"],
    "run": ["--district", "jiuyuan-hamlet", "--months", "1"],
    "variance": ["--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "40", "--months", "1"],
    "trial": ["a1-random-inspection", "--worlds", "1"],
    "validate": ["--worlds", "1"],
    "knockouts": ["a1-random-inspection", "--worlds", "1"],
    "coverage": ["--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "60", "--months", "1"],
    "matrix": ["--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "1", "--months", "1"],
    "district": ["check", str(COUNTY)],
    "headroom": ["--district", "jiuyuan-hamlet", "--worlds", "1", "--months", "1"],
    "calibrate": ["--stored"],
    "sweep": ["first-sweep"],
    "sensitivity": ["sensitivity"],
    "discover": ["discover"],
    "interactions": ["interactions"],
    "order": ["sensitivity"],
    "optimise": ["--budget", "1000000"],
}
MINE = {
    "notes.txt": "mine", "trials.md": "mine", "knockouts.csv": "mine", "calibration.md": "mine", "verdict.txt": "mine", ".tmp-thesis": "mine",
    "sub/.tmp-work/thesis.txt": "mine", "sub/manifest.json": "{}", "parts/x": "mine",
}  # fmt: skip


def laid(folder: Path, **more: str) -> dict[str, str]:
    """Somebody's files in ``folder``; what they hold."""
    held = {**MINE, **more}
    for name, text in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return held


def found(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file() and path.name != "writer.lock"}


@pytest.mark.parametrize("card", ["none", "text", "of a comparison", "of a sweep"])
@pytest.mark.parametrize("command", WRITING)
def test_a_folder_of_something_else_is_refused_and_left_alone(command, card, tmp_path, capsys):
    cards = {
        "none": {}, "text": {"manifest.json": "mine"}, "of a sweep": {"sweep.json": "{}", "manifest.json": json.dumps({"command": "inspectorate sweep x"})},
        "of a comparison": {CARD: json.dumps({"identity": "other", "simulator": None}), "manifest.json": json.dumps({"command": "inspectorate compare"})},
    }  # fmt: skip
    held = laid(tmp_path / "out", **cards[card])
    assert main([command, *WRITING[command], "--out", str(tmp_path / "out")]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "Error:" in said and "Internal" not in said and "Traceback" not in said
    assert found(tmp_path / "out") == held


def test_every_command_that_takes_a_folder_is_tried_here():
    import typer

    from experiments.cli.app import app

    program = typer.main.get_command(app)
    taking = {name for name, one in program.commands.items() if any("--out" in parameter.opts for parameter in one.params)}
    assert taking == {*WRITING, "scenario", "explorer"}  # the --out of these two is a file


def test_a_comparison_in_a_notebook_leaves_a_folder_of_something_else_alone(tmp_path):
    held = laid(tmp_path)
    with pytest.raises(UserError, match="holds no comparison of ours"):
        run_plan(fake_plan(worlds=2)).write(tmp_path)
    assert found(tmp_path) == held
    first = {path.name for path in run_plan(fake_plan(worlds=2)).write(tmp_path / "new")}
    assert first == {path.name for path in run_plan(fake_plan(worlds=2)).write(tmp_path / "new")}  # its own it writes anew


def test_a_folder_is_taken_up_by_the_command_whose_it_is_and_by_no_other(tmp_path):
    with owned(tmp_path / "a", "trials", "trial|validate"):
        assert json.loads((tmp_path / "a" / KIND).read_text())["kind"] == "trials"
    with owned(tmp_path / "a", "trials", "trial|validate"):
        pass
    with pytest.raises(UserError, match="nothing was touched"), owned(tmp_path / "a", "knockouts", "knockouts"):
        pass


@pytest.mark.parametrize(("command", "taken"), [("inspectorate trial x --worlds 2", True), ("inspectorate validate", True), ("inspectorate trials", False),
                                                ("inspectorate compare --out trial", False), (3, False)])  # fmt: skip
def test_a_folder_from_before_kinds_were_written_down_is_told_by_its_manifest(command, taken, tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"command": command}))
    if taken:
        with owned(tmp_path, "trials", "trial|validate"):
            pass
    else:
        with pytest.raises(UserError), owned(tmp_path, "trials", "trial|validate"):
            pass


def test_only_what_bears_our_own_mark_is_cleared_away(tmp_path):
    held = laid(tmp_path)
    (tmp_path / "sub" / f"{TEMPORARY}x").write_text("half")
    (tmp_path / "link").symlink_to(tmp_path / "sub", target_is_directory=True)
    clear(tmp_path)
    assert {name: text for name, text in found(tmp_path).items() if not name.startswith("link/")} == held


@pytest.mark.parametrize("error", [FileExistsError(17, "x"), IsADirectoryError(21, "x"), NotADirectoryError(20, "x")])
def test_what_stands_in_the_way_inside_a_folder_is_named(error, tmp_path):
    error.filename, error.filename2 = str(tmp_path / f"{TEMPORARY}1"), str(tmp_path / "figures")
    with pytest.raises(UserError, match=r"something else than belongs there: .*figures"), writing(tmp_path, lambda _folder: None):
        raise error
    error.filename2 = str(tmp_path.parent / "elsewhere")
    with pytest.raises(type(error)), writing(tmp_path, lambda _folder: None):
        raise error
