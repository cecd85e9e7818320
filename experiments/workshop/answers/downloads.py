"""What is taken away from an answer: the scenario as a file, its rows as CSV, a workbook, or all that ``compare`` writes in one archive."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.comparison.data import ComparisonData
from experiments.disk.paths import reason
from experiments.text.errors import UserError
from experiments.text.messages import _

if TYPE_CHECKING:
    from experiments.running.scenario import Scenario

KINDS = {
    "toml": "application/toml", "csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}  # fmt: skip
"""What there is to take away, and what it is for a browser."""


def name_of(hash: str, what: str) -> str:
    """What a file is called."""
    return f"{'scenario' if what == 'toml' else 'comparison'}-{hash}.{what}"


def file_of(scenario: Scenario, hash: str, comparison: ComparisonData, what: str) -> bytes:
    """The file ``what`` (csv, xlsx, zip) of a comparison; ``UserError`` where the disk has no room for it.

    One at a time: figures of a whole comparison take seconds of a processor and a hundred megabytes.
    """
    if what == "xlsx":
        from experiments.workshop.answers.workbook import workbook

        return workbook(comparison, scenario.command(), hash)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _rows(comparison, Path(folder)) if what == "csv" else _archive(comparison, scenario, Path(folder))
    except OSError as error:
        raise UserError(_("The file cannot be written: {reason}.").format(reason=reason(error)), what, _("Make room on the host's disk, or take another file.")) from error


def _rows(comparison: ComparisonData, folder: Path) -> bytes:
    """The rows of the comparison as ``compare`` writes them, with the mark by which spreadsheets know UTF-8."""
    from experiments.comparison.records import records
    from experiments.disk.arrow import table_of
    from experiments.disk.files import write_csv

    write_csv(folder / "rows.csv", table_of(records(comparison)))
    return (folder / "rows.csv").read_bytes()


def _archive(comparison: ComparisonData, scenario: Scenario, folder: Path) -> bytes:
    from experiments.comparison.columns import dictionary
    from experiments.comparison.store import write_results

    written = write_results(comparison, folder, scenario.command())
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scenario.toml", scenario.to_toml())
        for path in written:
            archive.write(path, path.relative_to(folder).as_posix())
        archive.writestr("columns.csv", dictionary((path for path in written if path.suffix == ".csv"), folder))
    return found.getvalue()
