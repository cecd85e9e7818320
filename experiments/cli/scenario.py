"""``inspectorate scenario``: one question in each of its shapes, or written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from experiments.cli.common import OK, suggested
from experiments.cli.options import Json, Lang, Quiet
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.running.scenario import Scenario

commands = typer.Typer()

Given = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help=N_("A .toml or .xlsx file, an address or its query, a command in quotes, or the line of a notebook.")),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", help=N_("Write it to this file: .toml or .xlsx."))]


@commands.command("scenario", help=N_("Show what is compared as an address, a command, a line of a notebook and a file; or write the file."))
def scenario(scenario: Given, out: Out = None, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Read the scenario in whatever shape it comes, check it, and show it in all."""
    from experiments.running.scenario import Scenario

    talk = Talk(as_json, quiet)
    if out is not None and out.suffix not in {".toml", ".xlsx"}:
        raise UserError(_("No such kind of file."), f"--out {out}", _("Write a name that ends in .toml or .xlsx."))
    found = Scenario.read(scenario)
    shapes = found.shapes()
    _warn(found, talk)
    if out is not None:
        _write(found, out, str(shapes["toml"]))
    if talk.as_json:
        talk.json(shapes)
    else:
        _show(shapes, talk)
    if out is not None:
        talk.note(_("Written to {file}.").format(file=out))
        talk.next(suggested("compare", "--scenario", out, "--dry-run"), _("how many runs it takes, and how long"))
    return OK


def _warn(found: Scenario, talk: Talk) -> None:
    from experiments.cli.given import warn_of_parameters, warn_of_policies
    from experiments.running.planning import compared_on

    warn_of_parameters(found.parameters, talk)
    warn_of_policies(found.policies, found.months, compared_on(found.district, None), talk)


def _write(found: Scenario, out: Path, text: str) -> None:
    from experiments.disk import files, paths

    content = found.workbook() if out.suffix == ".xlsx" else text.encode()
    paths.refuse_unless_writable_file(out, "--out")
    with paths.file_written(out, "--out"):
        files.write_bytes(out, content)


def _show(shapes: dict[str, object], talk: Talk) -> None:
    talk.data(Text(str(shapes["summary"])))
    if shapes["hash"]:
        talk.data(Text(_("Hash of the scenario: {hash}").format(hash=shapes["hash"])))
    for heading, shape in ((_("Query of an address"), "query"), (_("Command"), "command"), (_("Line of a notebook"), "call"), (_("File"), "toml")):
        talk.data(Text(""), Text(heading, style="bold"))
        for line in str(shapes[shape]).rstrip("\n").split("\n"):
            talk.out.print(Text(line), soft_wrap=True)  # to be copied: no line is broken
