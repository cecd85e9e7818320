"""An interruption is told once, an extension says what it added, and a name that is a part of several legal ones brings all of them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import experiments.cli
from experiments.cli import sweeping
from experiments.cli.app import main
from scenarios.problems import MOST_LIKELY, NOTHING, did_you_mean, likely

CLI = Path(experiments.cli.__file__).parent
SMALL = """\
schema_version = 1
name = "small"
title = "Small"
question = "Which?"
district = "jiuyuan-hamlet"
policies = ["baseline"]
months = 1
worlds = 1
sampler = { method = "factorial" }
outcomes = ["expected_deaths"]

[levers]
unannounced_share = { values = [0.3, 0.9] }
"""


@pytest.mark.parametrize("command", ["sweep", "compare"])
def test_an_interruption_is_told_once(command, tmp_path, capsys, monkeypatch):
    def interrupted(*_given, **_named):
        raise KeyboardInterrupt

    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(sweeping, "run_sweep", interrupted)
    monkeypatch.setattr("experiments.comparison.compare.run_worlds", interrupted)
    words = {
        "sweep": ["sweep", str(tmp_path / "small.toml"), "--workers", "0"],
        "compare": ["compare", "--district", "jiuyuan-hamlet", "--policy", "unannounced-visits", "--worlds", "1", "--months", "12", "--workers", "0"],
    }[command]
    assert main([*words, "--out", str(tmp_path / "out")]) == 130
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("Interrupted") == 1 and said.count("the same command goes on") == 1 and "Warning" not in said


def test_nobody_warns_of_an_interruption_and_raises_it_too():
    for path in sorted(CLI.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name) and node.type.id == "KeyboardInterrupt":
                raised = [one for one in ast.walk(node) if isinstance(one, ast.Raise)]
                assert not raised or "warn(" not in ast.unparse(node), path.name


def test_an_extension_says_how_many_worlds_it_added(tmp_path, capsys):
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    assert main(["sweep", str(tmp_path / "small.toml"), "--workers", "0", "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert main(["extend", str(tmp_path / "out"), "--worlds", "3", "--workers", "0"]) == 0
    told = capsys.readouterr()
    assert "3 worlds added, 4 now: 6 of the tasks are new." in " ".join(told.err.split()) and "8 of 8 tasks" in told.out


NAMES = ["fine_cap", "fine_scale", "daily_fines", "fine_escalation", "court_fine", "field_days", "officer_pay"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("fine", ["fine_cap", "fine_scale", "fine_escalation", "daily_fines", "court_fine"]),
        ("Fine_S", ["fine_scale"]),
        ("field_dyas", ["field_days"]),
        ("pay", ["officer_pay"]),
        ("fi", []),
        ("nothing_like_it", []),
    ],
)
def test_all_that_may_be_meant_are_suggested(given, meant):
    assert likely(given, NAMES) == meant


def test_a_suggestion_is_short_and_a_question():
    many = [f"fine_{n}" for n in range(30)]
    assert len(likely("fine", many)) == MOST_LIKELY
    assert did_you_mean("fine", NAMES).startswith("did you mean one of these: fine_cap, fine_scale, ")
    assert did_you_mean("pay", NAMES) == "did you mean officer_pay?" and did_you_mean("fi", NAMES) is NOTHING


def test_the_parameters_that_begin_with_a_word_are_all_suggested(capsys):
    assert main(["parameters", "fine"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert all(name in said for name in ("Did you mean", "fine_cap", "fine_scale", "fine_escalation"))


def test_nobody_suggests_names_in_another_way():
    scenarios = CLI.parents[1] / "scenarios"
    found = [path.name for room in (CLI.parent, scenarios) for path in room.rglob("*.py") if "nearest(" in path.read_text("utf-8")]
    assert sorted(found) == ["levers.py", "problems.py"]  # levers: whether a name is a misspelt one
