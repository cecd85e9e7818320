"""What each cell of the responsibility matrix is in a month: blind, shared, led, one department's, or one in which no hazard can arise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulation.district import District
from simulation.matrix import matrix_in, ranked
from simulation.policy import Policy
from simulation.rule import written
from simulation.rules import responsibility

CANNOT_ARISE, BLIND, SHARED, LED, SOLE = "cannot arise", "blind", "shared", "led", "one department"
KINDS = (BLIND, SHARED, LED, SOLE, CANNOT_ARISE)
LEADS, GAPS, EDITED = "leads_named", "gaps_assigned", "responsibility"
"""What can make a cell another than the district's: two levers, and the policy's own table of that name."""


@dataclass(frozen=True)
class CellState:
    """One cell: what it is, who answers for it (numbers of departments, a lead first), and what made it so ("": the district)."""

    sector: int
    domain: int
    kind: str
    departments: tuple[int, ...]
    by: str = ""


def cell_states(district: District, policy: Policy, parameters: Mapping[str, float], month: int) -> list[CellState]:
    """Every cell in ``month`` under a policy, sector by sector; before month 0 the baseline's."""
    usual = {**parameters, **district.own_values(parameters)}
    levers = {**usual, **(policy.levers_in(month, usual) if month >= 0 else {})}
    matrix = matrix_in(district, policy, month)
    shared, empty = ranked(matrix)
    named, assigned = _within(shared, levers[LEADS]), _within(empty, levers[GAPS])
    found = []
    for s, sector in enumerate(district.sectors):
        for d, cell in enumerate(matrix[s]):
            edited = EDITED if cell is not district.responsibility[s][d] else ""
            kind, departments, by = SOLE, cell.departments, edited
            if (s, d) in assigned and cell.heir >= 0:
                departments, by = (cell.heir,), GAPS
            elif not departments:
                kind = BLIND
            elif len(departments) > 1:
                led = (s, d) in named
                kind, by = (LED if cell.led or led else SHARED), LEADS if led else edited
            if not sector.exposure[d] > 0.0:
                kind = CANNOT_ARISE
            found.append(CellState(s, d, kind, departments, by))
    return found


def taken(district: District, policy: Policy, parameters: Mapping[str, float], month: int) -> dict[str, list[tuple[int, int]]]:
    """The cells (sector, domain) that the shares of the levers take in ``month``, by lever, in the order in which they take them."""
    states = cell_states(district, policy, parameters, month)
    return {lever: [(state.sector, state.domain) for state in states if state.by == lever] for lever in (LEADS, GAPS)}


def _within(cells: list[tuple[int, int]], share: float) -> set[tuple[int, int]]:
    is_within = written(responsibility.is_within)  # as Python: nothing is to be compiled for a few cells
    return {cell for rank, cell in enumerate(cells) if is_within(rank, len(cells), share)}
