"""The workbook that a district fills in: instructions, headings, what is allowed, and lists to choose from."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.data.sheets import KINDS, NOBODY, QUESTIONS, RECORDS, SHEETS, SIZE_TITLES, YES_NO, Sheet, guide
from experiments.disk.workbook import SAFE
from experiments.text.extras import need
from experiments.text.messages import _, titled
from simulation.district import District

ROWS = 3000
"""Rows to which a list to choose from is given."""
_MADE = datetime.datetime(2000, 1, 1)
Filled = Mapping[str, Sequence[Sequence[Any]]]
"""Rows of a sheet from the third on, by its name."""


def template_bytes(base: District, filled: Filled | None = None) -> bytes:
    """The workbook in the language in force, for a district that takes over ``base``; ``filled`` are rows to be put in already."""
    need("xlsxwriter")
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, SAFE)
    book.set_properties({"created": _MADE})
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDE8F0"}), "need": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F6D9C4"}),
        "allowed": book.add_format({"italic": True, "font_color": "#666666", "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}), "title": book.add_format({"bold": True, "font_size": 14}),
    }  # fmt: skip
    _write_guide(book.add_worksheet(_("Instructions")), forms)
    for sheet in SHEETS:
        _write_sheet(book.add_worksheet(_(sheet.title)), sheet, base, {**_given(base), **(filled or {})}.get(sheet.name, ()), forms)
    book.close()
    return stream.getvalue()


def _write_guide(page: Any, forms: Mapping[str, Any]) -> None:
    page.set_column(0, 0, 110)
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, _("The data of a district"), forms["title"])
    for row, line in enumerate([*guide(), _("An orange heading marks what a row needs.")], 2):
        page.write_string(row, 0, line, forms["text"])


def _given(base: District) -> dict[str, list[list[Any]]]:
    """What every workbook begins with: the questions, the sectors of the model, its size classes."""
    sectors = [titled(sector.title, sector.title_zh) for sector in base.sectors]
    return {
        "district": [[_(question), ""] for question, _allowed in QUESTIONS.values()],
        "sectors": [[name, name] for name in sectors], "matrix": [[name] for name in sectors], "sizes": [[_(title)] for title in SIZE_TITLES.values()],
    }


def headings(sheet: Sheet, base: District) -> list[tuple[str, str, bool]]:
    """Heading, what is allowed and whether it is needed, column by column; the matrix has one for each hazard domain."""
    found = [(_(column.heading), _(column.allowed), column.needed) for column in sheet.columns]
    if sheet.name == "matrix":
        allowed = _("departments, the leading one first; none: nobody; empty: as in Jiuyuan")
        found += [(titled(domain.title, domain.title_zh), allowed, False) for domain in base.domains]
    return found


def _write_sheet(page: Any, sheet: Sheet, base: District, rows: Sequence[Sequence[Any]], forms: Mapping[str, Any]) -> None:
    page.freeze_panes(2, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_row(1, 45)
    for column, (heading, allowed, needed) in enumerate(headings(sheet, base)):
        page.set_column(column, column, 34 if column == 0 else 22)
        page.write_string(0, column, heading, forms["need" if needed else "head"])
        page.write_string(1, column, allowed, forms["allowed"])
    for row, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, column, cell)
            elif cell is not None:
                page.write_number(row, column, cell)
    for column, source in _lists(sheet, base).items():
        page.data_validation(2, column, ROWS, column, {
            "validate": "list", "source": source, "error_type": "warning", "error_title": _("Not in the list"),
            "error_message": _("Choose from the list; names of one's own stand in their sheets.")[:255],
        })  # fmt: skip


def _lists(sheet: Sheet, base: District) -> dict[int, Any]:
    """What can be chosen in a column: words, or the first column of another sheet."""
    def of(name: str) -> str:
        title = next(_(one.title) for one in SHEETS if one.name == name)
        return f"='{title}'!$A$3:$A${ROWS}"

    yes_no = [_("yes"), _("no")]
    places = {column.name: number for number, column in enumerate(sheet.columns)}
    choices: dict[str, Any] = {"enforces": yes_no, "high_risk": yes_no, "grade": ["1", "2", "3"]}
    if sheet.name == "places":
        choices["kind"] = [_(title) for title in KINDS.values()]
    elif sheet.name == "departments":
        choices["kind"] = [titled(plan.title, plan.title_zh) for plan in base.departments]
    elif sheet.name == "sectors":
        choices["kind"] = [titled(sector.title, sector.title_zh) for sector in base.sectors]
    if sheet.name in ("register", *RECORDS):
        choices |= {"sector": of("sectors"), "place": of("places"), "department": of("departments"), "size": of("sizes")}
    return {places[name]: source for name, source in choices.items() if name in places}


WORDS = (YES_NO, NOBODY)
"""Texts of cells, for the catalogue."""
