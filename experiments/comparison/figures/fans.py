"""Months ahead: median with 50 and 90 % bands of the baseline and each policy, and their paired difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.names import policy_names
from experiments.comparison.figures.style import BLUE, GREY, SHOWN, Drawn, new_figure, plain_numbers
from experiments.comparison.ranking import LEAST_EFFECT
from experiments.comparison.words.rows import shown_label
from experiments.running.replicates import plural, some
from experiments.statistics.intervals import MIN_WORLDS
from experiments.text.formatting import figure as shown
from experiments.text.formatting import percent
from experiments.text.messages import _, sentences

Array = NDArray[np.float64]
SMOOTH = 12
"""Months of the moving mean that takes the noise of single months out of expected deaths."""


def draw_expected_deaths(comparison: ComparisonData) -> Drawn:
    """Expected deaths, a moving mean over a year, as a yearly rate."""
    values = expected_deaths(comparison)
    subtitle = sentences(_("Expected deaths a year (mean of the last 12 months)."), _lines(comparison))
    return _draw(comparison, "expected_deaths", values, values[:, :, -1], subtitle)


def draw_hazards_open(comparison: ComparisonData) -> Drawn:
    """Open hazards at the end of each month."""
    subtitle = sentences(_("Open hazards at the end of the month."), _lines(comparison))
    values = hazards_open(comparison)
    return _draw(comparison, "hazards_open", values, values[:, :, -SMOOTH:].mean(axis=2), subtitle)


def expected_deaths(comparison: ComparisonData) -> Array:
    """(policies, worlds, months): a moving mean over a year, as a yearly rate."""
    return _moving_mean(comparison.batch.monthly("expected_deaths"), SMOOTH) * 12


def hazards_open(comparison: ComparisonData) -> Array:
    """(policies, worlds, months): open hazards at the end of the month."""
    return comparison.batch.monthly("hazards_open")


def bands(values: Array) -> Array:
    """(5, months) of (worlds, months): 5th, 25th, 50th, 75th and 95th percentile; from too few worlds for bands the median alone, the rest nan."""
    if _banded(len(values)):
        return np.asarray(np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0))
    found = np.full((5, values.shape[1]), np.nan)
    found[2] = np.median(values, axis=0)
    return found


def _lines(comparison: ComparisonData) -> str:
    """What ``_fan`` draws of so many worlds."""
    if comparison.worlds == 1:
        text = _("Line: the one world that was run. Grey: baseline, blue: policy.")
    elif _banded(comparison.worlds):
        text = _("Line: median of the {worlds}; bands: half and nine tenths of them. Grey: baseline, blue: policy.")
    else:
        text = _("Thick line: median of the {worlds}; thin lines: each of them. Grey: baseline, blue: policy.")
    return text.format(worlds=plural(comparison.over))


def _banded(worlds: int) -> bool:
    """Whether so many worlds have bands."""
    return worlds >= MIN_WORLDS


def _moving_mean(values: Array, months: int) -> Array:
    """Mean of the last ``months`` (fewer at the start)."""
    summed = np.cumsum(values, axis=2)
    window = summed.copy()
    window[:, :, months:] -= summed[:, :, :-months]
    return np.asarray(window / np.minimum(np.arange(values.shape[2]) + 1, months))


def _draw(comparison: ComparisonData, name: str, values: Array, last: Array, subtitle: str) -> Drawn:
    """``values`` by policy, world and month; ``last`` are their means over the last year, by policy and world."""
    policies = comparison.ranking[:SHOWN]
    columns = min(4, len(policies))
    blocks = -(-len(policies) // columns)
    figure = new_figure(max(5.5, 2.75 * columns), 3.9 * blocks)
    grid = figure.subplots(2 * blocks, columns, sharex=True, sharey="row", squeeze=False,
                           gridspec_kw={"height_ratios": [3, 2] * blocks})  # fmt: skip
    years = (np.arange(values.shape[2]) + 1) / 12
    batch = comparison.batch
    names = policy_names(comparison, policies)
    for i, policy in enumerate(policies):
        above, below = grid[2 * (i // columns)][i % columns], grid[2 * (i // columns) + 1][i % columns]
        _fan(above, years, values[0], GREY)
        _fan(above, years, values[batch.row(policy)], BLUE)
        above.set_title(names[i])
        _fan(below, years, values[batch.row(policy)] - values[0], BLUE)
        below.axhline(0, color="#333333", linewidth=0.9)
        below.set_xlabel(_("year"))
        below.tick_params(labelbottom=True)
    _one_scale([row[0] for row in grid[0::2]], bottom=0.0)
    _one_scale([row[0] for row in grid[1::2]])
    for block in range(blocks):
        grid[2 * block][0].set_ylabel(shown_label(name))
        grid[2 * block + 1][0].set_ylabel(_("policy minus baseline"))
    for spare in range(len(policies), blocks * columns):
        grid[2 * (spare // columns)][spare % columns].set_visible(False)
        grid[2 * (spare // columns) + 1][spare % columns].set_visible(False)
    remark = ""
    if len(policies) < len(comparison.policies):
        remark = _("Shown: the {k} policies with the fewest expected deaths of {all} compared.").format(
            k=len(policies), all=len(comparison.policies)
        )
    region = comparison.plan.region
    if region is not None and comparison.over == "districts":
        # Else the median reads as the region's total, which is the mean.
        subtitle = sentences(subtitle, _("A district is drawn as if all {whole} were like it.").format(whole=shown(region.all_units, 0)))
    return Drawn(figure, finding(comparison, name, last), subtitle, remark)


def _one_scale(firsts: Sequence[Axes], bottom: float | None = None) -> None:
    """The same scale for all panels of a kind: ``firsts`` are the first ones of their rows, with which the others go."""
    ends = [axes.get_ylim() for axes in firsts]
    low = min(end[0] for end in ends) if bottom is None else bottom
    for axes in firsts:
        axes.set_ylim(low, max(end[1] for end in ends))


def _fan(axes: Axes, years: Array, values: Array, colour: str) -> None:
    """Bands only from ten worlds on; fewer are drawn as the lines they are."""
    low, lower, middle, upper, high = bands(values)
    if not _banded(len(values)):
        axes.plot(years, values.T, color=colour, linewidth=0.7, alpha=0.5)
    else:
        axes.fill_between(years, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.fill_between(years, lower, upper, color=colour, alpha=0.3, linewidth=0)
    axes.plot(years, middle, color=colour, linewidth=1.8)
    axes.grid(color="#EEEEEE")
    plain_numbers(axes, "y")
    axes.set_axisbelow(True)


def finding(comparison: ComparisonData, name: str, last: Array) -> str:
    """Which policy stands lowest in the last year, by the mean of the paired differences: a description, no claim."""
    batch = comparison.batch
    paired = batch.replicated(last - last[0])
    level = float(batch.replicated(last[0]).mean())
    lowest = min(comparison.policies, key=lambda policy: float(paired[batch.row(policy)].mean()))
    own = paired[batch.row(lowest)]
    if own.mean() >= 0 or level <= 0:
        pattern = _("{outcome}: in the last year no policy of {k} stands below the baseline on average")
        if len(comparison.policies) == 1:
            pattern = _("{outcome}: in the last year \"{policy}\" does not stand below the baseline on average")
        return pattern.format(outcome=shown_label(name), k=len(comparison.policies), policy=comparison.title(lowest))
    pattern = _("{outcome}: in the last year \"{policy}\" stands on average {percent} below the baseline, the most of {k}, "
                "and below it in {worlds}")  # fmt: skip
    if len(comparison.policies) == 1 or -own.mean() < LEAST_EFFECT * level:  # too little to be called the most
        pattern = _("{outcome}: in the last year \"{policy}\" stands on average {percent} below the baseline, and below it in {worlds}")
    return pattern.format(
        outcome=shown_label(name), policy=comparison.title(lowest), percent=percent(-float(own.mean()) / level),
        k=len(comparison.policies), worlds=some(int((own < 0).sum()), len(own), comparison.interval_over),
    )  # fmt: skip
