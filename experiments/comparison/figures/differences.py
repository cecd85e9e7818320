"""Paired differences with their intervals and the zero line, one panel per headline outcome."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.figures.style import (
    BLUE,
    GREY,
    VERMILLION,
    Drawn,
    left_out,
    new_figure,
    plain_numbers,
    policy_name,
)
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.tables import full_title, scaled
from experiments.comparison.words.doubt import under_which
from experiments.running.replicates import plural
from experiments.text.labels import COST_PER_DEATH, HEADLINE
from experiments.text.messages import _, sentences

PANELS = tuple(name for name in HEADLINE if name != COST_PER_DEATH)
COLUMNS = 3


def draw(comparison: ComparisonData) -> Drawn:
    """Blue: clearly better; vermillion: clearly worse; grey and hollow: the sign is not sure."""
    policies = comparison.ranking
    panels = [name for name in PANELS if any(comparison.row(policy, name).kind != "few" for policy in policies)]
    rows = math.ceil(len(panels) / COLUMNS)
    figure = new_figure(11, rows * (0.75 + 0.3 * len(policies)))
    grid = figure.subplots(rows, COLUMNS, sharey=True, squeeze=False)
    for spare in list(grid.flat)[len(panels) :]:
        spare.set_visible(False)
    for panel, name in zip(grid.flat, panels, strict=False):
        _panel(panel, [comparison.row(policy, name) for policy in policies])
        panel.set_title(full_title(comparison.row(policies[0], name).quantity), fontsize=9.5)
    grid[0][0].set_yticks(range(len(policies)), [policy_name(comparison, policy) for policy in policies])
    grid[0][0].set_ylim(len(policies) - 0.4, -0.6)
    subtitle = sentences(_paired_over(comparison).format(worlds=plural(comparison.over)), under_which(comparison))
    return Drawn(figure, short_finding(comparison), subtitle, left_out([name for name in PANELS if name not in panels]))


def _paired_over(comparison: ComparisonData) -> str:
    if comparison.row(comparison.ranking[0], HEADLINE_OUTCOME).low is not None:
        if len(comparison.policies) > 1:
            return _("Difference from the baseline, paired over the same {worlds}; lines: 95 % intervals, thin: for all policies at once. "
                     "Blue: better, orange-red: worse, hollow grey: the interval includes zero.")  # fmt: skip
        return _("Difference from the baseline, paired over the same {worlds}; lines: 95 % intervals. "
                 "Blue: better, orange-red: worse, hollow grey: the interval includes zero.")  # fmt: skip
    if comparison.interval_over == "sets":
        return _("Difference from the baseline, paired over the same {worlds}; fewer than ten, or than five sets of assumptions, so no "
                 "intervals.")  # fmt: skip
    return _("Difference from the baseline, paired over the same {worlds}; under ten, so no intervals.")


def _panel(axes: Axes, rows: list[Row]) -> None:
    axes.axvline(0, color="#333333", linewidth=0.9)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=5)
    plain_numbers(axes, "x")
    for place, row in enumerate(rows):
        factor, _unit = scaled(row.quantity)
        if row.kind == "few":
            axes.annotate(_("too few events ({n})").format(n=row.total_events), (0, place), xytext=(4, 0),
                          textcoords="offset points", va="center", fontsize=7.5, color=GREY)  # fmt: skip
            continue
        colour = _colour(row)
        if row.low is not None and row.high is not None:
            axes.plot([row.low * factor, row.high * factor], [place, place], color=colour, linewidth=2)
        if row.simultaneous is not None:
            axes.plot([end * factor for end in row.simultaneous], [place, place], color=colour, linewidth=0.7)
        axes.plot([row.difference * factor], [place], "o", markersize=6, markeredgecolor=colour,
                  markerfacecolor="white" if colour == GREY else colour, markeredgewidth=1.5)  # fmt: skip


def _colour(row: Row) -> str:
    """Direction by colour only where the sign is sure; what is neither better nor worse stays blue."""
    if row.low is None or not row.paired.clear:
        return GREY
    good = {"lower": row.difference < 0, "higher": row.difference > 0, "neither": True}[row.quantity.better]
    return BLUE if good else VERMILLION
