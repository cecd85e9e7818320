"""The sheets of records: so many visits, hazards, penalties and accidents in a month, by department, sector and size class."""

from __future__ import annotations

from experiments.data import cells
from experiments.data.filled import Record
from experiments.data.reader import Reader
from experiments.data.rows import Row
from experiments.data.sheets import RECORDS, SIZE_TITLES
from experiments.text.messages import _

MEASURES = {"visits": ("visits",), "findings": ("findings",), "penalties": ("penalties",), "accidents": ("injuries", "deaths")}
"""What each sheet counts."""
MOST = 1_000_000


def read_records(reader: Reader) -> list[Record]:
    """All records of a workbook whose other sheets were read; faults are in the reader's findings."""
    return [record for name in RECORDS for row in reader.rows(name) for record in _of_row(reader, name, row)]


def _of_row(reader: Reader, name: str, row: Row) -> list[Record]:
    if reader.missing(row, "month"):
        return []
    day = reader.findings.read(row.sheet, row.at["month"], lambda: cells.date(row.get("month")), None)
    mend = _("write it as in its sheet, or leave it empty")
    department = reader.named(row, "department", reader.departments, reader.shown["departments"], mend)
    sector = reader.named(row, "sector", reader.sectors, reader.shown["sectors"], mend)
    size = reader.named(row, "size", reader.sizes, (_(title) for title in SIZE_TITLES.values()), mend)
    counts = [reader.whole(row, "injuries" if name == "accidents" else "count", 0, MOST), reader.whole(row, "deaths", 0, MOST) if name == "accidents" else None]
    if counts[0] is None:
        reader.missing(row, "injuries" if name == "accidents" else "count")
        return []
    if name == "accidents" and counts[1] is not None and counts[1] > counts[0]:
        reader.findings.fault(row.sheet, row.at["deaths"], _("more people killed than injured or killed"), "", _("count those killed among the injured, too"))
    if day is None:
        return []
    month = day.year * 12 + day.month - 1
    return [Record(measure, month, department or "", sector or "", size or "", count or 0) for measure, count in zip(MEASURES[name], counts, strict=False)]
