"""Every command that a command suggests to type next can be typed: the real program reads it, own files and odd paths included."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments.cli.app import app, main
from experiments.cli.common import suggested
from experiments.text.console import Talk
from scenarios import load_policy
from tests.experiments.fakes import effect, fake_comparison
from tests.torture import plans

ROOT = Path(__file__).parents[3]
ODD = "对策 文件's 夹"


def told(text: str) -> list[list[str]]:
    """The commands of the lines that suggest one, as words."""
    return [shlex.split(line, comments=True) for line in re.findall(r"^Next: (.*)$", text, re.MULTILINE)]


def parsed(words: list[str]) -> dict[str, Any]:
    """What the program reads of a command; it exits with a usage error where it reads none."""
    program: Any = typer.main.get_command(app)
    assert words[0] == "inspectorate"
    return dict(program.commands[words[1]].make_context(words[1], words[2:]).params)


@pytest.fixture
def odd(tmp_path):
    (tmp_path / ODD).mkdir()
    return tmp_path / ODD


def test_the_lists_suggest_what_runs(capsys):
    for words in (["policies"], ["districts"], ["parameters"], ["explain", "coordination"], ["explain", "baseline"]):
        assert main(words) == 0
        (command,) = told(capsys.readouterr().err)
        read = parsed(command)
        for policy in read["policy"] if isinstance(read.get("policy"), list) else []:
            assert load_policy(policy).settings, f"{policy} cannot be compared with the baseline"


def test_a_policy_of_ones_own_is_suggested_by_its_path(odd, capsys):
    path = odd / "own.toml"
    path.write_text((ROOT / "scenarios" / "policies" / "publicity.toml").read_text("utf-8").replace('name = "publicity"', 'name = "own"'), encoding="utf-8")
    assert main(["explain", str(path)]) == 0
    (command,) = told(capsys.readouterr().err)
    assert parsed(command)["policy"] == [str(path)]


def test_a_comparison_of_ones_own_files_is_suggested_by_their_paths(odd, capsys):
    from experiments.cli.compare import _suggest

    comparison = fake_comparison(policies=[effect("a", deaths=0.8), effect("b", deaths=0.5)])
    specs = tuple(str(odd / f"{name}.toml") for name in ("a", "b"))
    for worlds in (4, 12):
        comparison = fake_comparison(policies=[effect("a", deaths=0.8), effect("b", deaths=0.5)], worlds=worlds)
        plan = dataclasses.replace(comparison.plan, policy_specs=specs, district_spec=str(odd / "d.toml"))
        _suggest(dataclasses.replace(comparison, plan=plan), Talk())
    commands = told(capsys.readouterr().err)
    assert len(commands) == 4
    for command in commands:
        read = parsed(command)
        assert read.get("district", str(odd / "d.toml")) == str(odd / "d.toml")
        assert set([read["policy"]] if isinstance(read["policy"], str) else read["policy"]) <= set(specs)


def test_a_trial_of_ones_own_is_suggested_by_its_path(odd, capsys, monkeypatch):
    from tests.experiments.trials.made_up import made_up

    failing = next(row for row in made_up() if row.verdict.passes is False)
    path = odd / f"{failing.trial.name}.toml"
    path.touch()
    monkeypatch.setattr("scenarios.load_trials", lambda names, _evidence=None: [failing.trial for _name in names])
    monkeypatch.setattr("experiments.cli.trial.prepare_engine", lambda *_: None)
    monkeypatch.setattr("experiments.cli.trial.taken_up", lambda *_: ([failing], []))
    assert main(["trial", str(path), "--out", str(odd / "out"), "--parameter", "hazard_arrivals=2"]) == 0
    (command,) = told(capsys.readouterr().err)
    read = parsed(command)
    assert read["names"] == [str(path)] and read["parameter"] == ["hazard_arrivals=2"]


def test_an_unfinished_sweep_goes_on_by_the_command_that_status_gives(odd, capsys):
    plan = plans.plan(odd, points=2, worlds=2)
    plans.swept(plan, odd / "out", size=2)
    (odd / "out" / "manifest.json").unlink()
    part = next((odd / "out" / "parts").iterdir())
    part.unlink()
    ledger = odd / "out" / "ledger.jsonl"
    ledger.write_text("".join(line for line in ledger.read_text().splitlines(True) if part.name not in line))
    main(["status", str(odd / "out")])
    commands = told(capsys.readouterr().err)
    for command in commands:
        from experiments.cli.sweep import _plan_of_folder

        found = _plan_of_folder(parsed(command)["plan"])
        assert found is not None and found[0] == plan and found[1] == odd / "out"


def test_words_with_blanks_quotes_and_chinese_come_back_as_they_were():
    for word in (ODD, "a b", "$HOME", "a;b", "it's", "*", "", "#1"):
        assert shlex.split(suggested("explain", word), comments=True) == ["inspectorate", "explain", word]


def test_every_suggestion_is_quoted():
    """``Talk.next`` is given what ``suggested`` made, nowhere a text put together by hand."""
    for path in (ROOT / "experiments").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "next" and "talk" in ast.unparse(node.func.value):
                first = ast.unparse(node.args[0])
                assert first.startswith(("suggested(", "_again(", "again")), f"{path.name}:{node.lineno}: {first}"
