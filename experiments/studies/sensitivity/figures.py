"""Bars with intervals, a heat map of responses and factors, how the indices settled, and the screening."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from experiments.comparison.figures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Drawn,
    in_style,
    new_figure,
    write,
)
from experiments.studies.factors import factor_words
from experiments.studies.sensitivity.report import finding, headline, meaning, ranked, response_words
from experiments.studies.sensitivity.study import Explained, Sensitivity
from experiments.text.formatting import figure, percent
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

COLUMNS = 2
SHOWN = 6
"""Panels of one figure; the table has all responses."""
LETTERS = 44
SHARES = (-0.15, 1.15)
"""Of the axis of an index: a share, whose interval may reach beyond; one that reaches farther is cut off."""
LINES = (BLUE, VERMILLION, ORANGE, PURPLE, SKY, BLACK)
"""Of the factors that matter most; all others are grey."""


def draw(found: Sensitivity, folder: Path, footers: list[str], facts: dict[str, Any]) -> list[Path]:
    """Every figure of the study, as PNG and SVG; only the screening where no response varies."""
    told = [one for one in found.explained if one.indices is not None]
    written = []
    with in_style():
        made = {"screening": screening(found)}
        if told:
            made |= {"indices": bars(found, told), "heat-map": heat_map(found, told), "convergence": convergence(found, told)}
        for name, drawn in made.items():
            written += write(drawn, folder / name, [*footers, drawn.remark], facts)
    return written


def _grid(panels: int, height: float, key: float) -> tuple[Any, Axes, list[Axes]]:
    """A figure of panels side by side, with a strip of ``key`` inches above them for the legend."""
    rows, columns = math.ceil(panels / COLUMNS), min(COLUMNS, panels)
    canvas = new_figure(11.5, rows * height + key)
    places = canvas.add_gridspec(rows + 1, columns, height_ratios=[key, *[height] * rows])
    strip = canvas.add_subplot(places[0, :])
    strip.set_axis_off()
    grid: list[Axes] = []
    for number in range(panels):
        grid.append(canvas.add_subplot(places[1 + number // columns, number % columns], sharey=grid[0] if grid else None))
        if number % columns:
            grid[-1].tick_params(labelleft=False)
    return canvas, strip, grid


def _not_shown(told: list[Explained]) -> str:
    return _("{n} more responses stand in the table.").format(n=len(told) - SHOWN) if len(told) > SHOWN else ""


def bars(found: Sensitivity, told: list[Explained]) -> Drawn:
    """First-order and total index of every factor, a panel for each response."""
    shown = told[:SHOWN]
    order = ranked(headline(found))
    canvas, strip, grid = _grid(len(shown), 0.42 * len(order) + 0.75, 0.3)
    for axes, one in zip(grid, shown, strict=True):
        assert one.indices is not None
        for at, place in enumerate(order):
            for shift, colour, value, reach in (
                (-0.17, BLUE, one.indices.first[place], one.indices.first_reach[place]),
                (0.17, ORANGE, one.indices.total[place], one.indices.total_reach[place]),
            ):  # fmt: skip
                axes.barh(at + shift, value, height=0.3, color=colour)
                axes.plot([value - reach, value + reach], [at + shift] * 2, color="#333333", linewidth=1.2)
        axes.axvline(0, color="#333333", linewidth=0.9)
        axes.grid(axis="x", color="#EEEEEE")
        axes.set_axisbelow(True)
        axes.set_xlim(*SHARES)
        axes.tick_params(axis="y", length=0)
        axes.set_title(wrapped(response_words(found, one.response), 60), fontsize=9)
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.set_yticks(range(len(order)), [wrapped(factor_words(found.names[place]), LETTERS) for place in order], fontsize=8)
    strip.legend(handles=[Patch(color=BLUE, label=_("by itself")), Patch(color=ORANGE, label=_("by itself and through others"))],
                 loc="center left", ncols=2, fontsize=8.5, frameon=False)  # fmt: skip
    subtitle = _("Share of the differences between the sets of assumptions that each factor brings; lines: 95 % intervals from {n} base samples.").format(n=found.base)
    return Drawn(canvas, finding(found), subtitle, " ".join(text for text in (meaning()[0], _not_shown(told)) if text))


def heat_map(found: Sensitivity, told: list[Explained]) -> Drawn:
    """Total index of every factor in every response."""
    order = ranked(headline(found))
    table = np.array([[one.indices.total[place] for one in told if one.indices is not None] for place in order])
    canvas = new_figure(max(7.5, 4.6 + 1.25 * len(told)), 0.36 * len(order) + 1.5)
    _cells(canvas.subplots(), table, [factor_words(found.names[place]) for place in order], [response_words(found, one.response) for one in told])
    subtitle = _("Total index: the share of each response's differences in which a factor has a part; the darker, the more.")
    return Drawn(canvas, finding(found), subtitle, meaning()[1])


def _cells(axes: Axes, table: NDArray[np.float64], rows: list[str], columns: list[str], bold: frozenset[str] = frozenset()) -> None:
    axes.imshow(np.clip(table, 0, 1), cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        axes.annotate(percent(max(0.0, value)), (column, row), ha="center", va="center", fontsize=8, color="white" if value > 0.6 else "#333333")
    axes.set_xticks(range(len(columns)), [wrapped(text, 20) for text in columns], fontsize=7.5)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [wrapped(text, LETTERS + 12) for text in rows], fontsize=8)
    for label, text in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if text in bold else "normal")
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def convergence(found: Sensitivity, told: list[Explained]) -> Drawn:
    """Total indices from a quarter, a half and all of the base samples."""
    shown = told[:SHOWN]
    order = ranked(headline(found))
    named = min(len(LINES), len(order))
    canvas, strip, grid = _grid(len(shown), 2.3, 0.27 * math.ceil((named + 1) / 2) + 0.1)
    for axes, one in zip(grid, shown, strict=True):
        steps = [step.base for step in one.steps]
        for rank, place in reversed(list(enumerate(order))):
            colour = LINES[rank] if rank < len(LINES) else GREY
            shift = (rank - len(order) / 2) * 0.035
            across = np.arange(len(steps)) + shift
            values = np.array([step.total[place] for step in one.steps])
            reach = np.array([step.total_reach[place] for step in one.steps])
            axes.errorbar(across, values, reach, color=colour, linewidth=1.3, elinewidth=0.9, marker="o", markersize=3.5)
        axes.set_xticks(range(len(steps)), [str(step) for step in steps])
        axes.set_xlim(-0.35, len(steps) - 0.65)
        axes.set_ylim(*SHARES)
        axes.grid(axis="y", color="#EEEEEE")
        axes.set_axisbelow(True)
        axes.set_title(wrapped(response_words(found, one.response), 60), fontsize=9)
        axes.set_xlabel(_("base samples"), fontsize=8)
    handles = [Line2D([], [], color=LINES[rank], marker="o", markersize=3.5, label=factor_words(found.names[place]))
               for rank, place in enumerate(order[: len(LINES)])]  # fmt: skip
    if len(order) > len(LINES):
        handles.append(Line2D([], [], color=GREY, marker="o", markersize=3.5, label=_("all others")))
    strip.legend(handles=handles, loc="center left", ncols=2, fontsize=8, frameon=False)
    moved = max((one.moved for one in told if math.isfinite(one.moved)), default=float("nan"))
    title = _("No total index moved by more than {move} in the last doubling of the base samples").format(move=figure(moved))
    return Drawn(canvas, title, _("Total index from a quarter, a half and all base samples; lines: 95 % intervals. Lines that stay level have settled."),
                 _not_shown(told))  # fmt: skip


def screening(found: Sensitivity) -> Drawn:
    """How far each factor moves each response, as a share of the strongest factor's effect."""
    told = [(response, one) for response, one in zip(found.screened.responses, found.screened.found, strict=True) if one.mu_star.max() > 0]
    order = [int(place) for place in np.argsort(-found.screened.influence, kind="stable")]
    table = np.array([[one.mu_star[place] / one.mu_star.max() for _response, one in told] for place in order])
    canvas = new_figure(max(7.5, 4.6 + 1.25 * len(told)), 0.3 * len(order) + 1.5)
    names = [factor_words(found.screened.names[place]) for place in order]
    _cells(canvas.subplots(), table, names, [response_words(found, response) for response, _one in told], frozenset(factor_words(name) for name in found.names))
    title = _("{n} of {k} factors are studied further; the others move little").format(n=len(found.names), k=len(names))
    subtitle = _("Mean absolute effect of moving a factor over its range, as a share of the strongest factor's; bold: goes on to the indices. {n} trajectories.")
    return Drawn(canvas, title, subtitle.format(n=found.screened.trajectories))
