"""Every key of a policy's file, moved: it changes a run, or is refused, or is for people; and what changes nothing in a run is told."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scenarios
from experiments.cli.app import main
from scenarios import (
    ScenarioError,
    late_warnings,
    load_parameters,
    load_plan,
    load_policy,
    load_policy_file,
    load_trial,
)
from scenarios.schema.policy import CellEdit, LeverEntry, PolicyFile
from scenarios.silence import UNHEARD
from tests.scenarios.circumstances import digest
from tests.scenarios.writing import toml

SCENARIOS = Path(str(scenarios.__file__)).parent
INCLUDED = {
    "schema_version": 1, "name": "first", "title": "First", "question": "q", "reasoning": "r",
    "levers": {"random_share": 0.6, "fine_scale": 3.0},
}  # fmt: skip
TABLE = {
    "schema_version": 1, "name": "mine", "title": "Mine", "title_zh": "我的", "question": "q", "reasoning": "r", "evidence": ["A01"],
    "yearly_cost": 600_000, "yearly_cost_source": ["assumption"], "yearly_cost_range": [100_000, 900_000],
    "start": 2, "ramp": 3, "end": 20, "includes": ["first.toml"], "overrides": ["fine_scale"], "notes": ["A caveat."],
    "levers": {
        "fine_scale": 2.0, "unannounced_share": 0.9,
        "field_days": {"value": 70.0, "start": 1, "ramp": 2, "end": 22, "source": ["assumption"], "range": [50.0, 90.0]},
    },
    "responsibility": {"plants": {"fire": {"departments": ["brigade", "towns"], "lead": "brigade", "start": 1, "end": 22, "source": ["assumption"]}}},
}  # fmt: skip
FIRE = ("responsibility", "plants", "fire")
ACT: list[tuple[tuple[str, ...], Any]] = [
    (("yearly_cost",), 700_000), (("start",), 4), (("ramp",), 6), (("end",), 18), (("includes",), []), (("includes",), ["staffing-16"]),
    (("levers", "fine_scale"), 4.0), (("levers", "unannounced_share"), 0.5), (("levers", "field_days", "value"), 60.0),
    (("levers", "field_days", "start"), 3), (("levers", "field_days", "ramp"), 4), (("levers", "field_days", "end"), 21),
    (("overrides",), []), (("overrides",), ["fine_scale", "random_share"]), (("levers",), {}), (("schema_version",), 2), (("name",), "other"),
    (("yearly_cost_source",), []), (("responsibility",), {}), ((*FIRE, "departments"), ["brigade", "emergency"]), ((*FIRE, "lead"), "towns"), ((*FIRE, "start"), 6),
    ((*FIRE, "end"), 12),
]  # fmt: skip
WORDS: dict[tuple[str, ...], tuple[Any, str]] = {
    ("title",): ("Another", "for people"), ("title_zh",): ("另", "for people"), ("question",): ("another", "for people"),
    ("reasoning",): ("another", "for people"), ("evidence",): (["A18"], "says where the reasoning is from"),
    ("notes",): (["Another."], "for people"), ("yearly_cost_source",): (["A18", "assumption"], "says where the cost is from"),
    ("yearly_cost_range",): ([200_000, 800_000], "how far the source leaves the cost open"),
    ("levers", "field_days", "source"): (["A18", "assumption"], "says where the value is from"),
    ("levers", "field_days", "range"): ([60.0, 80.0], "values that a sweep or a search may try"),
    (*FIRE, "source"): (["B09"], "says where the duty is from"),
}
"""Keys that change no run, and why."""


def told(table: dict[str, Any], folder: Path) -> str:
    """The digest of a run under the policy of a table, or that it is refused."""
    (folder / "first.toml").write_text(toml(INCLUDED), encoding="utf-8")
    path = folder / "mine.toml"
    path.write_text(toml(table), encoding="utf-8")
    try:
        policy = load_policy(path)
    except ScenarioError as error:
        assert error.problems
        return "refused"
    return digest(0, policy=policy)


def changed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    table: Any = copy.deepcopy(TABLE)
    inner = table
    for key in path[:-1]:
        inner = inner[key]
    assert inner[path[-1]] != value
    inner[path[-1]] = value
    return table


@pytest.mark.parametrize(("path", "value"), ACT, ids=lambda part: ".".join(part) if isinstance(part, tuple) else None)
def test_a_key_of_a_policy_changes_a_run_or_is_refused(path: tuple[str, ...], value: Any, tmp_path: Path) -> None:
    assert told(changed(path, value), tmp_path) != told(TABLE, tmp_path) != "refused"


@pytest.mark.parametrize("path", WORDS, ids=".".join)
def test_a_word_of_a_policy_on_the_list_changes_no_run(path: tuple[str, ...], tmp_path: Path) -> None:
    assert told(changed(path, WORDS[path][0]), tmp_path) == told(TABLE, tmp_path)


def test_no_key_of_a_policy_is_forgotten() -> None:
    moved = {path for path, _ in ACT} | WORDS.keys()
    assert {path[0] for path in moved} == set(PolicyFile.model_fields)
    assert {path[2] for path in moved if len(path) == 3} == set(LeverEntry.model_fields)
    assert {path[3] for path in moved if len(path) == 4} == set(CellEdit.model_fields)


def test_what_begins_after_the_run_or_is_never_whole_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    (tmp_path / "first.toml").write_text(toml(INCLUDED), encoding="utf-8")
    path.write_text(toml(TABLE), encoding="utf-8")
    policy = load_policy(path)
    assert late_warnings(policy, 24) == []
    assert [str(text) for text in late_warnings(policy, 4)] == [
        "fine_scale is whole 5 months after the burn-in, and the run ends after 4: it never reaches 2",
        "unannounced_share is whole 5 months after the burn-in, and the run ends after 4: it never reaches 0.9",
    ]
    late = [str(text) for text in late_warnings(policy, 2)]
    assert "fine_scale = 2 begins 2 months after the burn-in, and the run ends after 2: it changes nothing" in late
    assert "the yearly cost of 600,000 yuan begins 2 months after the burn-in, and the run ends after 2: nothing is paid" in late


def test_a_lever_set_to_its_value_of_today_is_told_unless_it_takes_back_an_included_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    (tmp_path / "first.toml").write_text(toml(INCLUDED), encoding="utf-8")
    path.write_text(toml({**TABLE, "levers": {"fine_scale": 1.0, "field_days": 50}}), encoding="utf-8")
    assert [text.partition(":")[0] for text in load_policy_file(path).warnings] == ["field_days = 50 is today's value in parameters.toml"]


def test_a_parameter_that_no_run_reads_is_told_when_it_is_set() -> None:
    for name in UNHEARD:
        value = load_parameters().entries[name].expected[1]
        assert any(text.startswith(f"{name}: ") for text in load_parameters(overrides={name: value}).warnings)


@pytest.mark.parametrize(("factors", "told"), [(["stake_half"], True), (["stake_half", "stake_attention"], False), (["site_kept"], False)])
def test_a_sweep_of_a_parameter_that_waits_for_a_mechanism_says_so(factors: list[str], told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = {"stake_half": [200, 900], "stake_attention": [0, 0.4], "site_kept": [0.3, 1]}
    path = tmp_path / "mine.toml"
    plan = {"schema_version": 1, "name": "mine", "title": "T", "question": "q", "district": "jiuyuan-hamlet", "months": 12, "worlds": 2,
            "policies": ["baseline"], "ensemble": "none", "sampler": {"method": "factorial"}}  # fmt: skip
    path.write_text(toml({**plan, "uncertainties": {name: {"values": values[name]} for name in factors}}), encoding="utf-8")
    assert main(["sweep", str(path), "--dry-run"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert ("stake_half changes nothing while stake_attention is 0" in said) is told
    assert "outside its expected range" not in said


def test_a_lever_of_a_trials_arm_that_begins_after_the_record_is_refused(tmp_path: Path) -> None:
    text = (SCENARIOS / "trials" / "b12-probability-severity.toml").read_text("utf-8").replace('name = "b12-probability-severity"', 'name = "mine"', 1)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    load_trial(path)
    path.write_text(text.replace("value = 16, start = 36", "value = 16, start = 1000"), encoding="utf-8")
    assert late_of(lambda: load_trial(path)) == "levers.officers_per_10000_workers"


def test_a_lever_of_a_plan_that_begins_after_its_runs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    plan = {"schema_version": 1, "name": "mine", "title": "T", "question": "q", "district": "jiuyuan-hamlet", "months": 12, "worlds": 2,
            "policies": ["levers"], "ensemble": "none", "sampler": {"method": "factorial"},
            "levers": {"field_days": {"values": [50, 80], "start": 11}}}  # fmt: skip
    path.write_text(toml(plan), encoding="utf-8")
    load_plan(path, tmp_path)
    plan["levers"] = {"field_days": {"values": [50, 80], "start": 12}}
    path.write_text(toml(plan), encoding="utf-8")
    assert late_of(lambda: load_plan(path, tmp_path)) == "levers.field_days.start"


def late_of(load: Callable[[], Any]) -> str:
    """Where a file is refused because something begins too late; without the arm's number."""
    with pytest.raises(ScenarioError) as caught:
        load()
    (problem,) = caught.value.problems
    assert "it would change nothing" in problem.reason and problem.line and problem.mend
    return re.sub(r"^arms\.\d+\.", "", problem.key)
