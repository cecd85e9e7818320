"""Every key of a parameter file and of a district's file, moved: it changes a run, or is refused, or stands on a short list with its reason."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError, load_district, load_parameters, load_region
from scenarios.silence import UNHEARD
from simulation import LeverSetting, Policy, simulate
from simulation.simulate_region import simulate_region
from tests.scenarios.circumstances import (
    BUSY,
    MONTHS,
    acts,
    acts_where_sites_move,
    busy,
    digest,
    levers,
    moves_an_outcome,
    usual,
)
from tests.scenarios.moving import WORDS, leaves, moved, reworded
from tests.scenarios.spoiling import at
from tests.scenarios.writing import toml


def ends_of(entry: Any) -> tuple[float, float]:
    """Both ends of the range of a parameter: of the plausible one, or of the possible one where a constant has no other."""
    low, high = entry.expected if entry.expected[0] < entry.expected[1] else entry.hard
    return low, high


@pytest.mark.parametrize("group", sorted({entry.group for entry in load_parameters().entries.values()}))
def test_every_parameter_and_lever_moves_an_outcome_at_both_ends_of_its_range_or_is_listed_with_its_reason(group: str) -> None:
    entries = {name: entry for name, entry in load_parameters().entries.items() if entry.group == group}
    silent = {
        (name, end) for name, entry in entries.items() for end in ends_of(entry)
        if end != levers().get(name, entry.value) and not moves_an_outcome(name, end)
    }
    assert silent == {(name, end) for name in UNHEARD if name in entries for end in ends_of(entries[name])}


def test_every_lever_changes_a_run_as_a_parameter_too() -> None:
    """``--parameter`` of a lever holds under a policy that leaves the lever alone."""
    entries = load_parameters().entries

    def without(name: str) -> Policy:
        return Policy("others", tuple(LeverSetting(other, value) for other, value in levers().items() if other != name))

    table = load_parameters().values
    for name in ("officers_per_10000_workers", "field_days", "fine_scale", "random_share"):
        own, other = (
            simulate(busy(), without(name), parameters=table.with_values({name: value}), months=MONTHS).digest
            for value in (entries[name].value, entries[name].expected[1])
        )
        assert own != other, name


def read(table: dict[str, Any], folder: Path, load: Callable[[Path], Any]) -> Any:
    """The scenario of a table; None where it is refused with a reason."""
    path = folder / f"{table['name']}.toml" if isinstance(table.get("name"), str) else folder / "busy.toml"
    path.write_text(toml(table), encoding="utf-8")
    try:
        return load(path)
    except ScenarioError as error:
        assert all(problem.reason for problem in error.problems)
        return None


def silent(table: dict[str, Any], folder: Path, load: Callable[[Path], Any], run: Callable[[Any], bool]) -> set[str]:
    """Keys whose moves are all read without a word, and change nothing."""
    found = set()
    for path in leaves(table):
        if path[-1] in WORDS or path == ("schema_version",):
            continue
        given = [scenario for other in moved(table, path) if (scenario := read(other, folder, load)) is not None]
        if given and not any(run(scenario) for scenario in given):
            found.add(".".join(map(str, path)))
    return found


def test_every_number_and_name_of_a_districts_file_changes_a_run_or_is_refused(tmp_path: Path) -> None:
    table = tomllib.loads(BUSY.read_text("utf-8"))

    def changes_a_run(district: Any) -> bool:
        return acts(lambda number: digest(number, district=district)) or acts_where_sites_move(district)

    assert silent(table, tmp_path, load_district, changes_a_run) == set()


@pytest.mark.parametrize("word", sorted(WORDS))
def test_a_word_on_the_list_changes_no_run(word: str, tmp_path: Path) -> None:
    table = tomllib.loads(BUSY.read_text("utf-8"))
    other, paths = copy.deepcopy(table), [path for path in leaves(table) if path[-1] == word]
    for path in paths:
        at(other, path[:-1])[word] = reworded(word, at(table, path))
    assert paths and other != table
    district = read(other, tmp_path, load_district)
    assert district is not None and not acts(lambda number: digest(number, district=district))


def test_the_scale_of_a_sample_changes_a_run(tmp_path: Path) -> None:
    (tmp_path / "busy.toml").write_text(BUSY.read_text("utf-8"), encoding="utf-8")
    table = {"schema_version": 1, "name": "part", "extends": "busy.toml", "scale": 0.9, "title": "Part", "note": "A part."}
    assert silent(table, tmp_path, load_district, lambda district: digest(0, district=district) != usual(0)) == set()


CITY = """
schema_version = 1
name = "towns"
title = "Towns"
note = "Made up."
template = "busy.toml"
enterprises = { low = 100, value = 150, high = 900, unit = "enterprises", source = ["assumption"] }
employees = { low = 1000, value = 6000, high = 9000, unit = "employees", source = ["assumption"] }
sector_mix.registered = { values = [0.6, 0.4], range = [0.5, 2], source = ["assumption"] }
sector_mix.others = { values = [0.5, 0.5], range = [0.5, 2], source = ["assumption"] }
[upper_level]
title = "City"
officers = { low = 10, value = 40, high = 90, unit = "officers", source = ["assumption"] }
known_registered = { low = 0.1, value = 0.5, high = 0.9, unit = "share", source = ["assumption"] }
"""
UNITS = """
[units.east]
title = "East"
share = { low = 0.1, value = 0.5, high = 0.9, unit = "share", source = ["assumption"] }
position = { values = [0, 0], range = [0.5, 2], source = ["assumption"] }
[units.west]
title = "West"
share = { low = 0.1, value = 0.5, high = 0.9, unit = "share", source = ["assumption"] }
position = { values = [9, 5], range = [0.5, 2], source = ["assumption"] }
"""
COUNTIES = """
counties = { low = 1, value = 3, high = 9, unit = "counties", source = ["assumption"] }
county_log_sigma = { low = 0.1, value = 0.5, high = 0.9, unit = "log", source = ["assumption"] }
spacing = { low = 1, value = 9, high = 90, unit = "km", source = ["assumption"] }
"""


@pytest.mark.parametrize("text", [CITY + UNITS, CITY.replace("sector_mix.r", COUNTIES + "sector_mix.r")], ids=["city", "country"])
def test_every_number_of_a_regions_file_changes_a_run_or_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "busy.toml").write_text(BUSY.read_text("utf-8"), encoding="utf-8")
    policy = Policy("busy", tuple(LeverSetting(name, value) for name, value in {**levers(), "publication": 1.0}.items()))

    def run(region: Any) -> list[str]:
        runs = simulate_region(region, [policy], parameters=load_parameters().values, months=18, world=1)
        return [each.digest for each in runs[0]]

    table = tomllib.loads(text)
    usually = run(read(table, tmp_path, load_region))
    assert silent(table, tmp_path, load_region, lambda region: run(region) != usually) == set()
