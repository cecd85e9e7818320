"""One picture of all trials: what was published, what the model gives, and the band that was set beforehand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.comparison.figures.style import (
    BLACK,
    BLUE,
    GREY,
    LIGHT,
    PURPLE,
    VERMILLION,
    Drawn,
    in_style,
    new_figure,
    write,
)
from experiments.comparison.words.assumptions import Change, line
from experiments.disk.provenance import model_version
from experiments.studies.trials.over import few_worlds
from experiments.studies.trials.report import MARK, kinds, one_line, simulated_words, verdict_words
from experiments.studies.trials.result import Result, score
from experiments.studies.trials.verdict import State
from experiments.text.messages import N_, _, sentences, titled
from experiments.text.wrapping import wrapped

UNIT_TITLES = {
    "percent": N_("effect, %"), "ratio": N_("ratio of two effects"), "share": N_("share or correlation"), "exponent": N_("exponent of the tail"),
    "elasticity": N_("elasticity"), "log points": N_("jump of the log density"), "rate": N_("rate per 100,000 worker-years"),
}  # fmt: skip
NULLS = {"percent": 0.0, "ratio": 1.0, "share": 0.0, "elasticity": 0.0, "log points": 0.0}
COLOURS: dict[State, str] = {"inside": BLUE, "outside": VERMILLION, "not determined": PURPLE, "not judged": GREY}
ROW, KEY = 0.42, 0.3
"""Inches of a row, and of the key on top."""
WIDTH = 11.5
LETTERS = 64
"""Of a line left of the axis; a longer text goes on in the next."""
LEAST_REACH = 0.25
"""Of the largest figure: no axis is narrower."""


def draw_forest(results: Sequence[Result], folder: Path, name: str = "forest", changes: Sequence[Change] = (), under: str = "") -> list[Path]:
    """Write the forest plot as PNG and SVG into ``folder``; nothing where no row was judged or published.

    ``changes`` are what is not as by default: they stand below it first; ``under`` says under which sets of parameters the worlds ran.
    """
    with in_style():
        drawn = forest(results)
        if drawn is None:
            return []
        folder.mkdir(parents=True, exist_ok=True)
        worlds = sorted({result.worlds for result in results})
        footers = [
            line(changes),
            _("Source: simulation with inspectorate, model {model}; worlds of each trial: {worlds}. Published figures: docs and trial files.").format(
                model=model_version(), worlds=_("{low} to {high}").format(low=worlds[0], high=worlds[-1]) if len(worlds) > 1 else worlds[0]
            ),
            under,
            drawn.remark,
        ]
        facts = {"model": model_version(), "trials": sorted({result.trial.name for result in results}),
                 "ensemble": sorted({result.ensemble for result in results if result.ensemble}), "not_default": [c.plain for c in changes]}  # fmt: skip
        return write(drawn, folder / name, footers, facts)


def drawable(result: Result) -> bool:
    """Whether there is something to compare with, on an axis."""
    published, band = result.estimand.published, result.estimand.band
    return (
        result.estimand.unit in UNIT_TITLES
        and math.isfinite(result.found.value)
        and (any(value is not None for value in (published.figure, published.low, published.high)) or band is not None)
    )


def forest(results: Sequence[Result]) -> Drawn | None:
    """A panel for each unit, evidence above, what is out of sample and calibration below; a row for each figure."""
    panels = [
        (kind, unit, rows)
        for kind, _title in kinds()
        for unit in UNIT_TITLES
        if (rows := [result for result in results if result.counts_as == kind and result.estimand.unit == unit and drawable(result)])
    ]
    if not panels:
        return None
    heights = [ROW * len(rows) + 0.62 for _kind, _unit, rows in panels]
    figure = new_figure(WIDTH, sum(heights) + KEY)
    key, *grid = figure.subplots(len(panels) + 1, 1, gridspec_kw={"height_ratios": [KEY, *heights]})
    _legend(key)
    headings, before = dict(kinds()), ""
    for axes, (kind, unit, rows) in zip(grid, panels, strict=True):
        _panel(axes, rows, unit)
        axes.set_title((headings[kind] + "\n" if kind != before else "") + _(UNIT_TITLES[unit]), fontsize=9.5, fontweight="bold" if kind != before else None)
        before = kind
    shared = any(result.independent < result.worlds for result in results)
    few = few_worlds({result.independent for result in results}, shared)
    subtitle = sentences(
        _("Grey: the band set before the run. Black: published, with its interval or range."),
        few or (_("Circle: simulated, with the 95 % interval over sets of parameters.") if shared else _("Circle: simulated, with the 95 % interval over worlds.")),
        _("{mark}: a model in which nothing works lies inside the band, too.").format(mark=MARK) if any(one.null.passes for one in results) else "",
    )
    return Drawn(figure, _finding(results), subtitle, _left_out(results))


def _finding(results: Sequence[Result]) -> str:
    """The title: how much of the evidence lies inside the bands, or of what is out of sample, or of the calibration where that is all there is."""
    evidence, held, calibration = score(results), score(results, "out of sample"), score(results, "calibration")
    if evidence.rows:
        return _("{k} of {n} judged figures lie inside the band set beforehand").format(k=evidence.rows_passed, n=evidence.rows)
    if held.rows:
        return _("Out of sample: {k} of {n} judged figures lie inside the band set beforehand").format(k=held.rows_passed, n=held.rows)
    if calibration.rows:
        return _("Calibration, which proves nothing: {k} of {n} judged figures lie inside the band set beforehand").format(
            k=calibration.rows_passed, n=calibration.rows)  # fmt: skip
    return _("Published and simulated figures, without a band set beforehand")


def _left_out(results: Sequence[Result]) -> str:
    yes_no = [result for result in results if result.estimand.unit == "yes or no" and result.estimand.band is not None]
    said = [_("{title} ({name}): {verdict}").format(title=result.title, name=result.trial.name, 
                                                    verdict=verdict_words(result))
            for result in yes_no]  # fmt: skip
    return _("Orders and shapes, which have no scale: {list}.").format(list=_("; ").join(said)) if said else ""


def _panel(axes: Axes, rows: Sequence[Result], unit: str) -> None:
    low, high = _reach(rows, unit)
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    before = [None, *(result.trial.name for result in rows[:-1])]
    labels = [_label(result, result.trial.name != name) for result, name in zip(rows, before, strict=True)]
    axes.set_yticks(range(len(rows)), labels, fontsize=8)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    if unit in NULLS and low <= NULLS[unit] <= high:
        axes.axvline(NULLS[unit], color="#333333", linewidth=0.9)
    for place, result in enumerate(rows):
        _row(axes, result, place, low, high)


def _label(result: Result, first: bool) -> str:
    """What was measured, under the study's title where a study begins."""
    code = result.trial.name.split("-")[0].upper()
    measured = wrapped(result.title, LETTERS)
    if not first:
        return measured
    return f"{code}  {titled(one_line(result.trial.title), one_line(result.trial.title_zh))}\n{measured}"


def _reach(rows: Sequence[Result], unit: str) -> tuple[float, float]:
    """Both ends of the axis: all bands, figures and, where they do not dwarf the rest, intervals."""
    values: list[float] = [NULLS[unit]] if unit in NULLS else []
    spans: list[float] = []
    for result in rows:
        published, band = result.estimand.published, result.estimand.band
        values += [value for value in (published.figure, published.low, published.high) if value is not None]
        values += [value for value in ((band.low, band.high) if band else ()) if value is not None]
        values.append(result.found.value)
        spans += [value for value in (result.found.low, result.found.high) if math.isfinite(value)]
    least, most = min(values), max(values)
    room = max(most - least, LEAST_REACH * max(abs(most), abs(least), 0.1))
    least, most = (max(min([least, *spans]), least - 0.4 * room), min(max([most, *spans]), most + 0.4 * room))
    return least - 0.04 * room, most + 0.04 * room


def _row(axes: Axes, result: Result, place: int, low: float, high: float) -> None:
    band, published, found = result.estimand.band, result.estimand.published, result.found
    colour = COLOURS[result.verdict.state]
    if band is not None and (band.low is not None or band.high is not None):
        start, end = (low if band.low is None else band.low), (high if band.high is None else band.high)
        axes.barh(place, end - start, left=start, height=0.72, color=LIGHT, linewidth=0, zorder=1)
    if published.low is not None and published.high is not None:
        axes.plot([published.low, published.high], [place - 0.17] * 2, color=BLACK, linewidth=1.2, marker="|", markersize=6, zorder=3)
    if published.figure is not None:
        axes.plot([published.figure], [place - 0.17], "D", color=BLACK, markersize=4.5, zorder=4)
    if math.isfinite(found.low + found.high):
        axes.plot([max(found.low, low), min(found.high, high)], [place + 0.17] * 2, color=colour, linewidth=2, zorder=3, solid_capstyle="butt")
    if low <= found.value <= high:
        axes.plot([found.value], [place + 0.17], "o", markersize=6, markeredgecolor=colour, markeredgewidth=1.4, zorder=5,
                  markerfacecolor="white" if result.verdict.state in ("not judged", "not determined") else colour)  # fmt: skip
    words = _("{figure}  {verdict}").format(figure=simulated_words(result).replace("\n", " "), verdict=verdict_words(result))
    axes.annotate(words, (1, place), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8,
                  color=colour if result.verdict.passes is not None else "#555555",
                  fontweight="bold" if result.verdict.state == "outside" else None, annotation_clip=False)  # fmt: skip


def _legend(axes: Axes) -> None:
    handles: list[Any] = [
        Patch(color=LIGHT, label=_("band")),
        Line2D([], [], color=BLACK, marker="D", markersize=4.5, linewidth=1.2, label=_("published")),
        Line2D([], [], color=BLUE, marker="o", markersize=6, linewidth=2, label=_("simulated, inside the band")),
        Line2D([], [], color=VERMILLION, marker="o", markersize=6, linewidth=2, label=_("simulated, outside the band")),
        Line2D([], [], color=PURPLE, marker="o", markerfacecolor="white", markersize=6, linewidth=2, label=_("simulated, not determined")),
        Line2D([], [], color=GREY, marker="o", markerfacecolor="white", markersize=6, linewidth=2, label=_("simulated, not judged")),
    ]
    axes.set_axis_off()
    axes.legend(handles=handles, loc="center", ncols=6, fontsize=8.5, frameon=False, columnspacing=1.2, handletextpad=0.5)
