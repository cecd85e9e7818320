"""What the tables of a district must agree on, each at its edge: the most that is allowed, and one more."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scenarios import district_checks
from scenarios.district_checks import TOLERANCE, cross_problems
from scenarios.reading import Document
from scenarios.schema.district import DistrictFile
from tests.scenarios.loading import SMALL

TINY = tomllib.loads((SMALL.root / "districts" / "tiny.toml").read_text(encoding="utf-8"))


def told(sizes: dict[str, float] | None = None, **tables: Any) -> list[tuple[str, str, str]]:
    """Key, reason and what is allowed, where sizes of the tiny district have other values and keys of ``a__b__c`` other contents."""
    data = copy.deepcopy(TINY)
    for key, value in (sizes or {}).items():
        entry = data["size"][key]
        entry.update(value=value, low=min(entry["low"], value), high=max(entry["high"], value))
    for path, content in tables.items():
        *outer, last = path.split("__")
        table = data
        for key in outer:
            table = table[key]
        if content is None:
            del table[last]
        else:
            table[last] = content
    document = Document("tiny.toml", Path("tiny.toml"), data, "")
    return [(problem.key, problem.reason, problem.allowed) for problem in cross_problems(document, DistrictFile.model_validate(data))]


def test_the_tiny_district_agrees() -> None:
    assert told() == [] and TOLERANCE == 1e-6


@pytest.mark.parametrize(("sizes", "key", "most", "others"), [
    ({}, "insured", 100, {}), ({}, "graded", 20, {}), ({"large_plant_workers": 20}, "large_plants", 20, {}),
    ({"enterprises": 90, "employees": 1800}, "registered", 90, {}),
])  # fmt: skip
def test_a_part_may_be_as_large_as_the_whole_and_no_larger(sizes: dict[str, float], key: str, most: int, others: dict[str, float]) -> None:
    assert told({**sizes, key: most}) == []
    found = told({**sizes, key: most + 1})
    assert (f"size.{key}", f"{most + 1} is more than there are", f"up to {most}") in found


def test_one_registered_enterprise_is_enough_and_none_is_not() -> None:
    few = {"large_plants": 0, "graded": 0}
    assert told({**few, "registered": 1}) == []
    assert told({**few, "registered": 0}) == [("size.registered", "no enterprise is registered", "at least 1")]


def test_the_large_plants_leave_each_other_registered_enterprise_one_employee() -> None:
    """20 registered ones with a mean of 20: the 17 that are no plants have at least 17 of the 400."""
    mean = {"registered_mean_workers": 20, "large_plants": 4}
    assert told({**mean, "large_plant_workers": 96}) == []
    assert told({**mean, "large_plant_workers": 97}) == [
        ("size.large_plant_workers", "the large plants alone have more employees than the whole register", "")]  # fmt: skip
    assert told({"registered": 4, "registered_mean_workers": 50, "large_plants": 4, "large_plant_workers": 50}) == []


def test_every_enterprise_outside_the_register_has_an_employee() -> None:
    """80 others beside 400 employees of the register."""
    assert told({"employees": 480}) == []
    assert told({"employees": 479}) == [("size.employees", "479 employees do not give every enterprise one", "")]


def test_shares_sum_to_one_within_the_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(*values: float) -> dict[str, Any]:
        return {"values": list(values), "range": [0.5, 2], "source": ["A01"]}

    for key in ("registered", "others"):
        path = f"size.sector_mix.{key}"
        assert told(**{path.replace(".", "__"): of(0.5, 0.5 + 9e-7)}) == told(**{path.replace(".", "__"): of(0.5, 0.5 - 9e-7)}) == []
        for total in ("1.123456789", "0.876543211"):
            assert told(**{path.replace(".", "__"): of(0.5, float(total) - 0.5 + 6e-11)}) == [(path, f"the shares sum to {total}", "1, within 1e-06")]
        assert told(**{path.replace(".", "__"): of(0.5, 0.5 + 2e-6)})[0][0] == path
        assert told(**{path.replace(".", "__"): of(0.5, 0.25, 0.25)}) == [
            (f"{path}.values", "3 in the list, not one for each entry of sector_order", "2 values")]  # fmt: skip
    monkeypatch.setattr(district_checks, "TOLERANCE", 0.25)
    assert told(size__sector_mix__others=of(0.75, 0.5)) == [] and len(told(size__sector_mix__others=of(0.75, 0.625))) == 1


def test_the_shares_of_the_places_sum_to_one_too() -> None:
    for key in ("industry_share", "service_share"):
        park = {**TINY["places"]["park"], key: {"low": 0, "value": 0.2, "high": 1, "unit": "share", "source": ["A01"]}}
        ((path, reason, allowed),) = told(places__park=park)
        assert path == f"places.{key}" and reason == f"the shares sum to {'0.6' if key == 'industry_share' else '0.9'}" and allowed


def test_each_list_has_a_value_for_each_domain_or_sector() -> None:
    one = {"values": [0.3], "range": [0.5, 1.2], "source": ["A01"]}
    assert told(sectors__services__exposure=one) == [
        ("sectors.services.exposure.values", "1 in the list, not one for each entry of domain_order", "2 values")]  # fmt: skip
    assert told(departments__brigade__known_by_sector=one) == [
        ("departments.brigade.known_by_sector.values", "1 in the list, not one for each entry of sector_order", "2 values")]  # fmt: skip


def test_an_order_names_each_of_its_table_once() -> None:
    assert told(domain_order=["fire"]) == [("domain_order", "machinery is missing in the order", "")]
    assert told(sector_order=["services", "industry"]) == []
    assert told(domain_order=["fire", "machinery", "fire", "fire"]) == [("domain_order", "fire stands twice", "")]
    assert told(sector_order=["industry", "servces", "services", "servces"]) == [("sector_order", "servces is unknown", "industry, services")]


def test_departments_are_those_of_the_file_and_one_is_the_emergency_bureau() -> None:
    renamed = {"bureau": TINY["departments"]["emergency"], "brigade": TINY["departments"]["brigade"]}
    found = told(departments=renamed)
    assert found[0] == ("departments", "there is no department named emergency", "")
    assert found[1:] == [(path, "emergency is unknown", "bureau, brigade") for path in (
        "responsibility.industry.machinery", "responsibility.industry.fire", "responsibility.services.machinery")]  # fmt: skip
    assert told(departments__brigade__specialist_domains=["fire", "smoke"]) == [
        ("departments.brigade.specialist_domains", "smoke is unknown", "machinery, fire")]  # fmt: skip


def test_the_matrix_has_a_cell_for_each_sector_and_domain_and_no_other() -> None:
    missing = "this cell of the matrix is missing"
    cell = {"departments": ["brigade"], "source": ["A01"]}
    assert told(responsibility__services=None) == [(f"responsibility.services.{domain}", missing, "") for domain in ("machinery", "fire")]
    assert told(responsibility__industry__fire=None) == [("responsibility.industry.fire", missing, "")]
    assert told(responsibility__trade={"fire": cell}) == [("responsibility", "trade is unknown", "industry, services")]
    assert told(responsibility__industry__smoke=cell) == [("responsibility.industry", "smoke is unknown", "machinery, fire")]
    twice = {"departments": ["brigade", "brigade", "towns"], "source": ["A01"]}
    assert told(responsibility__industry__fire=twice) == [
        ("responsibility.industry.fire", "brigade stands twice", ""), ("responsibility.industry.fire", "towns is unknown", "brigade, emergency")]  # fmt: skip
    blind = {"departments": [], "heir": "towns", "source": ["A01"]}
    assert told(responsibility__services__machinery=blind) == [("responsibility.services.machinery", "towns is unknown", "brigade, emergency")]
