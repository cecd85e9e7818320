"""What is taken away from an answer: the scenario as a file, its rows as CSV, a workbook, or all that ``compare`` writes in one archive."""

from __future__ import annotations

import io
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.comparison.data import ComparisonData

if TYPE_CHECKING:
    from experiments.running.scenario import Scenario

TOML, CSV, XLSX, ZIP = "application/toml", "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"
_one_at_a_time = threading.Lock()
"""Figures of a whole comparison take seconds of a processor and a hundred megabytes."""


@dataclass(frozen=True)
class Download:
    """One file to be saved."""

    name: str
    kind: str
    data: bytes


def download(scenario: Scenario, hash: str, comparison: ComparisonData | None, what: str) -> Download:
    """The file ``what`` (toml, csv, xlsx, zip) of a scenario; all but the first need its ``comparison``."""
    if comparison is None or what == "toml":
        return Download(f"scenario-{hash}.toml", TOML, scenario.to_toml().encode("utf-8"))
    with _one_at_a_time, tempfile.TemporaryDirectory() as folder:
        if what == "csv":
            return Download(f"comparison-{hash}.csv", CSV, _rows(comparison, Path(folder)))
        if what == "xlsx":
            from experiments.workshop.answers.workbook import workbook

            return Download(f"comparison-{hash}.xlsx", XLSX, workbook(comparison, scenario.command(), hash))
        return Download(f"comparison-{hash}.zip", ZIP, _archive(comparison, scenario, Path(folder)))


def _rows(comparison: ComparisonData, folder: Path) -> bytes:
    """The rows of the comparison as ``compare`` writes them, with the mark by which spreadsheets know UTF-8."""
    from experiments.comparison.records import records
    from experiments.disk.arrow import table_of
    from experiments.disk.files import write_csv

    write_csv(folder / "rows.csv", table_of(records(comparison)))
    return (folder / "rows.csv").read_bytes()


def _archive(comparison: ComparisonData, scenario: Scenario, folder: Path) -> bytes:
    from experiments.comparison.store import write_results

    written = write_results(comparison, folder, scenario.command())
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scenario.toml", scenario.to_toml())
        for path in written:
            archive.write(path, path.relative_to(folder).as_posix())
    return found.getvalue()
