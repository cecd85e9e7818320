"""Where the words and dots of a figure lie, in pixels: nothing overprinted, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.5
"""Pixels by which boxes may meet: a letter never fills its box."""


def words(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text that is drawn, with its box (without the arrow of a note)."""
    found = [text for text in _texts(figure) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), Text.get_window_extent(text)) for text in found]


def _texts(figure: Figure) -> Iterator[Text]:
    yield from figure.texts
    for axes in figure.axes:
        if axes.get_visible():
            yield from _of_axes(axes)


def _of_axes(axes: Axes) -> Iterator[Text]:
    yield from axes.texts
    yield from (axes.title, axes._left_title, axes._right_title)
    legend = axes.get_legend()
    if legend is not None:
        yield from (*legend.get_texts(), legend.get_title())
    if axes.axison:
        for axis in (axes.xaxis, axes.yaxis):
            yield axis.label
            yield from _ticks(axes, axis)


def _ticks(axes: Axes, axis: Axis) -> Iterator[Text]:
    """Labels of the ticks within the view; those outside of it are not drawn."""
    low, high = sorted(axis.get_view_interval())
    room = 1e-9 * (high - low)
    for place, tick in zip(axis.get_majorticklocs(), axis.get_major_ticks(), strict=False):
        if low - room <= place <= high + room:
            yield from (tick.label1, tick.label2)


def overprinted(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that lie on one another."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(words(figure), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 * SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > 2 * SLACK
    ]


def outside(figure: Figure) -> list[str]:
    """Texts that the edge of the picture cuts."""
    edge = figure.bbox
    return [
        text for text, box in words(figure)
        if box.x0 < edge.x0 - SLACK or box.x1 > edge.x1 + SLACK or box.y0 < edge.y0 - SLACK or box.y1 > edge.y1 + SLACK
    ]  # fmt: skip


def cut_dots(figure: Figure) -> list[tuple[float, float]]:
    """Round dots of which the edge of their panel takes a part."""
    found = []
    for axes in figure.axes:
        room = axes.get_window_extent()
        for line in axes.lines:
            if line.get_marker() != "o" or not line.get_clip_on() or not line.get_visible():
                continue
            radius = line.get_markersize() / 2 * figure.dpi / 72
            for x, y in line.get_transform().transform(np.column_stack(line.get_data())):
                if not (room.x0 + radius - 1 <= x <= room.x1 - radius + 1 and room.y0 + radius - 1 <= y <= room.y1 - radius + 1):
                    found.append((x, y))
    return found


def check(figure: Figure) -> None:
    """``AssertionError`` with the words that cannot be read."""
    figure.draw_without_rendering()
    assert overprinted(figure) == []
    assert outside(figure) == []


def too_near(figure: Figure, least: float) -> list[str]:
    """Words within ``least`` pixels of those of a neighbouring panel in the same line, or of the picture's edge."""
    owned = [(axes, text.get_text(), text.get_window_extent()) for axes in figure.axes if axes.get_visible()
             for text in _of_axes(axes) if text.get_visible() and text.get_text().strip()]  # fmt: skip
    found = [text for _axes, text, box in owned if figure.bbox.x1 - box.x1 < least]
    for (axes, one, a), (other_axes, other, b) in combinations(owned, 2):
        level = min(a.y1, b.y1) - max(a.y0, b.y0) > 2 * SLACK
        if axes is not other_axes and level and max(a.x0, b.x0) - min(a.x1, b.x1) < least:
            found.append(f"{one} | {other}")
    return found
