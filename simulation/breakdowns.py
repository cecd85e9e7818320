"""Outcomes by sector, size class, place, department, hazard domain or cell of the responsibility matrix, kept on request from either engine, the same to the last bit.

They add up to the outcomes of the district: what is expected and what is counted exactly but for the order of additions by domain, money but for
the rounding of the district's months to whole yuan.  Visits by cell alone add up to more: each stands in every cell that it examined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.district import District
from simulation.orders import (
    CELL_EXPECTED_DEATHS,
    NO_CELLS,
    NO_ORDERS,
    NOT_ENTERED,
    NOTED,
    NOTES,
    OF_CELL,
    OF_DEPARTMENT,
    OF_DOMAIN,
    VISITED_ROWS,
    Orders,
)
from simulation.results import Breakdown

if TYPE_CHECKING:
    from simulation.acts import Hands

OF_ENTERPRISES = {
    "expected_injuries": "expected_injuries", "expected_deaths": "expected_deaths", "lost_time_injuries": "injuries", "deaths": "deaths",
    "hazards_open": "hazards_open", "visits": "visits", "hazards_found": "findings", "penalties": "penalties", "enterprise_cost": "enterprise_cost",
}
"""Outcomes that are kept by sector, size class and place, each with its note."""
BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "sector": tuple(OF_ENTERPRISES), "size_class": tuple(OF_ENTERPRISES), "place": tuple(OF_ENTERPRISES), "department": OF_DEPARTMENT, "domain": OF_DOMAIN,
    "cell": OF_CELL,
}
"""What can be asked for, and the outcomes that each is of."""
SIZE_BOUNDS = (20, 300, 1000)
"""Workers from which a class begins: micro, small, medium and large industry by the rules on the size of enterprises of 2011
(中小企业划型标准规定), whose bounds of revenue the model has not.  Only how outcomes are told apart hangs on them."""
SIZE_CLASSES = ("under 20", "20 to 299", "300 to 999", "1000 and more")
UNSAFE_ACTS = "unsafe acts"
"""What comes after the domains: accidents that no hazard brings."""
BETWEEN = "/"
"""Between sector and domain in the name of a cell."""
MEANS = ("hazards_open",)
"""Outcomes that are means over the months."""


def check_breakdowns(names: Sequence[str]) -> None:
    """``ValueError`` unless every name is one of ``BREAKDOWNS`` and stands once."""
    if isinstance(names, str):
        raise ValueError(f"breakdowns is {names!r}; give a list of names")
    unknown = [name for name in names if name not in BREAKDOWNS]
    if unknown:
        raise ValueError(f"there is no breakdown {unknown[0]!r}; it must be one of {', '.join(BREAKDOWNS)}")
    if len(set(names)) != len(names):
        raise ValueError("breakdowns names something twice")


def note_taking(district: District, names: Sequence[str], noted: bool, visited: bool) -> Orders:
    """Orders that order nothing: they have room for what these breakdowns need, and for notes and visits where these are read."""
    of_enterprises = any(name in names for name in ("sector", "size_class", "place", "cell"))
    departments = len(district.departments)
    return NO_ORDERS._replace(
        notes=np.zeros((len(NOTES), district.enterprises if noted or of_enterprises else 0)),
        visited=np.zeros((VISITED_ROWS, departments, district.enterprises), np.int16) if visited else NOT_ENTERED,
        domains=np.zeros((len(OF_DOMAIN), len(district.domains) + 1 if "domain" in names else 0)),
        departments=np.zeros((len(OF_DEPARTMENT), departments if "department" in names else 0)),
        cells=np.zeros((len(OF_CELL), len(district.sectors), len(district.domains) + 1)) if "cell" in names else NO_CELLS,
    )


def breakdowns_of(names: Sequence[str], district: District, hands: Hands, notes: Any, orders: Orders, months: int) -> dict[str, Breakdown]:
    """What was taken down in so many months: the notes of enterprises, and what ``orders`` hold of domains and departments."""
    made = {
        "domain": lambda: Breakdown((*(domain.name for domain in district.domains), UNSAFE_ACTS), dict(zip(OF_DOMAIN, orders.domains.copy(), strict=True))),
        "department": lambda: Breakdown(
            tuple(plan.name for plan in district.departments), dict(zip(OF_DEPARTMENT, orders.departments.copy(), strict=True))),
        "sector": lambda: _of_notes(notes, hands.read("sector"), tuple(sector.name for sector in district.sectors)),
        "cell": lambda: _of_cells(notes, hands.read("sector"), district, orders.cells.copy()),
        "place": lambda: _of_notes(notes, hands.read("place"), tuple(place.name for place in district.places)),
        "size_class": lambda: _of_notes(notes, np.searchsorted(SIZE_BOUNDS, hands.read("workers"), side="right"), SIZE_CLASSES),
    }
    found = {name: made[name]() for name in names}
    for breakdown in found.values():
        for name in MEANS:
            if name in breakdown.values:
                breakdown.values[name] /= max(1, months)
    return found


def _of_notes(notes: Any, numbers: Any, groups: tuple[str, ...]) -> Breakdown:
    of = np.asarray(numbers, np.int64)
    return Breakdown(groups, {name: np.bincount(of, notes[NOTED[note]], len(groups)) for name, note in OF_ENTERPRISES.items()})


def cells_of(district: District) -> tuple[str, ...]:
    """The names of the cells, sector by sector: its domains, then its unsafe acts."""
    return tuple(f"{sector.name}{BETWEEN}{domain}" for sector in district.sectors for domain in (*(d.name for d in district.domains), UNSAFE_ACTS))


def _of_cells(notes: Any, numbers: Any, district: District, cells: Any) -> Breakdown:
    """What was entered of cells; deaths to be expected of unsafe acts are what is left of those of a sector."""
    of_sectors = np.bincount(np.asarray(numbers, np.int64), notes[NOTED["expected_deaths"]], len(district.sectors))
    cells[CELL_EXPECTED_DEATHS, :, -1] = of_sectors - cells[CELL_EXPECTED_DEATHS, :, :-1].sum(axis=1)
    return Breakdown(cells_of(district), {name: cells[row].ravel() for row, name in enumerate(OF_CELL)})
