"""What a policy costs whom, and what it is worth, as tables of texts."""

from __future__ import annotations

from typing import Any

from experiments.comparison.appraisal_tables import column_title, payer_title, worth_cell
from experiments.comparison.data import ComparisonData
from experiments.comparison.words.appraisal import worth
from experiments.comparison.words.numbers import told_money
from experiments.text.formatting import money_scale
from experiments.text.labels import BENEFIT, BENEFIT_OVER_COST, EQUIVALENTS, NET_BENEFIT, PRICE, TOTAL_COST
from experiments.text.messages import _
from experiments.workshop.answers.plain import number

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
                rows.append({"who": one.payer, "item": one.item, "title": payer_title(one.payer, one.item), "difference": number(one.difference),
                             "text": f"{shown.size()} {yuan}" if shown.value else "0", "transfer": one.payer == "transfer"})  # fmt: skip
        found.append({"policy": policy, "rows": rows})
    return found


def appraisal(comparison: ComparisonData) -> list[dict[str, Any]]:
    """By policy what it averts and costs, as the table of ``compare`` has it; ``words`` say it where intervals are told."""
    return [{
        "policy": policy, "words": worth(comparison, policy),
        "rows": [{"label": " ".join(column_title(name).split("\n")), "text": _in_a_line(worth_cell(comparison.row(policy, name)).plain)} for name in SHOWN],
    } for policy in comparison.policies]  # fmt: skip


def _in_a_line(text: str) -> str:
    """A cell of a narrow table in one line: its interval in brackets."""
    first, *rest = text.split("\n")
    if not rest:
        return first
    if ".." not in text:
        return " ".join(text.split("\n"))
    return _("{figure} ({interval})").format(figure=first, interval="".join(rest).replace("..", " \u2026 "))
