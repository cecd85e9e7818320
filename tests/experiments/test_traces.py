"""An assumption that is changed by hand is said first in every text, in the data and under every figure, by every command."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from experiments.cli import trial as trial_command
from experiments.cli.app import app, main
from experiments.comparison.compare import compare
from experiments.comparison.figures import style
from experiments.comparison.tables import verdict_text
from experiments.comparison.words import assumptions
from experiments.running.planning import make_plan
from experiments.text import messages
from scenarios import load_parameters
from tests.ensembles import write_ensemble
from tests.experiments.fakes import effect, fake_comparison, fake_plan
from tests.experiments.trials.test_course import small

HAMLET = ["--district", "jiuyuan-hamlet"]
CHANGED = ["--parameter", "effort_cost=2000"]
FIRST = "Not as by default: "
ASKED = {
    "compare": ["compare", *HAMLET, "--policy", "capacity", "--months", "3", "--worlds", "2", "--workers", "0"],
    "run": ["run", *HAMLET, "--policy", "capacity", "--months", "3"],
    "baseline": ["baseline", *HAMLET, "--worlds", "1", "--years", "0.25", "--workers", "0"],
    "matrix": ["matrix", *HAMLET, "--policy", "boundaries", "--months", "3", "--worlds", "2", "--workers", "0"],
    "variance": ["variance", *HAMLET, "--policy", "capacity", "--months", "3", "--worlds", "40", "--ensemble", "none", "--workers", "0"],
    "trial": ["trial", "c4-rotation", "--worlds", "2", "--workers", "0", "--no-published"],
    "validate": ["validate", "--worlds", "2", "--workers", "0", "--no-published"],
}
"""Every command that takes --parameter."""
TABLES = {"compare": ("comparison.csv", "runs.csv"), "run": ("comparison.csv", "runs.csv"), "baseline": (), "matrix": ("matrix.csv",), "variance": ("variance.csv",),
          "trial": ("trials.csv",), "validate": ("trials.csv",)}  # fmt: skip


def taking_parameters() -> set[str]:
    commands = typer.main.get_command(app).commands
    return {name for name, command in commands.items() if any("--parameter" in option.opts for option in command.params)}


def test_no_command_that_takes_a_parameter_is_left_out():
    assert taking_parameters() == set(ASKED)


@pytest.fixture
def footers(monkeypatch):
    """The footers of all figures that are drawn."""
    seen: list[list[str]] = []
    settled = style.settled
    monkeypatch.setattr(style, "settled", lambda drawn, feet: (seen.append(feet), settled(drawn, feet))[1])
    return seen


@pytest.fixture
def small_trials(monkeypatch):
    trial = small("c4-rotation", 200)
    monkeypatch.setattr("scenarios.load_trials", lambda names, _evidence=None: [trial for _name in names])
    monkeypatch.setattr("scenarios.trial_names", lambda: ("c4-rotation",))
    monkeypatch.setattr(trial_command, "prepare_engine", lambda *_: None)


def asked(command: str, out: Path) -> list[str]:
    words = [word for word in ASKED[command] if word != "--no-published"] + (["--no-published"] if "--as-large" in ASKED[command] else [])
    return [*words, *CHANGED, *([] if command == "baseline" else ["--out", str(out)])]


@pytest.mark.parametrize("command", ASKED)
def test_a_changed_parameter_leaves_its_trace_everywhere(command, tmp_path, capsys, footers, small_trials):
    assert main(asked(command, tmp_path)) == 0
    shown = capsys.readouterr().out.lstrip()
    assert shown.startswith(FIRST) and f"(effort_cost) = 2000, by default {load_parameters().values.effort_cost}" in " ".join(shown.split())
    for name in TABLES[command]:
        rows = list(csv.DictReader((tmp_path / name).read_text("utf-8-sig").splitlines()))
        assert rows and all("effort_cost=2000" in row["not_default"] for row in rows)
    assert all(feet[0].startswith(FIRST) and "effort_cost" in feet[0] for feet in footers)
    assert footers or command == "baseline"
    for path in tmp_path.glob("*.txt"):
        assert path.read_text("utf-8").startswith(FIRST)
    for path in tmp_path.glob("*.md"):
        assert path.read_text("utf-8").startswith(FIRST)


@pytest.mark.parametrize("command", ["compare", "run", "baseline", "variance", "trial"])
def test_programs_are_told_too(command, tmp_path, capsys, small_trials, monkeypatch):
    monkeypatch.setattr(style, "write", lambda *_: [])  # pictures are another test's
    assert main([*asked(command, tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    values = [row["not_default"] for row in told] if isinstance(told, list) else [str(told["not_default"])]
    assert values and all("effort_cost=2000" in value for value in values)


def plain(**settings) -> list[str]:
    plan = make_plan("jiuyuan-hamlet", ["capacity"], worlds=2, months=3, **{"ensemble": None, **settings})
    return [change.plain for change in assumptions.changed(plan)]


def test_what_is_as_by_default_is_not_told():
    usual = load_parameters().entries["effort_cost"].value
    assert plain() == [] == plain(parameters={"effort_cost": usual})
    assert assumptions.line([]) == "" == assumptions.column([])


def test_an_ensemble_an_engine_and_a_discount_rate_are_told(tmp_path):
    own = str(write_ensemble(tmp_path, {"lay_skill": [0.3, 0.4, 0.5, 0.6]}))
    assert plain(ensemble=own) == ["ensemble=small"] and plain(ensemble="none") == ["ensemble=none"]
    assert plain(engine="mesa") == ["engine=mesa"]
    comparison = fake_comparison()
    at_five = replace(comparison, discount=0.05, plan=replace(comparison.plan, engine="mesa"))
    first = " ".join(verdict_text(at_five).split("\n\n")[0].split())
    assert first.startswith(FIRST) and "discounted at 5 % a year, by default 3 %" in first
    messages.activate("zh")
    assert verdict_text(at_five).startswith("与默认设置不同之处：")


def test_a_sample_of_a_region_is_told():
    plan = make_plan("country", [effect("capacity")], worlds=1, months=1, sample=0.001, ensemble=None)
    assert [change.plain for change in assumptions.changed(plan)] == ["sample=0.001"]


def test_the_notebook_says_it_too():
    comparison = compare("jiuyuan-hamlet", ["capacity"], worlds=2, months=1, parameters={"effort_cost": 2000})
    assert set(comparison.table["not_default"]) == {"effort_cost=2000"} and comparison.verdict().startswith(FIRST)


def test_a_plan_of_a_sweep_tells_what_it_fixes():
    told = assumptions.of_plan({"fine_scale": 2.0}, "posterior")
    assert [change.plain for change in told] == ["fine_scale=2", "ensemble=posterior"]
    assert assumptions.of_plan({}, "none") == []
    assert fake_plan().overrides == {}
