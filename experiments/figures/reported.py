"""True against reported: what happened, and what the record shows of it, under each policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from experiments.differences import event_months
from experiments.figures.style import BLUE, GREY, ORANGE, Drawn, new_figure, policy_name
from experiments.formatting import figure as shown
from experiments.messages import _
from experiments.statistics import MIN_EVENTS, rate_bound
from experiments.words import shown_label

if TYPE_CHECKING:
    from experiments.compare import Comparison

PAIRS = (("deaths", "reported_deaths"), ("lost_time_injuries", "reported_injuries"))


def draw(comparison: Comparison) -> Drawn:
    """Filled: true; hollow: on record; the line between them is what nobody sees."""
    order = (comparison.batch.policies[0], *comparison.ranking)
    figure = new_figure(11, 0.9 + 0.3 * len(order))
    grid = figure.subplots(1, 2, sharey=True, squeeze=False)[0]
    for axes, pair in zip(grid, PAIRS, strict=True):
        for place, policy in enumerate(order):
            _row(axes, comparison, policy, place, pair)
        axes.set_xlim(left=0)
        axes.set_title(_("{outcome} a year").format(outcome=shown_label(pair[0])))
        axes.grid(axis="x", color="#EEEEEE")
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)
    names = [_("Baseline"), *(policy_name(comparison, p) for p in comparison.ranking)]
    grid[0].set_yticks(range(len(order)), names)
    grid[0].set_ylim(len(order) - 0.4, -0.9)
    subtitle = _("Mean a year over the worlds; filled: what happened, hollow: what stands on the record.")
    return Drawn(figure, _finding(comparison), subtitle)


def _row(axes: Axes, comparison: Comparison, policy: str, place: int, pair: tuple[str, str]) -> None:
    batch = comparison.batch
    row = batch.row(policy)
    if event_months(batch, pair[0])[row].sum() < MIN_EVENTS:
        count = int(event_months(batch, pair[0])[row].sum())
        bound = rate_bound(count, len(batch.worlds) * batch.years)
        text = _("too few events ({n}); at most {bound} a year").format(n=count, bound=shown(bound))
        axes.annotate(
            text, (0, place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=7.5, color=GREY
        )
        return
    true, reported = (float(batch.totals(name)[row].mean()) / batch.years for name in pair)
    axes.plot([reported, true], [place, place], color="#BBBBBB", linewidth=2, zorder=1)
    if place == 0:
        for value, text in ((true, _("true")), (reported, _("on record"))):
            axes.annotate(text, (value, 0), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=7.5)
    axes.plot([true], [place], "o", color=BLUE, markersize=7)
    axes.plot(
        [reported], [place], "o", markerfacecolor="white", markeredgecolor=ORANGE, markeredgewidth=1.6, markersize=7
    )


def _finding(comparison: Comparison) -> str:
    batch = comparison.batch
    parts = []
    for true, reported in PAIRS:
        happened, seen = (float(batch.totals(name)[0].sum()) for name in (true, reported))
        if event_months(batch, true)[0].sum() >= MIN_EVENTS:
            parts.append(_("{percent} % of {outcome}").format(
                percent=round(100 * seen / happened), outcome=shown_label(true).lower()))  # fmt: skip
    if not parts:
        return _("Too few deaths and injuries in these worlds to compare them with the record")
    return _("Under the baseline the record shows {parts}").format(parts=_(" and ").join(parts))
