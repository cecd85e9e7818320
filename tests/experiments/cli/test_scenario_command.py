"""A scenario on the command line: shown in its shapes, written, compared; what stands beside it and what is wrong with it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from experiments import Scenario
from experiments.cli.app import main
from experiments.cli.comparing import Request, of_scenario, planned

QUERY = "district=jiuyuan-hamlet&policy=mine%3Acoordination%2Cfield_days%3D80&worlds=2&months=2"
FOUND = Scenario.from_query(QUERY)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["scenario", *words, "--json", "--quiet"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_every_shape_is_shown_and_each_is_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    first = shown(capsys, QUERY)
    assert first == json.loads(json.dumps(FOUND.shapes()))
    for key in ("query", "command", "call"):
        assert shown(capsys, str(first[key])) == first
    for file in ("room.toml", "room.xlsx"):
        assert shown(capsys, QUERY, "--out", file) == first == shown(capsys, file)


def test_what_is_shown_is_to_be_copied_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", QUERY]) == 0
    out = capsys.readouterr().out.split("\n")
    assert {FOUND.to_query(), FOUND.command(), FOUND.call(), *FOUND.to_toml().splitlines()} <= set(out)


USUAL = Request(district="jiuyuan", policies=[], worlds=None, months=120, seed=0, out=None, workers=None, parameters=[], timeout=None, dry_run=False)


@pytest.mark.parametrize("shape", ["query", "toml", "xlsx", "command"])
def test_a_comparison_of_a_scenario_is_that_of_its_options(shape: str) -> None:
    Path("room.toml").write_text(FOUND.to_toml(), "utf-8")
    FOUND.to_workbook("room.xlsx")
    text = {"query": QUERY, "toml": "room.toml", "xlsx": "room.xlsx", "command": FOUND.command()}[shape]
    plan = planned(of_scenario(text, USUAL))
    assert (plan.scenario_hash, plan.worlds) == (FOUND.plan().scenario_hash, (0, 1))


def test_the_command_of_a_scenario_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*shlex.split(FOUND.command())[1:], "--dry-run", "--json", "--quiet", "--workers", "0"]) == 0
    assert json.loads(capsys.readouterr().out)["scenario_hash"] == FOUND.plan().scenario_hash


def test_a_scenario_is_compared_and_its_folder_says_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--scenario", QUERY, "--workers", "0", "--out", "room", "--quiet"]) == 0
    assert "mine" in capsys.readouterr().out
    manifest = json.loads(Path("room/manifest.json").read_text("utf-8"))
    assert manifest["scenario_hash"] == FOUND.plan().scenario_hash and QUERY in manifest["command"]


@pytest.mark.parametrize(("beside", "name"), [
    (["--policy", "all-five"], "--policy"), (["--district", "jiuyuan-tenth"], "--district"), (["--worlds", "3"], "--worlds"),
    (["--months", "3"], "--months"), (["--seed", "3"], "--seed"), (["--parameter", "effort_cost=1500"], "--parameter"), (["--ensemble", "none"], "--ensemble"),
    (["--discount", "5"], "--discount"), (["--first-world", "5"], "--first-world"), (["--precision", "5%"], "--precision"), (["--sample", "0.5"], "--sample"),
])  # fmt: skip
def test_what_the_scenario_says_is_not_said_beside_it(beside: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--scenario", QUERY, *beside, "--dry-run", "--workers", "0"]) == 2
    assert f"{name} is a part of the scenario" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "said"), [
    (["scenario", "policy=all-fiv"], "did you mean all-five?"), (["scenario", "none.toml"], "there is no such file"), (["scenario", "none.xlsx"], "cannot be read"),
    (["scenario", QUERY, "--out", "x.json"], "ends in .toml or .xlsx"), (["scenario", QUERY, "--out", "none/x.toml"], "There is no such folder"),
    (["scenario", "all-five"], "is no scenario"), (["compare", "--scenario", "district=jiuyuan"], "No policy to compare"),
    (["compare", "--scenario", "policy=mine:all-five,field_day%3D80"], "did you mean field_days?"),
    (["compare", "--policy", "mine:all-five,field_day=80"], "did you mean field_days?"), (["explain", "mine：all-five，field_days=80"], "write mine:all-five,field_days=80"),
    (["run", "--policy", "mine:,metal.fire=markt", "--district", "jiuyuan-hamlet"], "did you mean market?"),
])  # fmt: skip
def test_what_is_wrong_is_told_without_a_trace(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    err = " ".join(capsys.readouterr().err.split())
    assert said in err and "Traceback" not in err and "Internal" not in err


def test_an_own_policy_is_warned_about_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--policy", "mine:coordination,field_days=90@6", "--district", "jiuyuan-hamlet", "--months", "3", "--worlds", "2", "--dry-run", "--workers", "0"]) == 0
    err = " ".join(capsys.readouterr().err.split())
    assert "mine: field_days = 90 is outside its expected range" in err and "mine: field_days = 90 begins 6 months after the burn-in" in err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explain_says_what_an_own_policy_is(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "mine:coordination,field_days=80@6-42,metal.fire=market*+fire", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert ("My policy (Departments work together, changed)" if language == "en" else "我的对策（部门协同监管，有改动）") in out
    assert ("What do settings chosen by hand" if language == "en" else "自选的措施") in " ".join(out.split())


def test_a_plan_of_a_sweep_takes_own_policies(capsys: pytest.CaptureFixture[str]) -> None:
    text = """schema_version = 1
name = "own"
title = "Own policies"
question = "What do they do?"
district = "jiuyuan-hamlet"
policies = ["baseline", "mine:coordination,field_days=80,metal.fire=market*+fire"]
months = 1
worlds = 1
sampler = { method = "single" }
"""
    Path("own.toml").write_text(text, "utf-8")
    assert main(["sweep", "own.toml", "--workers", "0", "--out", "swept", "--quiet"]) == 0
    assert main(["export", "swept", "--to", "rows.csv", "--quiet"]) == 0
    assert "mine" in Path("rows.csv").read_text("utf-8-sig")
    Path("own.toml").write_text(text.replace("market*+fire", "markt"), "utf-8")
    assert main(["sweep", "own.toml", "--workers", "0", "--out", "other", "--quiet"]) == 2
    assert "did you mean market?" in capsys.readouterr().err
