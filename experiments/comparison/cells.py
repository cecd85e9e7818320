"""Figures in the narrow columns of a comparison's tables."""

from __future__ import annotations

from experiments.text.formatting import figure
from experiments.text.wrapping import wrapped

HEADING = 12
"""Columns for a heading above figures."""


def short(value: float | None, places: int, signed: bool = True) -> str:
    """A figure without the comma in four digits: the columns are narrow."""
    text = figure(value, places, signed)
    return text.replace(",", "") if value is not None and abs(value) < 10_000 else text


def narrow(text: str) -> str:
    """Words among figures, in lines that make no column wider than its figures."""
    return wrapped(text, HEADING)


def both_ends(low: str, high: str) -> str:
    """Both ends of an interval in one line, or one under the other where they would take the room of the names."""
    together = f"{low}..{high}"
    return together if len(together) <= HEADING else f"{low}..\n{high}"
