"""The responsibility matrix of a month: the district's, with the cells that a policy hands to others."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.district import Cell, District
from simulation.policy import CellSetting, Policy

Matrix = tuple[tuple[Cell, ...], ...]
"""``matrix[sector][domain]``."""
FOR_GOOD = 2**31
"""More months than any run has."""


def matrix_in(district: District, policy: Policy, month: int) -> Matrix:
    """Who answers for what in ``month``; the district's own matrix before month 0 and where no cell is handed to others.

    A cell that is emptied falls, where the lever ``gaps_assigned`` assigns it, to its heir, and if it has none to who led it so far.
    """
    held = [cell for cell in policy.cells if month >= 0 and cell.holds_in(month)]
    if not held:
        return district.responsibility
    sectors, domains, departments = ([part.name for part in parts] for parts in (district.sectors, district.domains, district.departments))
    rows = [list(row) for row in district.responsibility]
    for cell in held:
        row, column = rows[sectors.index(cell.sector)], domains.index(cell.domain)
        row[column] = _handed_over(row[column], cell, departments)
    return tuple(tuple(row) for row in rows)


def months_alike(policy: Policy, month: int) -> int:
    """For how many months from ``month`` on the matrix is the same, at the least."""
    turns = [turn for cell in policy.cells for turn in (cell.start, cell.end) if turn is not None and turn > month]
    return min(turns, default=month + FOR_GOOD) - month


def ranked(matrix: Matrix) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Cells (sector, domain) that ``leads_named`` gives a lead, and those that ``gaps_assigned`` gives to their heirs, each in the order in which a
    growing share takes them: shared ones without a lead, and blind ones."""
    cells = [(s, d) for s, row in enumerate(matrix) for d in range(len(row))]
    shared = [(s, d) for s, d in cells if len(matrix[s][d].departments) > 1 and not matrix[s][d].led]
    return shared, [(s, d) for s, d in cells if not matrix[s][d].departments]


def _handed_over(before: Cell, setting: CellSetting, departments: Sequence[str]) -> Cell:
    first = sorted(setting.departments, key=lambda name: name != setting.lead)
    numbers = tuple(departments.index(name) for name in first)
    if numbers:
        return Cell(numbers, led=bool(setting.lead) and len(numbers) > 1)
    return Cell((), before.heir if before.heir >= 0 or not before.departments else before.departments[0])
