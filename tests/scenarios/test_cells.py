"""Cells of the responsibility matrix in policy files: read, put together, refused where they mean nothing or a district has them not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError, late_warnings, load_district, load_policy, load_policy_files, load_region
from scenarios.cell_checks import idle_warnings
from scenarios.composition import compose
from simulation.policy import CellSetting, LeverSetting
from tests.scenarios.loading import SMALL
from tests.scenarios.test_policies import told, write

FIRE = {"departments": ["fire", "towns"], "lead": "towns", "start": 6, "end": 42, "source": ["assumption"]}
GIVEN = {"departments": ["transport"], "source": ["assumption"]}


def cells(**sectors: dict[str, Any]) -> dict[str, Any]:
    return {"responsibility": sectors}


def test_a_cell_takes_the_times_of_its_file_unless_it_has_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", start=4, ramp=3, end=40, levers={"field_days": 60}, **cells(metal={"fire": FIRE, "transport": GIVEN}))
    policy = compose(SMALL, path)
    assert policy.settings == (LeverSetting("field_days", 60, 4, 3, 40),)
    assert policy.cells == (CellSetting("metal", "fire", ("fire", "towns"), "towns", 6, 42), CellSetting("metal", "transport", ("transport",), "", 4, 40))
    assert policy != replace(policy, cells=policy.cells[:1])
    file = load_policy_files(path)[0]
    assert file.cells["metal", "fire"].source == ["assumption"]


def test_policies_that_hand_over_other_cells_are_joined(tmp_path: Path) -> None:
    one, other = write(tmp_path, "one", **cells(metal={"fire": FIRE})), write(tmp_path, "other", **cells(metal={"fire": FIRE, "transport": GIVEN}))
    assert compose(SMALL, f"{one}+{other}").cells == compose(SMALL, other).cells


def test_two_that_hand_one_cell_to_others_differently_conflict_and_a_third_may_rule(tmp_path: Path) -> None:
    one = write(tmp_path, "one", **cells(metal={"fire": FIRE}))
    other = write(tmp_path, "other", **cells(metal={"fire": {**FIRE, "departments": [], "end": 50}}))
    assert "the lead 'towns' is none of the cell's departments; allowed: no lead" in told(other)
    other = write(tmp_path, "other", **cells(metal={"fire": {"departments": [], "source": ["assumption"]}}))
    text = told(f"{one}+{other}")
    assert "responsibility.metal.fire: two policies hand this cell of the responsibility matrix to others differently" in text
    assert "fire, towns, led by towns from month 6 until month 42" in text and "to nobody from month 0" in text and "lists it in `overrides` as metal.fire" in text
    both = {"includes": ["one.toml", "other.toml"]}
    assert "two policies hand this cell" in told(write(tmp_path, "third", **both))
    ruled = write(tmp_path, "third", **both, overrides=["metal.fire"], **cells(metal={"fire": {"departments": ["emergency"], "source": ["assumption"]}}))
    assert compose(SMALL, ruled).cells == (CellSetting("metal", "fire", ("emergency",)),)
    assert "metal.transport overrides nothing" in told(write(tmp_path, "fourth", includes=["one.toml"], overrides=["metal.transport"]))


@pytest.mark.parametrize(("entry", "text"), [
    ({"departments": ["fire"]}, "source: this key is missing"), ({"source": ["assumption"]}, "departments: this key is missing"),
    ({**FIRE, "lead": "market"}, "lead: the lead 'market' is none of the cell's departments; allowed: fire, towns"),
    ({**FIRE, "departments": ["fire", "fire", "towns"]}, "fire stands twice"), ({**FIRE, "end": 6}, "it ends in month 6, not after its start in month 6"),
    ({**FIRE, "ramp": 3}, "this key is unknown"), ({**FIRE, "start": -1}, "too small"), ({**FIRE, "source": ["nobody-said"]}, "no source in evidence.toml"), (5, "no table"),
])  # fmt: skip
def test_a_cell_that_means_nothing_is_told_with_its_key(entry: Any, text: str, tmp_path: Path) -> None:
    found = told(write(tmp_path, "mine", **cells(metal={"fire": entry})))
    assert text in found and "responsibility.metal.fire" in found


def test_the_baseline_hands_nothing_over(tmp_path: Path) -> None:
    assert "the baseline sets nothing" in told(write(tmp_path, "baseline", **cells(metal={"fire": FIRE})))


def test_what_a_district_has_not_is_refused_with_file_line_and_what_there_is(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", **cells(catering={"fire": FIRE}, metal={"gas": GIVEN, "fire": {**GIVEN, "departments": ["fires"]}}))
    load_policy(path)
    for place in (load_district("jiuyuan-hamlet"), load_region("baotou")):
        with pytest.raises(ScenarioError) as caught:
            load_policy(path, place)
        sector, domain, department = caught.value.problems
        assert {problem.file for problem in caught.value.problems} == {str(path)} and all(problem.line for problem in caught.value.problems)
        assert sector.key == "responsibility.catering" and "has no sector catering" in sector.reason and "trade-and-services" in sector.allowed
        assert domain.key == "responsibility.metal.gas" and "confined-space" in domain.allowed
        assert department.key == "responsibility.metal.fire.departments" and "did you mean fire?" in department.mend
    fits = write(tmp_path, "fits", **cells(metal={"transport": GIVEN}))
    assert load_policy(fits, load_district("jiuyuan-hamlet")).cells and load_policy("coordination", load_district("jiuyuan-hamlet")).cells == ()


def test_a_cell_that_changes_hands_after_the_run_is_told(tmp_path: Path) -> None:
    policy = compose(SMALL, write(tmp_path, "mine", **cells(metal={"fire": FIRE})))
    assert late_warnings(policy, 7) == []
    assert late_warnings(policy, 6) == ["responsibility for fire in metal changes hands 6 months after the burn-in, and the run ends after 6: it changes nothing"]


@pytest.mark.parametrize(("name", "idle"), [("jiuyuan-hamlet", ["fire", "building-work", "transport"]), ("baotou", ["building-work", "transport"])])
def test_a_cell_that_stays_with_those_who_have_it_is_told(tmp_path: Path, name: str, idle: list[str]) -> None:
    """Also one department that is named lead of itself; not the same in another order, of whom the first may be named lead, nor in a city, whose level
    above answers beside the emergency bureau, the same without it."""
    place = load_region(name) or load_district(name)
    today = {"fire": ["fire", "emergency"], "building-work": ["housing"], "transport": []}
    same = {domain: {"departments": names, "source": ["assumption"]} for domain, names in today.items()}
    same["building-work"]["lead"] = "housing"
    warnings = [str(text) for text in idle_warnings(compose(SMALL, write(tmp_path, "same", **cells(metal=same))), place)]
    assert warnings == [f"responsibility for {domain} in metal stays with those who have it today in {name}: it changes nothing" for domain in idle]
    others = {"fire": {**same["fire"], "lead": "fire"}, "transport": GIVEN, "machinery": {"departments": ["industry", "emergency", "park", "towns"], "source": ["assumption"]}}
    assert idle_warnings(compose(SMALL, write(tmp_path, "others", **cells(metal=others))), place) == []
