"""The figures of a report: those of the comparison, drawn in the language of the report, and the exceedance of catastrophes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures import appraisal, differences, exceedance, fans, places, reported
from experiments.comparison.figures import style as figure_style
from experiments.comparison.figures.style import Drawn, in_style, provenance, rendered
from experiments.report.tree import Block, Picture
from experiments.text.messages import N_, _, sentences

DRAWN: dict[str, Callable[[ComparisonData], Drawn | None]] = {
    "differences": differences.draw,
    "fans-expected-deaths": fans.draw_expected_deaths,
    "fans-hazards-open": fans.draw_hazards_open,
    "places": places.draw,
    "benefit-and-cost": appraisal.draw,
    "reported": reported.draw,
    "exceedance": exceedance.draw,
}
CAPTIONS = {
    "differences": N_("Differences from the baseline with their intervals"),
    "fans-expected-deaths": N_("Expected deaths over the years"),
    "fans-hazards-open": N_("Open hazards over the years"),
    "places": N_("Open hazards by place"),
    "benefit-and-cost": N_("Benefit, cost and net benefit"),
    "reported": N_("True and on record"),
    "exceedance": N_("How often many die in one accident"),
}


def picture(comparison: ComparisonData, name: str) -> list[Block]:
    """The figure called ``name`` as a block, its finding and remarks in the text around it; none where there is nothing to draw."""
    with in_style():
        draw = DRAWN.get(name)
        drawn = None if draw is None else draw(comparison)
        if drawn is None:
            return []
        figure = figure_style.settled(replace(drawn, finding="", subtitle=""), [""])
        width, height = (float(inches) for inches in figure.get_size_inches())
        png = rendered(figure, drawn.finding, provenance(comparison), "png")
    note = sentences(drawn.subtitle, drawn.remark, _("The numbers: {file}.").format(file=f"{name}.csv"))
    finding = drawn.finding.rstrip(".。")
    return [Picture(name, png, width, height, _(CAPTIONS[name]), finding, sentences(_("{text}.").format(text=finding), drawn.subtitle), note)]
