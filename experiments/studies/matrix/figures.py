"""A heat map of the responsibility matrix: expected deaths by cell, the kind of each cell written in it, blind ones hatched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.style import LIGHT, Drawn, in_style, new_figure, save
from experiments.studies.matrix.cells import BLIND, CANNOT_ARISE, CellState
from experiments.studies.matrix.report import CellRow, Matrix, headline, reading, short
from experiments.text.formatting import figure as shown
from experiments.text.messages import _, titled
from experiments.text.wrapping import wrapped
from simulation.policy import BASELINE

COLOURS = "YlOrBr"
DARK = 0.6
"""Share of the colour scale from which on letters are white."""
LETTERS = 13


def draw(found: Matrix, comparison: ComparisonData, folder: Path) -> list[Path]:
    """Write the heat map as PNG and SVG; the files written."""
    with in_style():
        return save(picture(found), folder / "matrix", comparison)


def picture(found: Matrix) -> Drawn:
    """The baseline, and beside it the policy where there is one, on one scale of colours."""
    with_policy = found.chosen.name != BASELINE.name
    panels: list[tuple[str, Callable[[CellRow], CellState], Callable[[CellRow], float]]] = [
        (_("Baseline"), lambda row: row.before, lambda row: row.baseline["expected_deaths"])]
    if with_policy:
        title = titled(found.chosen.title, found.chosen.title_zh) or found.chosen.name
        panels.append((title, lambda row: row.after, lambda row: row.policy["expected_deaths"]))
    sectors, domains = len(found.district.sectors), len(found.district.domains)
    most = max(max(deaths(row) for row in found.rows) for _title, _state, deaths in panels)
    norm = Normalize(0.0, most or 1.0)
    figure = new_figure(2.2 + len(panels) * (0.6 + 0.78 * domains), 1.6 + 0.5 * sectors)
    grid = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, state, deaths) in zip(grid, panels, strict=True):
        values = np.array([deaths(row) for row in found.rows]).reshape(sectors, domains)
        image = axes.imshow(values, cmap=COLOURS, norm=norm, aspect="auto")
        _write(axes, [state(row) for row in found.rows], values, norm)
        _name(axes, found)
        axes.set_title(wrapped(title, 50))
    figure.colorbar(image, ax=list(grid), label=_("expected deaths a year"), shrink=0.8, pad=0.01)
    subtitle = _("Colour and number: expected deaths a year in the cell, mean over worlds. Hatched: blind. Grey: no such hazard can arise. Unsafe acts belong to no cell.")
    return Drawn(figure, headline(found), subtitle, reading())


def _write(axes: Axes, states: Sequence[CellState], values: np.ndarray, norm: Normalize) -> None:
    for state in states:
        at, value = (state.domain, state.sector), float(values[state.sector, state.domain])
        if state.kind in (CANNOT_ARISE, BLIND):
            grey = state.kind == CANNOT_ARISE
            axes.add_patch(Rectangle(
                (at[0] - 0.5, at[1] - 0.5), 1, 1, facecolor=LIGHT if grey else "none", edgecolor="white" if grey else "#555555", hatch="" if grey else "////", linewidth=0))
        if state.kind != CANNOT_ARISE:
            white = norm(value) > DARK and state.kind != BLIND
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if state.kind == BLIND else None
            axes.text(*at, f"{shown(value)}\n{short(state)}", ha="center", va="center", fontsize=6.5, color="white" if white else "black", bbox=box)


def _name(axes: Axes, found: Matrix) -> None:
    names = [[wrapped(titled(part.title, part.title_zh), LETTERS) for part in parts] for parts in (found.district.domains, found.district.sectors)]
    axes.set_xticks(range(len(names[0])), names[0], fontsize=7, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(names[1])), names[1], fontsize=7.5)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
