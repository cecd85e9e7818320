"""Parts of a text on paper of one width: sentences as a list, and what a terminal would show as plain text."""

from __future__ import annotations

import io

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.text.wrapping import Paper

WIDTH = 118
"""Columns of every table and verdict, in a file and at most on a terminal."""


def plain_table(*headings: str) -> Table:
    """A table under ``headings``, the first column never broken."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for position, heading in enumerate(headings):
        table.add_column(heading, no_wrap=position == 0)
    return table


def bullets(lines: list[str]) -> RenderableType:
    """Sentences as a list that wraps under itself."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        grid.add_row("-", Text(line))
    return Padding(grid, (0, 0, 0, 0))


def text_of(parts: list[RenderableType]) -> str:
    """What a terminal would show, as plain text."""
    buffer = io.StringIO()
    console = Paper(file=buffer, width=WIDTH, no_color=True, highlight=False, markup=False, legacy_windows=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
