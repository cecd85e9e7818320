"""A workbook of an answer: numbers as numbers with their units, a chart of its own, what it rests on; no macro, no formula, no link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.words.cautions import limits
from experiments.comparison.words.rows import row_words, shown_label
from experiments.comparison.words.verdict import headline, setting
from experiments.disk.files import inert
from experiments.disk.provenance import model_version
from experiments.text.labels import HEADLINE, quantity, unit
from experiments.text.messages import _
from experiments.workshop.answers.monthly import SHOWN, YEAR
from experiments.workshop.answers.plain import number
from experiments.workshop.answers.worth import payers

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
CHARTED = "expected_deaths"


def workbook(comparison: ComparisonData, command: str, hash: str) -> bytes:
    """The file."""
    import xlsxwriter

    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, OPTIONS)
    bold = book.add_format({"bold": True, "bottom": 1})
    _sheet(book, bold, _("Outcomes"), *_outcomes(comparison))
    name = _("Months")
    headings, units, rows = _months(comparison)
    sheet = _sheet(book, bold, name, headings, units, rows)
    _chart(book, sheet, name, comparison, len(rows))
    _sheet(book, bold, _("Who pays"), *_payers(comparison))
    about = [(_("finding"), sentence) for sentence in headline(comparison)] + [(_("setting"), setting(comparison))]
    about += [(_("limits"), text) for text in limits(comparison)]
    about += [(_("command"), command), (_("scenario"), hash), (_("model"), model_version())]
    sheet = _sheet(book, bold, _("About"), [_("what"), _("text")], ["", ""], [list(pair) for pair in about])
    sheet.set_column(1, 1, 120)
    book.close()
    return found.getvalue()


def _sheet(book: Any, bold: Any, name: str, headings: Sequence[str], units: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """A sheet with headings, their units below, and the rows; the two first lines stay in sight."""
    sheet = book.add_worksheet(name[:31])
    for column, (heading, text) in enumerate(zip(headings, units, strict=True)):
        sheet.write_string(0, column, inert(heading), bold)
        sheet.write_string(1, column, inert(text))
    for line, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, inert(cell))
            elif cell is not None:
                sheet.write_number(line, column, cell)
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, len(headings) - 1, 18)
    return sheet


def _outcomes(comparison: ComparisonData) -> tuple[list[str], list[str], list[list[Any]]]:
    headings = [_("policy"), _("outcome"), _("unit"), _("baseline"), _("difference"), _("low"), _("high"), _("words")]
    rows = []
    for policy in comparison.policies:
        for name in HEADLINE:
            row = comparison.row(policy, name)
            low, high = row.shown or (None, None)
            rows.append([comparison.title(policy), shown_label(name), unit(name), number(row.baseline_mean), number(row.difference), number(low), number(high),
                         row_words(row)])  # fmt: skip
    return headings, [""] * len(headings), rows


def _months(comparison: ComparisonData) -> tuple[list[str], list[str], list[list[Any]]]:
    """A line for each month: means over worlds of the baseline and of each policy, by outcome."""
    batch = comparison.batch
    titles = [_("Baseline"), *(comparison.title(policy) for policy in comparison.policies)]
    headings, units, columns = [_("month")], [""], [[float(month) for month in range(batch.months)]]
    for name in SHOWN:
        for p, title in enumerate(titles):
            headings.append(_("{title}: {outcome}").format(title=title, outcome=shown_label(name)))
            units.append(unit(name))
            columns.append((batch.monthly(name)[p].mean(axis=0) * (YEAR if quantity(name).yearly else 1)).tolist())
    return headings, units, [list(row) for row in zip(*columns, strict=True)]


def _chart(book: Any, sheet: Any, name: str, comparison: ComparisonData, months: int) -> None:
    chart = book.add_chart({"type": "line"})
    first = 1 + SHOWN.index(CHARTED) * (len(comparison.policies) + 1)
    for column in range(first, first + len(comparison.policies) + 1):
        chart.add_series({"name": [name[:31], 0, column], "categories": [name[:31], 2, 0, 1 + months, 0], "values": [name[:31], 2, column, 1 + months, column]})
    chart.set_title({"name": shown_label(CHARTED)})
    chart.set_y_axis({"name": unit(CHARTED)})
    chart.set_x_axis({"name": _("month")})
    sheet.insert_chart(3, 2, chart, {"x_scale": 1.6, "y_scale": 1.4})


def _payers(comparison: ComparisonData) -> tuple[list[str], list[str], list[list[Any]]]:
    headings, units = [_("policy"), _("payer"), _("difference")], ["", "", unit("government_cost")]
    rows = [[comparison.title(one["policy"]), row["title"], row["difference"]] for one in payers(comparison) for row in one["rows"]]
    return headings, units, rows
