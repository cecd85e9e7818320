"""Figures in the narrow columns of a comparison's tables."""

from __future__ import annotations

from experiments.text.messages import language
from experiments.text.wrapping import wrapped

HEADING = {"en": 12, "zh": 10}
"""Columns for a heading above figures, by language: Chinese headings fill theirs, and the names of policies need the rest."""


def short(text: str) -> str:
    """A figure without the comma in four digits: the columns are narrow."""
    return text.replace(",", "") if sum(letter.isdigit() for letter in text.partition(".")[0]) < 5 else text


def narrow(text: str) -> str:
    """Words among figures, in lines that make no column wider than its figures."""
    return wrapped(text, HEADING[language()])


def both_ends(low: str, high: str) -> str:
    """Both ends of an interval in one line, or one under the other where they would take the room of the names."""
    together = f"{low}..{high}"
    return together if len(together) <= HEADING[language()] else f"{low}..\n{high}"
