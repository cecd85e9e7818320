"""What a policy may set, lever by lever: each kind of name and value, each place where levers stand, times at their edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenarios import load_parameters
from scenarios.levers import EFFECT_WORDS, VARY_IT, is_effect, lever_problems, lever_warnings, time_problems
from scenarios.reading import Document
from scenarios.schema.policy import MAX_LEVERS, PolicyFile

ENTRIES = load_parameters().entries
NEVER = "a policy sets levers, never its own effect"


def document(**data: Any) -> Document:
    return Document("mine.toml", Path("mine.toml"), data, "")


def told(levers: Any, **settings: Any) -> list[tuple[str, str, str, str]]:
    return [(one.key, one.reason, one.allowed, one.mend) for one in lever_problems(document(levers=levers), ENTRIES, **settings)]


def policy(**keys: Any) -> PolicyFile:
    return PolicyFile.model_validate({"schema_version": 1, "name": "mine", "title": "Mine", "question": "q", "reasoning": "r", **keys})


def test_levers_within_their_range_are_no_problem() -> None:
    assert told({"field_days": 70, "random_share": {"value": 1.0, "range": [0.0, 1.0]}, "fine_scale": "of another form"}) == []
    assert told("no table") == told({}) == [] and lever_problems(document(), ENTRIES) == []


@pytest.mark.parametrize(("name", "reason", "mend"), [
    ("hazard_arrivals", f"this is a parameter of kind uncertainty: {NEVER}", VARY_IT),
    ("deaths", f"this is measured, not set: {NEVER}", "set the levers that would bring it about"),
    ("officers", "this is a key of a district's file, not a lever",
     "set officers_per_10000_workers, other_officers; it stands in the district's file under [departments.NAME]"),
    ("burn_in", "this is a key of a district's file, not a lever", "it stands in the district's file under [size]; no lever moves it"),
    ("field_dais", "no lever has this name", "did you mean field_days?"),
    ("qqqq", "no lever has this name", "list the levers with: inspectorate parameters"),
])  # fmt: skip
def test_a_name_that_is_no_lever_is_told_by_what_it_is(name: str, reason: str, mend: str) -> None:
    assert told({name: 1.0}) == [(f"levers.{name}", reason, "", mend)]


def test_where_a_parameter_belongs_is_said_by_the_caller() -> None:
    assert told({"hazard_arrivals": 1.0}, mend="vary it there")[0][3] == "vary it there"
    assert told({"No Name": 1.0, "field_days": 70}) == []  # the schema tells it


@pytest.mark.parametrize("name", ["deaths", "visits", "overlap_share", "pressure", "fatal-reduction", "coverage_of_towns", "x_skill"])
def test_what_is_measured_is_an_effect_by_its_name_or_a_word_of_it(name: str) -> None:
    assert is_effect(name, ["field_days"])


@pytest.mark.parametrize(("name", "levers", "effect"), [
    ("field_dais", ["field_days"], False), ("skills", ["field_days"], False), ("effort_bonus", ["effort_bonu"], False),
    ("effort_bonus", ["effort_bxxxx"], True), ("detection", ["detection"], True),
])  # fmt: skip
def test_a_misspelt_lever_is_no_effect_and_a_word_of_measuring_itself_is_one_always(name: str, levers: list[str], effect: bool) -> None:
    assert is_effect(name, levers) == effect and "skill" in EFFECT_WORDS


def test_the_first_number_outside_the_hard_range_is_told_once() -> None:
    low, high = ENTRIES["field_days"].hard
    outside = "{} is outside the hard range".format
    for lever, number in ((high + 1, high + 1), (low - 1, low - 1), ({"value": 70, "range": [high + 2, low - 2]}, high + 2),
                          ({"value": high + 3, "range": [high + 2, 70]}, high + 3), ({"range": [70, low - 2]}, low - 2)):  # fmt: skip
        ((key, reason, allowed, mend),) = told({"field_days": lever})
        assert key == "levers.field_days" and reason == outside(f"{number:g}") and allowed.startswith(f"{low:g} to {high:g}") and mend
    assert told({"field_days": high, "fine_scale": {"value": True, "range": [float("nan"), float("inf")]}, "random_share": {"range": 5}}) == []


def test_so_many_levers_are_looked_at_and_no_more() -> None:
    assert len(told({f"qqqq{number}": 1 for number in range(MAX_LEVERS + 5)})) == MAX_LEVERS


def test_levers_are_found_at_any_place_and_nothing_is_found_where_none_stand() -> None:
    data = {"arms": [{"levers": {"field_days": 70}}, {"levers": {"deaths": 1.0}}, "no table"], "one": {"levers": {"deaths": 1.0}}}

    def keys(*path: Any) -> list[str]:
        return [one.key for one in lever_problems(document(**data), ENTRIES, path)]

    assert keys("arms", 0, "levers") == [] and keys("arms", 1, "levers") == ["arms.1.levers.deaths"] and keys("one", "levers") == ["one.levers.deaths"]
    assert keys("arms", 2, "levers") == keys("arms", "levers") == keys("one", 0, "levers") == keys("none") == keys("one", "none", "levers") == []


def test_what_ends_in_the_month_of_its_start_is_told_and_a_month_later_is_not() -> None:
    def problems(**keys: Any) -> list[tuple[str, str]]:
        return [(one.key, one.reason) for one in time_problems(document(), policy(**keys))]

    early = "it ends in month 5, not after its start in month 5"
    assert problems(start=5, end=5) == [("end", early)] and problems(start=5, end=6) == problems(start=5) == []
    whole = {"start": 2, "end": 9}
    assert problems(**whole, levers={"field_days": {"value": 60, "start": 5, "end": 5}}) == [("levers.field_days", early)]
    assert problems(**whole, levers={"field_days": {"value": 60, "start": 9}}) == [("levers.field_days", early.replace("5", "9"))]
    assert problems(**whole, levers={"field_days": {"value": 60, "end": 2}}) == [("levers.field_days", early.replace("5", "2"))]
    assert problems(**whole, levers={"field_days": {"value": 60, "start": 8}}) == problems(**whole, levers={"field_days": {"value": 60, "end": 3}}) == []
    assert problems(start=5, end=5, levers={"field_days": 60}) == [("end", early)]  # once, not with every lever


def test_what_is_outside_the_expected_range_today_or_never_whole_is_warned_of() -> None:
    def warnings(**keys: Any) -> list[str]:
        return lever_warnings(policy(**keys), ENTRIES)

    today, high = ENTRIES["field_days"].value, ENTRIES["field_days"].expected[1]
    assert warnings(levers={"field_days": high}) == [] and "outside its expected range" in warnings(levers={"field_days": high + 1})[0]
    ((told),) = warnings(levers={"field_days": today})
    assert told.startswith(f"field_days = {today:g} is today's value") and warnings(levers={"field_days": today}, overrides=["field_days"]) == []
    assert warnings(levers={"field_days": high}, start=3, ramp=6, end=9) == ["field_days ends in month 9, before it is whole in month 9"]
    assert warnings(levers={"field_days": high}, start=3, ramp=6, end=10) == [] == warnings(levers={"field_days": high}, start=3, ramp=6)
