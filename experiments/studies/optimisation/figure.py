"""The front as a picture: deaths averted over cost to the government, every mix tried behind the ones scored again."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from experiments.comparison.figures.placing import Mark, place_names
from experiments.comparison.figures.style import BLACK, GREY, LIGHT, Drawn, new_figure, plain_numbers
from experiments.comparison.words import assumptions
from experiments.comparison.words.phrases import years_each
from experiments.disk.provenance import model_version
from experiments.running.replicates import counted
from experiments.studies.optimisation.chosen import WINNER
from experiments.studies.optimisation.fresh import Estimate
from experiments.studies.optimisation.scores import objectives
from experiments.studies.optimisation.study import Optimised
from experiments.studies.optimisation.words import finding
from experiments.text.formatting import money_scale
from experiments.text.messages import _, sentences

ROOM = 1.15
"""The axis of cost ends this far beyond the budget: what was tried beyond is of no use to a reader."""


def draw(found: Optimised) -> Drawn:
    """The figure of ``found``."""
    factor, yuan = money_scale()
    figure = new_figure(9.5, 5.6)
    axes = figure.subplots()
    values = objectives(found.archive.measured)
    shown = np.isfinite(values).all(axis=1) & (values[:, 1] <= ROOM * max(found.budget, 1.0))
    axes.scatter(values[shown, 1] * factor, -values[shown, 0], s=9, color=LIGHT, label=_("tried, by the search's worlds"), zorder=1)
    _front(axes, found, factor)
    marks, names = _picks(axes, found, factor)
    figure.colorbar(marks, ax=axes, label=_("cost to enterprises, {yuan} a year").format(yuan=yuan), pad=0.01, shrink=0.85)
    axes.axvline(found.budget * factor, color=BLACK, linewidth=1, linestyle="--", label=_("budget"))
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.set_xlabel(_("cost to the government, {yuan} a year more than today").format(yuan=yuan))
    axes.set_ylabel(_("expected deaths averted a year"))
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)
    plain_numbers(axes, "x")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=4, frameon=False, fontsize=8)
    subtitle = sentences(
        _("Circles: mixes scored again on {worlds} that the search had not seen; the numbers are those of the table, 1 is the search's first, "
          "0 as today.").format(worlds=years_each(counted(found.rescored.worlds), found.rescored.worlds > 1, found.plan.months / 12)),
        _("Bars: 95 % intervals that hold for all at once; mixes meet the same worlds, so that two whose bars overlap can be told apart all the same.") if found.rescored.tells_intervals else "",
    )  # fmt: skip
    return Drawn(figure, finding(found), subtitle, finish=lambda: place_names(axes, names))


def _front(axes: Axes, found: Optimised, factor: float) -> None:
    """The corners that the search chose, where fresh worlds put them; solid where the step is told apart, else dotted."""
    labelled: set[str] = set()
    for step in found.rescored.steps:
        ends = [found.rescored.score(mix) for mix in (step.start, step.end)]
        style, text = ("-", _("front, step told apart")) if step.price[0] in {"ratio", "bound", "saves", "unpriced"} else (":", _("front, step not told apart"))
        axes.plot([end.government.mean * factor for end in ends], [end.averted.mean for end in ends], style, color=GREY, linewidth=1.4,
                  zorder=2, label=None if text in labelled else text)  # fmt: skip
        labelled.add(text)


def _picks(axes: Axes, found: Optimised, factor: float) -> tuple[Any, list[Mark]]:
    """The mixes scored again, and their numbers, which are placed once the panel stands where it stays."""
    scores = found.rescored.scores
    cost, averted = (np.array(values) for values in zip(*[(s.government.mean * factor, s.averted.mean) for s in scores], strict=True))
    for score in scores:
        _bar(axes, score.averted, score.government.mean * factor, 1.0, upright=True)
        _bar(axes, score.government, score.averted.mean, factor, upright=False)
    marks = axes.scatter(cost, averted, s=[150 if WINNER in s.roles else 60 for s in scores], c=[s.enterprise.mean * factor for s in scores],
                         cmap="cividis", edgecolors="white", linewidths=0.8, zorder=4)  # fmt: skip
    order = np.argsort(cost, kind="stable")
    sizes = marks.get_sizes()
    names = [Mark(float(cost[k]), float(averted[k]), float(sizes[k]) ** 0.5 / 2, str(found.number(scores[k].mix))) for k in order]
    return marks, names


def _bar(axes: Axes, estimate: Estimate, across: float, factor: float, upright: bool) -> None:
    if estimate.low is None or estimate.high is None:
        return
    ends, fixed = [estimate.low * factor, estimate.high * factor], [across, across]
    axes.plot(*((fixed, ends) if upright else (ends, fixed)), color=GREY, linewidth=0.9, zorder=3)


def footers(found: Optimised) -> list[str]:
    """Source, n, model version."""
    how = _("NSGA-II") if found.check is None else _("trying every one")
    by_hand = assumptions.line(assumptions.of_plan(found.plan.parameters, found.plan.ensemble, found.plan.sample))
    return [by_hand, _("Source: simulation with inspectorate, model {model}. {tried} mixes tried by {how} on {worlds}, seed {seed}; plan {plan}, "
              "ensemble {ensemble}. Money not discounted.").format(
        model=model_version(), tried=found.chosen.tried, how=how, worlds=years_each(counted(found.archive.batches[0].worlds), found.archive.batches[0].worlds > 1, found.plan.months / 12),
        seed=found.plan.seed, plan=found.plan.name, ensemble=found.plan.ensemble)]  # fmt: skip


def provenance(found: Optimised) -> dict[str, Any]:
    """What the picture carries inside."""
    plan = found.plan
    return {"model": model_version(), "plan": plan.name, "district": plan.district, "budget": found.budget, "tried": found.chosen.tried,
            "months": plan.months, "seed": plan.seed, "ensemble": plan.ensemble,
            "not_default": [change.plain for change in assumptions.of_plan(plan.parameters, plan.ensemble, plan.sample)]}  # fmt: skip
