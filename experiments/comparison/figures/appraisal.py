"""Benefit, cost and net benefit of every policy with their intervals, one panel each, on one scale of money."""

from __future__ import annotations

from matplotlib.axes import Axes

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.figures.names import policy_names, row_height
from experiments.comparison.figures.style import BLUE, GREY, VERMILLION, Drawn, new_figure, plain_numbers
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.words.costs import pays
from experiments.comparison.words.numbers import scaled, told
from experiments.comparison.words.phrases import shown_name
from experiments.comparison.words.rows import shown_label
from experiments.running.replicates import counted
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.formatting import money_scale
from experiments.text.labels import BENEFIT, NET_BENEFIT, PRICE, TOTAL_COST
from experiments.text.messages import _, sentences
from experiments.text.wrapping import wrapped

PANELS = (BENEFIT, TOTAL_COST, NET_BENEFIT)
NAME, PAYS = 34, 38
"""Letters of a line of a policy's name, and of the words on its switching value below it."""
SIZE = 10.5
"""Points of the figures, to be read on a slide."""


def draw(comparison: ComparisonData) -> Drawn:
    """Blue: clearly in favour; vermillion: clearly against; grey and hollow: the line crosses zero."""
    policies = comparison.ranking
    names = [f"{name}\n{wrapped(pays(comparison.row(policy, PRICE)), PAYS)}"
             for policy, name in zip(policies, policy_names(comparison, policies, NAME), strict=True)]  # fmt: skip
    figure = new_figure(11, 0.9 + (0.12 + row_height(names)) * len(policies))
    panels = figure.subplots(1, len(PANELS), sharey=True, sharex=True)
    for panel, name in zip(panels, PANELS, strict=True):
        _panel(panel, [comparison.row(policy, name) for policy in policies])
        panel.set_title(_("{outcome}, {unit}").format(outcome=shown_label(name), unit=_("{unit} a year").format(unit=money_scale()[1])), fontsize=SIZE)
    panels[0].set_yticks(range(len(policies)), names)
    panels[0].set_ylim(len(policies) - 0.4, -0.6)
    return Drawn(figure, finding(comparison), _subtitle(comparison))


def finding(comparison: ComparisonData) -> str:
    """In how many policies the benefit exceeds the cost, in one line; from too few sets that they are too few."""
    if not comparison.tells_intervals:
        return short_finding(comparison)
    if not comparison.tells_money:
        return _("Benefit and cost from {sets}: too few for a statement about money, which needs {least}").format(
            sets=counted(comparison.sets, "sets"), least=HEADLINE_SETS)  # fmt: skip
    rows = [comparison.row(policy, NET_BENEFIT) for policy in comparison.ranking]
    apart = [row for row in rows if row.told_apart]
    gains, losses = sum(row.difference > 0 for row in apart), sum(row.difference < 0 for row in apart)
    return _("Benefit above cost: {gains} of {n} policies; cost above benefit: {losses}; not told apart or not priced: {rest}").format(
        gains=gains, losses=losses, rest=len(rows) - gains - losses, n=len(rows))  # fmt: skip


def _subtitle(comparison: ComparisonData) -> str:
    text = _("Against the baseline, government and enterprises together; lives, injuries and direct losses averted, valued. Below a name: the value of "
             "a life from which on it pays.")  # fmt: skip
    if not comparison.tells_intervals:
        return text
    return sentences(text, _("Lines: {intervals}.").format(intervals=shown_name(comparison)),
                     _("Blue: in favour, orange-red: against, hollow grey: the line crosses zero."))  # fmt: skip


def _panel(axes: Axes, rows: list[Row]) -> None:
    axes.axvline(0, color="#333333", linewidth=0.9)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0, labelsize=SIZE - 1)
    axes.tick_params(axis="x", labelsize=SIZE - 1)
    plain_numbers(axes, "x")
    for place, row in enumerate(rows):
        factor, _unit = scaled(row.quantity)
        if row.kind == "unpriced":
            axes.annotate(_("not priced"), (0, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=SIZE - 2, color=GREY)
            continue
        colour = GREY if not row.told_apart else BLUE if (row.difference > 0) == (row.quantity.better == "higher") else VERMILLION
        if row.shown is not None:
            axes.plot([end * factor for end in row.shown], [place, place], color=colour, linewidth=2.2)
        axes.plot([row.difference * factor], [place], "o", markersize=7, markeredgecolor=colour,
                  markerfacecolor="white" if colour == GREY else colour, markeredgewidth=1.6)  # fmt: skip
        axes.annotate(told(row).size(), (row.difference * factor, place), xytext=(0, 7), textcoords="offset points", ha="center", va="bottom",
                      fontsize=SIZE - 1, color="#333333")  # fmt: skip
    axes.locator_params(axis="x", nbins=4)
