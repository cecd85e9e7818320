"""What was found or read cannot be changed afterwards: every data class is frozen but those that gather while something runs."""

import dataclasses
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GATHERING = {
    "Archive", "Bucket", "ClusterCrew", "Composition", "Course", "Drawn", "Errand", "Member", "OnTheModel", "Part", "Question", "Round", "Run", "Streams",
    "Talk", "_Count", "_Done", "experiments.workshop.live.queue.Task", "experiments.workshop.rooms.people.Choice",
}  # fmt: skip
"""Filled step by step; with its module where another data class of that name is frozen."""
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ("simulation", "scenarios", "experiments")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "@dataclass" in path.read_text(encoding="utf-8")
]


def data_classes(module: str) -> dict[str, bool]:
    """Whether each data class of a module is frozen, by its name, with the module where it stands so among those that gather."""
    found = vars(importlib.import_module(module)).values()
    return {_called(one): one.__dataclass_params__.frozen for one in found
            if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module}  # fmt: skip


def _called(one: type) -> str:
    whole = f"{one.__module__}.{one.__name__}"
    return whole if whole in GATHERING else one.__name__


@pytest.mark.parametrize("module", MODULES)
def test_a_data_class_is_frozen_unless_it_gathers(module: str) -> None:
    found = data_classes(module)
    assert found and found == {name: name not in GATHERING for name in found}


def test_every_name_among_those_that_gather_is_one() -> None:
    assert {name for module in MODULES for name in data_classes(module)} >= GATHERING
