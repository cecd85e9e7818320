"""Excel: notes, conclusion, comparison with native charts, assumptions, sources, data, dictionary; numbers as numbers, units in a row, nothing cut."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from experiments.disk.sheet import MOST_TEXT
from experiments.disk.workbook import SAFE
from experiments.report.tree import Cell, Data, Heading, Items, Paragraph, Report, Table
from experiments.report.writers.steady import MADE
from experiments.text.errors import UserError
from experiments.text.formatting import decimals, enough
from experiments.text.labels import HEADLINE, unit
from experiments.text.messages import _

WIDE = 110
PAPER = ("summary", "worth", "worth-government", "levels", "payers", "years", "posts", "agreement", "signs", "catastrophes", "record", "responsibility", "levers", "values", "facts")


class Book:
    """A workbook being written."""

    def __init__(self, report: Report) -> None:
        import xlsxwriter

        self.report = report
        self.stream = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self.stream, {**SAFE, "nan_inf_to_errors": False})
        self.book.set_properties({"title": report.title, "created": MADE})
        font = {"font_name": "宋体" if report.language == "zh" else "Calibri", "font_size": 11}
        self.plain = self.book.add_format({**font, "text_wrap": True, "valign": "top"})
        self.number = self.book.add_format({**font, "valign": "top"})
        self.font, self.places = font, dict[int, Any]()
        self.bold = self.book.add_format({**font, "bold": True, "text_wrap": True, "valign": "top"})
        self.title = self.book.add_format({**font, "bold": True, "font_size": 15, "text_wrap": True})
        self.head = self.book.add_format({**font, "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF3F8", "bottom": 1})
        self.unit = self.book.add_format({**font, "italic": True, "bg_color": "#EEF3F8", "text_wrap": True, "bottom": 1})
        self.names: list[str] = []

    def content(self) -> bytes:
        """All sheets in their order."""
        self._notes()
        self._conclusion()
        tables = [table for table in self.report.tables if table.name in PAPER or table.name.startswith(("findings-", "by-", "payers-"))]
        self._comparison(next(table for table in tables if table.name == "summary"))
        for table in tables:
            if table.name not in {"summary", "facts"}:
                self._table(table)
        for data in self.report.data:
            self._data(data)
        self._dictionary()
        self.book.close()
        return self.stream.getvalue()

    def _sheet(self, name: str) -> Any:
        short = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31].strip()
        found, number = short, 2
        while found.lower() in self.names:
            found, number = f"{short[:28]} {number}", number + 1
        self.names.append(found.lower())
        sheet = self.book.add_worksheet(found)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, cell: str | float | None, form: Any = None) -> None:
        if isinstance(cell, str):
            if len(cell) > MOST_TEXT:
                raise UserError(_("A text is longer than a cell of a spreadsheet can hold."), sheet.name, _("Write another kind of file: .docx, .pdf or .html."))
            sheet.write_string(row, column, cell, form or self.plain)
        elif cell is not None:
            sheet.write_number(row, column, cell, form or self._shown(cell))

    def _shown(self, number: float) -> Any:
        """The format in which a number shows about three digits; it is kept whole."""
        places = 0 if float(number).is_integer() else min(9, enough(number, decimals([number])))
        if places not in self.places:
            self.places[places] = self.book.add_format({**self.font, "valign": "top", "num_format": "#,##0" + ("." + "0" * places if places else "")})
        return self.places[places]

    def _lines(self, name: str, lines: Sequence[tuple[str, Any]]) -> None:
        sheet = self._sheet(name)
        sheet.set_column(0, 0, WIDE)
        sheet.freeze_panes(1, 0)
        for row, (text, form) in enumerate(lines):
            self._write(sheet, row, 0, text, form)
            if len(text) * (2 if self.report.language == "zh" else 1) > WIDE:
                sheet.set_row(row, 15.5 * (1 + len(text) * (2 if self.report.language == "zh" else 1) // WIDE))

    def _notes(self) -> None:
        """What it is, how to make it again, how to read it, what it does not tell."""
        report, lines, on = self.report, list[tuple[str, Any]](), False
        lines += [(report.title, self.title), (report.subtitle, self.plain), *([(report.date, self.plain)] if report.date else []), (report.footer, self.plain)]
        lines += [(block.text, self.bold) for block in report.blocks if isinstance(block, Paragraph) and block.kind == "warning"]
        first = [block for block in report.blocks if isinstance(block, Heading) and block.level == 1]
        last = {_("How to make it again"), _("How to read it"), _("What it does not tell")}
        for block in report.blocks:
            if block in first:
                on = block.text in last
                lines += [(block.text, self.bold)] if on else []
            elif on and isinstance(block, Paragraph):
                lines.append((block.text, self.plain))
            elif on and isinstance(block, Items):
                lines += [(text, self.plain) for text in block.texts]
            elif on and isinstance(block, Table):
                lines += [(" = ".join(cell.text for cell in cells), self.plain) for cells in block.rows]
        self._lines(_("Notes"), lines)

    def _conclusion(self) -> None:
        """The question, the answer and the finding in full."""
        lines, on = [(self.report.title, self.title)], False
        shown = {_("The question"), _("The answer"), _("The finding in full")}
        for block in self.report.blocks:
            if isinstance(block, Heading):
                on = block.text in shown
                lines += [(block.text, self.bold)] if on else []
            elif on and isinstance(block, Paragraph):
                lines.append((block.text, self.plain))
        self._lines(_("Conclusion"), lines)

    def _head(self, sheet: Any, titles: Sequence[str], units: Sequence[str], row: int = 0) -> int:
        for column, (title, told) in enumerate(zip(titles, units, strict=True)):
            self._write(sheet, row, column, title, self.head)
            self._write(sheet, row + 1, column, told, self.unit)
        sheet.freeze_panes(row + 2, 1)
        return row + 2

    def _comparison(self, summary: Table) -> None:
        """Every policy with its differences, intervals and shares of the headline outcomes, numbers alone, and a chart of each."""
        rows = {(str(row[0]), str(row[1])): row for row in self._records("comparison").rows}
        keys = [field.key for field in self._records("comparison").fields]
        policies = list(dict.fromkeys(policy for policy, _name in rows))
        sheet = self._sheet(_("Comparison"))
        parts = (("baseline_mean", _("baseline")), ("difference", _("difference")), ("low_simultaneous", _("interval from")), ("high_simultaneous", _("interval to")),
                 ("relative", _("relative")))  # fmt: skip
        titles, units = [_("policy")], [_("unit")]
        for name, column in zip(HEADLINE, summary.columns[1:], strict=True):
            titles += [f"{column.title}: {part}" if self.report.language == "en" else f"{column.title}：{part}" for _key, part in parts]
            units += [_("share") if key == "relative" else unit(name) for key, _part in parts]
        first = self._head(sheet, titles, units)
        for number, policy in enumerate(policies):
            self._write(sheet, first + number, 0, self.report.titles[policy], self.bold)
            for place, name in enumerate(HEADLINE):
                for offset, (key, _part) in enumerate(parts):
                    self._write(sheet, first + number, 1 + place * len(parts) + offset, rows[policy, name][keys.index(key)])
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(titles) - 1, 15)
        sheet.set_row(0, 62)
        for place in range(len(HEADLINE)):
            self._chart(sheet, (first, first + len(policies) - 1), 2 + place * len(parts), titles[2 + place * len(parts)], units[2 + place * len(parts)], place)

    def _records(self, name: str) -> Data:
        return next(data for data in self.report.data if data.name == name)

    def _chart(self, sheet: Any, rows: tuple[int, int], column: int, title: str, told: str, place: int) -> None:
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series({"name": title, "categories": [sheet.name, rows[0], 0, rows[1], 0], "values": [sheet.name, rows[0], column, rows[1], column],
                          "fill": {"color": "#0072B2"}, "gap": 60})  # fmt: skip
        chart.set_title({"name": title, "overlay": False, "name_font": {"size": 11}})
        chart.set_x_axis({"name": told, "num_font": {"size": 9}, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
        chart.set_legend({"none": True})
        chart.set_size({"width": 560, "height": 260})
        sheet.insert_chart(rows[1] + 3 + 14 * (place // 2), 0 if place % 2 == 0 else 4, chart, {"description": title})

    def _table(self, table: Table) -> None:
        """A table as in the paper: one number in a cell is a number, several are a text."""
        sheet = self._sheet(table.title)
        self._write(sheet, 0, 0, table.title, self.title)
        first = self._head(sheet, [column.title for column in table.columns], [column.unit for column in table.columns], 1)
        for number, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                self._write(sheet, first + number, column, _plain(cell), self.bold if column == 0 and isinstance(_plain(cell), str) else None)
        if table.note:
            self._write(sheet, first + len(table.rows) + 1, 0, table.note, self.number)
        sheet.set_column(0, 0, 34)
        for column, told in enumerate(table.columns[1:], 1):
            sheet.set_column(column, column, 14 if told.numeric else 26)

    def _data(self, data: Data) -> None:
        sheet = self._sheet(data.title)
        first = self._head(sheet, [field.title for field in data.fields], [field.unit for field in data.fields])
        for number, cells in enumerate(data.rows):
            for column, cell in enumerate(cells):
                self._write(sheet, first + number, column, cell, self.number)
        sheet.autofilter(1, 0, first + max(0, len(data.rows) - 1), len(data.fields) - 1)
        sheet.set_column(0, len(data.fields) - 1, 18)
        for offset, text in enumerate(text for text in (data.note, data.source) if text):
            self._write(sheet, first + len(data.rows) + 1 + offset, 0, text, self.number)

    def _dictionary(self) -> None:
        sheet = self._sheet(_("Dictionary"))
        first = self._head(sheet, [_("sheet"), _("column"), _("meaning")], ["", "", ""])
        row = first
        for data in self.report.data:
            for field in data.fields:
                for column, text in enumerate((data.title, field.title, field.meaning)):
                    self._write(sheet, row, column, text)
                row += 1
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 2, 70)


def _plain(cell: Cell) -> str | float:
    """The number of a cell that is nothing but a number; else its text."""
    return cell.text if cell.value is None or "\n" in cell.text or any(mark in cell.text for mark in "?*(（") else cell.value


def written(report: Report) -> bytes:
    """The workbook (.xlsx)."""
    return Book(report).content()
