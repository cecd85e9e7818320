"""The table of parameters, a user's own table, and single values changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, load_evidence, load_parameters
from scenarios.library import Library
from scenarios.parameters import overridden
from scenarios.silence import OFF, WAITING
from simulation.parameters import Parameters
from tests.scenarios.loading import SMALL, load


def test_the_table_holds_values_for_the_model_and_entries_for_people() -> None:
    table = SMALL.parameters
    assert isinstance(table.values, Parameters)
    assert table.values.field_days == 50
    assert table.entries["field_days"].unit == "days per officer-year"
    assert table.warnings == []


def test_a_users_table_changes_values_within_the_models_limits(tmp_path: Path) -> None:
    text = (SMALL.root / "parameters.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("value = 50", "value = 150"), encoding="utf-8")
    table = load("parameters", path)
    assert table.values.field_days == 150
    assert table.warnings == ["field_days = 150 is outside its expected range, 40 to 80 (days per officer-year)"]


def test_a_users_table_may_hold_only_what_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    text = (SMALL.root / "parameters.toml").read_text(encoding="utf-8")
    path.write_text(
        text[: text.index("[parameters.random_share]")].replace("value = 50", "value = 60"), encoding="utf-8"
    )
    table = load("parameters", path)
    assert (table.values.field_days, table.values.random_share) == (60, 0.1)
    assert set(table.entries) == set(SMALL.parameters.entries)


def test_overrides_change_single_values_and_nothing_else() -> None:
    table = overridden(SMALL.parameters, {"field_days": 60, "hazard_arrivals": 0.5})
    assert table.values.field_days == 60
    assert table.values.random_share == SMALL.parameters.values.random_share
    assert [warning.split()[0] for warning in table.warnings] == ["hazard_arrivals"]
    assert SMALL.parameters.values.field_days == 50


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"field_dais": 3}, "did you mean field_days?"),
        ({"qqq": 3}, "no parameter has this name"),
        ({"field_days": 221}, "0 to 220"),
        ({"field_days": -1}, "outside the hard range"),
        ({"field_days": float("nan")}, "nan is no number"),
        ({"field_days": float("inf")}, "inf is no number"),
        ({"field_days": True}, "true is no number"),
        ({"field_days": "60"}, "'60' is no number"),
        ({"field_days": 16**400}, "outside the hard range"),
    ],
)
def test_a_bad_override_is_refused(overrides: dict[str, float], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        overridden(SMALL.parameters, overrides)
    assert message in str(caught.value)


def test_all_bad_overrides_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        overridden(SMALL.parameters, {"field_days": 1000, "random_share": 2, "nothing": 1})
    assert len(caught.value.problems) == 3


@settings(max_examples=100)
@given(st.floats(0, 220), st.floats(0, 1))
def test_every_value_in_the_hard_ranges_is_taken(days: float, share: float) -> None:
    table = overridden(SMALL.parameters, {"field_days": days, "random_share": share})
    assert (table.values.field_days, table.values.random_share) == (days, share)


def test_a_library_without_its_files_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    empty = Library(tmp_path)
    assert empty.names("policies") == []
    for read in (lambda: empty.parameters, lambda: empty.evidence):
        with pytest.raises(ScenarioError, match="there is no such file"):
            read()


def test_the_public_functions_take_paths(tmp_path: Path) -> None:
    assert load_evidence(SMALL.root / "evidence.toml")["A01"].year == "2025"
    with pytest.raises(ScenarioError, match=r"the model has no such parameter"):
        load_parameters(SMALL.root / "parameters.toml")
    with pytest.raises(ScenarioError, match="no such file"):
        load_parameters(tmp_path / "none.toml")


def test_a_mechanism_that_is_switched_off_is_no_unusual_value_and_what_waits_for_it_says_so() -> None:
    """The value that switches it off may lie outside the range to vary; any other value out there is told."""
    table = load_parameters()
    assert table.warnings == [] and set(OFF) <= set(table.entries)
    assert set(WAITING.values()) <= set(OFF) and set(WAITING) <= set(table.entries)
    assert overridden(table, {"site_kept": 1.0}).warnings == []
    assert overridden(table, {"site_kept": 0.9}).warnings == ["site_kept = 0.9 is outside its expected range, 0.2 to 0.7 (share)"]
    assert overridden(table, {"stake_half": 500.0, "stake_attention": 0.0}).warnings == ["stake_half changes nothing while stake_attention is 0"]
    assert overridden(overridden(table, {"stake_attention": 0.0}), {"stake_half": 500.0}).warnings == ["stake_half changes nothing while stake_attention is 0"]
    assert overridden(table, {"stake_half": 500.0, "stake_attention": 0.3}).warnings == []
    assert overridden(overridden(table, {"stake_attention": 0.3}), {"stake_half": 500.0}).warnings == []
