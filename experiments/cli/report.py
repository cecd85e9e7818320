"""``inspectorate report``: the report of a finished comparison as a memo, a PDF, a workbook, a page or slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.common import OK
from experiments.cli.options import Json, Lang, Quiet
from experiments.text.console import Talk
from experiments.text.messages import N_, _

commands = typer.Typer()


@commands.command("report", help=N_("Write the report of a finished comparison: .docx, .pdf, .xlsx, .html or .pptx, in either language."))
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=N_("The folder of a comparison."))],
    to: Annotated[list[Path], typer.Option("--to", help=N_("The file: .docx, .pdf, .xlsx, .html or .pptx; repeatable."))],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Nothing is run: the words, tables and figures are those of the comparison; the numbers of each figure stand beside the report."""
    from experiments.comparison.finished import read
    from experiments.report.writing import check, write_all

    talk = Talk(as_json, quiet)
    for path in to:
        check(path)
    found = read(folder)
    talk.note(_("Writing the report ..."))
    written = write_all(found.comparison, to, found.card, "--to")
    if talk.as_json:
        talk.json({"files": [str(path) for path in written]})
    else:
        for path in to:
            talk.data(_("Report written to {file}, its figures and their numbers to {folder}.").format(file=path, folder=path.with_name(path.stem + "-figures")))
    return OK
