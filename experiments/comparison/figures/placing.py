"""Names beside the marks of a panel, each where no other name lies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

FONT = 7
GAP = 2.0
"""Points between a mark and its name, and between two names."""
DIRECTIONS = 16
RINGS = 30
FAR = 9.0
"""Points from the mark from which on a thin line leads to the name."""


@dataclass(frozen=True)
class Mark:
    """A round mark of ``radius`` points at a point of the data, and what it is called; no name where ``text`` is empty."""

    x: float
    y: float
    radius: float
    text: str


def place_names(axes: Axes, marks: Sequence[Mark]) -> None:
    """Write the names of ``marks`` into ``axes``, the first ones nearest to their marks; the panel must stand where it stays."""
    figure = axes.get_figure()
    assert figure is not None
    axes.apply_aspect()  # where both sides have one scale, the panel fills less than its place
    points = figure.dpi / 72.0
    room = axes.get_window_extent()
    circles = [_around(_pixel(axes, mark), 2 * mark.radius * points, 2 * mark.radius * points) for mark in marks]
    taken: list[Bbox] = []
    for mark in marks:
        if not mark.text:
            continue
        width, height = _size(axes, mark.text)
        centre = _pixel(axes, mark)
        found = _best(centre, mark.radius * points, (width, height), points, room, taken, circles)
        taken.append(found)
        across, up = (found.x0 + found.x1) / 2 - centre[0], (found.y0 + found.y1) / 2 - centre[1]
        far = _distance(found, centre) > mark.radius * points + FAR * points
        note = axes.annotate(
            mark.text, (mark.x, mark.y), xytext=(across / points, up / points), textcoords="offset points", ha="center", va="center",
            fontsize=FONT, zorder=3, arrowprops={"arrowstyle": "-", "color": "#777777", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0} if far else None,
        )  # fmt: skip
        note.set_path_effects([withStroke(linewidth=2, foreground="white")])


def _pixel(axes: Axes, mark: Mark) -> tuple[float, float]:
    across, up = axes.transData.transform((mark.x, mark.y))
    return float(across), float(up)


def _size(axes: Axes, text: str) -> tuple[float, float]:
    """Pixels of a name, with the gap around it."""
    figure = axes.get_figure()
    assert figure is not None
    tried = axes.text(0, 0, text, fontsize=FONT)
    extent = tried.get_window_extent()
    tried.remove()
    gap = GAP * figure.dpi / 72.0
    return extent.width + gap, extent.height + gap


def _around(centre: Sequence[float], width: float, height: float) -> Bbox:
    return Bbox.from_bounds(centre[0] - width / 2, centre[1] - height / 2, width, height)


def _candidates(centre: Sequence[float], radius: float, size: tuple[float, float], points: float) -> Iterator[Bbox]:
    """Boxes ever farther from the mark: below and above first, then the sides."""
    turns = sorted(range(DIRECTIONS), key=lambda turn: abs(math.cos(2 * math.pi * turn / DIRECTIONS)))
    for ring in range(RINGS):
        for turn in turns:
            angle = 2 * math.pi * turn / DIRECTIONS
            away = radius + (GAP / 2 + 5.0 * ring) * points
            across = (away + size[0] / 2) * math.cos(angle)
            up = (away + size[1] / 2) * math.sin(angle)
            yield _around((centre[0] + across, centre[1] + up), *size)


def _best(
    centre: Sequence[float], radius: float, size: tuple[float, float], points: float, room: Bbox, taken: Sequence[Bbox], circles: Sequence[Bbox]
) -> Bbox:
    """The first box that lies in the panel, on no name and on no mark; else the one on the fewest of them."""
    best, least = None, math.inf
    for box in _candidates(centre, radius, size, points):
        inside = box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0 and box.y1 <= room.y1
        names = sum(_meet(box, other) for other in taken)
        cost = 100.0 * (not inside) + 10.0 * names + sum(_meet(box, circle) for circle in circles)
        if cost == 0:
            return box
        if cost < least:
            best, least = box, cost
    assert best is not None
    return best


def _meet(one: Bbox, other: Bbox) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _distance(box: Bbox, point: Sequence[float]) -> float:
    """From a point to the nearest side of a box, in pixels."""
    across = max(box.x0 - point[0], 0.0, point[0] - box.x1)
    up = max(box.y0 - point[1], 0.0, point[1] - box.y1)
    return math.hypot(across, up)
