"""Pictures of a calibration: posterior marginals against the priors, pairs, ranks of known truths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison.figures.style import BLACK, BLUE, GREY, LIGHT, ORANGE, Drawn, in_style, new_figure, write
from experiments.disk.provenance import model_version
from experiments.studies.calibration.emulator import Array
from experiments.studies.calibration.plan import Calibration, Prior
from experiments.studies.calibration.soundness import BINS, DRAWS, Ranks
from experiments.text.formatting import figure as told
from experiments.text.messages import _

DOTS = 1500
RANKED = 24
"""Parameters in the picture of ranks: those whose ranks are the least even."""
PAIRS = 6
"""Parameters in the picture of pairs: those that the evidence narrowed the most."""


def draw(calibration: Calibration, sets: Array, before: Array, narrowed: Array, ranks: Ranks | None, folder: Path) -> list[Path]:
    """Marginals, pairs and (where they were made) ranks, as PNG and SVG.  ``before``: today's values as places; ``narrowed``: (parameters,)."""
    facts = {"model": model_version(), "seed": calibration.seed, "sets": len(sets)}
    foot = [_("Source: calibration with inspectorate, model {model}; {n} parameter sets.").format(model=model_version(), n=len(sets))]
    with in_style():
        drawn: list[tuple[str, Drawn]] = [
            ("marginals", marginals(calibration, sets, before, narrowed)), ("pairs", pairs(calibration, sets, before, narrowed))]
        if ranks is not None:
            drawn.append(("ranks", rank_bars(ranks)))
        return [path for name, picture in drawn for path in write(picture, folder / name, foot, facts)]


def marginals(calibration: Calibration, sets: Array, before: Array, narrowed: Array) -> Drawn:
    """A panel for each parameter: the sets as bars, the even prior as a line, the value in use as a mark."""
    columns = 4
    rows = -(-len(calibration.priors) // columns)
    figure = new_figure(11.0, 1.75 * rows)
    grid = np.atleast_2d(figure.subplots(rows, columns)).ravel()
    for axes in grid[len(calibration.priors) :]:
        axes.set_visible(False)
    for p, (axes, prior) in enumerate(zip(grid, calibration.priors, strict=False)):
        loose = narrowed[p] > 0.8
        axes.hist(sets[:, p], bins=20, range=(0, 1), density=True, color=LIGHT if loose else BLUE)
        axes.axhline(1.0, color=BLACK, linewidth=0.9, linestyle="--")
        axes.axvline(before[p], color=ORANGE, linewidth=1.8)
        _ticks(axes, prior)
        axes.set_yticks([])
        axes.set_xlim(-0.02, 1.02)
        axes.set_title(f"{prior.name}  ({narrowed[p]:.2f})", fontsize=8.5, color=GREY if loose else BLACK)
    pinned = int((narrowed <= 0.8).sum())
    finding = _("The evidence narrows {k} of {n} parameters").format(k=pinned, n=len(calibration.priors))
    subtitle = _("Bars: parameter sets that the evidence leaves (grey where hardly narrowed). Dashed: prior. Orange: value in use. In brackets: "
                 "standard deviation left, as a share of the prior's.")  # fmt: skip
    return Drawn(figure, finding, subtitle)


def pairs(calibration: Calibration, sets: Array, before: Array, narrowed: Array) -> Drawn:
    """The most narrowed parameters against one another, with their rank correlation."""
    shown = sorted(np.argsort(narrowed)[:PAIRS].tolist())
    figure = new_figure(10.5, 9.0)
    grid = figure.subplots(len(shown), len(shown), squeeze=False)
    ranks = np.argsort(np.argsort(sets, axis=0), axis=0)
    correlation = np.atleast_2d(np.corrcoef(ranks.T))
    for i, down in enumerate(shown):
        for j, across in enumerate(shown):
            axes = grid[i, j]
            axes.set_xticks([])
            axes.set_yticks([])
            axes.set_xlim(-0.02, 1.02)
            if i == j:
                axes.hist(sets[:, down], bins=16, range=(0, 1), color=BLUE)
                axes.set_title(calibration.priors[down].name, fontsize=8)
            elif j < i:
                some = sets[:: max(1, len(sets) // DOTS)]
                axes.plot(some[:, across], some[:, down], ".", color=BLUE, markersize=2.5, alpha=0.6)
                axes.plot(before[across], before[down], "x", color=ORANGE, markersize=7, markeredgewidth=2)
                axes.set_ylim(-0.02, 1.02)
            else:
                axes.text(0.5, 0.5, told(float(correlation[down, across]), 2, signed=True), ha="center", va="center", transform=axes.transAxes)
                axes.spines[:].set_visible(False)
    strongest = max(((abs(correlation[a, b]), a, b) for n, a in enumerate(shown) for b in shown[:n]), default=(0.0, 0, 0))
    finding = _("What the evidence ties together most: {a} and {b}").format(a=calibration.priors[strongest[2]].name, b=calibration.priors[strongest[1]].name)
    subtitle = _("The six most narrowed parameters, each across its prior range. Dots: parameter sets; orange: values in use; numbers: rank correlation.")
    return Drawn(figure, finding, subtitle)


def rank_bars(ranks: Ranks) -> Drawn:
    """How often known truths fell into each tenth of their posteriors, with the 99 % band of an even lot."""
    from scipy.stats import binom

    shown = np.argsort(ranks.p, kind="stable")[:RANKED]
    rows = -(-len(shown) // 4)
    figure = new_figure(11.0, 1.9 * rows)
    grid = np.atleast_1d(figure.subplots(rows, 4, sharey=True)).ravel()
    for axes in grid[len(shown) :]:
        axes.set_visible(False)
    low, high = binom.ppf((0.005, 0.995), ranks.count, 1 / BINS)
    for axes, p in zip(grid, shown.tolist(), strict=False):
        name = ranks.names[p]
        axes.axhspan(low, high, color=LIGHT)
        axes.hist(ranks.ranks[:, p], bins=BINS, range=(-0.5, DRAWS + 0.5), color=BLUE, rwidth=0.85)
        axes.set_title(f"{name}  ({'p < 0.01' if ranks.p[p] < 0.005 else f'p = {ranks.p[p]:.2f}'})", fontsize=8.5)
        axes.set_xticks([])
    even = (ranks.adjusted > 0.05).all()
    finding = _("Known truths fall evenly into their posteriors") if even else _("Known truths do not fall evenly into their posteriors")
    subtitle = _("{n} truths, ranks of all {k} parameters tested; shown are the {s} least even; grey: where 99 % of the bars of an even lot lie.").format(
        n=ranks.count, k=len(ranks.names), s=len(shown))
    return Drawn(figure, finding, subtitle)


def _ticks(axes: Any, prior: Prior) -> None:
    places: Sequence[float] = (0.0, 0.5, 1.0)
    axes.set_xticks(places, [f"{value:.3g}" if value < 1000 else f"{value:.0f}" for value in prior.value(np.array(places)).tolist()], fontsize=7)
