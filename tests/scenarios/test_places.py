"""The district with catering, crowded and small places: Jiuyuan but for these, every number of theirs an assumption with a range."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import scenarios
from scenarios import load_district, load_parameters
from scenarios.samples import scaled
from simulation.district import District
from simulation.policy import BASELINE, CellSetting, LeverSetting, Policy
from simulation.population import drawn_enterprises
from tests.simulation.docking import differences, pairs

WHOLE, PLACES = load_district("jiuyuan"), load_district("jiuyuan-places")
NEW = ("catering", "crowded-places", "small-places")
VALUES = load_parameters().values


def _numbers(table: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], dict[str, Any]]:
    """Quantities and cells of a table by their path."""
    if not isinstance(table, dict):
        return {}
    if "source" in table:
        return {path: table}
    return {found: quantity for key, inner in table.items() for found, quantity in _numbers(inner, (*path, key)).items()}


def test_it_is_jiuyuan_but_for_three_sectors_out_of_trade_and_services_and_a_bureau() -> None:
    names = [sector.name for sector in PLACES.sectors]
    assert names == [*(sector.name for sector in WHOLE.sectors[:-1]), *NEW, WHOLE.sectors[-1].name]
    assert [plan.name for plan in PLACES.departments] == [*(plan.name for plan in WHOLE.departments), "commerce"]
    for name in ("domains", "places", "large_plants", "employees", "insured", "graded", "burn_in", "enterprises"):
        assert getattr(PLACES, name) == getattr(WHOLE, name)
    kept = [names.index(sector.name) for sector in WHOLE.sectors]
    assert tuple(PLACES.responsibility[number] for number in kept) == WHOLE.responsibility and tuple(PLACES.sectors[number] for number in kept) == WHOLE.sectors
    for one, other in zip(PLACES.departments, WHOLE.departments, strict=False):
        assert replace(one, known_by_sector=()) == replace(other, known_by_sector=()) and tuple(one.known_by_sector[number] for number in kept) == other.known_by_sector
    split = sum(PLACES.others.sector_mix[names.index(name)] for name in (*NEW, "trade-and-services"))
    assert abs(split - WHOLE.others.sector_mix[-1]) < 1e-12 and not any(PLACES.register.sector_mix[-4:])
    assert "assumptions without data" in PLACES.note and "assumptions without data" in load_district("jiuyuan-places-tenth").note


def test_every_number_of_theirs_is_marked_as_an_assumption_with_a_range() -> None:
    data = tomllib.loads((Path(str(scenarios.__file__)).parent / "districts" / "jiuyuan-places.toml").read_text("utf-8"))
    own = {path: table for path, table in _numbers(data).items() if {*NEW, "commerce"} & set(path)}
    assert len(own) == 3 * 8 + 7 + 3 * 7
    for path, table in own.items():
        assert "assumption" in table["source"], path
        assert path[0] == "responsibility" or (table.get("low", 0) < table.get("high", 1) and table.get("range", [0, 1])[0] < table.get("range", [0, 1])[1]), path


def test_they_lie_where_services_lie_and_not_in_the_industrial_park() -> None:
    drawn = drawn_enterprises(PLACES, VALUES, 1, 1)
    names = [sector.name for sector in PLACES.sectors]
    park = next(number for number, place in enumerate(PLACES.places) if place.kind == "park")
    for name in (*NEW, "trade-and-services", "construction"):
        inside = drawn.place[drawn.sector == names.index(name)] == park
        assert len(inside) > 100 and abs(inside.mean() - (PLACES.places[park].industry_share if name == "construction" else PLACES.places[park].service_share)) < 0.06


def _tiny() -> District:
    return replace(scaled(PLACES, 0.006, name="tiny", title="Tiny"), burn_in=2)


def test_both_engines_agree_on_it_with_the_gas_of_restaurants_given_to_one_lead() -> None:
    gas = Policy("gas", (LeverSetting("gaps_assigned", 1.0, 3),), cells=(
        CellSetting("catering", "confined-space", ("housing", "market", "commerce", "towns"), "housing", 1, 4), CellSetting("small-places", "confined-space", ("towns",), "", 2)))  # fmt: skip
    for engine, model in pairs(_tiny(), [gas, BASELINE], VALUES, 4, 1, 6):
        assert differences(engine, model) == []
