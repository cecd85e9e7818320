"""What ``inspectorate explain`` says of the levers of a policy: today's values and the new ones, when, and on what they rest."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.cli.parameters import number
from experiments.comparison.words.settings import when
from experiments.text.messages import _, enumerated


def lever_table(levers: list[dict[str, Any]]) -> Table:
    """A line for each lever."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("lever"), max_width=50)
    table.add_column(_("today"), justify="right", no_wrap=True)
    table.add_column(_("policy"), justify="right", no_wrap=True)
    for heading in (_("unit"), _("when"), _("source")):
        table.add_column(heading)
    for lever in levers:
        name = Text(lever["lever"], style="bold").append(f": {_('; ').join(_(lever[key]) for key in ('description', 'note') if lever[key])}", style="not bold")
        sources = enumerated(_("assumption") if s == "assumption" else s for s in lever["source"])
        table.add_row(name, number(lever["today"]), number(lever["value"]), _(lever["unit"]), when(lever),
                      sources or _("no source given"))  # fmt: skip
    return table
