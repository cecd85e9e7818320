"""Exceedance of catastrophes (an F-N curve): how often at least so many die in one accident, grey where few events carry it."""

from __future__ import annotations

from matplotlib.axes import Axes

from experiments.comparison.data import ComparisonData
from experiments.comparison.exceedance import CLASSES, MARKS, Exceedance, curve, exceedance
from experiments.comparison.figures.names import policy_names
from experiments.comparison.figures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PURPLE,
    SHOWN,
    SKY,
    VERMILLION,
    YELLOW,
    Drawn,
    new_figure,
)
from experiments.statistics.intervals import MIN_EVENTS
from experiments.text.formatting import figure as shown
from experiments.text.messages import _, enumerated, sentences

COLOURS = (BLACK, BLUE, ORANGE, PURPLE, SKY, VERMILLION, YELLOW, "#004D40", "#8D6E63")
MARKERS = "osD^vP*Xh"


def draw(comparison: ComparisonData) -> Drawn | None:
    """One step line for the baseline and each policy; None where nobody died under any."""
    order = (comparison.batch.policies[0], *comparison.ranking[:SHOWN])
    curves = [curve(comparison, policy) for policy in order]
    if not any(point.count for points in curves for point in points):
        return None
    figure = new_figure(8.5, 4.2)
    axes = figure.subplots()
    names = [_("Baseline"), *policy_names(comparison, order[1:])]
    largest = max(point.deaths for points in curves for point in points)
    for place, (points, name) in enumerate(zip(curves, names, strict=True)):
        _line(axes, [point for point in points if point.count], COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)], name)
    for mark in CLASSES:
        axes.axvline(mark, color="#BBBBBB", linewidth=0.8, linestyle=":", zorder=0)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(0.9, max(40, 1.3 * largest))
    axes.set_xticks(MARKS, [str(mark) for mark in MARKS])
    axes.minorticks_off()
    axes.set_xlabel(_("deaths in one accident, at least"))
    axes.set_ylabel(_("accidents a year"))
    axes.grid(axis="y", color="#EEEEEE")
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    subtitle = _("Accidents a year in which at least so many die; both axes in powers of ten. Hollow and grey: fewer than {least} accidents carry the point.").format(
        least=MIN_EVENTS)  # fmt: skip
    return Drawn(figure, finding(comparison), sentences(subtitle, _unseen(comparison, order)))


def _line(axes: Axes, points: list[Exceedance], colour: str, marker: str, name: str) -> None:
    if not points:
        axes.plot([], [], color=colour, marker=marker, markersize=5, label=name)
        return
    told = [point for point in points if point.tells]
    rest = points[max(0, len(told) - 1) :]
    axes.plot([point.deaths for point in rest], [point.rate for point in rest], color=GREY, linewidth=1.0, alpha=0.7, zorder=1)
    axes.plot([point.deaths for point in rest if not point.tells], [point.rate for point in rest if not point.tells], marker, color=GREY, markerfacecolor="white",
              markersize=5, zorder=2)  # fmt: skip
    axes.plot([point.deaths for point in told], [point.rate for point in told], color=colour, marker=marker, markersize=5, linewidth=1.6, label=name, zorder=3)


def finding(comparison: ComparisonData) -> str:
    """What of the large accidents may be told, in one line: a count, no rate from too few."""
    baseline = comparison.batch.policies[0]
    worst = exceedance(comparison, baseline, CLASSES[1])
    if worst.tells:
        return _("Under the baseline an accident with ten deaths or more happens about once in {years} years").format(years=shown(1 / worst.rate, 0))
    if not worst.count:
        return _("Accidents with ten deaths or more under the baseline: none seen in {years} world-years, at most {bound} a year (95 %)").format(
            years=shown(worst.exposure, 0), bound=shown(worst.bound))  # fmt: skip
    return _("Accidents with ten deaths or more under the baseline: {count} in {years} world-years, at most {bound} a year (95 %)").format(
        count=worst.count, years=shown(worst.exposure, 0), bound=shown(worst.bound))  # fmt: skip


def _unseen(comparison: ComparisonData, order: tuple[str, ...]) -> str:
    """Classes of accidents that were seen under nobody: with their bound, and not as nothing."""
    never = [mark for mark in CLASSES if not any(exceedance(comparison, policy, mark).count for policy in order)]
    if not never:
        return ""
    bound = exceedance(comparison, order[0], never[0]).bound
    return _("None was seen with {marks} deaths or more: at most {bound} a year under each (95 %).").format(
        marks=enumerated(str(mark) for mark in never), bound=shown(bound))  # fmt: skip
