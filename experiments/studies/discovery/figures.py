"""How much each policy helps over all points, and for each policy the limits, the trade-off and the points themselves."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from experiments.comparison.figures.style import BLUE, GREY, LIGHT, VERMILLION, Drawn, in_style, new_figure, write
from experiments.studies.discovery.report import fails_words, finding, meaning, subject, telling_first
from experiments.studies.discovery.search import Finding
from experiments.studies.discovery.study import Discoveries, Discovery
from experiments.studies.factors import factor_unit, factor_words, policy_words
from experiments.text.formatting import bare, percent
from experiments.text.labels import label
from experiments.text.messages import _, sentences
from experiments.text.wrapping import wrapped

ROW = 0.75


def draw(found: Discoveries, folder: Path, footers: list[str], facts: dict[str, Any]) -> list[Path]:
    """The overview, and a figure for each policy of which a box was found, as PNG and SVG."""
    written = []
    with in_style():
        made = {"overview": overview(found), **{f"discover-{one.policy}": of_policy(found, one) for one in found.policies if one.boxes}}
        for name, drawn in made.items():
            written += write(drawn, folder / name.replace("+", "-"), [*footers, drawn.remark], facts)
    return written


def overview(found: Discoveries) -> Drawn:
    """A row per policy: its gain at every point, failures in another colour."""
    canvas = new_figure(10.5, ROW * len(found.policies) + 0.9)
    axes = canvas.subplots()
    threshold = found.plan.discover.fails_below
    rng = np.random.default_rng(0)
    for at, one in enumerate(found.policies):
        fails = one.gain < threshold
        height = at + rng.uniform(-0.28, 0.28, one.points)
        for mask, colour in ((~fails, BLUE), (fails, VERMILLION)):
            axes.plot(one.gain[mask], height[mask], "o", markersize=3, alpha=0.45, color=colour, markeredgewidth=0)
        axes.plot([float(np.median(one.gain))] * 2, [at - 0.34, at + 0.34], color="#333333", linewidth=1.8)
        axes.annotate(_("fails in {k} of {n} ({low} to {high})").format(k=one.failures, n=one.points, low=percent(one.bounds[0]), high=percent(one.bounds[1])),
                      (1, at), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8, annotation_clip=False)  # fmt: skip
    axes.axvline(threshold, color="#333333", linewidth=0.9)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: percent(value)))
    axes.set_yticks(range(len(found.policies)), [wrapped(policy_words(one.policy), 30) for one in found.policies], fontsize=8.5)
    axes.set_ylim(len(found.policies) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.set_xlabel(_("gain, share of {outcome} under the reference").format(outcome=label(found.plan.discover.outcome)), fontsize=8.5)
    surest, worst = (pick(found.policies, key=lambda one: one.failures) for pick in (min, max))
    title = _("\"{policy}\" fails most often: in {share} of the cases").format(policy=policy_words(worst.policy), share=percent(worst.failures / worst.points))
    if worst.failures == 0:
        title = _("No policy fails in any of {n} cases").format(n=worst.points)
    elif len(found.policies) > 1 and surest.failures < worst.failures:
        title = _("\"{policy}\" fails most often (in {share} of the cases), \"{other}\" least ({least})").format(
            policy=policy_words(worst.policy), share=percent(worst.failures / worst.points), other=policy_words(surest.policy),
            least=percent(surest.failures / surest.points))  # fmt: skip
    subtitle = _("Each dot is one case, a set of conditions; orange-red: the policy {fails}. Dark line: median.").format(fails=fails_words(found))
    return Drawn(canvas, title, subtitle, meaning(found)[0])


def of_policy(found: Discoveries, one: Discovery) -> Drawn:
    """The first box of a policy: its limits, the way to it, and the points along its two most telling factors."""
    box = (one.holding or one.boxes)[0]
    canvas = new_figure(13, 4.1)
    limits, trade, scatter = canvas.subplots(1, 3, gridspec_kw={"width_ratios": [1.15, 0.9, 1.1]})
    _limits(limits, one, box)
    _trade_off(trade, box, _colour(one))
    _scatter(scatter, one, box)
    subtitle = _("Filled: cases in which it {fails}; shaded: the box that was found. Among cases not used to find it, {unseen} in such a box are of that kind (over all: {base}).").format(
        fails=fails_words(found) if one.described == "fails" else subject(one), unseen=percent(box.unseen.density), base=percent(box.tally.base))  # fmt: skip
    if not one.holding:
        subtitle = sentences(subtitle, _("The box is the search's first and does not hold on cases that it had not seen: it is no finding."))
    return Drawn(canvas, finding(one), subtitle, meaning(found)[1])


def _colour(one: Discovery) -> str:
    """Of the cases that are described: blue where they are those that a policy helps most."""
    return BLUE if one.described == "most" else VERMILLION


def _ends(one: Discovery, box: Finding, name: str) -> tuple[float, float, float, float]:
    """The range of a factor, and the box's part of it."""
    low, high = float(one.x[name].min()), float(one.x[name].max())
    inner = box.box.limits.get(name, (-inf, inf))
    return low, high, max(low, inner[0]), min(high, inner[1])


def _limits(axes: Axes, one: Discovery, box: Finding) -> None:
    names = telling_first(box)
    for at, name in enumerate(names):
        low, high, inner_low, inner_high = _ends(one, box, name)
        start, end = ((value - low) / (high - low) for value in (inner_low, inner_high))
        axes.barh(at, 1, height=0.34, color=LIGHT)
        axes.barh(at, end - start, left=start, height=0.34, color=_colour(one))
        for place, value, align in ((0.0, low, "left"), (1.0, high, "right")):
            axes.annotate(bare(value), (place, at + 0.2), xytext=(0, -3), textcoords="offset points", ha=align, va="top", fontsize=7.5, color="#555555")
        for place, value, bound in ((start, inner_low, inner_low > low), (end, inner_high, inner_high < high)):
            if bound:
                axes.annotate(bare(value), (place, at - 0.2), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=9, fontweight="bold")
    labels = [wrapped(_("{factor} ({unit})").format(factor=factor_words(name), unit=factor_unit(name)), 30) for name in names]
    axes.set_yticks(range(len(names)), labels, fontsize=8)
    axes.set_ylim(max(len(names), 2) - 0.4, -0.6)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_title(_("Where it lies within the range tried"))


def _trade_off(axes: Axes, box: Finding, colour: str) -> None:
    coverage, density = ([getattr(step.tally, name) for step in box.way] for name in ("coverage", "density"))
    axes.plot(coverage, density, "-", color=GREY, linewidth=1, marker="o", markersize=3.5)
    axes.plot([box.tally.coverage], [box.tally.density], "o", markersize=9, color=colour, label=_("the box, where found"))
    if box.unseen.inside:
        axes.plot([box.unseen.coverage], [box.unseen.density], "o", markersize=9, markerfacecolor="white", markeredgecolor=colour, markeredgewidth=1.6,
                  label=_("on cases not used"))  # fmt: skip
    axes.axhline(box.tally.base, color="#333333", linewidth=0.9, linestyle=":", label=_("over all cases"))
    axes.set_xlim(0, 1.05)
    axes.set_ylim(0, 1.05)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _place: percent(value)))
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.set_xlabel(_("coverage: share of such cases that it holds"), fontsize=8)
    axes.set_ylabel(_("density: share of such cases in it"), fontsize=8)
    axes.legend(fontsize=7.5, frameon=False, loc="lower left")
    axes.set_title(_("Smaller boxes are denser and hold less"))


def _scatter(axes: Axes, one: Discovery, box: Finding) -> None:
    names = telling_first(box)[:2]
    across = one.x[names[0]].to_numpy()
    low, high, inner_low, inner_high = _ends(one, box, names[0])
    if len(names) == 2:
        up = one.x[names[1]].to_numpy()
        _floor, _ceiling, inner_floor, inner_ceiling = _ends(one, box, names[1])
        up_words = _("{factor} ({unit})").format(factor=factor_words(names[1]), unit=factor_unit(names[1]))
    else:
        up = one.gain
        inner_floor, inner_ceiling = float(up.min()), float(up.max())
        up_words = _("gain, share of the reference")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: percent(value)))
    axes.add_patch(Rectangle((inner_low, inner_floor), inner_high - inner_low, inner_ceiling - inner_floor, color=_colour(one), alpha=0.13, linewidth=0))
    other = ~one.target
    axes.plot(across[other], up[other], "o", markersize=4, markerfacecolor="white", markeredgecolor=GREY, markeredgewidth=0.8)
    axes.plot(across[one.target], up[one.target], "o", markersize=4.5, color=_colour(one), markeredgewidth=0)
    axes.set_xlim(low - 0.03 * (high - low), high + 0.03 * (high - low))
    axes.set_xlabel(wrapped(_("{factor} ({unit})").format(factor=factor_words(names[0]), unit=factor_unit(names[0])), 50), fontsize=8)
    axes.set_ylabel(wrapped(up_words, 42), fontsize=8)
    axes.set_title(_("The cases along its two most telling limits") if len(names) == 2 else _("The cases along its limit"))
