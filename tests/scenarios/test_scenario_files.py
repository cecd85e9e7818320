"""Scenario files: what they hold, and what is said of one that is wrong, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_scenario
from scenarios.schema.scenario import MAX_SCENARIO_BYTES
from tests.scenarios.test_policies import write

WHOLE = """\
schema_version = 1
district = "jiuyuan-hamlet"
policies = ["all-five", "mine", "theirs:,field_days=70"]
months = 36
worlds = 40
parameters = { effort_cost = 1500 }

[own.mine]
base = "coordination+attention"
[own.mine.levers]
field_days = { value = 80.0, start = 6, end = 42, ramp = 3 }
records_shared = 0.95
[own.mine.responsibility.metal]
fire = { departments = ["towns", "fire"], lead = "fire", start = 6 }
transport = { departments = [] }
"""


def problems(text: str, files: bool = True) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(text, "room.toml", files)
    assert {problem.file for problem in caught.value.problems} == {"room.toml"}
    return [(problem.line, problem.key, str(problem.reason)) for problem in caught.value.problems]


def test_a_scenario_holds_its_own_policies_as_their_one_text() -> None:
    found = load_scenario(WHOLE)
    own = "mine:attention+coordination,field_days=80@6-42~3,metal.fire=fire*+towns@6,metal.transport=nobody,records_shared=0.95"
    assert found.policies == ["all-five", own, "theirs:,field_days=70"] and found.own == {} and (found.months, found.worlds, found.seed) == (36, 40, 0)


def test_a_file_may_begin_with_a_byte_order_mark_and_be_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text("\ufeff" + WHOLE, "utf-8")
    assert load_scenario(tmp_path / "room.toml") == load_scenario("\ufeff" + WHOLE) == load_scenario(WHOLE)


def changed(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new)


@pytest.mark.parametrize(("text", "line", "key", "reason"), [
    (changed("months = 36", "month = 36"), 4, "month", "this key is unknown"),
    (changed("months = 36", "months = 0"), 4, "months", "0 is too small"),
    (changed("worlds = 40", "worlds = 1e3"), 5, "worlds", "1000.0 is no whole number"),
    (changed("jiuyuan-hamlet", "jiuyuan-hamlt"), 2, "district", "no district is called 'jiuyuan-hamlt'"),
    (changed('district = "jiuyuan-hamlet"', 'ensemble = "posteriol"'), 2, "ensemble", "no ensemble is called 'posteriol'"),
    (changed("effort_cost = 1500", "effort_cots = 1500"), 6, "parameters.effort_cots", "no parameter has this name"),
    (changed("effort_cost = 1500", "field_days = 60"), 6, "parameters.field_days", "this is a lever: a policy sets it, not an assumption"),
    (changed("effort_cost = 1500", "effort_cost = -1"), 6, "parameters.effort_cost", "-1 is outside the hard range"),
    (changed("effort_cost = 1500", 'effort_cost = "+20%"'), 6, "parameters.effort_cost", "'+20%' is no number"),
    (changed('"mine", ', ""), 8, "own.mine", "mine is compared with nothing"),
    (changed('"mine", ', '"mine", "mine", '), 3, "policies", "mine stands twice"),
    (changed("[own.mine]", "[own.all-five]").replace("own.mine", "own.all-five").replace('"mine", ', ""), 8, "own.all-five", "a shipped policy has this name already"),
    (changed("coordination+attention", "coordination+attentoin"), 9, "own.mine.base", "no policy is called 'attentoin'"),
    (changed("coordination+attention", "their:all-five"), 9, "own.mine.base", "a policy of one's own is joined to no other: it starts from them"),
    (changed("start = 6, end = 42", "start = 42, end = 6"), 11, "own.mine.levers.field_days", "it ends in month 6, not after its start in month 42"),
    (changed("value = 80.0", "value = 800"), 11, "own.mine.levers.field_days", "800 is outside the hard range"),
    (changed("records_shared", "record_shared"), 12, "own.mine.levers.record_shared", "no lever has this name"),
    (changed('lead = "fire"', 'lead = "park"'), 14, "own.mine.responsibility.metal.fire.lead", "the lead 'park' is none of the cell's departments"),
    (changed('["towns", "fire"]', '["towns", "fire", "towns"]'), 14, "own.mine.responsibility.metal.fire.departments", "towns stands twice"),
    ("schema_version = 2\n", 1, "schema_version", "this is version 2 of the file format"),
    ("schema_version = 1\npolicies = all-five\n", 2, "", "this is not TOML: Invalid value"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(text: str, line: int, key: str, reason: str) -> None:
    assert (line, key, reason) in problems(text)


def test_a_text_is_at_most_256_kib_and_is_not_parsed_before() -> None:
    assert MAX_SCENARIO_BYTES == 262_144
    (problem,) = problems("[[" * MAX_SCENARIO_BYTES)
    assert problem[2] == "the file is too large"
    assert load_scenario(WHOLE + "#" + "x" * 9_000 + "\n").months == 36


def test_at_most_twelve_policies_are_compared() -> None:
    names = [f"p{number}:,field_days={number + 50}" for number in range(13)]
    assert len(load_scenario(f"schema_version = 1\npolicies = {names[:12]!r}\n").policies) == 12
    assert problems(f"schema_version = 1\npolicies = {names!r}\n")[0][1:] == ("policies", "a list has too many entries")


@pytest.mark.parametrize("old", ['"jiuyuan-hamlet"', '"coordination+attention"', '"all-five"'])
def test_a_scenario_from_elsewhere_names_no_file_of_this_machine(old: str, tmp_path: Path) -> None:
    there = write(tmp_path, "by-lot-mostly", levers={"random_share": 0.5})
    for path in (there, tmp_path / "none.toml", Path("..") / "x", "coordination+x.toml+attention", "mine:x.toml,field_days=80"):
        told = problems(changed(old, f'"{path}"'), files=False)
        assert "it names a file, and files of this machine are not read here" in [reason for _line, _key, reason in told]
        assert not any("no such file" in reason for _line, _key, reason in told)
