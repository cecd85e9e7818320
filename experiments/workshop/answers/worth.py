"""What a policy costs whom, and what it is worth, as tables of texts."""

from __future__ import annotations

import re
from typing import Any

from experiments.comparison.appraisal_tables import column_title, payer_title, worth_cell
from experiments.comparison.data import ComparisonData
from experiments.comparison.words.appraisal import worth
from experiments.comparison.words.numbers import told_money
from experiments.comparison.words.value_for_money import marked
from experiments.text.formatting import money_scale
from experiments.text.labels import BENEFIT, BENEFIT_OVER_COST, EQUIVALENTS, NET_BENEFIT, PRICE, TOTAL_COST
from experiments.text.messages import _
from experiments.workshop.answers.plain import number

THOUSANDS = re.compile(r"(?<![\d.,])\d{4,}(?![\d,])")
"""Whole numbers of four digits and more, which a narrow table writes without a comma."""
SHOWN = (EQUIVALENTS, BENEFIT, TOTAL_COST, NET_BENEFIT, BENEFIT_OVER_COST, PRICE)


def payers(comparison: ComparisonData) -> list[dict[str, Any]]:
    """By policy who pays more than under the baseline, for what: yuan a year, and the text of it in the unit of the language."""
    yuan = _("{unit} a year").format(unit=money_scale()[1])
    found = []
    for policy in comparison.policies:
        rows = []
        for one in comparison.payments:
            if one.policy == policy:
                shown = told_money([one.difference, *(one.interval or ())])
                rows.append({"who": one.payer, "item": one.item, "title": marked(comparison, payer_title(one.payer, one.item)), "difference": number(one.difference),
                             "text": f"{shown.size()} {yuan}" if shown.value else "0", "transfer": one.payer == "transfer"})  # fmt: skip
        found.append({"policy": policy, "rows": rows})
    return found


def appraisal(comparison: ComparisonData) -> list[dict[str, Any]]:
    """By policy what it averts and costs, as the table of ``compare`` has it; ``words`` say it where intervals are told."""
    return [{
        "policy": policy, "words": worth(comparison, policy),
        "rows": [{"label": _label(comparison, name), "text": _in_a_line(worth_cell(comparison.row(policy, name)).plain)} for name in SHOWN],
    } for policy in comparison.policies]  # fmt: skip


def _label(comparison: ComparisonData, name: str) -> str:
    """A quantity with its unit in brackets; marked as the tables of ``compare`` are where there are few sets for a word about money."""
    title, *units = column_title(name).split("\n")
    shown = _("{title} ({name})").format(title=title, name=units[0]) if units else title
    return shown if name == EQUIVALENTS else marked(comparison, shown)


def _in_a_line(text: str) -> str:
    """A cell of a narrow table in one line: its interval in brackets."""
    first, *rest = text.split("\n")
    if not rest:
        return first
    if ".." not in text:
        return " ".join(text.split("\n"))
    low, high = (THOUSANDS.sub(lambda found: f"{int(found[0]):,}", end.strip()) for end in "".join(rest).split("..", 1))
    return _("{figure} ({interval})").format(figure=first, interval=_("{low} to {high}").format(low=low, high=high))
