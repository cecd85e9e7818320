"""Small workbooks (.xlsx): written so that every text is a text and nothing is cut, read so that nothing in them can do anything.

Read are plain texts and numbers; a formula, a date, an error, a macro or anything that would be read otherwise than it looks is refused.
"""

from __future__ import annotations

import datetime
import io
import math
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.disk.sheet import MOST_TEXT
from experiments.text.errors import UserError, in_words
from experiments.text.messages import _

Cell = str | int | float
Grid = Mapping[tuple[int, int], Cell]
"""What stands in a sheet, by row and column from 0."""

MOST_BYTES = 256 * 1024
MOST_UNPACKED = 4 * 1024 * 1024
MOST_FILES = 100
MOST_ROWS, MOST_COLUMNS = 1000, 30
EXACT = 2**53
"""Whole numbers beyond it are not exact in a spreadsheet."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_OLD = b"\xd0\xcf\x11\xe0"
_MADE = datetime.datetime(2000, 1, 1)
"""Written as the day on which it was made: the same content is the same file."""


def book_bytes(sheets: Mapping[str, Sequence[Sequence[Cell | None]]], widths: Sequence[int] = (18, 24, 16, 16, 16, 12, 12, 40)) -> bytes:
    """A workbook of these sheets, each a list of rows with a header first; a number that a spreadsheet would round is written as a text."""
    from experiments.text.extras import need

    need("xlsxwriter")
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, SAFE)
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True, "bottom": 1})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, bold if row == 0 else None)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell | None, form: Any) -> None:
    if isinstance(cell, str):
        if len(cell) > MOST_TEXT:
            raise UserError(_("A text is longer than a cell of a spreadsheet can hold."), _place(sheet.name, row, column), _("Write it as a file: .toml."))
        sheet.write_string(row, column, cell, form)
    elif cell is not None and _is_exact(cell):
        sheet.write_number(row, column, cell, form)
    elif cell is not None:
        sheet.write_string(row, column, str(cell) if isinstance(cell, int) else repr(cell), form)


def _is_exact(number: float) -> bool:
    """Whether a spreadsheet keeps it as it is: it is written with sixteen digits."""
    return abs(number) <= EXACT if isinstance(number, int) else float(f"{number:.16G}") == number


def read_book(content: bytes, where: str) -> dict[str, Grid]:
    """What stands in each sheet of a workbook; ``UserError`` for whatever is none, is too large, or holds what is no plain value."""
    from experiments.text.extras import need

    refuse_odd(content, where)
    need("openpyxl")
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False, keep_vba=False)
            sheets = [(sheet.title, [(cell.row - 1, cell.column - 1, cell.data_type, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None])
                      for sheet in book.worksheets if _refuse_wide(sheet, where)]  # fmt: skip
    except UserError:
        raise
    except Exception as error:  # whatever a damaged file makes of the library
        raise UserError(_("The workbook cannot be read: {reason}.").format(reason=in_words(error)[:200]), where, _("Save it anew as .xlsx.")) from None
    return {title: {(row, column): _plain(kind, value, _place(title, row, column)) for row, column, kind, value in cells} for title, cells in sheets}


def refuse_odd(content: bytes, where: str, most: int = MOST_BYTES, unpacked: int = MOST_UNPACKED) -> None:
    """``UserError`` before anything of a file is looked into that is no workbook, too large (bytes, and unpacked), or would grow beyond measure."""
    if len(content) > most:
        raise UserError(_("The workbook is too large."), where, _("At most {most} bytes are read.").format(most=most))
    if content.startswith(_OLD):
        raise UserError(_("This is an old or a locked workbook."), where, _("Save it as .xlsx, without a password."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES or sum(member.file_size for member in members) > unpacked:
                raise UserError(_("The workbook is too large."), where, _("Keep the sheets that are asked for only, and no pictures."))
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _is_odd(archive.read(member)):
                    raise UserError(_("The workbook holds what no workbook holds."), f"{where}, {member.filename}", _("Save it anew as .xlsx."))
    except UserError:
        raise
    except Exception:  # damaged archives raise a dozen kinds of error
        raise UserError(_("This is no workbook."), where, _("Save it as .xlsx.")) from None


def _is_odd(text: bytes) -> bool:
    """Whether a part defines entities, which may grow beyond measure, or is in an encoding in which nobody would see them."""
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text


def _refuse_wide(sheet: Any, where: str) -> bool:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        far = [cell for cell in sheet._cells.values() if cell.value is not None and (cell.row > MOST_ROWS or cell.column > MOST_COLUMNS)]
        if far:
            raise UserError(_("A sheet is larger than any of a scenario."), f"{where}, {sheet.title}",
                            _("Keep to {rows} rows and {columns} columns.").format(rows=MOST_ROWS, columns=MOST_COLUMNS))  # fmt: skip
        for row, column in [key for key in sheet._cells if key[0] > MOST_ROWS or key[1] > MOST_COLUMNS]:
            del sheet._cells[row, column]
    return True


def _plain(kind: str, value: Any, where: str) -> Cell:
    if kind == "f":
        raise UserError(_("A cell holds a formula."), where, _("Write its value: copy it, and paste values only."))
    if kind == "e":
        raise UserError(_("A cell holds an error of the spreadsheet."), where, _("Write a value."))
    if isinstance(value, bool) or not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
        raise UserError(_("A cell holds neither a text nor a number."), where, _("Format the cell as text or as a number, and write it again."))
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT else value


def _place(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{cell_name(row, column)}"


def cell_name(row: int, column: int) -> str:
    """``B3`` of row 2 and column 1, both from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
