"""What may be asked: the shipped districts and the host's own, shipped policies and own ones made of them, and nothing larger than somebody would wait for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scenarios
from experiments.running.scenario import Scenario
from experiments.text.errors import UserError
from experiments.workshop.live.asked import LIMITS, Asking
from experiments.workshop.server.routes_answers import shapes
from scenarios import ScenarioError
from tests.workshop.serving import DISTRICT, live_runs


@pytest.fixture
def own_district(tmp_path: Path) -> str:
    """A file of the host's: the smallest district under another name."""
    text = (Path(str(scenarios.__file__)).parent / "districts" / f"{DISTRICT}.toml").read_text("utf-8")
    place = tmp_path / "ours.toml"
    place.write_text(text.replace(f'name = "{DISTRICT}"', 'name = "ours"'), "utf-8")
    return str(place)


def test_the_hosts_own_district_is_asked_for_by_its_name_and_nothing_else_by_a_path(own_district: str) -> None:
    asking = Asking(own_district)
    assert next(iter(asking.districts)) == "ours" and DISTRICT in asking.districts and "country" not in asking.districts
    found = asking.of_query("district=ours&policy=all-five&months=12")
    assert found.plan.single.name == "ours" and found.scenario.command().startswith(f"inspectorate compare --district {own_district}")
    assert found.plan.scenario_hash == Scenario(own_district, ["all-five"], months=12).plan().scenario_hash
    for query in (f"district={own_district}&policy=all-five", "district=country&policy=all-five", "district=baotou&policy=all-five", "district=nowhere&policy=all-five",
                  f"policy={own_district}", "policy=all-five&ensemble=%2Fdev%2Fzero", f"policy=x%3A{own_district},field_days%3D60"):  # fmt: skip
        with pytest.raises((UserError, ScenarioError)):
            asking.of_query(query)


def test_a_scenario_of_the_hosts_district_comes_back_by_the_query_that_is_told(own_district: str) -> None:
    live = live_runs()
    live.asking = Asking(own_district)
    first = shapes(live, {"query": "district=ours&policy=all-five&months=12"})
    assert shapes(live, {"query": first["query"]}) == first and own_district in first["command"]


def test_the_file_of_a_scenario_of_the_hosts_district_is_read_back_and_says_elsewhere_what_to_do(own_district: str) -> None:
    live = live_runs()
    live.asking = Asking(own_district)
    first = shapes(live, {"query": "district=ours&policy=all-five&months=12"})
    assert shapes(live, {"toml": first["toml"]}) == first == shapes(live, {"command": first["command"]})
    assert "take it along" in first["toml"] and "take it along" not in Scenario(DISTRICT, ["all-five"]).to_toml()
    elsewhere = live_runs()
    elsewhere.asking = Asking(DISTRICT)
    with pytest.raises(ScenarioError, match="inspectorate workshop --district FILE"):
        shapes(elsewhere, {"toml": first["toml"]})
    held = Path(own_district).read_text("utf-8")
    Path(own_district).write_text(held.replace("title = \"", "title = \"Another "), "utf-8")
    with pytest.raises(UserError, match="not what it was") as told:
        shapes(live, {"toml": first["toml"]})
    assert "district_hash" in told.value.mend
    assert Scenario.from_toml(re.sub("district_hash = .*", "", first["toml"])).district == own_district
    for bad in (first["toml"].replace('"all-five"', f'"{own_district}"'), first["toml"].replace(own_district, "/etc/passwd")):
        with pytest.raises(ScenarioError, match="names a file"):
            shapes(live, {"toml": bad})


@pytest.mark.parametrize("what", ["policies", "worlds", "months"])
def test_a_question_that_nobody_would_wait_for_is_refused_with_the_limit_and_the_command(what: str) -> None:
    most = LIMITS[what]
    asking = Asking(DISTRICT)

    def query(count: int) -> str:
        if what == "policies":
            return f"district={DISTRICT}&" + "&".join(f"policy=own{number}%3A,field_days%3D60" for number in range(count))
        return f"district={DISTRICT}&policy=all-five&{what}={count}"

    assert asking.of_query(query(most))
    with pytest.raises(UserError) as refused:
        asking.of_query(query(most + 1))
    assert str(most) in refused.value.mend and "inspectorate compare" in refused.value.mend


def test_the_plan_is_that_of_the_scenario_itself() -> None:
    scenario = Scenario(DISTRICT, ["incentives", "own:boundaries,field_days=70"], parameters={"effort_cost": 800}, worlds=6, first_world=4, seed=3, months=13)
    for one in (scenario, Scenario(DISTRICT, ["capacity"], ensemble="none")):
        found, told = Asking(DISTRICT).of(one).plan, one.plan()
        assert found == told and found.scenario_hash == told.scenario_hash and found.replay(3) == told.replay(3)
