"""What every sheet is read with: numbers, names of lists, needed and repeated cells, each fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from experiments.data import cells
from experiments.data.faults import Findings
from experiments.data.grids import Grid
from experiments.data.rows import Row, rows_of
from experiments.data.sheets import BY_NAME, NOBODY, SIZE_TITLES, both
from experiments.disk.workbook import cell_name
from experiments.text.messages import _, enumerated
from simulation.district import District

BETWEEN, OR_ELSE = re.compile(r"\s*[;；、\n]\s*"), re.compile(r"\s*[,，/]\s*")
"""What sets departments apart in one cell; commas and strokes only where what they part is no name by itself."""


class Reader:
    """Reads the sheets of one workbook for a district that takes over ``base``."""

    def __init__(self, grids: Mapping[str, Grid], base: District, findings: Findings) -> None:
        self.grids, self.base, self.findings = grids, base, findings
        self.model_sectors = titles_of((one.name, one.title, one.title_zh) for one in base.sectors)
        self.model_departments = titles_of((one.name, one.title, one.title_zh) for one in base.departments)
        self.domains = {one.name: (one.name, one.title, one.title_zh) for one in base.domains}
        self.sizes = {cells.key(text): name for name, title in SIZE_TITLES.items() for text in (name, *both(title))}
        self.sectors: dict[str, str] = {}
        self.departments: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.shown: dict[str, list[str]] = {"sectors": [], "places": [], "departments": []}
        """Names as the workbook writes them, by sheet."""
        self.where: dict[str, tuple[str, tuple[int, int]]] = {}
        """Sheet and cell behind keys of the district's file."""

    def rows(self, name: str, more: Any = None) -> list[Row]:
        """The rows of a sheet, none where it is missing or empty."""
        grid = self.grids.get(name)
        return [] if not grid else rows_of(BY_NAME[name], grid, self.findings, more)

    def number(self, row: Row, name: str, low: float, high: float, whole: bool = True) -> float | None:
        """The number in a column, None where it is empty; said where it was given as about so much."""
        if (value := row.get(name)) is None:
            return None
        found, about = self.findings.read(row.sheet, row.at[name], lambda: cells.number(value, low, high, whole), (low, False))
        if about:
            self.findings.note(row.sheet, row.at[name], _("'{value}' was read as {number}").format(value=cells.plain(value), number=f"{found:g}"))
        return found

    def whole(self, row: Row, name: str, low: int, high: int) -> int | None:
        """``number``, whole."""
        found = self.number(row, name, low, high)
        return None if found is None else int(found)

    def named(self, row: Row, name: str, names: Mapping[str, Any], shown: Iterable[str], mend: str) -> Any:
        """What the text in a column stands for; None, with a fault, where it is none of ``names`` (known by their keys)."""
        value = row.get(name)
        if value is None or cells.key(value) in names:
            return None if value is None else names[cells.key(value)]
        self.findings.fault(row.sheet, row.at[name], _("'{name}' is unknown").format(name=cells.plain(value)[:40]), enumerated(shown), mend)
        return None

    def missing(self, row: Row, name: str) -> bool:
        """Whether a needed cell is empty, which is a fault."""
        if row.get(name) is not None:
            return False
        column = next(column for column in BY_NAME[self._name(row)].columns if column.name == name)
        self.findings.fault(row.sheet, row.at[name], _("the cell is empty"), _(column.allowed), _("fill it in, or delete the whole row"))
        return True

    def _name(self, row: Row) -> str:
        return next(name for name, sheet in BY_NAME.items() if _(sheet.title) == row.sheet)

    def once(self, row: Row, name: str, seen: dict[str, Row]) -> bool:
        """Whether a name stands for the first time; a fault where it does not."""
        mark = cells.key(row.get(name))
        if mark in seen:
            self.findings.fault(row.sheet, row.at[name], _("the same stands in {cell} already").format(cell=cell_name(*seen[mark].at[name])), _("each once"),
                                _("delete one of the rows, or add to the name what tells them apart"))  # fmt: skip
            return False
        seen[mark] = row
        return True

    def listed(self, row: Row, name: str) -> list[str] | None:
        """The departments in a cell, none for the word that says so, None where it is empty."""
        value = row.get(name)
        if value is None:
            return None
        if cells.key(value) in {cells.key(text) for text in both(NOBODY)}:
            return []
        found = []
        for part in self._parted(str(value)):
            kind = self.departments.get(cells.key(part))
            if kind is None:
                self.findings.fault(row.sheet, row.at[name], _("'{name}' is no department of the sheet {sheet}").format(
                    name=part[:40], sheet=_(BY_NAME["departments"].title)), enumerated(self.shown["departments"]), _("write its name as it stands there"))  # fmt: skip
            elif kind not in found:
                found.append(kind)
        return found

    def _parted(self, text: str) -> Iterator[str]:
        """The names in a cell, one by one."""
        for part in filter(None, (cells.plain(part) for part in BETWEEN.split(text))):
            yield from [part] if cells.key(part) in self.departments else filter(None, OR_ELSE.split(part))

    def some(self, name: str, found: list[Any]) -> None:
        """A fault where a sheet that is there has no rows."""
        if name in self.grids and not found and not any(fault.sheet == _(BY_NAME[name].title) for fault in self.findings.faults):
            self.findings.fault(_(BY_NAME[name].title), None, _("the sheet has no rows"), "", _("fill in at least one, below the headings"))


def titles_of(named: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The model's names by every title that they go by."""
    return {cells.key(text): name for name, *titles in named for text in (name, *titles) if text}
