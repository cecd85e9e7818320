"""What was found or read cannot be changed afterwards: every data class is frozen but those that gather while something runs."""

import dataclasses
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GATHERING = {
    "Archive", "ClusterCrew", "Composition", "Course", "Drawn", "OnTheModel", "Part", "Run", "Streams", "Talk", "_Count", "_Done",
}  # fmt: skip
"""Filled step by step."""
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ("simulation", "scenarios", "experiments")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "@dataclass" in path.read_text(encoding="utf-8")
]


def data_classes(module: str) -> dict[str, bool]:
    """Whether each data class of a module is frozen."""
    found = vars(importlib.import_module(module)).values()
    return {one.__name__: one.__dataclass_params__.frozen for one in found
            if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module}  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_a_data_class_is_frozen_unless_it_gathers(module: str) -> None:
    found = data_classes(module)
    assert found and found == {name: name not in GATHERING for name in found}


def test_every_name_among_those_that_gather_is_one() -> None:
    assert {name for module in MODULES for name in data_classes(module)} >= GATHERING
