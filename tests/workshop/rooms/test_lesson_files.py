"""Lessons as files: the shipped ones in both languages, and mistakes told with key and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.text import messages
from experiments.text.scenario_text import error_lines
from experiments.workshop.rooms.lessons import (
    FOLDER,
    lesson_names,
    read_lesson,
    scenario_of,
    shipped_lesson,
    team_scenario,
    todays,
)
from scenarios import ScenarioError
from scenarios.schema.base import Table

GOOD = (FOLDER / "certainty-or-severity.toml").read_text("utf-8")
HAN = re.compile("[\u4e00-\u9fff]")


def test_three_lessons_are_shipped() -> None:
    assert lesson_names() == ["certainty-or-severity", "hard-target", "who-is-responsible"]


@pytest.mark.parametrize("name", lesson_names())
def test_every_text_of_a_shipped_lesson_has_its_chinese(name: str) -> None:
    def missing(table: Table, path: str) -> list[str]:
        found = []
        for key in type(table).model_fields:
            value = getattr(table, key)
            if f"{key}_zh" in type(table).model_fields and not HAN.search(getattr(table, f"{key}_zh")):
                found.append(f"{path}.{key}")
            for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
                found += missing(inner, f"{path}.{key}") if isinstance(inner, Table) else []
        return found

    assert missing(shipped_lesson(name), name) == []


@pytest.mark.parametrize("name", lesson_names())
def test_today_is_a_stop_of_every_lever_or_lies_among_them(name: str) -> None:
    lesson = shipped_lesson(name)
    assert {lever: today for lever, today in todays(lesson).items() if not lesson.levers[lever].stops[0] <= today <= lesson.levers[lever].stops[-1]} == {}


def test_what_is_asked_of_the_model_is_a_scenario_that_every_command_takes() -> None:
    lesson = shipped_lesson("hard-target")
    assert scenario_of(lesson, 1).to_query() == "district=jiuyuan-quarter&policy=incentives-outcome-only"
    assert list(team_scenario(lesson, 2, {"whistle_protection": 0.9, "report_audit": 0.5}).policies) == [
        "team-choice:incentives-outcome-only,report_audit=0.5,whistle_protection=0.9"]  # fmt: skip
    assert list(team_scenario(lesson, 2, {}).policies) == ["incentives-outcome-only"]


MISTAKES = [
    ('district=jiuyuan-quarter"', 'district=jiuyuan-quater"', "start", "jiuyuan-quarter"),
    ('district=jiuyuan-quarter"', 'district=jiuyuan-quarter&policy=capacity"', "start", "names no policy"),
    ('district=jiuyuan-quarter"', 'district=baotou"', "start", "not on a region"),
    ('name = "certainty', 'name = "certainly', "name", "differs"),
    ("[levers.publication]", "[levers.publicaton]", "levers.publicaton", "publication"),
    ("[levers.publication]", "[levers.hazard_arrivals]", "levers.hazard_arrivals", "no lever"),
    ("stops = [0.5, 1, 2, 4, 10]", "stops = [0.5, 1, 2, 4, 100]", "levers.fine_scale.stops", "hard range"),
    ("stops = [0.5, 1, 2, 4, 10]", "stops = [1, 1, 2]", "levers.fine_scale.stops", "climb"),
    ("stops = [0.5, 1, 2, 4, 10]", "stops = [1]", "levers.fine_scale.stops", "few"),
    ("fine_scale=2", "fine_scal=2", "policy", "one of these: fine_scale"),
    ("fine_scale=2", "fine_scale=200", "policy", "hard range"),
    ("guess = [-50, 20]", "guess = [5, 20]", "guess", "leave out"),
    ("moves = 1", "moves = 3", "rounds", "more levers than are open"),
    ("moves = 1", 'moves = 1\noutcome = "expected_death"', "outcome", "expected_deaths"),
    ("moves = 1", 'moves = 1\nteams_from = "incentives"', "teams_from", "open to the teams"),
    ('levers = ["fine_scale", "penalty_certainty"]', 'levers = ["fine_scale", "field_days"]', "rounds", "no stops"),
    ('levers = ["fine_scale", "penalty_certainty"]', 'levers = ["fine_scale", "fine_scale"]', "levers", "twice"),
    ("within = 4.0", "", "within", "width"),
    ('direction = "unchanged"', 'direction = "lower"', "within", "unchanged"),
    ('than = "severity-doubled:,fine_scale=2"', 'than = "certainty-doubled:,penalty_certainty=0.24"', "than", "itself"),
    ("schema_version = 1", "schema_version = 2", "schema_version", "version 2"),
    ('title = "Certainty against severity"', 'title = "<b>\\u0007"', "title", "control character"),
    ("minutes = 30", "minuts = 30", "minuts", "minutes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "reason"), MISTAKES, ids=[f"{number}-{row[2]}" for number, row in enumerate(MISTAKES)])
def test_a_mistake_is_told_with_its_key_and_what_would_be_right(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    assert GOOD.count(old)
    path = tmp_path / "certainty-or-severity.toml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_lesson(path)
    told = str(caught.value)
    assert key in told and reason in told and str(path) in told, told
    messages.activate("zh")
    assert HAN.search(" ".join(error_lines(caught.value)[1:]))
