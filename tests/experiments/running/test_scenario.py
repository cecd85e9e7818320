"""One question in five shapes: each says the same, gives the same hash and the same numbers as ``compare``."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given, settings

import experiments
from experiments import Scenario, UserError, compare
from experiments.text import messages
from tests.experiments.running.scenario_cases import SHAPES, scenarios

OWN = "mine:all-five,committee_meetings=20@1-3,field_days=80,metal.fire=market*+fire"
PLAIN = Scenario("jiuyuan-hamlet", ["all-five", OWN], worlds=2, months=3)


@settings(max_examples=30)
@given(scenarios())
def test_a_scenario_comes_back_from_every_shape_as_it_was(scenario: Scenario) -> None:
    for write, read in SHAPES.values():
        assert read(write(scenario)) == scenario
    assert scenario == Scenario(**dataclasses.asdict(scenario))


@settings(max_examples=5)
@given(scenarios())
def test_it_comes_back_from_one_shape_to_the_next(scenario: Scenario) -> None:
    found = scenario
    for name in random.Random(0).sample([*SHAPES] * 3, 3 * len(SHAPES)):
        write, read = SHAPES[name]
        found = read(write(found))
    assert found == scenario


@settings(max_examples=5)
@given(scenarios(small=True))
def test_every_shape_has_the_same_hash(scenario: Scenario) -> None:
    hashes = {read(write(scenario)).plan().scenario_hash for write, read in SHAPES.values()}
    assert hashes == {scenario.plan().scenario_hash}


@settings(max_examples=2)
@given(scenarios(small=True))
def test_every_shape_gives_the_digests_and_numbers_of_compare(scenario: Scenario) -> None:
    direct = compare(scenario.district, list(scenario.policies), worlds=2, months=3, seed=scenario.seed, ensemble=scenario.ensemble)
    for write, read in SHAPES.values():
        found = compare(read(write(scenario)))
        assert found.batch.digests == direct.batch.digests and found.plan.scenario_hash == direct.plan.scenario_hash
        assert found.table.equals(direct.table)


def test_a_line_for_a_notebook_is_run_as_it_stands() -> None:
    found = eval(PLAIN.call(), {"experiments": experiments})
    assert found.batch.digests == compare(PLAIN).batch.digests and len(found.batch.digests) == 6


def test_a_workbook_is_the_same_file_each_time_and_lies_on_disk_like_any_other(tmp_path: Path) -> None:
    path = PLAIN.to_workbook(tmp_path / "room.xlsx")
    assert path.read_bytes() == PLAIN.workbook() and Scenario.from_workbook(path) == PLAIN == Scenario.from_workbook(str(path))
    with pytest.raises(UserError, match=r"There is no such folder"):
        PLAIN.to_workbook(tmp_path / "none" / "room.xlsx")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_is_written_in_one_language_is_read_in_the_other(language: str) -> None:
    messages.activate(language)
    texts = {name: write(PLAIN) for name, (write, _read) in SHAPES.items()}
    messages.activate("en" if language == "zh" else "zh")
    assert {SHAPES[name][1](text) for name, text in texts.items() if SHAPES[name][1](text) != PLAIN} == set()


def test_what_is_as_usual_is_left_out_of_an_address() -> None:
    assert Scenario("jiuyuan", ["all-five"]).to_query() == "district=jiuyuan&policy=all-five"
    assert Scenario("jiuyuan", ["all-five"], ensemble="posterior").to_query() == "district=jiuyuan&policy=all-five"
    assert Scenario.from_query("policy=all-five") == Scenario("jiuyuan", ["all-five"])
    assert Scenario.from_query("") == Scenario("jiuyuan")


def test_a_whole_address_is_read_with_the_keys_of_its_page() -> None:
    address = "http://127.0.0.1:8420/explore?lang=zh&policy=coordination+incentives&world=3#x"
    assert Scenario.from_query(address, beside=("world",)) == Scenario("jiuyuan", ["coordination+incentives"])
    with pytest.raises(UserError, match=r"'world' is no part of a scenario"):
        Scenario.from_query(address)


def test_equal_scenarios_are_equal_however_they_are_written() -> None:
    one = Scenario("jiuyuan", ["baseline", "mine:incentives+coordination, field_days=80.0 "], {"hazard_arrivals": 2, "effort_cost": 1500})
    other = Scenario.from_query("policy=mine:coordination%2Bincentives,field_days%3D8e1&parameter=effort_cost%3D1500&parameter=hazard_arrivals%3D2.0")
    assert one == other and one.to_query() == other.to_query()


def test_a_command_that_names_no_worlds_has_those_of_compare_and_says_nothing_of_how_it_is_run() -> None:
    text = "inspectorate compare --policy all-five -d jiuyuan-hamlet --workers 2 --out=x --quiet --lang zh \\\n --discount 3.5"
    assert Scenario.from_command(text) == Scenario("jiuyuan-hamlet", ["all-five"], worlds=10, discount=0.035)
    assert Scenario.from_call("compare('jiuyuan', ['all-five'])").worlds == 10


@pytest.mark.parametrize("shape", ["query", "command", "call", "toml", "path", "workbook"])
def test_whatever_shape_it_comes_in_is_recognised(shape: str, tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text(PLAIN.to_toml(), "utf-8")
    given = {"query": PLAIN.to_query(), "command": PLAIN.command(), "call": PLAIN.call(), "toml": str(tmp_path / "room.toml"), "path": tmp_path / "room.toml",
             "workbook": str(PLAIN.to_workbook(tmp_path / "room.xlsx"))}  # fmt: skip
    assert Scenario.read(given[shape]) == PLAIN


def test_the_shapes_for_json_hold_everything() -> None:
    shapes = PLAIN.shapes()
    assert set(shapes) == {"hash", "summary", "query", "command", "call", "toml", "scenario"} and shapes["hash"] == PLAIN.plan().scenario_hash
    assert Scenario(**shapes["scenario"]) == PLAIN


@pytest.mark.parametrize(("beside", "name"), [
    ({"policies": ["all-five"]}, "policies"), ({"worlds": 3}, "worlds"), ({"worlds": [1, 2]}, "worlds"), ({"months": 12}, "months"), ({"seed": 1}, "seed"),
    ({"parameters": {"effort_cost": 1500}}, "parameters"), ({"discount": 0.05}, "discount"), ({"ensemble": "none"}, "ensemble"),
])  # fmt: skip
def test_what_is_part_of_the_scenario_is_not_given_beside_it(beside: dict[str, object], name: str) -> None:
    with pytest.raises(UserError, match=f"{name} is a part of the scenario"):
        compare(PLAIN, **beside)  # type: ignore[arg-type]


def test_a_scenario_without_policies_is_one_that_is_not_finished() -> None:
    assert Scenario("jiuyuan", ["baseline"]) == Scenario("jiuyuan") and Scenario("jiuyuan").shapes()["hash"] == ""
    with pytest.raises(UserError, match=r"No policy to compare"):
        Scenario("jiuyuan").plan()


def test_what_is_written_for_people_is_in_their_language() -> None:
    messages.activate("zh")
    comment = PLAIN.to_toml().splitlines()[0]
    assert comment.startswith("# 情景") and "基准情景" in PLAIN.summary()
