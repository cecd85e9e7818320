"""The rooms of the command line: every file of a command is registered, no command needs the entry, help is quick."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.cli import app as entry

ROOM = Path(entry.__file__).parent
MODEL = importlib.import_module("simulation.simulate")  # the package has a function of this name
HEAVY = ("numpy", "pandas", "mesa", "numba", "scipy", "pyarrow", "matplotlib", "simulation.engine", "simulation.agents", "scenarios")


def test_every_file_that_makes_a_command_is_in_the_table_once():
    makers = {path.stem for path in ROOM.glob("*.py") if "commands = typer.Typer()" in path.read_text("utf-8")}
    assert set(entry.COMMANDS.values()) == makers
    for file in makers:
        commands = importlib.import_module(f"experiments.cli.{file}").commands.registered_commands
        assert [command.name for command in commands] == [name for name, home in entry.COMMANDS.items() if home == file]


def test_no_file_needs_the_entry_and_none_is_long():
    for path in ROOM.glob("*.py"):
        text = path.read_text("utf-8")
        assert path.name in {"app.py", "entry.py"} or "experiments.cli.app" not in text
        assert len(text.splitlines()) <= 250, path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{path.name}: {node.name}"


def test_help_imports_no_library_that_takes_long():
    code = f"import sys, experiments.cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Making the engine ready.

NO_MODEL = {"scenario", "policies", "districts", "trials", "parameters", "explain", "phases", "status", "export", "diff", "report"}
SMALL = ["--workers", "0"]
RUNNING = {
    "compare": ["--policy", "coordination", "--district", "jiuyuan-hamlet", *SMALL],
    "run": ["--district", "jiuyuan-hamlet"],
    "baseline": ["--district", "jiuyuan-hamlet", *SMALL],
    "trial": ["a1-random-inspection", *SMALL],
    "validate": SMALL,
    "knockouts": ["a1-random-inspection", *SMALL],
    "calibrate": ["--stored", *SMALL],
    "sweep": ["first-sweep", *SMALL],
    "sensitivity": ["sensitivity", *SMALL],
    "discover": ["discover", *SMALL],
    "interactions": SMALL,
    "order": ["sensitivity", *SMALL],
    "optimise": ["--budget", "1000000", *SMALL],
    "coverage": ["--district", "jiuyuan-hamlet", "--worlds", "60", *SMALL],
    "matrix": ["--district", "jiuyuan-hamlet", *SMALL],
    "district": ["check", str(ROOM.parents[1] / "tests" / "experiments" / "data" / "small-county.toml")],
    "headroom": ["--district", "jiuyuan-hamlet", *SMALL],
    "variance": ["--policy", "coordination", "--district", "jiuyuan-hamlet", *SMALL],
}
ENGINES = [("compare", "mesa"), ("run", "mesa"), ("baseline", "mesa"), ("variance", "mesa"), ("matrix", "mesa")]


def test_every_command_is_one_that_runs_the_model_or_one_that_does_not():
    names = [command.name for command in entry.app.registered_commands]
    assert names == list(entry.COMMANDS)
    assert set(names) == NO_MODEL | set(RUNNING) | {"extend", "explorer", "workshop"}


@pytest.mark.parametrize(("name", "engine"), [*((name, "") for name in RUNNING), *ENGINES], ids=str)
def test_a_command_that_may_compile_says_so_first(name, engine, tmp_path, monkeypatch, capsys):
    def compiling(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # whatever comes after need not be run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("simulation.engine.run.is_compiled", lambda: False)
    monkeypatch.setattr(MODEL, "prepare", compiling)
    monkeypatch.setattr(MODEL, "simulate", compiling)
    monkeypatch.setattr("experiments.running.worlds.run_worlds", compiling)
    assert entry.main([name, *RUNNING[name], *(["--engine", engine] if engine else [])]) == 130
    assert "Preparing the engine" in capsys.readouterr().err


def test_extending_a_sweep_says_so_as_well(tmp_path, monkeypatch, capsys):
    from tests.torture import plans

    plans.swept(plans.plan(tmp_path, points=2, worlds=2), tmp_path / "sweep", size=2)
    monkeypatch.setattr("simulation.engine.run.is_compiled", lambda: False)
    monkeypatch.setattr(MODEL, "prepare", _interrupt)
    assert entry.main(["extend", str(tmp_path / "sweep"), "--worlds", "1", "--workers", "0"]) == 130
    assert "Preparing the engine" in capsys.readouterr().err


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_cache_of_no_use_is_told_too(monkeypatch, capsys):
    import time

    from experiments.cli import common
    from experiments.text.console import Talk
    from scenarios import load_district, load_parameters

    monkeypatch.setattr("simulation.engine.run.is_compiled", lambda: True)
    monkeypatch.setattr(MODEL, "prepare", lambda *_: time.sleep(0.3))
    monkeypatch.setattr(common, "LOADING_SECONDS", 0.05)
    common.prepare_engine(load_district("jiuyuan-hamlet"), load_parameters().values, Talk())
    assert "Preparing the engine" in capsys.readouterr().err
