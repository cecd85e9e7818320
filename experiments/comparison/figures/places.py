"""A map of the places: size is enterprises, colour is open hazards per enterprise."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.placing import Mark, place_names
from experiments.comparison.figures.style import Drawn, new_figure
from experiments.text.formatting import figure as shown
from experiments.text.messages import _, titled
from experiments.text.wrapping import wrapped

if TYPE_CHECKING:
    from experiments.running.plan import Plan
ALL_NAMED = 16
"""Up to so many places each has its name; of more, the largest and the one with the most open hazards."""
NAMED = 8
SIDE = 290.0
"""Points that the side of a map has about, for the size of its circles."""
LEAST = 36.0
"""Of the smallest circle, in square points: its colour must be seen."""
ROOM = 1.3
"""The sides of a map over the spread of its places: beside the outermost there is room for their names."""


def draw(comparison: ComparisonData) -> Drawn | None:
    """The baseline and the policy with the fewest expected deaths, on one colour scale."""
    first = comparison.ranking[0]
    maps = [means(comparison, name) for name in (comparison.batch.policies[0], first)]
    if not maps[0]:
        return None
    titles = _titles(comparison.plan)
    loads = [[place["load"] for place in places.values()] for places in maps]
    norm = Normalize(min(map(min, loads)), max(map(max, loads)))
    figure = new_figure(11, 5.0)
    grid = figure.subplots(1, 2, sharex=True, sharey=True)
    largest = max(place["enterprises"] for places in maps for place in places.values()) or 1.0
    named = _named(maps[0])
    names: list[tuple[Axes, list[Mark]]] = []
    for axes, places, heading in zip(grid, maps, (_("Baseline"), comparison.title(first)), strict=True):
        marks, circles = _map(axes, places, titles, norm, largest, named)
        names.append((axes, circles))
        axes.set_title(wrapped(heading, 60))
    figure.colorbar(marks, ax=list(grid), label=_("open hazards per enterprise"), shrink=0.75, pad=0.01)
    worst = max(maps[0].values(), key=lambda place: place["load"])
    finding = _("Under the baseline \"{place}\" has the most open hazards per enterprise, {load}; under \"{policy}\" it has "
                "{other}").format(
        place=titles.get(worst["name"], worst["name"]), load=shown(worst["load"]), policy=comparison.title(first),
        other=shown(maps[1][worst["name"]]["load"]),
    )  # fmt: skip
    subtitle = _("Circle: enterprises of a town, street or park; colour: open hazards per enterprise, mean over months "
                 "and worlds. Right: {policy}. Axes in km.")  # fmt: skip
    if comparison.plan.region is not None:
        subtitle = _("Circle: enterprises of a district; colour: open hazards per enterprise at the end. Right: {policy}. Axes in km.")
    right = _("the policy compared") if len(comparison.policies) == 1 else _("the policy with the fewest expected deaths")
    remark = ""
    if len(named) < len(maps[0]):
        remark = _("Named on the map: {k} of {n}, the largest and the one with the most open hazards per enterprise.").format(
            k=len(named), n=shown(len(maps[0]), 0))  # fmt: skip

    def finish() -> None:
        for axes, circles in names:
            place_names(axes, circles)

    return Drawn(figure, finding, subtitle.format(policy=right), remark, finish)


def _titles(plan: Plan) -> dict[str, str]:
    """What the places of a district, or the districts of a region, are called in the language in force."""
    places = plan.single.places if plan.region is None else [unit.district for unit in plan.region.units]
    return {place.name: titled(place.title, place.title_zh) for place in places}


def means(comparison: ComparisonData, policy: str) -> dict[str, dict[str, Any]]:
    """Places of a policy with their means over worlds."""
    found: dict[str, list[dict[str, Any]]] = {}
    for place in comparison.batch.places:
        if place["policy"] == policy:
            found.setdefault(place["name"], []).append(place)
    means = {}
    for name, entries in found.items():
        enterprises = float(np.mean([entry["enterprises"] for entry in entries]))
        hazards = float(np.mean([entry["hazards_open"] for entry in entries]))
        load = hazards / enterprises if enterprises else 0.0
        means[name] = {
            "name": name,
            "x": entries[0]["x"],
            "y": entries[0]["y"],
            "enterprises": enterprises,
            "load": load,
        }
    return means


def _named(places: dict[str, dict[str, Any]]) -> set[str]:
    """Which places have their names on the map."""
    if len(places) <= ALL_NAMED:
        return set(places)
    largest = sorted(places, key=lambda name: -places[name]["enterprises"])[: NAMED - 1]
    return {*largest, max(places, key=lambda name: places[name]["load"])}


def _sizes(order: list[dict[str, Any]], largest: float, side: float) -> list[float]:
    """Areas of the circles, in square points: smaller where places lie close, so that each is seen."""
    sizes = [40 + 900 * place["enterprises"] / largest for place in order]
    near = [
        math.hypot(one["x"] - other["x"], one["y"] - other["y"]) * SIDE / side / (0.45 * (sizes[i] ** 0.5 + sizes[j] ** 0.5))
        for (i, one), (j, other) in combinations(enumerate(order), 2)
    ] if len(order) <= ALL_NAMED else [math.sqrt(9 / len(order))]  # fmt: skip
    shrink = max(0.15, min([1.0, *near])) ** 2
    return [max(LEAST, shrink * size) for size in sizes]


def _map(
    axes: Axes, places: dict[str, dict[str, Any]], titles: dict[str, str], norm: Normalize, largest: float, named: set[str]
) -> tuple[Any, list[Mark]]:
    """Draw the circles; them, and their names, which are placed once the map stands where it stays."""
    order = sorted(places.values(), key=lambda place: -place["enterprises"])
    x, y = ([float(place[key]) for place in order] for key in ("x", "y"))
    side = ROOM * (max(max(x) - min(x), max(y) - min(y)) or 1.0)
    sizes = _sizes(order, largest, side)
    marks = axes.scatter(x, y, s=sizes, c=[place["load"] for place in order], cmap="cividis", norm=norm,
                         edgecolors="white", linewidths=1.2 if len(order) <= ALL_NAMED else 0.4)  # fmt: skip
    axes.set_aspect("equal", adjustable="box")
    axes.set_xlim((min(x) + max(x) - side) / 2, (min(x) + max(x) + side) / 2)
    axes.set_ylim((min(y) + max(y) - side) / 2, (min(y) + max(y) + side) / 2)
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)
    texts = [
        wrapped(titles.get(place["name"], place["name"]), 16) + f"\n{shown(place['load'])}" if place["name"] in named else "" for place in order
    ]
    return marks, [Mark(a, b, size**0.5 / 2, text) for a, b, size, text in zip(x, y, sizes, texts, strict=True)]
