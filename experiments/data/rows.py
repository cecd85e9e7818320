"""Rows of a sheet by the names of their columns: headings found, hints, empty rows and totals left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.data.cells import is_total, key
from experiments.data.faults import Findings
from experiments.data.grids import Grid
from experiments.data.sheets import Sheet, both
from experiments.text.messages import N_, _, enumerated

HEADING_ROWS = 15
"""Rows among which the headings are looked for: people put titles above."""
DOMAIN_HINT = N_("departments, the leading one first; none: nobody; empty: as in Jiuyuan")


@dataclass(frozen=True)
class Row:
    """One row: its sheet's title, its number from 0, its cells by the names of their columns, and where each stands."""

    sheet: str
    number: int
    cells: Mapping[str, Any]
    at: Mapping[str, tuple[int, int]]

    def get(self, name: str) -> Any:
        """What stands in a column; None where nothing does."""
        return self.cells.get(name)


def rows_of(sheet: Sheet, grid: Grid, findings: Findings, more: Mapping[str, Sequence[str]] | None = None) -> list[Row]:
    """The rows of a sheet; ``more`` are further columns by name, each with all its headings."""
    headings = {key(text): column.name for column in sheet.columns for text in both(column.heading)}
    headings |= {key(text): name for name, texts in (more or {}).items() for text in texts}
    head, columns = _headings(grid, headings)
    if head is None:
        findings.fault(_(sheet.title), None, _("the headings are missing"), enumerated(_(column.heading) for column in sheet.columns), _("write them in one row, as in the template"))
        return []
    lacking = [column for column in sheet.columns if column.needed and column.name not in columns.values()]
    for column in lacking:
        findings.fault(_(sheet.title), (head, 0), _("the column {name} is missing").format(name=_(column.heading)), "", _("add it, as in the template"))
    for place in sorted(place for place in grid if place[0] == head and place[1] not in columns):
        findings.note(_(sheet.title), place, _("this column is none of those asked for, and was not read"))
    hints = {key(text) for column in sheet.columns for text in both(column.allowed)} | {key(text) for text in both(DOMAIN_HINT)}
    found = []
    for number in sorted({row for row, column in grid if row > head and column in columns}):
        at = {name: (number, column) for column, name in columns.items()}
        cells = {name: grid[place] for name, place in at.items() if place in grid}
        if number == head + 1 and all(key(value) in hints for value in cells.values()):
            continue
        if sheet.name != "district" and is_total(next(iter(cells.values()))):
            findings.note(_(sheet.title), (number, 0), _("a row of totals was left out"))
            continue
        found.append(Row(_(sheet.title), number, cells, at))
    return [] if lacking else found


def _headings(grid: Grid, headings: Mapping[str, str]) -> tuple[int | None, dict[int, str]]:
    """The row of the headings, and the columns by number: the first row with at least two of them, or all where there is but one."""
    near = sorted(at for at in grid if at[0] < HEADING_ROWS)
    for number in range(HEADING_ROWS):
        columns: dict[int, str] = {}
        for row, column in near:
            value = grid[row, column]
            name = headings.get(key(value)) if row == number else None
            if name is not None and name not in columns.values():
                columns[column] = name
        if len(columns) >= 2:
            return number, columns
    return None, {}
