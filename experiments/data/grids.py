"""What stands in the sheets of a workbook, or in a folder of .csv files: cells by row and column, no formula, nothing guessed in silence."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.data.cells import key
from experiments.data.faults import Findings
from experiments.data.sheets import SHEETS, both
from experiments.disk.workbook import refuse_odd
from experiments.text.errors import UserError, in_words
from experiments.text.extras import need
from experiments.text.messages import _

MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS = 8 * 1024 * 1024, 128 * 1024 * 1024, 25_000, 60
Grid = dict[tuple[int, int], Any]
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: what is no UTF-8 and comes from a Chinese spreadsheet is GBK."""


def read_grids(path: Path, findings: Findings) -> dict[str, Grid]:
    """The grid of every known sheet by its name; ``UserError`` for what is no workbook and no folder of .csv files."""
    if path.is_dir():
        return _known({file.stem: _csv(file) for file in sorted(path.glob("*.csv"))}, findings, path)
    if path.suffix.lower() != ".xlsx":
        raise UserError(_("No such kind of file."), str(path), _("Give a workbook (.xlsx), or a folder with one .csv for each sheet."))
    with open(path, "rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    refuse_odd(content, str(path), MOST_BYTES, MOST_UNPACKED)
    return _known(_sheets(content, str(path), findings), findings, path)


def _known(grids: Mapping[str, Grid], findings: Findings, path: Path) -> dict[str, Grid]:
    """The grids by the names of ``SHEETS``, whatever language their titles are in."""
    names = {key(title): sheet for sheet in SHEETS for title in (sheet.name, *both(sheet.title))}
    found = {names[key(title)].name: grid for title, grid in grids.items() if key(title) in names}
    unknown = [title for title in grids if key(title) not in names and key(title) not in {key(one) for one in both("Instructions")}]
    for title in unknown:
        findings.note(title, None, _("this sheet is none of those asked for, and was not read"))
    for sheet in SHEETS:
        if sheet.required and sheet.name not in found:
            findings.fault(path.name, None, _("the sheet {name} is missing").format(name=_(sheet.title)), "", _("keep all sheets of the template, under their names"))
    return found


def _csv(file: Path) -> Grid:
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        raise UserError(_("The file is too large."), str(file), _("At most {most} bytes are read.").format(most=MOST_BYTES))
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UserError(_("The file is in no encoding that is read."), str(file), _("Save it as CSV in UTF-8 or GBK."))
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return {(row, column): cell for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell.strip()}


def _sheets(content: bytes, where: str, findings: Findings) -> dict[str, Grid]:
    need("openpyxl")
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
            computed = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False) if _has_formulas(book) else None
    except Exception as error:  # whatever a damaged file makes of the library
        raise UserError(_("The workbook cannot be read: {reason}.").format(reason=in_words(error)[:200]), where, _("Save it anew as .xlsx.")) from None
    return {page.title: _grid(page, None if computed is None else computed[page.title], where, findings) for page in book.worksheets}


def _has_formulas(book: Any) -> bool:
    return any(cell.data_type == "f" for page in book.worksheets for row in page.iter_rows() for cell in row)


def _grid(page: Any, computed: Any, where: str, findings: Findings) -> Grid:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        raise UserError(_("A sheet is too large."), f"{where}, {page.title}",
                        _("Keep to {rows} rows and {columns} columns; delete what looks empty below and beside.").format(rows=MOST_ROWS, columns=MOST_COLUMNS))  # fmt: skip
    grid: Grid = {}
    for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
        at, value = (cell.row - 1, cell.column - 1), cell.value
        if cell.data_type == "f":
            value = computed.cell(cell.row, cell.column).value
            if value is None:
                findings.fault(page.title, at, _("the cell holds a formula that was never computed"), "", _("copy it, and paste values only"))
        if cell.data_type == "e" or (isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper()):
            findings.fault(page.title, at, _("the cell holds an error of the spreadsheet"), "", _("write a value"))
            continue
        if isinstance(value, datetime.time | datetime.timedelta):
            value = str(value)
        if value is not None and str(value).strip():
            grid[at] = value
    _fill_merged(page, grid, findings)
    return grid


def _fill_merged(page: Any, grid: Grid, findings: Findings) -> None:
    """A text over several cells stands in each of them; a number may not: nobody knows whose it is."""
    for area in page.merged_cells.ranges:
        first = (area.min_row - 1, area.min_col - 1)
        value = grid.get(first)
        if value is None:
            continue
        rest = [(row, column) for row in range(area.min_row - 1, area.max_row) for column in range(area.min_col - 1, area.max_col) if (row, column) != first]
        if isinstance(value, int | float):
            findings.fault(page.title, first, _("a number stands in cells that are merged ({area})").format(area=area.coord), "",
                           _("unmerge them, and write the number of each row"))  # fmt: skip
        elif area.max_row > area.min_row:
            grid.update((at, value) for at in rest if at[1] == first[1])
            findings.note(page.title, first, _("merged cells ({area}): their text was taken for each row").format(area=area.coord))
