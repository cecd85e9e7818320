"""What policies are called in figures: their titles in both languages, as the title of the figure calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from experiments.comparison.data import ComparisonData
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

WIDTH = 30
"""Letters of a line, Chinese ones counting twice."""
LINES = 2
"""Lines of a name at most: a longer title is cut."""


def policy_names(comparison: ComparisonData, policies: Sequence[str], width: int = WIDTH) -> list[str]:
    """The titles in short lines; with the key behind it where the shortened titles of two policies would be the same."""
    short = [_cut(comparison.title(policy), width) for policy in policies]
    often = Counter(short)
    return [wrapped(_("{title} ({name})").format(title=comparison.title(policy), name=policy), width) if often[name] > 1 else name
            for policy, name in zip(policies, short, strict=True)]  # fmt: skip


def row_height(names: Sequence[str]) -> float:
    """Inches of a row, so that the longest name stands clear of its neighbours."""
    return 0.16 + 0.14 * max((1 + name.count("\n") for name in names), default=1)


def _cut(title: str, width: int) -> str:
    lines = wrapped(title, width).split("\n")
    if len(lines) <= LINES:
        return "\n".join(lines)
    return "\n".join(lines[:LINES]).rstrip(" +,(") + "…"
