"""A matrix of the policies, each pair coloured by whether it helps or hinders, and the pairs with their intervals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from experiments.comparison.figures.style import (
    BLUE,
    GREY,
    VERMILLION,
    Drawn,
    in_style,
    new_figure,
    plain_numbers,
    write,
)
from experiments.studies.factors import capital, gain_words, policy_words
from experiments.studies.interactions.report import finding, is_clear, meaning, replicates_words, shown
from experiments.studies.interactions.study import Effects, Factorial
from experiments.text.formatting import decimals, figure, span
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

HELPS_HINDERS = LinearSegmentedColormap.from_list("helps", [VERMILLION, "#FFFFFF", BLUE])
CELL = 1.15
"""Inches of a cell of the matrix."""
ENDS = 17
"""Letters of an interval that stand in one line of a cell."""


def draw(found: Factorial, folder: Path, footers: list[str], facts: dict[str, Any]) -> list[Path]:
    """One figure per outcome, as PNG and SVG."""
    written = []
    with in_style():
        for effects in found.effects:
            written += write(drawn(found, effects), folder / f"interactions-{effects.outcome}", footers, facts)
    return written


def drawn(found: Factorial, effects: Effects) -> Drawn:
    """The matrix on the left, the pairs in order of size on the right."""
    k = len(found.parts)
    pairs = len(shown(effects, "pair"))
    canvas = new_figure(12, max(CELL * k * 0.72 + 0.8, 0.34 * pairs + 0.9))
    matrix, forest = canvas.subplots(1, 2, gridspec_kw={"width_ratios": [1.25, 1]})
    _matrix(matrix, found, effects)
    _forest(forest, effects)
    subtitle = _("{outcome}. Blue: more together than the sum of both, orange-red: less; pale and grey: not told apart. Intervals over {n}, all at once.").format(
        outcome=capital(gain_words(effects.outcome)), n=replicates_words(found))  # fmt: skip
    return Drawn(canvas, finding(effects), subtitle, meaning(found)[0])


def _matrix(axes: Axes, found: Factorial, effects: Effects) -> None:
    k = len(found.parts)
    place = {part: number for number, part in enumerate(found.parts)}
    pairs = shown(effects, "pair")
    largest = max(abs(row[1]) for row in pairs) or 1.0
    shade = np.full((k, k), np.nan)
    places = decimals([row[1] for row in pairs])
    for row in pairs:
        (a, b), mean = row[0].parts, row[1]
        shade[max(place[a], place[b]), min(place[a], place[b])] = mean / largest * (1.0 if is_clear(row) else 0.25)
    axes.imshow(shade, cmap=HELPS_HINDERS, vmin=-1.3, vmax=1.3, aspect="auto")
    for row in pairs:
        (a, b), mean, low, high = row[0].parts, *row[1:4]
        at = (min(place[a], place[b]), max(place[a], place[b]))
        sure = is_clear(row)
        axes.annotate(figure(mean, places, signed=True), at, xytext=(0, 8), textcoords="offset points", ha="center", va="center",
                      fontsize=10.5 if sure else 9.5, fontweight="bold" if sure else None, color="black" if sure else "#555555")  # fmt: skip
        axes.annotate(wrapped(span(low, high, places), ENDS), at, xytext=(0, -9), textcoords="offset points", ha="center", va="center", fontsize=7, color="#333333")
    for contrast, mean, low, high, _p in shown(effects, "main"):
        at = (place[contrast.parts[0]],) * 2
        axes.annotate(_("by itself\n{size}").format(size=figure(mean, decimals((mean, low, high)), signed=True)), at, ha="center", va="center", fontsize=8.5, color="#333333")
    names = [wrapped(policy_words(part), 20) for part in found.parts]
    axes.set_xticks(range(k), [wrapped(policy_words(part), 13) for part in found.parts], fontsize=8)
    axes.set_yticks(range(k), names, fontsize=8.5)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_title(_("Interaction of each pair; on the diagonal each policy by itself, averaged over the others"), fontsize=8.5)


def _forest(axes: Axes, effects: Effects) -> None:
    pairs = sorted(shown(effects, "pair"), key=lambda row: -row[1])
    axes.axvline(0, color="#333333", linewidth=0.9)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    for at, row in enumerate(pairs):
        _contrast, mean, low, high, _p = row
        colour = GREY if not is_clear(row) else BLUE if mean > 0 else VERMILLION
        axes.plot([low, high], [at, at], color=colour, linewidth=2)
        axes.plot([mean], [at], "o", markersize=6, markeredgecolor=colour, markerfacecolor="white" if colour == GREY else colour, markeredgewidth=1.5)
    labels = [wrapped(" + ".join(policy_words(part) for part in row[0].parts), 36) for row in pairs]
    axes.set_yticks(range(len(pairs)), labels, fontsize=7.5)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=5)
    plain_numbers(axes, "x")
    axes.set_xlabel(_("less than the sum  <  0  <  more than the sum"), fontsize=8.5)
