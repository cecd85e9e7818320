"""Puts the tree of a report together, once, for whichever writers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.style import footer
from experiments.comparison.words.phrases import policies_counted
from experiments.report.chapters.appraisal import appraisal
from experiments.report.chapters.breakdowns import groups, on_record, responsibility
from experiments.report.chapters.findings import annex, findings
from experiments.report.chapters.grounds import assumed, reproduce, to_read
from experiments.report.chapters.question import answer, opening, question
from experiments.report.chapters.robustness import catastrophes, robustness
from experiments.report.data import data, evidence, parameters
from experiments.report.tree import Block, Heading, Paragraph, Picture, Report, numbered
from experiments.text.messages import _, language, titled, within

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def build(comparison: ComparisonData, card: Mapping[str, Any] | None = None) -> Report:
    """The report of ``comparison`` in the language in force; ``card`` is its manifest, where it has one."""
    card = card or {}
    told = answer(comparison)
    blocks: list[Block] = [
        *opening(comparison),
        *question(comparison),
        Heading(1, _("The answer")),
        *(Paragraph(text, "lead") for text in told),
        *findings(comparison),
        *appraisal(comparison),
        *robustness(comparison),
        *catastrophes(comparison),
        *on_record(comparison),
        *groups(comparison),
        *responsibility(comparison),
        *assumed(comparison),
        *reproduce(comparison, card),
        *to_read(comparison),
        *annex(comparison),
    ]
    names = [block.name for block in blocks if isinstance(block, Picture)]
    district = comparison.plan.district
    title = _("Report on the simulated comparison of {k} in {district}").format(
        k=policies_counted(len(comparison.policies)), district=within(titled(district.title, district.title_zh)) or district.name)  # fmt: skip
    return Report(
        language(), title, _("Simulated, and not observed: how it was made and what it does not tell stands at its end."), _date(card),
        numbered(blocks, language()), (*data(comparison, names), parameters(comparison), evidence(comparison)), told, footer(comparison),
        {policy: comparison.title(policy) for policy in comparison.policies},
    )  # fmt: skip


def _date(card: Mapping[str, Any]) -> str:
    """The day on which the comparison was finished, as the language writes it."""
    try:
        day = datetime.datetime.fromisoformat(str(card["times"]["finished"]))
    except (KeyError, TypeError, ValueError):
        return ""
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
