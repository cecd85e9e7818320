"""The table of signs: in how many sets of assumptions each finding goes which way, and where it turns."""

from __future__ import annotations

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.cells import narrow
from experiments.comparison.data import ComparisonData
from experiments.comparison.signs import SIGNED
from experiments.comparison.words.phrases import short_name
from experiments.comparison.words.rows import shown_label
from experiments.comparison.words.turns import sign_words
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

NAME, TEXT = 22, 54
"""Columns for a policy's name, and for where a sign turns."""


def sign_tables(comparison: ComparisonData) -> list[RenderableType]:
    """The table below its title; nothing where the sets are too few to tell what a sign hangs on."""
    if not comparison.signs:
        return []
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("policy"), no_wrap=True)
    table.add_column(_("difference"), no_wrap=True)
    for heading in (_("sets: negative"), _("sets: positive")):
        table.add_column(narrow(heading), justify="right", no_wrap=True)
    table.add_column(_("where the sign turns"), no_wrap=True)
    for policy in comparison.ranking:
        name = Text(wrapped(short_name(comparison, policy), NAME), style="bold")
        for quantity in SIGNED:
            if (sign := comparison.signs.get((policy, quantity))) is not None:
                table.add_row(name, shown_label(quantity), str(sign.less), str(sign.more), wrapped(sign_words(comparison, sign), TEXT))
                name = Text("")
    return [Text(_("What the signs hang on"), style="bold"), table]
