"""Cells of the report's tables: the difference, its share, its interval and the words where there is none, as every other text writes them."""

from __future__ import annotations

from experiments.comparison.appraisal_tables import price_in_short
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.words.costs import cost_figure, cost_words, is_price
from experiments.comparison.words.numbers import scaled, told, unclear
from experiments.report.tree import Cell
from experiments.text.formatting import MISSING, figure, percent, span
from experiments.text.labels import COST_PER_DEATH, EQUIVALENTS
from experiments.text.messages import _

UNSURE = "\N{NO-BREAK SPACE}?"
"""Behind a difference whose interval includes zero."""


def level(row: Row, own: bool = False) -> Cell:
    """The mean of the baseline, or of the policy."""
    value = row.policy_mean if own else row.baseline_mean
    factor, _unit = scaled(row.quantity)
    if row.kind == "few" or value != value:
        return Cell(MISSING)
    return Cell(figure(value * factor), value * factor)


def difference(row: Row) -> Cell:
    """Policy minus baseline, a question mark where its sign is not sure; a price without a sign."""
    if is_price(row):
        return price(row)
    if row.kind == "unpriced":
        return Cell(_("not priced"))
    if row.kind == "few":
        return Cell(_("too few events ({n})").format(n=row.total_events))
    found = told(row)
    return Cell(found.size() + (UNSURE if unclear(row) else ""), row.difference * scaled(row.quantity)[0], not unclear(row))


def share(row: Row) -> Cell:
    """The difference as a share of the baseline."""
    relative = row.relative
    if is_price(row) or row.kind != "plain" or relative != relative:
        return Cell(MISSING)
    return Cell(percent(relative, signed=True), relative)


def interval(row: Row) -> Cell:
    """The interval shown, that for all policies at once; empty where none is told."""
    found = told(row)
    if row.kind not in {"plain", "ratio"} or found.interval is None or row.low is None:
        return Cell(MISSING)
    return Cell(span(*found.interval, found.places, not is_price(row)))


def both(row: Row) -> Cell:
    """Difference and share in two lines."""
    first, second = difference(row), share(row)
    return first if second.text == MISSING else Cell(f"{first.text}\n{second.text}", first.value, first.strong)


def with_interval(row: Row) -> Cell:
    """A figure of the appraisal with its interval below; what is averted counts as a gain, so without the sign of a difference."""
    if row.quantity.name == EQUIVALENTS:
        return _averted(row)
    first, second = difference(row), interval(row)
    return first if second.text == MISSING else Cell(f"{first.text}\n{second.text}", first.value, first.strong)


def _averted(row: Row) -> Cell:
    found = told(row)
    text = figure(-found.value, found.places) + (UNSURE if unclear(row) else "")
    if found.interval is not None:
        low, high = sorted(-end for end in found.interval)
        text += "\n" + span(low, high, found.places, signed=False)
    return Cell(text, -row.difference, not unclear(row))


def price(row: Row) -> Cell:
    """A ratio, its bound, or the words in its place."""
    size = cost_figure(row)
    if size:
        return Cell(size, row.difference * scaled(row.quantity)[0] if row.kind == "ratio" else None, True)
    return Cell(cost_words(row) if row.quantity.name == COST_PER_DEATH else price_in_short(row))


def named(comparison: ComparisonData, policy: str) -> Cell:
    """A policy by its title."""
    return Cell(comparison.title(policy), strong=True)
