"""A map of the places: size is enterprises, colour is open hazards per enterprise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patheffects import withStroke

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.style import Drawn, new_figure
from experiments.text.formatting import figure as shown
from experiments.text.messages import _, titled
from experiments.text.wrapping import wrapped

if TYPE_CHECKING:
    from experiments.running.plan import Plan
CROWDED = 9
"""With more places than this circles are smaller, and only those that lie apart have room for their names."""
NAMED = 8


def draw(comparison: ComparisonData) -> Drawn | None:
    """The baseline and the policy with the fewest expected deaths, on one colour scale."""
    first = comparison.ranking[0]
    maps = [_means(comparison, name) for name in (comparison.batch.policies[0], first)]
    if not maps[0]:
        return None
    titles = _titles(comparison.plan)
    loads = [[place["load"] for place in places.values()] for places in maps]
    norm = Normalize(min(map(min, loads)), max(map(max, loads)))
    figure = new_figure(11, 5.0)
    grid = figure.subplots(1, 2, sharex=True, sharey=True)
    largest = max(place["enterprises"] for places in maps for place in places.values()) or 1.0
    for axes, places, heading in zip(grid, maps, (_("Baseline"), comparison.title(first)), strict=True):
        marks = _map(axes, places, titles, norm, largest)
        axes.set_title(wrapped(heading, 60))
    figure.colorbar(marks, ax=list(grid), label=_("open hazards per enterprise"), shrink=0.75, pad=0.01)
    worst = max(maps[0].values(), key=lambda place: place["load"])
    finding = _("Under the baseline \"{place}\" has the most open hazards per enterprise, {load}; under \"{policy}\" it has "
                "{other}").format(
        place=titles.get(worst["name"], worst["name"]), load=shown(worst["load"]), policy=comparison.title(first),
        other=shown(maps[1][worst["name"]]["load"]),
    )  # fmt: skip
    subtitle = _("Circle: enterprises of a town, street or park; colour: open hazards per enterprise, mean over months "
                 "and worlds. Right: the policy with the fewest expected deaths. Axes in km.")  # fmt: skip
    if comparison.plan.region is not None:
        subtitle = _("Circle: enterprises of a district; colour: open hazards per enterprise at the end. Right: the policy with the "
                     "fewest expected deaths. Axes in km.")  # fmt: skip
    return Drawn(figure, finding, subtitle)


def _titles(plan: Plan) -> dict[str, str]:
    """What the places of a district, or the districts of a region, are called in the language in force."""
    places = plan.single.places if plan.region is None else [unit.district for unit in plan.region.units]
    return {place.name: titled(place.title, place.title_zh) for place in places}


def _means(comparison: ComparisonData, policy: str) -> dict[str, dict[str, Any]]:
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


def _free_side(place: dict[str, Any], places: list[dict[str, Any]]) -> int:
    """Above (1) or below (-1) the circle: away from the nearest other place, so that no name lies on a circle."""
    others = [other for other in places if other is not place]
    if not others:
        return -1
    nearest = min(others, key=lambda other: math.hypot(other["x"] - place["x"], other["y"] - place["y"]))
    return 1 if nearest["y"] < place["y"] else -1


def _apart(order: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the places, the largest first, that lie far enough from those named before them; no more than have room."""
    span = max(max(place[key] for place in order) - min(place[key] for place in order) for key in ("x", "y"))
    named: list[dict[str, Any]] = []
    for place in order:
        far = all(math.hypot(place["x"] - other["x"], place["y"] - other["y"]) > 0.3 * span for other in named)
        if far and len(named) < NAMED:
            named.append(place)
    return named


def _map(axes: Axes, places: dict[str, dict[str, Any]], titles: dict[str, str], norm: Normalize, largest: float) -> Any:
    order = sorted(places.values(), key=lambda place: -place["enterprises"])
    x, y = ([float(place[key]) for place in order] for key in ("x", "y"))
    crowd = min(1.0, CROWDED / len(order))
    sizes = [crowd * (40 + 900 * place["enterprises"] / largest) for place in order]
    marks = axes.scatter(x, y, s=sizes, c=[place["load"] for place in order], cmap="cividis", norm=norm,
                         edgecolors="white", linewidths=1.2 * crowd)  # fmt: skip
    named = order if len(order) <= CROWDED else _apart(order)
    for place, size in zip(order, sizes, strict=True):
        if place not in named:
            continue
        text = wrapped(titles.get(place["name"], place["name"]), 16) + f"\n{shown(place['load'])}"
        side = _free_side(place, order)
        note = axes.annotate(text, (place["x"], place["y"]), xytext=(0, side * (size**0.5 / 2 + 2)), ha="center",
                             textcoords="offset points", va="bottom" if side > 0 else "top", fontsize=7, zorder=3)  # fmt: skip
        note.set_path_effects([withStroke(linewidth=2, foreground="white")])
    axes.set_aspect("equal", adjustable="box")
    axes.margins(0.15)
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)
    return marks
