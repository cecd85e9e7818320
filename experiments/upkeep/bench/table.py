"""The one table: figures, aims, and whether they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from experiments.text.messages import Counted

FOOTNOTE = Counted("""\
Medians of {runs} runs in one process; processor time, except where "passed" is said: two threads and starting.
An enterprise-month is one enterprise through all phases of one month; the burn-in is not timed.
Draws, exp and log, ranking: calls of the engine counted in plain Python on a quarter of the district, times the time of
one call in a compiled loop that adds up results in order; ranking is the selection and sorting, on the list sizes counted.
Phases: each phase function compiled alone, timed call by call from Python, less an empty call; the end state
is compared with the engine's.
Threads: two worlds, one after the other against both at once.
Memory: peak of a fresh process less the same process with the smallest district, state, spare copy and buffers included.
Paired answer: all five countermeasures in a settled world whose baseline is kept.
Commands: processor time of a fresh process and all that it starts, its byte code kept as an installed program's.
Sweep: a stand-in for the model that takes no time, on two workers that load for half a second first; opened in a fresh process.
Workshop: a server process of its own, asked through HTTP on this machine; all five countermeasures, one lever moved; time passed.
In Chromium: headless, from the slider's event to the frame that shows the answer; memory as the system counts it, of the server's process.""")


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


def table_of(figures: Sequence[Figure], runs: int, is_quick: bool) -> Table:
    """The table with its footnote; a quick run says nothing about the aims."""
    title = "Quick run on small districts: what can be measured, not how fast it is" if is_quick else "The engine's speed"
    table = Table(title=title, caption=FOOTNOTE.format(runs=runs), caption_justify="left")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("aim", justify="right")
    table.add_column("reached")
    for figure in figures:
        reached = "" if is_quick or figure.is_reached is None else "yes" if figure.is_reached else "no"
        table.add_row(figure.name, figure.shown, figure.aim, reached)
    return table
