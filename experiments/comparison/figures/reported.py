"""True against reported: what happened, and what the record shows of it, under each policy."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import event_months
from experiments.comparison.figures.names import policy_names, row_height
from experiments.comparison.figures.style import BLUE, GREY, ORANGE, Drawn, left_out, new_figure
from experiments.comparison.words.rows import shown_label
from experiments.running.replicates import plural
from experiments.statistics.intervals import rate_bound, tells_mean
from experiments.text.formatting import figure as shown
from experiments.text.messages import _

PAIRS = (("deaths", "reported_deaths"), ("lost_time_injuries", "reported_injuries"))


def draw(comparison: ComparisonData) -> Drawn | None:
    """Filled: true; hollow: on record; the line between them is what nobody sees."""
    order = (comparison.batch.policies[0], *comparison.ranking)
    pairs = [pair for pair in PAIRS if any(mean(comparison, policy, pair[0]) is not None for policy in order)]
    if not pairs:
        return None
    names = [_("Baseline"), *policy_names(comparison, comparison.ranking)]
    rows = row_height(names) * len(order)
    figure = new_figure(5.5 * len(pairs), 1.15 + rows)
    places = figure.add_gridspec(2, len(pairs), height_ratios=(0.25, 0.9 + rows))
    _key(figure.add_subplot(places[0, :]))
    grid = [figure.add_subplot(places[1, 0])]
    grid += [figure.add_subplot(places[1, column], sharey=grid[0]) for column in range(1, len(pairs))]
    for axes in grid[1:]:
        axes.tick_params(axis="y", labelleft=False)
    for axes, pair in zip(grid, pairs, strict=True):
        means = [found for policy in order for name in pair if (found := mean(comparison, policy, name)) is not None]
        axes.set_xlim(0, 1.08 * (max(means, default=0.0) or 1.0))
        for place, policy in enumerate(order):
            _row(axes, comparison, policy, place, pair)
        axes.set_title(_("{outcome} a year").format(outcome=shown_label(pair[0])))
        axes.grid(axis="x", color="#EEEEEE")
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)
    grid[0].set_yticks(range(len(order)), names)
    grid[0].set_ylim(len(order) - 0.4, -0.6)
    subtitle = _("Mean a year over the {worlds}; filled: what happened, hollow: what stands on the record.").format(
        worlds=plural(comparison.over))  # fmt: skip
    return Drawn(figure, _finding(comparison), subtitle, left_out([pair[0] for pair in PAIRS if pair not in pairs]))


def _key(axes: Axes) -> None:
    """What the two kinds of dots are: beside the dots there is no room for it."""
    handles = [
        Line2D([], [], color=BLUE, marker="o", markersize=5.5, linewidth=0, label=_("true")),
        Line2D([], [], marker="o", markersize=8, markerfacecolor="white", markeredgecolor=ORANGE, markeredgewidth=1.6, linewidth=0,
               label=_("on record")),
    ]  # fmt: skip
    axes.set_axis_off()
    axes.legend(handles=handles, loc="center left", ncols=2, frameon=False, fontsize=8.5)


def _row(axes: Axes, comparison: ComparisonData, policy: str, place: int, pair: tuple[str, str]) -> None:
    batch = comparison.batch
    true, reported = (mean(comparison, policy, name) for name in pair)
    if true is None:
        count = events(comparison, policy, pair[0])
        bound = rate_bound(count, batch.exposure)
        text = _("too few events ({n}); at most {bound} a year").format(n=count, bound=shown(bound))
        _say(axes, text, 0, place, GREY)
        return
    if reported is None:
        _say(axes, _("on record: too few events ({n})").format(n=events(comparison, policy, pair[1])), true, place, GREY)
    else:
        axes.plot([reported, true], [place, place], color="#BBBBBB", linewidth=2, zorder=1)
        axes.plot([reported], [place], "o", markerfacecolor="white", markeredgecolor=ORANGE, markeredgewidth=1.6,
                  markersize=8, clip_on=False, zorder=2)  # fmt: skip
    axes.plot([true], [place], "o", color=BLUE, markersize=5.5, clip_on=False, zorder=3)


def _say(axes: Axes, text: str, x: float, place: int, colour: str) -> None:
    """Beside the dot, on the side where there is more room."""
    right = x <= sum(axes.get_xlim()) / 2
    axes.annotate(text, (x, place), xytext=(7 if right else -7, 0), textcoords="offset points", va="center", ha="left" if right else "right",
                  fontsize=7.5, color=colour)  # fmt: skip


def events(comparison: ComparisonData, policy: str, name: str) -> int:
    batch = comparison.batch
    return int(event_months(batch, name)[batch.row(policy)].sum())


def mean(comparison: ComparisonData, policy: str, name: str) -> float | None:
    """Mean a year over the worlds; None from too few events."""
    batch = comparison.batch
    if not tells_mean(events(comparison, policy, name)):
        return None
    return float(batch.replicated(batch.totals(name)[batch.row(policy)]).mean()) / batch.years


def _finding(comparison: ComparisonData) -> str:
    baseline = comparison.batch.policies[0]
    parts = []
    for true, reported in PAIRS:
        happened, seen = (mean(comparison, baseline, name) for name in (true, reported))
        if happened is not None and seen is not None:
            parts.append(_("{percent} % of {outcome}").format(
                percent=round(100 * seen / happened), outcome=shown_label(true).lower()))  # fmt: skip
    if not parts:
        return _("Too few deaths and injuries were seen to compare them with the record")
    return _("Under the baseline the record shows {parts}").format(parts=_(" and ").join(parts))
