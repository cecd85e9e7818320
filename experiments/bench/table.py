"""The one table: figures, aims, and whether they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

FOOTNOTE = """\
Medians of {runs} runs in one process; processor time, except where "passed" is said: two threads and starting.
An enterprise-month of the whole month, events and outcomes included; the burn-in is not.
Draws, exp and log, ranking: calls of the engine counted in plain Python on the same district, times the time of
one call in a compiled loop that adds up results in order; ranking is the selection and sorting, on the list sizes counted.
Phases: each phase function compiled alone, timed call by call from Python, less an empty call; the end state
is compared with the engine's.
Threads: two worlds, one after the other against both at once.
Memory: peak of a fresh process less the same process with the smallest district, state, spare copy and buffers included."""


@dataclass(frozen=True)
class Figure:
    """One row."""

    name: str
    shown: str
    aim: str = ""
    is_reached: bool | None = None


def least(name: str, value: float, aim: float, form: str = "{:,.2f}") -> Figure:
    """A figure that should be at least ``aim``."""
    return Figure(name, form.format(value), "at least " + f"{aim:g}", value >= aim)


def most(name: str, value: float, aim: float, form: str = "{:,.0f}") -> Figure:
    """A figure that should be at most ``aim``."""
    return Figure(name, form.format(value), "at most " + f"{aim:g}", value <= aim)


def table_of(figures: Sequence[Figure], runs: int) -> Table:
    """The table with its footnote."""
    table = Table(title="The engine's speed", caption=FOOTNOTE.format(runs=runs), caption_justify="left")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("aim", justify="right")
    table.add_column("reached")
    for figure in figures:
        reached = "" if figure.is_reached is None else "yes" if figure.is_reached else "no"
        table.add_row(figure.name, figure.shown, figure.aim, reached)
    return table
