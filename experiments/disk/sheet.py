"""A table as a sheet for spreadsheets: every text a text, no formula, no link, nothing cut."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from experiments.disk.files import SHEET_ROWS, inert, sync, sync_folder
from experiments.disk.paths import TEMPORARY
from experiments.text.messages import _

MOST_COLUMNS = 16_384
MOST_TEXT = 32_767


def write_sheet(path: Path, table: pa.Table, about: Sequence[tuple[str, Any]]) -> bool:
    """``table`` as .xlsx with a frozen, filtered header and what it is ``about`` on a second sheet; False if it is too large for one."""
    if table.num_rows > SHEET_ROWS or table.num_columns > MOST_COLUMNS or _longest(table) > MOST_TEXT:
        return False
    import xlsxwriter

    handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, suffix=".xlsx", dir=path.absolute().parent)
    os.close(handle)
    try:
        book = xlsxwriter.Workbook(temporary, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("rows")[:31])
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.column_names):
            sheet.write_string(0, column, name, bold)
        first = 1
        for batch in table.to_batches(max_chunksize=10_000):
            _write_rows(sheet, first, [column.to_pylist() for column in batch.columns])
            first += batch.num_rows
        sheet.autofilter(0, 0, max(0, table.num_rows), table.num_columns - 1)
        facts = book.add_worksheet(_("about")[:31])
        facts.set_column(0, 0, 16)
        facts.set_column(1, 1, 100)
        for row, (name, value) in enumerate(about):
            facts.write_string(row, 0, name, bold)
            facts.write_string(row, 1, inert(str(value))[:MOST_TEXT])
        book.close()
        sync(Path(temporary))
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.absolute().parent)
    return True


def _write_rows(sheet: Any, first: int, columns: Sequence[list[Any]]) -> None:
    for offset, cells in enumerate(zip(*columns, strict=True)):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(first + offset, column, inert(cell))
            elif cell is not None and not (isinstance(cell, float) and not math.isfinite(cell)):
                sheet.write_number(first + offset, column, cell)


def _longest(table: pa.Table) -> int:
    texts = [column for column in table.columns if pa.types.is_string(column.type)]
    return max((len(inert(text)) for column in texts for text in column.unique().to_pylist() if text is not None), default=0)
