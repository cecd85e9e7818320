"""Paired differences with their intervals and the zero line, one panel per headline outcome."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.figures.names import policy_names, row_height
from experiments.comparison.figures.style import (
    BLUE,
    GREY,
    VERMILLION,
    Drawn,
    left_out,
    new_figure,
    plain_numbers,
)
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import LEAST_EFFECT
from experiments.comparison.tables import full_title
from experiments.comparison.words.doubt import under_which
from experiments.comparison.words.numbers import scaled
from experiments.comparison.words.phrases import shown_name
from experiments.running.replicates import plural
from experiments.text.labels import COST_PER_DEATH, HEADLINE
from experiments.text.messages import _, sentences
from experiments.text.wrapping import wrapped

PANELS = tuple(name for name in HEADLINE if name != COST_PER_DEATH)
COLUMNS = 3
TITLE = 40
"""Letters of a line of a panel's title, Chinese ones counting twice: as many as the panel is wide."""
APART = 0.12
"""Inches on either side of a panel, so that the numbers under it are no part of its neighbour's."""
LEAST_REACH = LEAST_EFFECT
"""Of the baseline's level: no panel shows less to either side, so that a difference of nothing looks like nothing."""


def draw(comparison: ComparisonData) -> Drawn:
    """Blue: clearly better; vermillion: clearly worse; grey and hollow: the sign is not sure."""
    policies = comparison.ranking
    panels = [name for name in PANELS if any(comparison.row(policy, name).kind != "few" for policy in policies)]
    rows = math.ceil(len(panels) / COLUMNS)
    titles = [wrapped(full_title(comparison.row(policies[0], name).quantity), TITLE) for name in panels]
    lines = 1 + max((title.count("\n") for title in titles), default=0)
    names = policy_names(comparison, policies)
    figure = new_figure(11, rows * (0.6 + 0.15 * lines + row_height(names) * len(policies)))
    figure.get_layout_engine().set(w_pad=APART)  # type: ignore[union-attr,call-arg]
    grid = figure.subplots(rows, COLUMNS, sharey=True, squeeze=False)
    for spare in list(grid.flat)[len(panels) :]:
        spare.set_visible(False)
    for panel, name, title in zip(grid.flat, panels, titles, strict=False):
        _panel(panel, [comparison.row(policy, name) for policy in policies], _level(comparison, name))
        panel.set_title(title, fontsize=9.5)
    grid[0][0].set_yticks(range(len(policies)), names)
    grid[0][0].set_ylim(len(policies) - 0.4, -0.6)
    subtitle = sentences(_paired_over(comparison), under_which(comparison))
    remark = sentences(
        _("No panel shows less than {share} of the baseline's level to either side.").format(
            share=_("{n} %").format(n=f"{100 * LEAST_REACH:g}")
        ),
        left_out([name for name in PANELS if name not in panels]),
    )
    return Drawn(figure, short_finding(comparison), subtitle, remark)


def _paired_over(comparison: ComparisonData) -> str:
    """What is drawn, and what its colours mean."""
    first = _("Difference from the baseline, paired over the same {worlds}.").format(worlds=plural(comparison.over))
    if comparison.row(comparison.ranking[0], HEADLINE_OUTCOME).low is not None:
        lines = _("Lines: {intervals}.").format(intervals=shown_name(comparison))
        return sentences(first, lines, _("Blue: better, orange-red: worse, hollow grey: the line crosses zero."))
    if comparison.interval_over == "sets":
        return sentences(first, _("Fewer than ten worlds, or than five sets of assumptions, so no intervals."))
    return sentences(first, _("Under ten, so no intervals."))


def _level(comparison: ComparisonData, name: str) -> float:
    """The baseline's level, in the unit shown; 0 where there is none."""
    row = comparison.row(comparison.ranking[0], name)
    return abs(row.baseline_mean) * scaled(row.quantity)[0] if math.isfinite(row.baseline_mean) else 0.0


def _panel(axes: Axes, rows: list[Row], level: float) -> None:
    axes.axvline(0, color="#333333", linewidth=0.9)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    plain_numbers(axes, "x")
    for place, row in enumerate(rows):
        factor, _unit = scaled(row.quantity)
        if row.kind == "few":
            axes.annotate(_("too few events ({n})").format(n=row.total_events), (0, place), xytext=(4, 0),
                          textcoords="offset points", va="center", fontsize=7.5, color=GREY)  # fmt: skip
            continue
        colour = _colour(row)
        if row.shown is not None:
            axes.plot([end * factor for end in row.shown], [place, place], color=colour, linewidth=1.8)
        axes.plot([row.difference * factor], [place], "o", markersize=6, markeredgecolor=colour,
                  markerfacecolor="white" if colour == GREY else colour, markeredgewidth=1.5)  # fmt: skip
    low, high = axes.get_xlim()
    reach = LEAST_REACH * level
    axes.set_xlim(min(low, -reach), max(high, reach))
    axes.locator_params(axis="x", nbins=4)


def _colour(row: Row) -> str:
    """Direction by colour only where the line that is drawn leaves zero out; what is neither better nor worse stays blue."""
    if not row.told_apart:
        return GREY
    good = {"lower": row.difference < 0, "higher": row.difference > 0, "neither": True}[row.quantity.better]
    return BLUE if good else VERMILLION
