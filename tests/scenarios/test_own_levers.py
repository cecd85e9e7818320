"""The officers of a district's emergency bureau hold: they are the baseline of the lever that counts them, and the lever replaces them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError, district_names, load_district, load_parameters, load_region, region_names
from simulation import BASELINE, LeverSetting, Policy, simulate
from simulation.district import District
from simulation.region import Region, Unit
from simulation.simulate_region import simulate_region
from tests.scenarios.circumstances import BUSY

LEVER = "officers_per_10000_workers"
TABLE = load_parameters().values


def with_officers(count: float, folder: Path) -> District:
    """The busy district with so many officers in its emergency bureau, 5,000 employees and no long burn-in."""
    head, bureau = BUSY.read_text("utf-8").split("[departments.emergency]")
    bureau = re.sub(r"officers = \{ low = 1, value = \S+, high = \d+", f"officers = {{ low = 0, value = {count}, high = 999", bureau, count=1)
    path = folder / "busy.toml"
    path.write_text(f"{head}[departments.emergency]{bureau}", encoding="utf-8")
    return replace(load_district(path), burn_in=3)


def run(district: District, policy: Policy = BASELINE, **changed: Any) -> Any:
    return simulate(district, policy, parameters=TABLE.with_values(changed), months=6)


def test_shipped_districts_stand_where_the_lever_does() -> None:
    for name in district_names():
        assert load_district(name).own_levers == ()
    for name in region_names():
        region = load_region(name)
        assert region is not None and all(unit.district.own_levers == () for unit in region.units)


def test_the_officers_of_the_bureau_are_those_of_the_file(tmp_path: Path) -> None:
    runs = {count: run(with_officers(count, tmp_path)) for count in (2.0, 4.0, 8.0)}
    assert len({each.digest for each in runs.values()}) == 3
    others = 3.4 + 4.2
    assert all(each.monthly["officers"] == pytest.approx(count + others) for count, each in runs.items())


def test_they_are_the_levers_baseline_to_the_last_bit_in_both_engines(tmp_path: Path) -> None:
    own = with_officers(8.0, tmp_path)
    plain = replace(own, own_levers=())
    assert own.own_levers[0].value == 8.0 / 5000 * 10000
    assert run(own).digest == run(plain, **{LEVER: 16.0}).digest != run(plain).digest
    assert simulate(own, parameters=TABLE, months=6, engine="mesa").digest == run(own).digest


def test_a_policy_and_a_parameter_replace_them(tmp_path: Path) -> None:
    few, many = with_officers(2.0, tmp_path), with_officers(8.0, tmp_path)
    assert run(few, **{LEVER: 6.0}).digest == run(many, **{LEVER: 6.0}).digest
    policy = Policy("more", (LeverSetting(LEVER, 6.0, start=1, ramp=2, end=5),))
    for district, count in ((few, 2.0), (many, 8.0)):
        officers = run(district, policy).monthly["officers"] - 3.4 - 4.2
        assert officers == pytest.approx([count, count + (3.0 - count) / 3, count + (3.0 - count) * 2 / 3, 3.0, 3.0, count])


def test_a_policy_that_sets_the_value_of_the_table_is_heard(tmp_path: Path) -> None:
    policy = Policy("as-in-the-table", (LeverSetting(LEVER, TABLE[LEVER]),))
    assert run(with_officers(8.0, tmp_path), policy).monthly["officers"][0] == pytest.approx(TABLE[LEVER] * 0.5 + 3.4 + 4.2)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_each_district_of_a_region_has_its_own(tmp_path: Path, engine: Any) -> None:
    districts = [replace(with_officers(count, tmp_path), name=f"of-{count:g}") for count in (2.0, 8.0)]
    region = Region("two", "Two", tuple(Unit(d, x, 0.0) for d, x in zip(districts, (0.0, 9.0), strict=True)), (0, 1))
    policy = Policy("more", (LeverSetting(LEVER, 6.0, start=2),))
    for runs, after in zip(simulate_region(region, [BASELINE, policy], parameters=TABLE, months=3, engine=engine), (None, 3.0), strict=True):
        for each, count in zip(runs, (2.0, 8.0), strict=True):
            assert each.monthly["officers"] - 7.6 == pytest.approx([count, count, count if after is None else after])


def test_more_officers_than_the_lever_allows_are_refused_at_their_key(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_officers(60.0, tmp_path)
    problem = caught.value.problems[0]
    assert problem.key == "departments.emergency.officers" and problem.line and "0 to 20" in problem.allowed
