"""The months of every enterprise, kept on request from either engine, the same to the last bit."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulation.acts import LATENT, VISIBLE, Hands
from simulation.district import District
from simulation.engine import columns
from simulation.orders import NOTED, NOTES
from simulation.results import EnterpriseMonths

MAJOR = (1, 3)
"""Cells of a domain, beside ``VISIBLE`` and ``LATENT``."""
HAZARDS: dict[str, tuple[int, ...]] = {
    "visible_hazards_open": VISIBLE, "latent_hazards_open": LATENT, "major_hazards_open": MAJOR,
}
"""Open hazards at the end of a month, by the cells of a domain that count."""
STATES = (
    "effort", "attention", "competence", "memory", "output", "visit_belief", "certainty_belief", "fine_belief", "supervision_class", "certified", "listed",
)
"""Columns of ``engine/columns.py``, as they stand at the end of a month."""
FACTS = ("sector", "place", "workers", "registered", "high_risk")
"""Columns that never change."""
BY_ENTERPRISE: tuple[str, ...] = (*NOTES, *HAZARDS, *STATES)
"""Everything that can be asked for: what happened in a month, then what stands at its end."""


@dataclass(frozen=True)
class Measure:
    """One quantity by enterprise and month; ``of`` is "month" for what happened in it, "end" for what stands at its end."""

    name: str
    unit: str
    meaning: str
    of: str


_NOTED = {
    "expected_injuries": ("injuries", "injuries to be expected from the state of the enterprise"),
    "expected_deaths": ("deaths", "deaths to be expected from the state of the enterprise"),
    "injuries": ("injuries", "lost-time injuries, those killed included"), "deaths": ("deaths", "deaths"),
    "reported_injuries": ("injuries", "injuries that reached the record"), "reported_deaths": ("deaths", "deaths that reached the record"),
    "serious_injuries": ("injuries", "serious injuries"), "visits": ("visits", "visits of departments"),
    "findings": ("hazards", "hazards found by departments"), "major_findings": ("hazards", "major hazards found by departments"),
    "penalties": ("penalties", "penalties imposed after visits"),
    "fines": ("yuan", "fines and charges after visits and after accidents on record"),
    "hazards_open": ("hazards", "open hazards at the end of the month"),
    "enterprise_cost": ("yuan", "what safety, visits and lost output cost it; fines and premiums are none of it"),
    "stop_work_orders": ("orders", "orders to stop work"),
}  # fmt: skip


def measures() -> tuple[Measure, ...]:
    """Everything that can be asked for, in the order of ``BY_ENTERPRISE``."""
    declared = {column.name: column for group in columns.GROUPS if group.over == ("enterprise",) for column in group.columns}
    kinds = {"visible_hazards_open": "open visible hazards", "latent_hazards_open": "open latent hazards",
             "major_hazards_open": "open major hazards"}  # fmt: skip
    return (
        *(Measure(name, *_NOTED[name], "end" if name == "hazards_open" else "month") for name in NOTES),
        *(Measure(name, "hazards", kinds[name], "end") for name in HAZARDS),
        *(Measure(name, declared[name].unit, declared[name].meaning, "end") for name in STATES),
    )


def check_names(names: Sequence[str]) -> None:
    """``ValueError`` unless every name is one of ``BY_ENTERPRISE`` and stands once."""
    if isinstance(names, str):
        raise ValueError(f"by_enterprise is {names!r}; give a list of names")
    for name in names:
        if name not in BY_ENTERPRISE:
            near = difflib.get_close_matches(str(name), BY_ENTERPRISE, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it must be one of {', '.join(BY_ENTERPRISE)}"
            raise ValueError(f"{name!r} is not kept by enterprise; {hint}")
    if len(set(names)) != len(names):
        raise ValueError("by_enterprise names something twice")


class Keeper:
    """Keeps what is asked for of one run, month by month."""

    def __init__(self, names: Sequence[str], district: District) -> None:
        self._district = district
        self._values = {name: np.zeros((district.enterprises, 0)) for name in names}
        self._months = 0
        self.reads_notes = any(name in NOTED for name in names)
        """Whether it needs the notes of a month."""

    def make_room(self, months: int) -> None:
        """Make room for so many months after those that are kept."""
        need = self._months + months
        for name, values in self._values.items():
            if values.shape[1] < need:
                # By half of what there is where months come one by one, so that not every one of them moves all before.
                grown = np.zeros((values.shape[0], max(need, self._months * 3 // 2)))
                grown[:, :self._months] = values[:, :self._months]
                self._values[name] = grown

    def close(self, notes: Any, hands: Hands) -> None:
        """Keep the month that has just passed, of which ``notes`` (``NOTES``, enterprises) were taken."""
        self.make_room(1)
        cells = hands.cells().reshape(self._district.enterprises, -1, 4) if HAZARDS.keys() & self._values.keys() else None
        for name, values in self._values.items():
            if name in NOTED:
                values[:, self._months] = notes[NOTED[name]]
            elif cells is not None and name in HAZARDS:
                values[:, self._months] = cells[:, :, HAZARDS[name]].sum(axis=(1, 2))
            else:
                values[:, self._months] = hands.read(name)
        self._months += 1

    def kept(self, hands: Hands) -> EnterpriseMonths:
        """All months, with what never changes of the enterprises."""
        whole = {name: values if values.shape[1] == self._months else values[:, :self._months].copy() for name, values in self._values.items()}
        return EnterpriseMonths(facts_of(self._district, hands), whole)


def facts_of(district: District, hands: Hands) -> dict[str, Any]:
    """What never changes of the enterprises, by name, each (enterprises,)."""
    facts: dict[str, Any] = {name: hands.read(name).astype(np.int64) for name in FACTS}
    facts["sector"] = np.array([sector.name for sector in district.sectors])[facts["sector"]]
    facts["place"] = np.array([place.name for place in district.places])[facts["place"]]
    facts["registered"], facts["high_risk"] = facts["registered"] > 0, facts["high_risk"] > 0
    if district.roll:
        codes = [row.code for row in district.roll]
        facts["code"] = np.array([*codes, *[""] * (district.enterprises - len(codes))])
    return facts
