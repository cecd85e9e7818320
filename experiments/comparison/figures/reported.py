"""True against reported: what happened, and what the record shows of it, under each policy."""

from __future__ import annotations

from matplotlib.axes import Axes

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import event_months
from experiments.comparison.figures.style import BLUE, GREY, ORANGE, Drawn, left_out, new_figure, policy_name
from experiments.comparison.words.rows import shown_label
from experiments.running.replicates import plural
from experiments.statistics.intervals import rate_bound, tells_mean
from experiments.text.formatting import figure as shown
from experiments.text.messages import _

PAIRS = (("deaths", "reported_deaths"), ("lost_time_injuries", "reported_injuries"))


def draw(comparison: ComparisonData) -> Drawn | None:
    """Filled: true; hollow: on record; the line between them is what nobody sees."""
    order = (comparison.batch.policies[0], *comparison.ranking)
    pairs = [pair for pair in PAIRS if any(_mean(comparison, policy, pair[0]) is not None for policy in order)]
    if not pairs:
        return None
    figure = new_figure(5.5 * len(pairs), 0.9 + 0.3 * len(order))
    grid = figure.subplots(1, len(pairs), sharey=True, squeeze=False)[0]
    for axes, pair in zip(grid, pairs, strict=True):
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
    subtitle = _("Mean a year over the {worlds}; filled: what happened, hollow: what stands on the record.").format(
        worlds=plural(comparison.over))  # fmt: skip
    return Drawn(figure, _finding(comparison), subtitle, left_out([pair[0] for pair in PAIRS if pair not in pairs]))


def _row(axes: Axes, comparison: ComparisonData, policy: str, place: int, pair: tuple[str, str]) -> None:
    batch = comparison.batch
    row = batch.row(policy)
    true, reported = (_mean(comparison, policy, name) for name in pair)
    if true is None:
        count = _events(comparison, policy, pair[0])
        bound = rate_bound(count, batch.exposure)
        text = _("too few events ({n}); at most {bound} a year").format(n=count, bound=shown(bound))
        _say(axes, text, 0, place, GREY)
        return
    if reported is None:
        _say(axes, _("on record: too few events ({n})").format(n=_events(comparison, policy, pair[1])), true, place, GREY)
    else:
        axes.plot([reported, true], [place, place], color="#BBBBBB", linewidth=2, zorder=1)
        axes.plot([reported], [place], "o", markerfacecolor="white", markeredgecolor=ORANGE, markeredgewidth=1.6,
                  markersize=7)  # fmt: skip
    axes.plot([true], [place], "o", color=BLUE, markersize=7)
    if row == 0:
        for value, text in ((true, _("true")), (reported, _("on record"))):
            if value is not None:
                axes.annotate(text, (value, 0), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=7.5)


def _say(axes: Axes, text: str, x: float, place: int, colour: str) -> None:
    axes.annotate(text, (x, place), xytext=(7, 0), textcoords="offset points", va="center", fontsize=7.5, color=colour)


def _events(comparison: ComparisonData, policy: str, name: str) -> int:
    batch = comparison.batch
    return int(event_months(batch, name)[batch.row(policy)].sum())


def _mean(comparison: ComparisonData, policy: str, name: str) -> float | None:
    """Mean a year over the worlds; None from too few events."""
    batch = comparison.batch
    if not tells_mean(_events(comparison, policy, name)):
        return None
    return float(batch.replicated(batch.totals(name)[batch.row(policy)]).mean()) / batch.years


def _finding(comparison: ComparisonData) -> str:
    baseline = comparison.batch.policies[0]
    parts = []
    for true, reported in PAIRS:
        happened, seen = (_mean(comparison, baseline, name) for name in (true, reported))
        if happened is not None and seen is not None:
            parts.append(_("{percent} % of {outcome}").format(
                percent=round(100 * seen / happened), outcome=shown_label(true).lower()))  # fmt: skip
    if not parts:
        return _("Too few deaths and injuries were seen to compare them with the record")
    return _("Under the baseline the record shows {parts}").format(parts=_(" and ").join(parts))
