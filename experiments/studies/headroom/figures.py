"""One picture: the change of deaths of every variation, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from experiments.comparison.figures.style import (
    BLUE,
    GREY,
    VERMILLION,
    Drawn,
    in_style,
    new_figure,
    write,
)
from experiments.disk.provenance import model_version
from experiments.studies.headroom.report import headline, kinds, reading, what
from experiments.studies.headroom.study import Headroom
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

LETTERS = 56


def draw(base: float, rows: Sequence[Headroom], folder: Path, footers: Sequence[str]) -> list[Path]:
    """Write the picture as PNG and SVG; nothing without rows."""
    if not rows:
        return []
    with in_style():
        drawn = picture(base, rows)
        source = _("Source: simulation with inspectorate, model {model}.").format(model=model_version())
        return write(drawn, folder / "headroom", [*footers, source], {"model": model_version(), "variations": [row.variation.name for row in rows]})


def picture(base: float, rows: Sequence[Headroom]) -> Drawn:
    """A line for each variation in the order of the table."""
    figure = new_figure(10.5, 1.4 + 0.36 * len(rows))
    axes = figure.subplots()
    for place, row in enumerate(rows):
        colour = BLUE if row.change < 0 else VERMILLION
        if row.low is not None and row.high is not None:
            axes.plot([100 * row.low, 100 * row.high], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot([100 * row.change], [place], "o", color=colour, markersize=6, markerfacecolor=colour if row.low is not None else "white")
    axes.axvline(0, color="#333333", linewidth=0.9)
    for first in (sum(row.variation.kind in before for row in rows) for before in (("problem",), ("problem", "channel"))):
        if 0 < first < len(rows):
            axes.axhline(first - 0.5, color=GREY, linewidth=0.6)
    axes.set_yticks(range(len(rows)), [wrapped(what(row), LETTERS) for row in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(_("change of expected deaths against the baseline, %"))
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    return Drawn(figure, headline(base, rows), reading(rows), " / ".join(title for _kind, title in kinds()))
