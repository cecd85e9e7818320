"""The records of a district, read back from the file beside its own: counts by month, and by group."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.data.filled import Record
from experiments.disk.paths import refuse_unless_file
from experiments.text.errors import UserError
from experiments.text.messages import N_, _, enumerated

HEADER = ("measure", "month", "department", "sector", "size", "count")
MEASURES: dict[str, str] = {
    "visits": N_("visits"), "findings": N_("hazards found"), "penalties": N_("penalties"), "injuries": N_("people injured or killed, on record"),
    "deaths": N_("people killed, on record"),
}  # fmt: skip
"""What records can count, and what the model counts alike: reported injuries and deaths, not the true ones."""
MOST_BYTES, MOST_MONTHS = 32 * 1024 * 1024, 240


@dataclass(frozen=True)
class Recorded:
    """The counts of one measure: by month (months,), and by group over all months."""

    measure: str
    first: int
    """The first month, years times 12 plus months."""
    monthly: NDArray[np.float64]
    groups: dict[str, dict[str, NDArray[np.float64]]]
    """By kind of group (department, sector, size), then by group, each (months,); what has none is left out."""

    @property
    def total(self) -> float:
        """All that was counted."""
        return float(self.monthly.sum())

    def attributed(self, kind: str) -> float:
        """Share of the counts that have a group of this kind."""
        return float(sum(counts.sum() for counts in self.groups[kind].values())) / self.total if self.total else 0.0


def read_records(path: Path) -> list[Record]:
    """The records in a file; ``UserError`` where there is none, or a line that is no record."""
    if not path.exists():
        raise UserError(_("The district has no records."), str(path), _("Fill in the sheets of records in its workbook, and import it again."))
    refuse_unless_file(path, "district check")
    try:
        with open(path, "rb") as stream:
            content = stream.read(MOST_BYTES)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(_("The records cannot be read."), str(path), _("Import the workbook again.")) from None
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != HEADER:
        raise UserError(_("These are no records."), str(path), _("Write the columns {names}.").format(names=enumerated(HEADER)))
    return [_record(row, f"{path}, {number}") for number, row in enumerate(rows[1:], 2) if row]


def _record(row: Sequence[str], where: str) -> Record:
    month = re.fullmatch(r"(\d{4})-(\d{2})", row[1]) if len(row) == len(HEADER) else None
    if month is None or row[0] not in MEASURES or not re.fullmatch(r"\d{1,9}", row[5]) or not 1 <= int(month[2]) <= 12:
        raise UserError(_("This line is no record."), where, _("Write the columns {names}.").format(names=enumerated(HEADER)))
    return Record(row[0], int(month[1]) * 12 + int(month[2]) - 1, row[2], row[3], row[4], int(row[5]))


def by_measure(records: Sequence[Record]) -> list[Recorded]:
    """The counts of every measure over the months that its records span; months without any count as 0."""
    found = []
    for measure in MEASURES:
        mine = [one for one in records if one.measure == measure]
        if not mine:
            continue
        first, last = min(one.month for one in mine), max(one.month for one in mine)
        if last - first + 1 > MOST_MONTHS:
            raise UserError(_("The records span {n} months.").format(n=last - first + 1), _(MEASURES[measure]), _("At most {most} are read; check the years.").format(most=MOST_MONTHS))
        monthly = np.zeros(last - first + 1)
        groups: dict[str, dict[str, NDArray[np.float64]]] = {"department": {}, "sector": {}, "size": {}}
        for one in mine:
            monthly[one.month - first] += one.count
            for kind, of in groups.items():
                if name := getattr(one, kind):
                    of.setdefault(name, np.zeros(len(monthly)))[one.month - first] += one.count
        found.append(Recorded(measure, first, monthly, groups))
    return found
