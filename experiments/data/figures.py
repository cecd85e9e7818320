"""The picture of a check: months on record beside the model's, the back-test, and the levels by group."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison.figures.style import BLUE, GREY, LIGHT, VERMILLION, Drawn, in_style, new_figure, write
from experiments.data.holding import TOO_FEW, WITHIN
from experiments.data.records import MEASURES
from experiments.data.report import Checked, group_name, headline
from experiments.disk.provenance import model_version
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

LETTERS = 34


def draw(found: Checked, folder: Path, footers: list[str]) -> list[Path]:
    """Write the picture as PNG and SVG."""
    with in_style():
        source = _("Source: simulation with inspectorate, model {model}.").format(model=model_version())
        drawn = picture(found)
        return write(drawn, folder / "check", [drawn.remark, *footers, source], {"model": model_version(), "district": found.district.name})


def picture(found: Checked) -> Drawn:
    """Left a panel of months for each measure, right the levels by group, each as a share of the model's mean."""
    groups = [row for row in found.held if row.kind and row.what == "level" and row.verdict != TOO_FEW and row.middle]
    count = max(1, len(found.recorded))
    figure = new_figure(11.5, max(1.9 * count, 0.24 * len(groups) + 1.0))
    grid = figure.add_gridspec(count, 2, width_ratios=(1.25, 1.0)) if groups else figure.add_gridspec(count, 1)
    for place, one in enumerate(found.recorded):
        _months(figure.add_subplot(grid[place, 0]), found, place, one.measure, place == count - 1)
    if groups:
        _levels(figure.add_subplot(grid[:, 1]), found, groups)
    remark = _("Dots: records. Grey: 95 % of the worlds. Orange from the broken line on: 95 % prediction interval after the level was fitted to the months before it.")
    return Drawn(figure, headline(found), _("Number a month; right: level by group as a share of the model's mean; what is too few to tell is left out."), remark)


def _months(axes: Any, found: Checked, place: int, measure: str, last: bool) -> None:
    one = found.recorded[place]
    at = np.arange(len(one.monthly))
    low, high = np.percentile(found.model[measure].monthly[:, : len(at)], (2.5, 97.5), axis=0)
    axes.fill_between(at, low, high, color=LIGHT, step="mid", linewidth=0)
    axes.plot(at, found.model[measure].monthly[:, : len(at)].mean(axis=0), color=GREY, linewidth=1)
    axes.plot(at, one.monthly, "o", color=BLUE, markersize=3)
    for test in (test for test in found.tests if test.measure == measure):
        axes.fill_between(at[test.fitted :], test.low, test.high, color=VERMILLION, alpha=0.25, step="mid", linewidth=0)
        axes.axvline(test.fitted - 0.5, color="#333333", linewidth=0.8, linestyle="--")
    axes.set_title(_(MEASURES[measure]), fontsize=9, loc="left")
    axes.set_ylim(bottom=0)
    ticks = at[:: max(1, len(at) // 6)]
    axes.set_xticks(ticks, [f"{(one.first + t) // 12}-{(one.first + t) % 12 + 1:02d}" for t in ticks], fontsize=7)
    axes.tick_params(axis="y", labelsize=7)
    if last:
        axes.set_xlabel(_("month"))


def _levels(axes: Any, found: Checked, groups: list[Any]) -> None:
    for place, row in enumerate(groups):
        axes.plot([row.low / row.middle, row.high / row.middle], [place, place], color=LIGHT, linewidth=5, solid_capstyle="butt")
        axes.plot([row.recorded / row.middle], [place], "o" if row.verdict == WITHIN else "D", color=BLUE if row.verdict == WITHIN else VERMILLION, markersize=4.5)
    axes.axvline(1.0, color="#333333", linewidth=0.8)
    names = [wrapped(_("{measure}: {group}").format(measure=_(MEASURES[row.measure]), group=group_name(found.district, row.group)), LETTERS) for row in groups]
    axes.set_yticks(range(len(groups)), names, fontsize=6.5)
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel(_("records over the model's mean; diamonds lie outside its range"))
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
