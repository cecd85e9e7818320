"""The data as it stands: every source exists, every value lies in its range, every parameter is used."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PARAMETERS = tomllib.loads((ROOT / "scenarios" / "parameters.toml").read_text())["parameters"]
EVIDENCE = tomllib.loads((ROOT / "scenarios" / "evidence.toml").read_text())["evidence"]
DISTRICT = tomllib.loads((ROOT / "scenarios" / "districts" / "jiuyuan.toml").read_text())


def sources(table: Any) -> list[str]:
    if isinstance(table, dict):
        own = list(table["source"]) if isinstance(table.get("source"), list) else []
        return own + [source for value in table.values() for source in sources(value)]
    return []


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_parameter_says_what_it_is(name: str) -> None:
    entry = PARAMETERS[name]
    assert entry["kind"] in {"lever", "uncertainty", "constant"}
    assert entry["hard"][0] <= entry["expected"][0] <= entry["expected"][1] <= entry["hard"][1]
    assert entry["hard"][0] <= entry["value"] <= entry["hard"][1]
    assert entry["source"] and entry["unit"] and entry["description"]


def test_every_source_is_in_the_evidence() -> None:
    cited = {*sources({"p": PARAMETERS}), *sources(DISTRICT)}
    assert cited - set(EVIDENCE) - {"assumption"} == set()


def test_every_evidence_entry_stands_on_its_own() -> None:
    for name, entry in EVIDENCE.items():
        assert entry["figure"] and entry["citation"] and entry["status"], name
        assert not re.match(r"(as|same)\b", entry["citation"], re.IGNORECASE), f"{name} refers to another row"


# Read by the appraisal of a comparison and not by the model.
APPRAISAL = {"value_of_life", "serious_injury_value", "other_injury_value"}


def test_every_parameter_is_used() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "simulation").rglob("*.py"))
    unused = {name for name in PARAMETERS if not re.search(rf"\b(?:p|parameters)\.{name}\b", source)}
    assert unused == APPRAISAL
