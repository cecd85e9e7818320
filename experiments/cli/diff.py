"""``inspectorate diff``: two comparisons side by side, paired where worlds are shared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.common import OK, suggested
from experiments.cli.options import Json, Lang, Quiet
from experiments.text.console import Talk
from experiments.text.messages import N_

commands = typer.Typer()

First = Annotated[Path, typer.Argument(metavar="DIR", help=N_("The folder of a comparison."))]
Second = Annotated[Path, typer.Argument(metavar="DIR", help=N_("The folder of another: other assumptions, another district, other settings."))]


@commands.command("diff", help=N_("Hold two comparisons side by side: what was asked otherwise, and what it changes, paired where worlds are shared."))
def diff(first: First, second: Second, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Read both folders, say what differs between them and what it changes."""
    from experiments.comparison.diff import diff_of
    from experiments.comparison.diff_words import parts, record
    from experiments.comparison.kept import read_comparison

    talk = Talk(as_json, quiet)
    other = read_comparison(second)
    found = diff_of(read_comparison(first), other)
    if talk.as_json:
        talk.json(record(found))
    else:
        talk.data(*parts(found))
        if found.one.ensemble is not None:
            talk.next(suggested("order", first))
    return OK
