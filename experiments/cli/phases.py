"""``inspectorate phases``: what happens in a month, in order."""

from __future__ import annotations

import typer
from rich.text import Text

from experiments.cli.common import OK
from experiments.cli.options import Json, Lang, Quiet
from experiments.text.console import Talk
from experiments.text.messages import N_, _
from experiments.text.paper import plain_table

commands = typer.Typer()


@commands.command("phases", help=N_("Print the phases of a month, in order."))
def phases(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """The phases of a month, in order, as the model runs them."""
    from simulation import PHASES

    talk = Talk(as_json, quiet)
    if talk.as_json:
        talk.json([{"name": phase.name, "description": phase.description} for phase in PHASES])
        return OK
    table = plain_table("", _("phase"), _("what happens"))
    for position, phase in enumerate(PHASES, start=1):
        table.add_row(str(position), phase.name, _(phase.description))
    talk.data(
        Text(_("Each phase decides on the state before it, then applies; visits alone follow one another, by department.")), table
    )
    return OK
