"""What is varied: ends of each problem, channels of supervision, ceilings; read from ``scenarios/headroom.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import scenarios
from experiments.text.messages import titled
from simulation.district import Cell, District

FILE = Path(str(scenarios.__file__)).parent / "headroom.toml"
PROBLEMS = ("attention", "coordination", "boundaries", "capacity", "incentives")
BASELINE = "baseline"
EMERGENCY = 0
"""The first department of a district, to which a cell of nobody without an heir falls."""


@dataclass(frozen=True)
class Variation:
    """A world that differs from the baseline from its burn-in on; ``cells`` is "", "sole" or "contested"."""

    name: str
    kind: str
    of: str
    title: str
    title_zh: str
    parameters: Mapping[str, float]
    reason: str
    end: str = ""
    cells: str = ""

    @property
    def shown(self) -> str:
        """Its title in the language in force."""
        return titled(self.title, self.title_zh)

    def district(self, base: District) -> District:
        """``base`` with its responsibility matrix changed, if it is."""
        if not self.cells:
            return base
        change = {"sole": _sole, "contested": _contested}[self.cells]
        return replace(base, responsibility=tuple(tuple(change(cell) for cell in row) for row in base.responsibility))


def _sole(cell: Cell) -> Cell:
    if cell.departments:
        return Cell(cell.departments[:1])
    return Cell((cell.heir if cell.heir >= 0 else EMERGENCY,))


def _contested(cell: Cell) -> Cell:
    return Cell(cell.departments if len(cell.departments) == 1 else (), cell.heir)


def load_variations(path: Path = FILE) -> list[Variation]:
    """The variations in the order of their file; the baseline is not among them."""
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["variations"]
    return [
        Variation(
            name, entry["kind"], entry["of"], entry["title"], entry["title_zh"], {key: float(value) for key, value in entry["parameters"].items()},
            entry["reason"], entry.get("end", ""), entry.get("cells", ""),
        )
        for name, entry in table.items()
    ]  # fmt: skip
