"""Regions: the districts add up to the whole, a sample is fair, the country is the census."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, district_names, load_district, load_region, region_names
from scenarios.districts import read_district
from scenarios.regions import _apportioned, read_region
from simulation.district import Cell
from simulation.region import NEIGHBOURS, Region
from tests.scenarios.loading import SMALL

ENTITIES, EMPLOYEES = 33_270_000, 428_984_000  # A24
INDUSTRY, INDUSTRY_EMPLOYEES = 4_236_000, 114_289_000  # A25
INDUSTRIES = ("metal", "chemical", "machinery", "other-industry")


@cache
def region(name: str) -> Region:
    found = load_region(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", region_names())
def test_a_shipped_region_loads_and_says_that_it_is_synthetic(name: str) -> None:
    found = region(name)
    assert found.name == name and found.title_zh and found.note_zh
    assert any(word in found.note for word in ("assumption", "synthetic"))
    assert found.numbers == tuple(range(len(found.units))) and found.scale == 1.0
    assert len({unit.district.name for unit in found.units}) == len(found.units)
    assert not set(region_names()) & set(district_names())


def test_baotou_is_ten_units_with_the_entities_of_the_census() -> None:
    baotou = region("baotou")
    sizes = {unit.district.name: unit.district.enterprises for unit in baotou.units}
    assert len(sizes) == 10 and sum(sizes.values()) == baotou.enterprises == 57_000
    assert sizes["jiuyuan"] == pytest.approx(load_district("jiuyuan").enterprises, abs=5)
    assert baotou.employees == pytest.approx(765_000, abs=5)


def test_the_country_holds_every_entity_and_employee_of_the_census() -> None:
    country = region("country")
    assert len(country.units) == 2843
    assert sum(unit.district.enterprises for unit in country.units) == ENTITIES
    assert sum(unit.district.employees for unit in country.units) == pytest.approx(EMPLOYEES, rel=1e-5)
    for unit in country.units[::100]:
        groups = (unit.district.register, unit.district.others)
        drawn = sum(group.count * group.mean_workers for group in groups)
        assert drawn == pytest.approx(unit.district.employees, rel=2e-3)


def test_industry_has_its_share_of_entities_and_employees_in_the_country() -> None:
    country = region("country")
    entities = employees = 0.0
    for unit in country.units:
        district = unit.district
        for group in (district.register, district.others):
            share = sum(group.sector_mix[i] for i, s in enumerate(district.sectors) if s.name in INDUSTRIES)
            entities += share * group.count
            employees += share * group.count * group.mean_workers
    assert entities == pytest.approx(INDUSTRY, rel=0.002)
    assert employees == pytest.approx(INDUSTRY_EMPLOYEES, rel=0.002)


def test_a_country_lies_on_a_lattice_in_no_order_of_size() -> None:
    grid = read_region(SMALL, "grid")
    assert [(unit.x, unit.y) for unit in grid.units][:4] == [(0, 0), (20, 0), (40, 0), (0, 20)]
    sizes = [unit.district.enterprises for unit in grid.units]
    assert sum(sizes) == 1000 and sizes not in (sorted(sizes), sorted(sizes, reverse=True))
    logs = np.log(sorted(sizes))
    assert np.allclose(np.diff(logs), np.diff(logs)[::-1], atol=0.03)  # quantiles of a symmetric log


def test_the_units_share_the_template_with_the_sizes_and_sectors_of_the_region() -> None:
    pair, tiny = read_region(SMALL, "pair"), read_district(SMALL, "tiny")
    big, small = (unit.district for unit in pair.units)
    assert (big.enterprises, small.enterprises) == (226, 75)
    assert big.sectors is small.sectors and big.sectors == tiny.sectors and big.places is small.places
    assert big.register.sector_mix == (0.6, 0.4) and small.others.sector_mix == (0.3, 0.7)
    assert (big.title, big.note, pair.units[1].x, pair.units[1].y) == ("Big", pair.note, 3, 4)


def test_the_level_above_answers_wherever_the_emergency_bureau_does() -> None:
    pair, tiny = read_region(SMALL, "pair"), read_district(SMALL, "tiny")
    big = pair.units[0].district
    upper = big.departments[-1]
    assert [plan.name for plan in big.departments] == ["brigade", "emergency", "upper-level"]
    assert big.responsibility == ((Cell((0, 1, 2)), Cell((1, 2))), (Cell((0,)), Cell((), heir=1)))
    assert upper.officers == pytest.approx(54 * big.employees / 65_000, rel=0.01)
    assert upper.enforces and not upper.is_emergency and upper.known_registered == 0.3
    assert tiny.departments == read_district(SMALL, "tiny").departments


def test_a_region_is_no_district_and_a_district_no_region() -> None:
    assert load_region("jiuyuan") is None
    with pytest.raises(ScenarioError, match=r"several districts, and one is wanted here.*inspectorate compare"):
        load_district("baotou")
    with pytest.raises(ScenarioError, match="one district, and several are wanted"):
        read_region(SMALL, "tiny")


@settings(max_examples=200)
@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=300), st.integers(1, 10**8))
def test_whole_numbers_in_proportion_add_up(weights: list[float], total: int) -> None:
    sizes, whole = _apportioned(weights, total), math.fsum(weights)
    assert sum(sizes) == total
    assert all(abs(size - weight / whole * total) <= 1.001 for size, weight in zip(sizes, weights, strict=True))


@pytest.mark.parametrize("share", [0.01, 0.03, 0.2])
def test_a_sample_is_fair_in_size_and_stands_for_the_whole(share: float) -> None:
    country = region("country")
    sample = country.sample(share)
    assert len(sample.units) == round(2843 * share)
    assert sample.scale * len(sample.units) == pytest.approx(2843)
    assert sample.enterprises * sample.scale == pytest.approx(ENTITIES, rel=0.03)
    assert sample.employees * sample.scale == pytest.approx(EMPLOYEES, rel=0.03)
    sizes, all_sizes = ([unit.district.enterprises for unit in r.units] for r in (sample, country))
    for rank in (0.1, 0.5, 0.9):
        assert np.quantile(sizes, rank) == pytest.approx(np.quantile(all_sizes, rank), rel=0.15)


def test_a_sample_holds_whole_districts_with_their_own_numbers_in_the_order_of_the_region() -> None:
    country = region("country")
    sample = country.sample(0.01)
    assert list(sample.numbers) == sorted(set(sample.numbers))
    assert all(unit is country.units[number] for unit, number in zip(sample.units, sample.numbers, strict=True))
    assert country.sample(1.0).units == country.units
    again = country.sample(0.1).sample(0.1)
    assert again.scale * len(again.units) == pytest.approx(2843)
    assert len(country.sample(1e-9).units) == 1


@pytest.mark.parametrize("share", [0.0, -0.1, 1.01, math.nan])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="a share above 0 and up to 1"):
        region("baotou").sample(share)


@pytest.mark.parametrize("name", region_names())
def test_neighbours_are_the_nearest_others(name: str) -> None:
    units = region(name).units
    indices, distances = region(name).neighbours()
    assert indices.shape == distances.shape == (len(units), NEIGHBOURS)
    for k in range(0, len(units), max(1, len(units) // 20)):
        apart = [math.hypot(unit.x - units[k].x, unit.y - units[k].y) for unit in units]
        nearest = sorted(d for other, d in enumerate(apart) if other != k)[:NEIGHBOURS]
        assert k not in indices[k] and np.allclose(distances[k], nearest)
        assert np.allclose([apart[i] for i in indices[k]], distances[k])


def test_two_districts_are_each_others_only_neighbours() -> None:
    indices, distances = read_region(SMALL, "pair").neighbours()
    assert indices.tolist() == [[1], [0]] and distances.tolist() == [[5.0], [5.0]]
