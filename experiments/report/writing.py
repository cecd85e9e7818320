"""From a comparison to the file that was asked for, and the numbers of its figures beside it; each file whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.numbers import numbers
from experiments.comparison.figures.numbers import write as write_numbers
from experiments.disk import files, paths
from experiments.disk.folder import owned
from experiments.report.build import build
from experiments.report.tree import Report
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import _, enumerated

WRITERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    ".docx": ("memo", ("docx",)),
    ".pdf": ("pdf", ("typst",)),
    ".xlsx": ("tables", ("xlsxwriter",)),
    ".html": ("page", ()),
    ".pptx": ("slides", ("pptx",)),
}
"""By the ending of the file: the writer, and the optional packages that it needs."""
BESIDE = "-figures"
"""Behind the name of a report: the folder of its figures and their numbers."""


def check(to: Path, option: str = "--to") -> None:
    """``UserError`` where no report can be written to ``to``: another ending, a package that is missing, no such folder."""
    if to.suffix.lower() not in WRITERS:
        raise UserError(_("No such kind of file."), f"{option} {paths.shown(to)}",
                        _("Write a name that ends in one of these: {endings}.").format(endings=enumerated(WRITERS)))  # fmt: skip
    need(*WRITERS[to.suffix.lower()][1])
    paths.refuse_unless_writable_file(to, option)


def content(report: Report, ending: str) -> bytes:
    """``report`` as a file with this ending."""
    written: Callable[[Report], bytes] = import_module(f"experiments.report.writers.{WRITERS[ending][0]}").written
    return written(report)


def write(comparison: ComparisonData, to: str | Path, card: Mapping[str, Any] | None = None, option: str = "to=") -> list[Path]:
    """Write the report of ``comparison`` in the language in force, by the ending of ``to``: .docx, .pdf, .xlsx, .html or .pptx; the files written.

    Beside it stands a folder with its figures and their numbers.  A report that is there already is replaced as a whole; that folder only if
    it is one of ours.  ``UserError`` where it cannot be written.
    """
    return write_all(comparison, [Path(to).expanduser()], card, option)


def write_all(comparison: ComparisonData, to: Sequence[Path], card: Mapping[str, Any] | None = None, option: str = "to=") -> list[Path]:
    """``write`` for several files of one report, which is built once."""
    for path in to:
        check(path, option)
    report = build(comparison, card)
    found: list[Path] = []
    for path in to:
        made = content(report, path.suffix.lower())
        with paths.file_written(path, option):
            files.write_bytes(path, made)
        found.append(path)
    for folder in dict.fromkeys(path.with_name(path.stem + BESIDE) for path in to):
        with owned(folder, "report", "report"):
            for picture in report.pictures:
                files.write_bytes(folder / f"{picture.name}.png", picture.png)
                found += [folder / f"{picture.name}.png", write_numbers(numbers(comparison, picture.name), folder / f"{picture.name}.csv")]
    return found
