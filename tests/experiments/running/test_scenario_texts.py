"""Texts that are no scenario: told what is wrong and how to mend it, never a traceback; and the limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments import Scenario, UserError
from experiments.running.shapes.fields import MOST_BYTES
from scenarios import ScenarioError
from tests.experiments.running.scenario_cases import SHAPES, scenarios

READ = {name: read for name, (_write, read) in SHAPES.items() if name != "workbook"}
COMMAND = "inspectorate compare "


def told(read: Callable[[Any], Scenario], text: Any) -> str:
    with pytest.raises((UserError, ScenarioError)) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(("text", "said"), [
    ("district=jiuyuan&policies=all-five", "'policies' is no part of a scenario"), ("distrct=jiuyuan", "Did you mean district?"),
    ("policy=all-fiv", "did you mean all-five?"), ("policy=", "a policy is missing"), ("policy", "'policy' is no part of a scenario"), ("=x", "'' is no part of a scenario"),
    ("months=12&months=24", "months is given twice"), ("months=1e2", "'1e2' is no whole number"), ("months=0", "0 is no whole number from 1 to 1200"),
    ("months=1201", "1201 is no whole number from 1 to 1200"), ("months=１２", "'１２' is no whole number"), ("months=99999999999999999999999", "is no whole number"),
    ("worlds=0", "0 is no whole number from 1 to 100000"), ("worlds=-5", "-5 is no whole number"), ("worlds=100001", "100001 is no whole number"),
    ("seed=-1", "-1 is no whole number"), ("seed=9223372036854775808", "is no whole number from 0 to"), ("first_world=2147483649", "is no whole number from 0 to 2147483648"),
    ("discount=0.5", "0.5 is no yearly discount rate"), ("discount=nan", "'nan' is no number"), ("discount=inf", "'inf' is no number"), ("discount=3%", "'3%' is no number"),
    ("parameter=effort_cost", "'effort_cost' is not NAME=VALUE with a number"), ("parameter=effort_cost=", "'' is no number"), ("parameter==1", "is not NAME=VALUE"),
    ("parameter=effort_cost=1&parameter=effort_cost=2", "effort_cost is given twice"), ("parameter=effort_cots=1", "did you mean effort_cost?"),
    ("parameter=field_days=60", "field_days is a lever, not an assumption"), ("parameter=effort_cost=-1", "-1 is outside the hard range"),
    ("parameter=effort_cost=1e400", "'1e400' is no number"), ("district=", "'' is neither a name nor a path"), ("district=%00", "is neither a name nor a path"),
    ("policy=%ff", "is no text in UTF-8"), ("policy=all-five%0A", "is no policy"), ("policy=all-five&policy=all-five", "all-five is named twice"),
    ("policy=mine:,field_days%3D80&policy=mine:,field_days%3D70", "mine is named twice"), ("policy=mine：all-five", "write mine:all-five"),
    ("ensemble=%ED%A0%80", "is no text in UTF-8"), ("&".join(["policy=x"] * 2001), "longer than any scenario"),
])  # fmt: skip
def test_an_address_that_is_wrong(text: str, said: str) -> None:
    assert said in told(Scenario.from_query, text)


@pytest.mark.parametrize(("text", "said"), [
    ("inspectorate run --policy all-five", "This is no command that compares policies"), ("", "This is no command that compares policies"),
    ("rm -rf x", "This is no command that compares policies"), (COMMAND + "'x", "A quotation mark is not closed"), (COMMAND + "--policy", "The option --policy needs a value"),
    (COMMAND + "all-five", "'all-five' is no part of a scenario"), (COMMAND + "--engine mesa", "'--engine' is no part of a scenario"),
    (COMMAND + "--policy all-five; rm -rf x", "'rm' is no part of a scenario"), (COMMAND + "--precision 5%", "'--precision' is no part of a scenario"),
    (COMMAND + "--worlds 5 -n 6", "-n is given twice"), (COMMAND + "--discount 9", "0.09 is no yearly discount rate"), (COMMAND + "--months x", "'x' is no whole number"),
])  # fmt: skip
def test_a_command_that_is_wrong(text: str, said: str) -> None:
    assert said in told(Scenario.from_command, text)


@pytest.mark.parametrize(("text", "said"), [
    ("compare(", "This is no call"), ("", "This is no call"), ("print('x')", "This is no call"), ("experiments.compare", "This is no call"),
    ("compare()", "This is no call"), ("compare('jiuyuan', ['all-five'], 3)", "This is no call"), ("compare('jiuyuan', 'all-five')", "are a list of texts"),
    ("compare('jiuyuan', [open('x')])", "is no plain value"), ("compare('jiuyuan', ['a'], worlds=__import__('os').system('x'))", "is no plain value"),
    ("compare('jiuyuan', ['a'], workers=2)", "'workers' is no part of a scenario"), ("compare('jiuyuan', **x)", "'**' is no part of a scenario"),
    ("compare('jiuyuan', worlds=range(0, 9, 3))", "is no plain value"), ("compare('jiuyuan', worlds=range(5, 5))", "is no run of worlds"),
    ("compare('jiuyuan', worlds=range(9**99))", "is no plain value"), ("compare('jiuyuan', worlds=True)", "True is no whole number"),
    ("compare('jiuyuan', district='x')", "'district' is no part of a scenario"), ("compare(1)", "1 is neither a name nor a path"),
    ("compare('jiuyuan', parameters=[1])", "Parameters are given as numbers"), ("compare('jiuyuan', parameters={'effort_cost': 'x'})", "'x' is no number"),
    ("compare(" + "[" * 5000 + "]" * 5000 + ")", "This is no call"), ("compare('jiuyuan', months=1.5)", "1.5 is no whole number"),
])  # fmt: skip
def test_a_line_of_a_notebook_that_is_wrong_is_told_and_not_run(text: str, said: str) -> None:
    assert said in told(Scenario.from_call, text)


@pytest.mark.parametrize("text", ["", "all-five", "none.toml", "none.xlsx", "/", "x(y)", "\0.toml", "a" * 300 + ".xlsx"], ids=repr)
def test_what_is_no_scenario_at_all(text: str) -> None:
    assert told(Scenario.read, text)


@pytest.mark.parametrize("name", READ)
def test_at_most_256_kib_are_read(name: str) -> None:
    assert MOST_BYTES == 262_144
    for text in ("a" * (MOST_BYTES + 1), "\u4e5d" * (MOST_BYTES // 3 + 1)):
        assert "longer than any scenario" in told(READ[name], text) or "too large" in told(READ[name], text)


def test_at_most_twelve_policies() -> None:
    names = [f"p{number}:,field_days={number + 50}" for number in range(13)]
    assert len(Scenario("jiuyuan", names[:12]).policies) == 12
    assert "at most 12 policies, and 13 are named" in told(lambda given: Scenario("jiuyuan", given), names)


@pytest.mark.parametrize("given", [
    {"district": None}, {"district": "x" * 1001}, {"district": "a\u202eb"}, {"policies": None}, {"policies": [1]}, {"policies": "all-five"}, {"policies": ["\ud800"]},
    {"parameters": None, "months": True}, {"parameters": {1: 2}}, {"parameters": {"effort_cost": float("nan")}}, {"months": 1.0}, {"worlds": [1, 2]}, {"ensemble": 3},
    {"discount": "0.03"}, {"seed": None},
], ids=str)  # fmt: skip
def test_what_is_given_from_python_is_held_against_the_same_rules(given: dict[str, Any]) -> None:
    assert told(lambda fields: Scenario(**{"district": "jiuyuan", **fields}), given)


@pytest.mark.parametrize("text", [
    "district=/etc/passwd", "district=../x.toml", "policy=/etc/shadow.toml", "policy=mine:./x.toml,field_days%3D80", "policy=a%2B~/x.toml", "policy=mine:a%2Bx.toml",
    "ensemble=%2Fx", "district=C:%5Cx", "policy=mine：／x.toml",
])  # fmt: skip
def test_a_scenario_from_elsewhere_is_told_nothing_of_the_files_of_this_machine(text: str) -> None:
    with pytest.raises((UserError, ScenarioError)) as caught:
        Scenario.from_query(text, files=False)
    assert "files of this machine are not read here" in str(caught.value) or "no sign of half width" in str(caught.value)


def test_a_text_from_elsewhere_is_never_taken_for_a_path(tmp_path: Path) -> None:
    file = tmp_path / "room.toml"
    file.write_text(Scenario("jiuyuan", ["all-five"]).to_toml(), "utf-8")
    assert Scenario.from_toml(str(file)) == Scenario("jiuyuan", ["all-five"])
    for text in (str(file), str(tmp_path / "none.toml"), file):
        with pytest.raises((UserError, ScenarioError)) as caught:
            Scenario.from_toml(text, files=False)
        assert "not TOML" in str(caught.value) or "is no text" in str(caught.value)


pieces = st.sampled_from([
    "district=jiuyuan", "policy=", "policy=mine:", "all-five", "&", "&&", "=", "%", "%3", "%2B", "+", "?", "#", "mine:all-five,field_days=", "80", "@6-", "~", "months=",
    "seed=0", "parameter=", "effort_cost=", "1e3", "nan", ",", "inspectorate compare", " --policy ", " -n ", "'", '"', "\\", "\n", "compare(", ")", "[", "]", "{", "}", "range(1, ",
    "worlds=", "schema_version = 1\n", "policies = [", "[own.mine]\n", "levers = { ", "\x00", "\ufeff", "\ud800", "，", "：", "１", "\u202e", "-", "*",
])  # fmt: skip


@settings(max_examples=250)
@given(st.sampled_from(sorted(READ)), st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=12).map("".join))
def test_whatever_is_typed_is_a_scenario_or_told_as_wrong(name: str, text: str) -> None:
    try:
        found = READ[name](text)
    except (UserError, ScenarioError) as error:
        assert str(error)
    else:
        assert Scenario.from_query(found.to_query()) == found


@settings(max_examples=40)
@given(st.sampled_from(sorted(READ)), scenarios(), st.data())
def test_a_scenario_with_one_piece_changed_is_a_scenario_or_told_as_wrong(name: str, scenario: Scenario, data: st.DataObject) -> None:
    text = SHAPES[name][0](scenario)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 8)))
    changed = text[:begin] + data.draw(st.one_of(st.just(""), pieces, st.text(max_size=3))) + text[end:]
    try:
        found = READ[name](changed)
    except (UserError, ScenarioError) as error:
        assert str(error)
    else:
        assert READ[name](SHAPES[name][0](found)) == found
