"""``--set``: the quick question is the same comparison, run and explanation as a policy file with the same content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments import Scenario, compare
from experiments.cli.app import main
from experiments.cli.comparing import Request, laid, planned
from experiments.comparison.words.verdict import setting
from experiments.running.planning import make_plan
from experiments.text import messages
from experiments.text.console import Talk
from scenarios import load_policy_file
from tests.scenarios.writing import toml

HAMLET = ["--district", "jiuyuan-hamlet"]
SETTINGS = ["field_days=+20%@6-42", "responsibility.metal.fire=market*+fire"]
WORDS = [word for setting in SETTINGS for word in ("--set", setting)]
SPEC = "mine:coordination,field_days=60@6-42,metal.fire=market*+fire"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The policy file with the same content, written down."""
    path = tmp_path / "mine.toml"
    path.write_text(toml(load_policy_file(SPEC).model_dump(mode="json", exclude_none=True)), "utf-8")
    return path


def request(**given: object) -> Request:
    usual = {"district": "jiuyuan-hamlet", "policies": [], "worlds": 1, "months": 3, "seed": 0, "out": None, "workers": 0, "parameters": [], "timeout": None,
             "dry_run": True}  # fmt: skip
    return Request(**{**usual, **given})  # type: ignore[arg-type]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main([*words, "--json", "--quiet"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_hash_numbers_and_explanation_are_those_of_the_file_with_the_same_content(file, tmp_path, capsys):
    asked = planned(laid(request(policies=["coordination"], settings=SETTINGS), Talk(quiet=True)))
    written = make_plan("jiuyuan-hamlet", ["coordination", str(file)], worlds=1, months=3)
    assert asked.policy_specs == ("coordination", SPEC)
    assert asked.scenario_hash == written.scenario_hash
    one = printed(capsys, "run", *HAMLET, "--months", "8", "--policy", "coordination", *WORDS)
    assert one == printed(capsys, "run", *HAMLET, "--months", "8", "--policy", str(file))
    assert one["digest"] != printed(capsys, "run", *HAMLET, "--months", "8", "--policy", "coordination")["digest"]
    assert printed(capsys, "explain", SPEC, *HAMLET) == printed(capsys, "explain", str(file), *HAMLET)


def test_settings_alone_are_compared_with_the_baseline():
    asked = planned(laid(request(settings=["fine_scale=x2"]), Talk(quiet=True)))
    assert asked.names == ("baseline", "mine") and asked.scenario_hash == make_plan("jiuyuan-hamlet", ["mine:,fine_scale=2"], worlds=1, months=3).scenario_hash


def test_each_policy_named_gets_one_of_its_own_and_it_is_told(capsys):
    found = laid(request(policies=["coordination", "staffing"], settings=["field_days=x1.2"]), Talk())
    assert found.policies == ("coordination", "mine:coordination,field_days=60", "staffing", "mine-2:staffing,field_days=96")
    said = " ".join(capsys.readouterr().err.split())
    assert "x1.2 of today's value 50 is 60" in said and "x1.2 of 80, its value in staffing, is 96" in said


def test_the_verdict_says_what_a_policy_of_ones_own_sets():
    found = compare("jiuyuan-hamlet", ["coordination", SPEC], worlds=1, months=1, ensemble="none")
    assert "(mine) sets by hand: field_days = 60 from month 6 until month 42; Metal and smelting: Fire" in setting(found)
    messages.activate("zh")
    text = setting(found)
    assert "现场检查天数 = 60" in text and "field_days" not in text and "我的对策" in text


def test_a_command_with_settings_is_a_scenario():
    words = "inspectorate compare --district jiuyuan-hamlet --policy coordination --set field_days=+20%@6-42 --set responsibility.metal.fire=market*+fire --worlds 4"
    found = Scenario.from_command(words)
    assert found.policies == ("coordination", SPEC) and Scenario.from_command(found.command()) == found


def test_settings_beside_a_scenario_and_commands_from_elsewhere_that_name_files_are_refused(tmp_path, capsys):
    assert main(["compare", "--scenario", "district=jiuyuan-hamlet&policy=all-five", "--set", "field_days=80", "--dry-run"]) == 2
    assert "--set is a part of the scenario" in capsys.readouterr().err
    with pytest.raises(Exception, match="names a file"):
        Scenario.from_command(f"inspectorate compare --district {tmp_path}/no.toml --set field_days=80", files=False)


@pytest.mark.parametrize(("words", "said"), [
    (["--parameter", "field_days=+20%"], "write --set field_days=60"),
    (["--parameter", "field_days=60"], "write --set field_days=60"),
    (["--parameter", "feild_days=60"], "levers of a name like it: field_days"),
    (["--parameter", "officers=60"], "officers_per_10000_workers"),
    (["--policy", "coordination", "--parameter", "efort_cost=900"], "did you mean effort_cost?"),
    (["--set", "effort_cost=900"], "write --parameter effort_cost=900"),
    (["--set", "feild_days=60"], "did you mean field_days?"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_lever_and_an_assumption_each_get_the_right_word(command, words, said, capsys):
    assert main([command, *HAMLET, *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
