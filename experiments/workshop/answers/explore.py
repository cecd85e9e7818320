"""The answer of a stage as plain values: a sentence, paired differences, the months, who pays, what it is worth, what it does not tell.

Words, rows and intervals are those of ``compare``, computed by the same functions; nothing is worked out anew here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row, yearly
from experiments.comparison.differences import row as row_of
from experiments.comparison.words import assumptions
from experiments.comparison.words.cautions import limits
from experiments.comparison.words.doubt import what_is_left
from experiments.comparison.words.numbers import scaled, told
from experiments.comparison.words.rows import row_words, shown_label
from experiments.comparison.words.verdict import headline, setting
from experiments.running.plan import Plan
from experiments.text.formatting import figure
from experiments.text.labels import COST_PER_DEATH, HEADLINE, quantity, unit
from experiments.text.messages import _
from experiments.workshop.answers.monthly import monthly, reported
from experiments.workshop.answers.plain import between, drawn, number
from experiments.workshop.answers.steps import steps
from experiments.workshop.answers.worth import appraisal, payers

FIRST = "first"
"""The stage at which only what is shown at once is computed: somebody moves a slider."""
Array = NDArray[np.float64]


def answer_of(comparison: ComparisonData, stage: str, plan: Plan) -> dict[str, Any]:
    """What a page shows of a stage; ``plan`` is that of the whole question, whose hash it carries.

    Money, who pays and what it is worth are None at the first stage.
    """
    said = headline(comparison)
    at_once = stage == FIRST
    return {
        "hash": plan.scenario_hash, "stage": stage, "worlds": comparison.worlds, "sets": comparison.sets, "months": comparison.batch.months,
        "sentence": said[0], "sentences": said[1:], "setting": setting(comparison), "interval": comparison.tells_intervals,
        "dots_over": _dots_over(comparison),
        "policies": [{"name": name, "title": comparison.title(name)} for name in comparison.policies],
        "outcomes": [outcome(comparison, name) for name in HEADLINE],
        "steps": [] if at_once else steps(comparison),
        "monthly": monthly(comparison), "reported": reported(comparison),
        "payers": None if at_once else payers(comparison), "appraisal": None if at_once else appraisal(comparison),
        "limits": [on_the_page(comparison, text) for text in limits(comparison)], "note": comparison.plan.note, "by_hand": [change.words for change in assumptions.of(comparison)],
    }  # fmt: skip


def outcome(comparison: ComparisonData, name: str) -> dict[str, Any]:
    """One outcome: the baseline's mean, and each policy's difference with its interval; numbers in the unit, texts as tables write them."""
    found = quantity(name)
    rows = [comparison.row(policy, name) for policy in comparison.policies]
    level = rows[0].baseline_mean if rows else _level(comparison, name)
    factor, shown_unit = scaled(found)
    return {
        "name": name, "title": shown_label(name), "unit": unit(name), "better": found.better, "shown": {"factor": factor, "unit": shown_unit},
        "baseline": number(level), "baseline_text": figure(level * factor),
        "policies": [_policy(comparison, row) for row in rows],
    }  # fmt: skip


def _level(comparison: ComparisonData, name: str) -> float:
    """The baseline's mean where it was run alone."""
    return float("nan") if name == COST_PER_DEATH else row_of(comparison.batch, comparison.batch.policies[0], name, comparison.discount).baseline_mean


def _policy(comparison: ComparisonData, row: Row) -> dict[str, Any]:
    low, high = row.shown or (None, None)
    told_row = told(row)
    return {
        "name": row.policy, "difference": number(row.difference), "relative": number(row.relative), "low": number(low), "high": number(high),
        "told_apart": row.told_apart, "dots": dots(comparison, row), "words": row_words(row), "text": told_row.size(),
        "interval_text": "" if told_row.interval is None else between(told_row),
    }  # fmt: skip


def on_the_page(comparison: ComparisonData, text: str) -> str:
    """A text of ``compare``; where it names an option of the command, what there is on the page in its stead."""
    if text != what_is_left(comparison):
        return text
    if comparison.tells_intervals and comparison.interval_over == "sets" and comparison.plan.ensemble is not None:
        count = len([name for name in comparison.plan.ensemble.names if name not in comparison.plan.overrides])
        return _("The intervals cover chance and the doubt about {n} parameters within their plausible sets; not doubt about the other "
                 "parameters or about the rules themselves: change one under \"Assumptions\" and look again.").format(n=count)  # fmt: skip
    return _("So few runs tell neither how much is chance nor how much hangs on the assumptions: wait for more, or change one under \"Assumptions\".")


def _dots_over(comparison: ComparisonData) -> str:
    """What the dots are: sets of assumptions, or worlds where there are too few sets."""
    return "worlds" if not comparison.tells_intervals else comparison.interval_over


def dots(comparison: ComparisonData, row: Row) -> list[float | None]:
    """The difference in each set, or world, as a share of the baseline's mean; none where there is no such share."""
    if row.quantity.name == COST_PER_DEATH or row.kind == "few" or not row.baseline_mean:
        return []
    batch = comparison.batch
    values: Array = yearly(batch, row.quantity.name, comparison.discount)
    differences = values[batch.row(row.policy)] - values[0]
    if comparison.tells_intervals:
        differences = batch.replicated(differences, np.isfinite(differences))
    return drawn(differences / row.baseline_mean)
