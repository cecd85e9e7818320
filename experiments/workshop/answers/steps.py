"""Policies that stand on one another, step by step: what each brings with those before it, and what it adds to them, both with an interval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row, paired_row, yearly
from experiments.comparison.words.numbers import told
from experiments.comparison.words.rows import worlds_in_words
from experiments.text.labels import quantity
from experiments.workshop.answers.plain import between, number


def steps(comparison: ComparisonData) -> list[dict[str, Any]]:
    """For each policy: ``together`` against the baseline and ``added`` against the policy before it (None for the first), in the headline outcome.

    Differences are paired on the same worlds; each interval is the 95 % one for itself, not for all steps at once.  A share is one of the baseline.
    """
    batch, found = comparison.batch, quantity(HEADLINE_OUTCOME)
    values = yearly(batch, found.name, comparison.discount)
    level = comparison.row(comparison.policies[0], found.name).baseline_mean if comparison.policies else 0.0
    rows: list[dict[str, Any]] = []
    before = 0
    for policy in comparison.policies:
        here = batch.row(policy)
        added = paired_row(batch, policy, found, values[before], values[here])
        rows.append({"name": policy, "together": _told(comparison.row(policy, found.name), level), "added": None if not before else _told(added, level)})
        before = here
    return rows


def _told(row: Row, level: float) -> dict[str, Any]:
    """A difference as text with its own interval, as a share of the baseline's mean, and in how many sets or worlds it has its sign."""
    alone = replace(row, simultaneous=None if row.low is None or row.high is None else (row.low, row.high))
    shown = told(alone)
    return {"text": shown.size(), "interval_text": "" if shown.interval is None else between(shown), "relative": number(row.difference / level if level else None),
            "told_apart": alone.told_apart, "words": worlds_in_words(alone)}  # fmt: skip
