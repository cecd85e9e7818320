"""Settings laid upon a policy: what relative values are relative to, which own policy they make, and what is said of those that are wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest

from scenarios import ScenarioError, load_district, load_parameters, load_policy, load_region, shipped
from scenarios.own_settings import Laid, lay
from simulation.district import OwnLever

HAMLET: Any = load_district("jiuyuan-hamlet")
TODAY = load_parameters().entries["field_days"].value


def settings_on(base: str, settings: Sequence[str], place: Any, used: Collection[str] = ()) -> Laid:
    return lay(shipped(), base, settings, place, "--set", used)


def spec(base: str, *settings: str) -> str:
    return settings_on(base, settings, HAMLET).spec


def told(base: str, *settings: str) -> list[tuple[str, str, str, str]]:
    """File, key, reason and mend of all that is wrong."""
    with pytest.raises(ScenarioError) as caught:
        settings_on(base, settings, HAMLET)
    return [(problem.file, problem.key, str(problem.reason), str(problem.mend)) for problem in caught.value.problems]


@pytest.mark.parametrize(("base", "settings", "one"), [
    ("baseline", ["field_days=80"], "mine:,field_days=80"),
    ("baseline", ["field_days=80@6-42", "fine_scale = 2 ~ 3"], "mine:,field_days=80@6-42,fine_scale=2~3"),
    ("baseline", ["field_days=x1.2"], f"mine:,field_days={TODAY * 1.2:g}"),
    ("baseline", ["field_days=+20%@6"], f"mine:,field_days={TODAY * 1.2:g}@6"),
    ("baseline", ["field_days=-20%@6-42~3"], f"mine:,field_days={TODAY * 0.8:g}@6-42~3"),
    ("baseline", ["responsibility.metal.fire=market*+fire@6"], "mine:,metal.fire=market*+fire@6"),
    ("baseline", ["metal.fire=nobody"], "mine:,metal.fire=nobody"),
    ("coordination+incentives", ["field_days=80"], "mine:coordination+incentives,field_days=80"),
    ("staffing", ["field_days=x1.1"], "mine:staffing,field_days=88"),  # of what the policy sets it to
    ("other:staffing,field_days=100,fine_scale=2", ["field_days=-10%"], "mine:staffing,field_days=90,fine_scale=2"),
])  # fmt: skip
def test_settings_make_the_own_policy_that_one_would_write(base: str, settings: list[str], one: str) -> None:
    assert spec(base, *settings) == one
    assert load_policy(one, HAMLET).name == "mine"


def test_a_relative_value_counts_from_what_the_lever_is_in_the_district() -> None:
    own = replace(HAMLET, own_levers=(OwnLever("officers_per_10000_workers", load_parameters().entries["officers_per_10000_workers"].value, 4.0),))
    laid = settings_on("baseline", ["officers_per_10000_workers=x1.5"], own)
    assert (laid.spec, laid.taken[0].before, laid.taken[0].in_policy) == ("mine:,officers_per_10000_workers=6", 4.0, False)


def test_in_a_region_whose_districts_differ_a_relative_value_means_nothing() -> None:
    region = load_region("baotou")
    assert region is not None
    mixed = replace(region, units=(replace(region.units[0], district=replace(HAMLET, own_levers=(OwnLever("field_days", TODAY, 60.0),))), region.units[1]))
    with pytest.raises(ScenarioError, match="differ in it today"):
        settings_on("baseline", ["field_days=x1.5"], mixed)
    assert settings_on("baseline", ["fine_scale=x1.5"], mixed).spec == "mine:,fine_scale=1.5"


def test_the_name_is_one_that_is_free() -> None:
    assert settings_on("coordination", ["field_days=80"], HAMLET, used={"mine", "mine-2"}).spec == "mine-3:coordination,field_days=80"


@pytest.mark.parametrize(("setting", "reason", "mend"), [
    ("feild_days=80", "no lever has this name", "did you mean field_days?"),
    ("effort_cost=+20%", "an assumption, no lever", f"write --parameter effort_cost={1.2 * load_parameters().values.effort_cost:g}"),
    ("effort_cost=900", "an assumption, no lever", "write --parameter effort_cost=900"),
    ("efort_cost=900", "no lever has this name", "did you mean effort_cost? It is an assumption"),
    ("deaths=0", "no lever has this name", ""),
    ("field_days=1000", "outside the hard range", "choose a value"),
    ("field_days=20%", "is no number", "20% more than it is 60"),
    ("field_days=80@9-3", "it ends in month 3", "field_days=80@9-21"),
    ("field_days=80@x", "is no month", "@FROM-UNTIL"),
    ("field_days=80,fine_scale=2", "a comma", "--set field_days=80 --set fine_scale=2"),
    ("fine_scale=1,000", "a comma", "without a comma"),
    ("ｆield_days=80", "half width", "write field_days=80"),
    ("field_days", "no change of a lever", "field_days=50"),
    ("x", "no change of a lever", "field_days=80"),
    ("", "no change of a lever", "field_days=80"),
    ("responsibility.metal=fire", "names no cell", "responsibility.SECTOR.DOMAIN"),
    ("responsibility.metl.fire=fire", "no sector metl", "did you mean metal?"),
    ("responsibility.metal.fire=firre", "no department firre", "did you mean fire?"),
    ("responsibility.metal.fire=+20%", "", ""),
])  # fmt: skip
def test_what_is_wrong_is_told_as_it_was_typed(setting: str, reason: str, mend: str) -> None:
    (found,) = told("coordination", setting)
    assert found[0] == "--set" and found[1] in (setting, setting.strip() or "''")
    assert reason in found[2] and mend in found[3]


def test_all_settings_that_are_wrong_are_told_at_once_and_a_wrong_policy_as_ever() -> None:
    assert [key for _, key, _, _ in told("baseline", "feild_days=1", "fine_scale=2", "effort_cost=2", "fine_scale=3")] == ["feild_days=1", "effort_cost=2", "fine_scale=3"]
    assert "did you mean coordination?" in told("coordinaton", "field_days=80")[0][3]
